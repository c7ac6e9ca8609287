import { type EventType, type Figure, type Figures, rootOf } from '../model/event.ts';
import type { Lexicon } from '../model/lexicon.ts';
import { counted, keyOf, leftKey, peopleKey } from './counted-as.ts';
import { isBesideOne, peopleTogether } from './counted-people.ts';
import { oneAt } from './fate.ts';
import { countsNothing, wholeAfter } from './no-count.ts';
import { type FoundNumber, numberAt } from './number-at.ts';
import type { Token } from './reader.ts';

/** A number with what it counts. */
export interface FoundFigure {
  readonly key: string;
  readonly figure: Figure;
  readonly at: number;
  /** Told by an article and a verb: "a policeman was killed". */
  readonly single?: true;
}

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
  const asked: Asked = { tokens, from, to, lexicon, counts, people };
  const found: FoundFigure[] = [];
  for (let i = from; i < to; ) {
    const number = numberAt(tokens, i, to);
    const read = number ? countAt(asked, i, number) : singleAt(asked, i);
    if (read.figure) found.push(read.figure);
    i = read.to;
  }
  return found;
}

interface Asked {
  readonly tokens: readonly Token[];
  readonly from: number;
  readonly to: number;
  readonly lexicon: Lexicon;
  readonly counts: readonly string[];
  readonly people: string | undefined;
}

/** What was read at a token, and the token to read on from. */
interface Read {
  readonly figure?: FoundFigure;
  readonly to: number;
}

/** One person told without a number. */
function singleAt({ tokens, lexicon, counts }: Asked, at: number): Read {
  const one = oneAt(tokens, at, lexicon);
  if (!one) return { to: at + 1 };
  const { key, value, to } = one;
  return counts.includes(key)
    ? { figure: { key, figure: { value, bound: 'exact' }, at, single: true }, to }
    : { to };
}

/** What a number counts; people told in a row with it are added. */
function countAt(asked: Asked, at: number, number: FoundNumber): Read {
  const { tokens, from, lexicon, people } = asked;
  if (countsNothing(tokens, at, number, lexicon)) return { to: number.to };
  const row = peopleTogether(tokens, at, lexicon);
  const key = nameOf(asked, at, number.to, row?.to ?? null);
  if (key === undefined) return { to: number.to };
  const isPeople = key === people || key === 'killed' || key === 'wounded';
  const { value: told, to } = (isPeople && row) || number;
  const value = told + (isPeople && isBesideOne(tokens, at, number.to) ? 1 : 0);
  if (isPeople && !Number.isInteger(value)) return { to };
  return { figure: { key, figure: { value, bound: boundBefore(tokens, at, from) }, at }, to };
}

/** The first of the names that a number may go by, of those that are asked for. */
function nameOf(asked: Asked, at: number, to: number, row: number | null): string | undefined {
  const { tokens, lexicon, counts, people } = asked;
  const after = wholeAfter(tokens, to) ?? to;
  const noun = keyOf(tokens, at, after, asked.from, asked.to, row ?? after, lexicon);
  if (noun === 'percent')
    return counts.includes(noun) && (isOfVote(tokens, at, after) || !counts.includes('votes'))
      ? noun
      : undefined;
  const names = [
    signKey(tokens[at - 1], lexicon),
    leftKey(tokens, after, lexicon),
    noun,
    voteKey(tokens, at, to),
    noun === 'killed' || noun === 'wounded' ? null : peopleKey(tokens, after, people, lexicon),
  ];
  return names.find((name): name is string => typeof name === 'string' && counts.includes(name));
}

/** The names of figures that an event of a type can have. */
export function countsOf(type: EventType, { counts }: Lexicon): readonly string[] {
  return counts[type] ?? counts[rootOf(type)] ?? [];
}

/** Of a figure told twice the higher one, as the last word; of a share the first, as the winner's. */
export function asFigures(found: readonly FoundFigure[], { counting }: Lexicon): Figures {
  const figures: Record<string, Figure> = {};
  for (const { key, figure } of found) {
    const known = figures[key];
    if (!known || (figure.value > known.value && !counting.shares.includes(key))) figures[key] = figure;
  }
  return figures;
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

/** `51 percent of the votes`, `voted by 90 percent`: a share of a vote, and not how many took part. */
function isOfVote(tokens: readonly Token[], at: number, after: number): boolean {
  const near = tokens.slice(Math.max(0, at - 7), after + 6);
  const to = tokens[after]?.lower === 'per' ? after + 2 : after + 1;
  if (tokens[to]?.lower === 'to' && tokens[to + 1]?.pos === 'NUM') return true;
  return (
    near.some(({ lemma }) => /^(?:vote|ballot|favou?r|majority)$/.test(lemma)) &&
    !near.some(({ lemma }) => lemma === 'turnout')
  );
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
