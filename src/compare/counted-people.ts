import type { Lexicon } from '../model/lexicon.ts';
import { ORDINALS } from './calendar.ts';
import { type FoundNumber, isArticle, numberAt } from './number-at.ts';
import type { Token } from './reader.ts';

export const DEAD =
  /^(?:kill|killed|killing|die|dead|death|slay|body|corpse|fatality|martyr|perish|drown|toll|martyrdom|murder|assassinate|behead|massacre)$/;
const OF_LIFE = /^(?:lose|claim|cost|take)$/;
/** Tokens from the verb to the lives: "lost more than their lives". */
const TO_LIVES = 6;

/** A word of death, or the life of "twelve lost their lives", "claimed 12 lives"; jobs and homes are lost as well. */
export function isDeath(tokens: readonly Token[], at: number): boolean {
  const lemma = tokens[at]?.lemma ?? '';
  if (lemma !== 'life') return DEAD.test(lemma);
  return tokens.slice(Math.max(0, at - TO_LIVES), at).some((token) => OF_LIFE.test(token.lemma));
}

export const HURT = /^(?:wound|wounding|injure|injuring|hurt|injury|casualty|injured|wounded)$/;

const PEOPLE = new WeakMap<Lexicon, ReadonlySet<string>>();

/** "Soldiers", or people by the name of their country: "32 Kenyans". */
export function isPerson({ lemma, lower }: Token, lexicon: Lexicon): boolean {
  let known = PEOPLE.get(lexicon);
  if (!known) {
    const demonyms = lexicon.countries.flatMap((country) => country.demonyms);
    known = new Set([...lexicon.people, ...demonyms.map((name) => name.toLowerCase())]);
    PEOPLE.set(lexicon, known);
  }
  return known.has(lemma) || known.has(lower) || known.has(lower.replace(/s$/, ''));
}

/** People counted together: "two managers of the firm and a surveyor". Ends after the last of them. */
interface Together {
  readonly value: number;
  readonly to: number;
}

const LONGEST_ROW = 12;

/** Adds up people told in a row, from the first number on; null where nobody is counted there. */
export function peopleTogether(tokens: readonly Token[], at: number, lexicon: Lexicon): Together | null {
  const first = peopleAt(tokens, at, lexicon);
  if (!first) return null;
  const values: number[] = [];
  let end = first.to;
  for (let i = skipOf(tokens, first.to); values.length < LONGEST_ROW; ) {
    const next = linkedAt(tokens, i);
    const more =
      next === null
        ? null
        : (peopleAt(tokens, skipBound(tokens, next), lexicon) ?? otherAt(tokens, next, lexicon));
    if (!more) break;
    values.push(more.value);
    end = more.to;
    i = skipOf(tokens, end);
  }
  const rest = values.reduce((sum, value) => sum + value, 0);
  const isDetail = rest === first.value && values.length > 1;
  if (rest === 0 || isDetail || beginsClause(tokens, end)) return first;
  return { value: first.value + rest, to: end };
}

/** "His wife", "the driver of the van", where no clause of its own begins with them. */
function otherAt(tokens: readonly Token[], at: number, lexicon: Lexicon): Together | null {
  const to = officeEnd(tokens, at, lexicon);
  if (to === null) return null;
  const { pos, lower } = tokens[skipOf(tokens, to)] ?? { pos: '', lower: '' };
  return pos === 'VERB' || (pos === 'AUX' && lower !== 'were') ? null : { value: 1, to };
}

/** Behind "the general secretary": one person, by the last noun of a row; null for what is none. */
export function officeEnd(tokens: readonly Token[], at: number, lexicon: Lexicon): number | null {
  if (!/^(?:the|his|her|its|their)$/.test(tokens[at]?.lower ?? '')) return null;
  let to = at + 1;
  while (
    to < at + 6 &&
    /^(?:NOUN|ADJ|NUM|PUNCT)$/.test(tokens[to]?.pos ?? '') &&
    !/^[,.;:]$/.test(tokens[to]?.text ?? '')
  )
    to++;
  const last = tokens[to - 1];
  const isOne = last?.pos === 'NOUN' && last.lemma === last.lower && isPerson(last, lexicon);
  return isOne ? to : null;
}

