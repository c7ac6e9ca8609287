import { type EventType, type Figure, type Figures, rootOf } from '../model/event.ts';
import type { Lexicon } from '../model/lexicon.ts';
import { DEAD, HURT, isAge, isDeath, isPerson, isToll, oneAt, peopleTogether } from './counted-people.ts';
import { NUMBER_WORDS } from './number-words.ts';
import type { Token } from './reader.ts';

/** A number with what it counts. */
export interface FoundFigure {
  readonly key: string;
  readonly figure: Figure;
  readonly at: number;
  /** Told by an article and a verb: "a policeman was killed". */
  readonly single?: true;
}

const SCALES: Readonly<Record<string, number>> = {
  dozen: 12,
  hundred: 100,
  thousand: 1000,
  million: 1e6,
  billion: 1e9,
  m: 1e6,
  mln: 1e6,
  bn: 1e9,
  bln: 1e9,
};
const AT_LEAST = /(?:at least|more than|over|no fewer than|upwards of|not less than|a minimum of)$/;
const AT_MOST = /(?:at most|up to|fewer than|less than|as many as|no more than|under|as much as)$/;
const ABOUT = /(?:about|around|some|nearly|roughly|approximately|almost|an estimated|close to|estimated)$/;
/**
 * Numbers of a stretch of tokens (end exclusive) with the names they go by.
 *
 * @param counts the names of figures that are asked for
 * @param people what people are counted under where nothing else says: `released`
 */
export function figuresIn(
  tokens: readonly Token[],
  from: number,
  to: number,
  lexicon: Lexicon,
  counts: readonly string[],
  people?: string,
): FoundFigure[] {
  const found: FoundFigure[] = [];
  for (let i = from; i < to; i++) {
    const number = numberAt(tokens, i, to);
    if (!number) {
      const one = oneAt(tokens, i, numberAt, lexicon);
      if (!one) continue;
      if (counts.includes(one.key))
        found.push({ key: one.key, figure: { value: one.value, bound: 'exact' }, at: i, single: true });
      i = one.to - 1;
      continue;
    }
    if (inBrackets(tokens, i) || isAge(tokens, i, number.to, lexicon)) continue;
    const row = peopleTogether(tokens, i, numberAt, lexicon);
    const noun = keyOf(tokens, i, number.to, from, to, row?.to ?? number.to, lexicon);
    const ofPeople = noun === 'killed' || noun === 'wounded';
    const keys = [
      signKey(tokens[i - 1], lexicon),
      noun,
      voteKey(tokens, i, number.to),
      ofPeople ? null : peopleKey(tokens, number.to, people, lexicon),
    ];
    const key = keys.find((one) => one && counts.includes(one));
    const together = key && (ofPeople || key === people) ? row : null;
    const { value } = together ?? number;
    if (key) found.push({ key, figure: { value, bound: boundBefore(tokens, i, from) }, at: i });
    i = (together ?? number).to - 1;
  }
  return found;
}

/** The names of figures that an event of a type can have. */
export function countsOf(type: EventType, { counts }: Lexicon): readonly string[] {
  return counts[type] ?? counts[rootOf(type)] ?? [];
}

/** The last word counts where a figure is told twice. */
export function asFigures(found: readonly FoundFigure[]): Figures {
  const figures: Record<string, Figure> = {};
  for (const { key, figure } of found) {
    const known = figures[key];
    if (!known || figure.value > known.value) figures[key] = figure;
  }
  return figures;
}

/** `240 million euros ($260 million)`: what stands in brackets says it again in another measure. */
function inBrackets(tokens: readonly Token[], at: number): boolean {
  for (let i = at - 1; i >= Math.max(0, at - 6); i--) {
    if (tokens[i]?.text === ')') return false;
    if (tokens[i]?.text === '(') return true;
  }
  return false;
}

/** `€310m`: the sign of a currency stands before. */
function signKey(before: Token | undefined, lexicon: Lexicon): string | undefined {
  return before?.pos === 'SYM' || before?.text === '$' ? counted(lexicon).get(before.text) : undefined;
}

