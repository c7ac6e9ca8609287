import type { WordWeights } from '../model/lexicon.ts';
import { WEEKDAYS } from './calendar.ts';
import { mainClause } from './clauses.ts';
import type { ReadSentence } from './read.ts';
import type { Token } from './reader.ts';

/** What speaks for a label beside the sentence's words, by the names of `WordWeights.signs`. */
export type Signs = ReadonlyMap<string, Readonly<Record<string, number>>>;

/**
 * How likely each label is, by the words of a sentence and by other signs: multinomial logistic regression.
 *
 * @param words of the sentence, as `wordingOf` gives them
 * @param signs by label; a label without any has none
 * @returns chances that add up to 1, by label
 */
export function weighLabels(
  words: ReadonlySet<string>,
  weights: WordWeights,
  signs: Signs,
): ReadonlyMap<string, number> {
  const logs = logChances(words, weights, signs);
  return new Map(weights.labels.map((label, i) => [label, Math.exp(logs[i] ?? 0)]));
}

/**
 * The logarithms of the same chances, by the number of the label.
 *
 * @param except a label that is impossible
 */
export function logChances(
  words: ReadonlySet<string>,
  weights: WordWeights,
  signs: Signs,
  except?: string,
): Float64Array {
  const sums = Float64Array.from(weights.bias);
  addRows(sums, words, weights);
  weights.labels.forEach((label, i) => {
    if (label === except) sums[i] = Number.NEGATIVE_INFINITY;
    for (const [name, value] of Object.entries(signs.get(label) ?? {}))
      sums[i] = (sums[i] ?? 0) + value * (weights.signs[name] ?? 0);
  });
  const most = Math.max(...sums);
  const total = sums.reduce((sum, one) => sum + Math.exp(one - most), 0);
  return sums.map((sum) => sum - most - Math.log(total));
}

function addRows(sums: Float64Array, words: ReadonlySet<string>, weights: WordWeights): void {
  const { step } = weights;
  const rows = unpack(weights);
  for (const word of words) {
    const from = rowOf(rows, word);
    if (from === undefined) continue;
    for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (rows.table[from + i] ?? 0) * step;
  }
}

/** The rows of all words, one after the other in one table: thousands of small arrays take several times as much. */
interface Rows {
  /** By word: its own row and that of the words used alike, parted by a space; once met, where its row begins. */
  readonly places: Map<string, string | number>;
  readonly table: Int16Array;
  end: number;
}

const unpacked = new WeakMap<WordWeights, Rows>();

/** Where a word's row begins. Unpacked with the word's first use: most words of the model are never met. */
function rowOf(rows: Rows, word: string): number | undefined {
  const place = rows.places.get(word);
  if (typeof place !== 'string') return place;
  const from = rows.end;
  for (const packed of place.split(' ')) {
    const bytes = new Int8Array(Buffer.from(packed, 'base64'));
    for (let i = 0; i < bytes.length; i++)
      rows.table[from + i] = (rows.table[from + i] ?? 0) + (bytes[i] ?? 0);
    rows.end = from + bytes.length;
  }
  rows.places.set(word, from);
  return from;
}

function unpack(weights: WordWeights): Rows {
  const known = unpacked.get(weights);
  if (known) return known;
  const places = new Map<string, string | number>(Object.entries(weights.rows));
  for (const [words, row] of Object.entries(weights.alike)) {
    for (const word of words.split(' '))
      places.set(word, places.has(word) ? `${places.get(word)} ${row}` : row);
  }
  const made = { places, table: new Int16Array(places.size * weights.labels.length), end: 0 };
  unpacked.set(weights, made);
  return made;
}

const LITTLE = new Set(
  `the a an of in on at to and or by for with from its their his her it as that this these those was were is are be been being had has have , . " “ ” ' ’ 's ’s ; : - – —`.split(
    ' ',
  ),
);
const SKIPPED = new Set(`the a an " “ ” 's ’s`.split(' '));
/** What is told by one part of speech is often told by another: "withdraw", "withdrawal". */
const TELLING: ReadonlySet<string> = new Set(['NOUN', 'VERB', 'ADJ']);
const ROOT_LENGTH = 5;
/** How far behind its verb an object is looked for. */
const OBJECT_REACH = 7;

/**
 * The words of a sentence, as features: each word, how longer ones begin, each two in a row, and the main clause's
 * verb with its tense, its voice and what stands before and behind it. Names, numbers and weekdays are each one word, so that no story is learnt by its names.
 */
export function wordingOf(sentence: ReadSentence): ReadonlySet<string> {
  const known = read.get(sentence);
  if (known) return known;
  const made = readWording(sentence);
  read.set(sentence, made);
  return made;
}

const read = new WeakMap<ReadSentence, ReadonlySet<string>>();

function readWording(sentence: ReadSentence): Set<string> {
  const { tokens } = sentence;
  const words = tokens.map(wordOf);
  const found = new Set<string>();
  for (const word of words) if (!LITTLE.has(word)) found.add(word);
  for (const { pos, lemma } of tokens)
    if (lemma.length > ROOT_LENGTH && TELLING.has(pos)) found.add(`^${lemma.slice(0, ROOT_LENGTH)}`);
  const kept = words.filter((word) => !SKIPPED.has(word));
  for (let i = 1; i < kept.length; i++) found.add(`${kept[i - 1]} ${kept[i]}`);
  const main = mainClause(sentence);
  if (!main.verb) return found;
  const { head, tense, passive } = main.verb;
  found.add(`@${tense}`).add(passive ? '@passive' : '@active');
  const verb = words[head] ?? '';
  found.add(`=${verb}`);
  for (let i = main.from; i < main.to; i++) {
    const word = words[i] ?? '';
    if (i !== head && !LITTLE.has(word)) found.add(i < head ? `<${word}` : `>${word}`);
  }
  const object = tokens.findIndex((token, i) => i > head && i < head + OBJECT_REACH && token.pos === 'NOUN');
  if (object > 0) found.add(`=${verb} ${words[object]}`);
  return found;
}

function wordOf({ pos, lower, lemma }: Token): string {
  if (WEEKDAYS.includes(lower)) return 'DAY';
  if (pos === 'NUM' || /^\d/.test(lower)) return 'NUMBER';
  if (pos === 'PROPN') return 'NAME';
  return pos === 'PUNCT' ? lower : lemma;
}