/** "Killed two policemen and a guard was wounded": what follows the verb of the second is a clause of its own. */
function beginsClause(tokens: readonly Token[], end: number): boolean {
  return tokens[end]?.pos === 'VERB' && HURT.test(tokens[end]?.lemma ?? '');
}

function peopleAt(tokens: readonly Token[], at: number, lexicon: Lexicon): Together | null {
  const number = numberAt(tokens, at, tokens.length) ?? onlyOne(tokens, at);
  if (!number) return null;
  let noun = -1;
  for (let i = number.to; i < Math.min(tokens.length, number.to + 8); i++) {
    const token = tokens[i];
    if (!token || !(/^(?:NOUN|ADJ|PROPN|NUM)$/.test(token.pos) || token.text === '-')) break;
    if (isPerson(token, lexicon)) noun = i;
  }
  return noun < 0 || ORDINALS.includes(tokens[number.to]?.lower ?? '')
    ? null
    : { value: number.value, to: noun + 1 };
}

function onlyOne(tokens: readonly Token[], at: number): FoundNumber | null {
  return isArticle(tokens[at]) ? { value: 1, to: at + 1 } : null;
}

/** "Its director and four guards", "Maria Lopes, along with nine others": one more by name or office than the number says. */
export function isBesideOne(tokens: readonly Token[], at: number, to: number): boolean {
  const link = tokens[at - 1]?.lower;
  if (link === 'and') return endsInName(tokens, tokens[at - 2]?.text === ',' ? at - 3 : at - 2);
  const isAlong = link === 'with' && /^(?:along|together)$/.test(tokens[at - 2]?.lower ?? '');
  return isAlong && /^(?:other|others|more)$/.test(tokens[to]?.lower ?? '');
}

/** A full name ends there that no preposition makes a place. */
function endsInName(tokens: readonly Token[], end: number): boolean {
  let from = end;
  while (tokens[from]?.pos === 'PROPN') from--;
  return end - from >= 2 && !/^(?:ADP|NUM)$/.test(tokens[from]?.pos ?? '');
}

/** "Three employees of Vale": what they are of. */
export function skipOf(tokens: readonly Token[], at: number): number {
  if (!/^(?:of|from|with)$/.test(tokens[at]?.lower ?? '')) return at;
  let i = at + 1;
  while (/^(?:DET|ADJ|NOUN|PROPN|PRON)$/.test(tokens[i]?.pos ?? '') || isParticiple(tokens, i)) i++;
  return i;
}

/** The ousted of "supporters of the ousted mayor". */
function isParticiple(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.pos === 'VERB' && tokens[at - 1]?.pos === 'DET';
}

/** Where the next of a row begins: after "and", ", and", "and of". */
export function linkedAt(tokens: readonly Token[], at: number): number | null {
  const and = tokens[at]?.text === ',' ? at + 1 : at;
  if (tokens[and]?.lower !== 'and') return null;
  return tokens[and + 1]?.lower === 'of' ? and + 2 : and + 1;
}

/** "At least", "about". */
function skipBound(tokens: readonly Token[], at: number): number {
  const words = tokens.slice(at, at + 2).map(({ lower }) => lower);
  if (/^(?:at least|at most|more than|as many)$/.test(words.join(' '))) return at + 2;
  return /^(?:some|about|around|nearly|almost|over)$/.test(words[0] ?? '') ? at + 1 : at;
}

/** `the toll has risen to seven`, `brings the number of dead to 40`: as it stands now. */
export function isToll(tokens: readonly Token[], at: number): boolean {
  let to = at - 1;
  while (to > at - 4 && tokens[to]?.lower !== 'to') to--;
  if (tokens[to]?.lower !== 'to') return false;
  const before = tokens.slice(Math.max(0, to - 16), to);
  return (
    before.some(
      ({ lower }, i) => lower === 'toll' || (lower === 'number' && DEAD.test(before[i + 2]?.lemma ?? '')),
    ) &&
    before.some(
      ({ lemma, lower }) =>
        /^(?:rise|rose|risen|climb|bring|raise|grow|grew|go|jump|increase)$/.test(lemma) ||
        /^(?:rose|risen|grew|brought)$/.test(lower),
    )
  );
}
