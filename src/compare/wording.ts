import type { WordWeights } from '../model/lexicon.ts';
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
  const sums = Float64Array.from(weights.bias);
  for (const word of words) {
    const row = rowOf(weights, word);
    if (row) for (let i = 0; i < row.length; i++) sums[i] = (sums[i] ?? 0) + (row[i] ?? 0) * weights.step;
  }
  weights.labels.forEach((label, i) => {
    for (const [name, value] of Object.entries(signs.get(label) ?? {}))
      sums[i] = (sums[i] ?? 0) + value * (weights.signs[name] ?? 0);
  });
  const most = Math.max(...sums);
  const odds = sums.map((sum) => Math.exp(sum - most));
  const total = odds.reduce((sum, one) => sum + one, 0);
  return new Map(weights.labels.map((label, i) => [label, (odds[i] ?? 0) / total]));
}

interface Unpacked {
  readonly own: ReadonlyMap<string, string>;
  readonly alike: ReadonlyMap<string, string>;
  readonly rows: Map<string, Int16Array | undefined>;
}

const unpacked = new WeakMap<WordWeights, Unpacked>();

/** A word's own row and that of the words used alike; unpacked with its first use: most words of the model are never met. */
function rowOf(weights: WordWeights, word: string): Int16Array | undefined {
  const { own, alike, rows } = unpack(weights);
  const known = rows.get(word);
  if (known) return known;
  const found = [own.get(word), alike.get(word)].flatMap((row) => (row === undefined ? [] : bytesOf(row)));
  const [first, second] = found;
  if (!first) return undefined;
  const row = Int16Array.from(first, (one, i) => one + (second?.[i] ?? 0));
  rows.set(word, row);
  return row;
}

function unpack(weights: WordWeights): Unpacked {
  const known = unpacked.get(weights);
  if (known) return known;
  const alike = Object.entries(weights.alike).flatMap(([words, row]) =>
    words.split(' ').map((word) => [word, row] as const),
  );
  const made = { own: new Map(Object.entries(weights.rows)), alike: new Map(alike), rows: new Map() };
  unpacked.set(weights, made);
  return made;
}

function bytesOf(row: string): Int8Array {
  return new Int8Array(Buffer.from(row, 'base64'));
}

const LITTLE = new Set(
  `the a an of in on at to and or by for with from its their his her it as that this these those was were is are be been being had has have , . " “ ” ' ’ 's ’s ; : - – —`.split(
    ' ',
  ),
);
const SKIPPED = new Set(`the a an " “ ” 's ’s`.split(' '));
const WEEKDAY = /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/;
/** How far behind its verb an object is looked for. */
const OBJECT_REACH = 7;

/**
 * The words of a sentence, as features: each word, each two in a row, and the main clause's verb with what stands
 * before and behind it. Names, numbers and weekdays are each one word, so that no story is learnt by its names.
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
  const kept = words.filter((word) => !SKIPPED.has(word));
  for (let i = 1; i < kept.length; i++) found.add(`${kept[i - 1]} ${kept[i]}`);
  const main = mainClause(sentence);
  const head = main.verb?.head;
  if (head === undefined) return found;
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
  if (WEEKDAY.test(lower)) return 'DAY';
  if (pos === 'NUM' || /^\d/.test(lower)) return 'NUMBER';
  if (pos === 'PROPN') return 'NAME';
  return pos === 'PUNCT' ? lower : lemma;
}
