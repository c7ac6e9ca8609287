import type { Lexicon } from '../model/lexicon.ts';
import { isDeath, isPerson } from './counted-people.ts';
import { type FoundNumber, numberAt } from './number-at.ts';
import type { Token } from './reader.ts';

/** Whether a number counts nothing that befell anyone: an age, a time ("half past six") or a length, a part of a word, said again in brackets. */
export function countsNothing(
  tokens: readonly Token[],
  at: number,
  { to, value }: FoundNumber,
  lexicon: Lexicon,
): boolean {
  return (
    inBrackets(tokens, at) ||
    isMeasure(tokens, to) ||
    tokens[at - 1]?.lower === 'past' ||
    isAge(tokens, at, to, lexicon) ||
    (value <= OLDEST && isAgeBeside(tokens, at, to)) ||
    isWhole(tokens, at, to)
  );
}

/** `240 million euros ($260 million)`: what stands in brackets says it again in another measure. */
function inBrackets(tokens: readonly Token[], at: number): boolean {
  for (let i = at - 1; i >= Math.max(0, at - 6); i--) {
    if (tokens[i]?.text === ')') return false;
    if (tokens[i]?.text === '(') return true;
  }
  return false;
}

const UNITS =
  /^(?:second|minute|hour|day|night|week|month|year|decade|century|time|m?m|cm|km|kilomet(?:re|er)|met(?:re|er)|mile|foot|inch|kg|kilo|kilogram|degree|half|third|quarter|fifth|tenth|o['’]clock|[ap]\.?m\.?)$/;

/** `three days of a drivers' strike`, `105-mm shells`, `a 48-hour walkout`: no count of what stands behind. */
function isMeasure(tokens: readonly Token[], to: number): boolean {
  if (tokens[to]?.text === '-') return /^(?:NOUN|ADJ|VERB)$/.test(tokens[to + 1]?.pos ?? '');
  return UNITS.test(tokens[to]?.lemma ?? '') && tokens[to - 1]?.text !== '$';
}

/** "A student of 22", "boys of 15 and 18", "aged 34": how old, not how many. */
function isAge(tokens: readonly Token[], at: number, after: number, lexicon: Lexicon): boolean {
  let before = at - 1;
  if (tokens[before]?.lower === 'and' && tokens[before - 1]?.pos === 'NUM') before -= 2;
  const noun = tokens[before - 1];
  if (tokens[before]?.lower === 'aged') return true;
  if (!/^(?:of|between)$/.test(tokens[before]?.lower ?? '') || noun === undefined) return false;
  return isPerson(noun, lexicon) && !isPerson(tokens[after] ?? noun, lexicon);
}

const OLDEST = 110;

/** "Maria Lopes, 44, was shot", "his son, who was eight". */
function isAgeBeside(tokens: readonly Token[], at: number, to: number): boolean {
  const [before, owner] = [tokens[at - 1], tokens[at - 2]];
  if (before?.text === ',' && /^(?:PROPN|NOUN)$/.test(owner?.pos ?? ''))
    return /^[,;.)]$/.test(tokens[to]?.text ?? '');
  return before?.lemma === 'be' && /^(?:who|he|she)$/.test(owner?.lower ?? '');
}

const BETWEEN =
  /^(?:the|its|their|his|her|all|those|these|some|about|around|nearly|almost|roughly|an|a|estimated|more|fewer|than|over|original|remaining|last)$/;

/** Of `19 of the 62 inmates` the first is counted, but of `two of the 12 killed` the second. */
function isWhole(tokens: readonly Token[], at: number, to: number): boolean {
  let of = at - 1;
  while (at - of < 5 && BETWEEN.test(tokens[of]?.lower ?? '')) of--;
  if (tokens[of]?.lower !== 'of' || isOfDead(tokens, to)) return false;
  const part = tokens[of - 1];
  if (!part || /^[,;:.—–-]$/.test(part.text)) return true;
  return (
    part.pos === 'NUM' ||
    /^(?:first|last|rest|others|many|out|most|half|third|thirds|quarter|quarters)$/.test(part.lower)
  );
}

function isOfDead(tokens: readonly Token[], to: number): boolean {
  return [to, to + 1].some((i) => isDeath(tokens, i));
}

/** Where the whole ends that a number is a part of: behind the 62 of `19 of the 62 inmates`. */
export function wholeAfter(tokens: readonly Token[], to: number): number | null {
  if (tokens[to]?.lower !== 'of') return null;
  let at = to + 1;
  while (at - to < 5 && BETWEEN.test(tokens[at]?.lower ?? '') && !numberAt(tokens, at, tokens.length)) at++;
  const whole = numberAt(tokens, at, tokens.length);
  return whole && !isOfDead(tokens, whole.to) ? whole.to : null;
}