/** `by 62 to 21`, `62 lawmakers voted`, `45 for`, where the sentence tells of a vote: those in favour are told first. */
function voteKey(tokens: readonly Token[], at: number, after: number): string | null {
  const scored = tokens[after]?.lower === 'to' && tokens[after + 1]?.pos === 'NUM';
  const voters = /^(?:lawmaker|deputy|senator|mp|legislator|member|delegate)$/.test(
    tokens[after]?.lemma ?? '',
  );
  const side = tokens[voters ? after + 1 : after]?.lower;
  const isFor = side === 'for' && /^(?:and|,|;)$/.test(tokens[after + (voters ? 2 : 1)]?.text ?? '');
  if (side === 'against' || !(scored || voters || isFor)) return null;
  const near = tokens.slice(Math.max(0, at - 15), after + 15);
  return near.some(({ lemma }) => /^(?:vote|voting|ballot|favour|favor|against)$/.test(lemma))
    ? 'votes'
    : null;
}

function numberAt(tokens: readonly Token[], at: number, limit: number): { value: number; to: number } | null {
  const first = tokens[at];
  if (!first) return null;
  let value =
    digits(first.text) ??
    (first.pos === 'NUM' || NUMBER_WORDS[first.lower] ? NUMBER_WORDS[first.lower] : undefined);
  if (value === undefined || (first.lower === 'one' && first.pos === 'PRON')) return null;
  if (SCALES[first.lower] && /^(?:several|few|many|some)$/.test(tokens[at - 1]?.lower ?? '')) return null;
  let to = at + 1;
  if (
    tokens[to]?.text === '-' &&
    NUMBER_WORDS[tokens[to + 1]?.lower ?? ''] &&
    value >= 20 &&
    value < 100 &&
    value % 10 === 0
  ) {
    value += NUMBER_WORDS[tokens[to + 1]?.lower ?? ''] ?? 0;
    to += 2;
  }
  while (to < limit && SCALES[tokens[to]?.lower ?? '']) {
    value *= SCALES[tokens[to]?.lower ?? ''] ?? 1;
    to++;
  }
  return { value, to };
}

const [ZERO, NINE] = ['0'.charCodeAt(0), '9'.charCodeAt(0)];

function digits(text: string): number | undefined {
  const first = text.charCodeAt(0);
  if (first < ZERO || first > NINE) return undefined;
  if (!/^\d{1,3}(?:,\d{3})*(?:\.\d+)?$|^\d+(?:\.\d+)?$/.test(text)) return undefined;
  return Number(text.replaceAll(',', ''));
}

function boundBefore(tokens: readonly Token[], at: number, from: number): Figure['bound'] {
  const before = tokens
    .slice(Math.max(from, at - 3), at)
    .map((token) => token.lower)
    .join(' ');
  if (AT_LEAST.test(before)) return 'at-least';
  if (AT_MOST.test(before)) return 'at-most';
  return ABOUT.test(before) ? 'about' : 'exact';
}

function keyOf(
  tokens: readonly Token[],
  at: number,
  after: number,
  from: number,
  to: number,
  row: number,
  lexicon: Lexicon,
): string | null {
  const standing = isToll(tokens, at) ? 'killed' : standingKey(tokens, at);
  if (standing) return standing;
  const nouns = tokens.slice(after, Math.min(to, after + 5));
  const stop = nouns.findIndex((token) => /^[,;:.)]$/.test(token.text) || token.lower === 'and');
  const phrase = stop < 0 ? nouns : nouns.slice(0, stop);
  if (phrase.some((_, i) => isDeath(tokens, after + i))) return 'killed';
  if (phrase.some((token) => HURT.test(token.lemma))) return 'wounded';
  if (GONE.test(phrase[0]?.lower ?? '')) return 'missing';
  const noun = phrase.find((token) => token.pos === 'NOUN' || isPerson(token, lexicon));
  const person = phrase.slice(0, 4).some((token) => isPerson(token, lexicon));
  const casualty = casualtyVerb(tokens, at, from, Math.min(to, Math.max(at + 9, row + 4)));
  if (casualty && (person || phrase.length === 0 || !noun)) return casualty;
  const listed = counted(lexicon).get(listHead(tokens, after, to));
  if (listed === 'attacks' || listed === 'strikes') return listed;
  for (const token of phrase.slice(0, 4)) {
    if (/^(?:VERB|AUX|PRON)$/.test(token.pos)) break;
    const key = counted(lexicon).get(token.lemma);
    if (key) return key;
  }
  return null;
}

const GONE = /^(?:missing|disappeared|unaccounted)$/;
const COUNT = /^(?:number|toll|count|figure|total|tally)$/;
const STANDS = /^(?:to|at|is|was|are|were|reach|reached)$/;
const ROUNDED = /^(?:about|around|some|nearly|almost|over|now|already)$/;
const SUBJECT_LENGTH = 30;

/** `the number of people killed by a rocket has risen to 13`: what a count is of stands before its verb. */
function standingKey(tokens: readonly Token[], at: number): string | null {
  const rounded = ROUNDED.test(tokens[at - 1]?.lower ?? '') ? 1 : 0;
  const end = at - 1 - rounded;
  if (!STANDS.test(tokens[end]?.lower ?? '')) return null;
  const before = tokens.slice(Math.max(0, end - SUBJECT_LENGTH), end);
  const head = before.findLastIndex(({ lemma }) => COUNT.test(lemma));
  if (head < 0) return null;
  const fate = before.slice(head).find(({ lemma }) => DEAD.test(lemma) || HURT.test(lemma));
  if (!fate) return null;
  return DEAD.test(fate.lemma) ? 'killed' : 'wounded';
}

/** `165 rocket, drone and missile attacks`: the noun that a list of others leads up to. */
function listHead(tokens: readonly Token[], after: number, to: number): string {
  let head = '';
  for (let i = after; i < Math.min(to, after + 12); i++) {
    const token = tokens[i];
    if (!token || !(/^(?:NOUN|ADJ|CCONJ)$/.test(token.pos) || /^[,-]$/.test(token.text))) break;
    if (token.pos === 'NOUN') head = token.lemma;
  }
  return head;
}

/** "32 Armenians", "two of the soldiers": people counted, and the event says as what. */
function peopleKey(
  tokens: readonly Token[],
  after: number,
  people: string | undefined,
  lexicon: Lexicon,
): string | null {
  if (people === undefined) return null;
  const end = tokens.slice(after, after + 3).findIndex(({ pos }) => pos === 'PUNCT');
  const next = tokens.slice(after, after + (end < 0 ? 3 : end));
  const counted = next.some((token) => isPerson(token, lexicon) || /^\p{Lu}\p{Ll}+s$/u.test(token.text));
  return counted ? people : null;
}

/** `three soldiers were killed`, `killed three`, `the toll rose to 12`. */
function casualtyVerb(tokens: readonly Token[], at: number, from: number, to: number): string | null {
  let best: { key: string; gap: number } | null = null;
  for (let i = Math.max(from, at - 8); i < to; i++) {
    const lemma = tokens[i]?.lemma ?? '';
    const key = isDeath(tokens, i) ? 'killed' : HURT.test(lemma) ? 'wounded' : null;
    const gap = Math.abs(i - at);
    if (key && (!best || gap < best.gap)) best = { key, gap };
  }
  return best?.key ?? null;
}

const keys = new WeakMap<Lexicon, ReadonlyMap<string, string>>();

function counted(lexicon: Lexicon): ReadonlyMap<string, string> {
  const known = keys.get(lexicon);
  if (known) return known;
  const made = new Map(
    Object.entries(lexicon.figures).flatMap(([key, nouns]) => nouns.map((noun) => [noun, key] as const)),
  );
  keys.set(lexicon, made);
  return made;
}
