import type { Lexicon } from '../model/lexicon.ts';
import { ORDINALS } from './calendar.ts';
import type { Token } from './reader.ts';

export const DEAD =
  /^(?:kill|killed|killing|die|dead|death|slay|body|corpse|fatality|martyr|perish|drown|toll|martyrdom)$/;
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

/** Reads the number that begins at a token; `to` is where it ends. */
export type NumberAt = (
  tokens: readonly Token[],
  at: number,
  limit: number,
) => { value: number; to: number } | null;

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

/** "A student of 22", "boys of 15 and 18", "aged 34", "a 12-year-old": how old, not how many. */
export function isAge(tokens: readonly Token[], at: number, after: number, lexicon: Lexicon): boolean {
  const next = tokens[after]?.text === '-' ? tokens[after + 1] : tokens[after];
  if (/^(?:year|month)$/.test(next?.lemma ?? '')) return true;
  let before = at - 1;
  if (tokens[before]?.lower === 'and' && tokens[before - 1]?.pos === 'NUM') before -= 2;
  const noun = tokens[before - 1];
  if (tokens[before]?.lower === 'aged') return true;
  return (
    /^(?:of|between)$/.test(tokens[before]?.lower ?? '') && noun !== undefined && isPerson(noun, lexicon)
  );
}

/** People counted together: "two managers of the firm and a surveyor". Ends after the last of them. */
interface Together {
  readonly value: number;
  readonly to: number;
}

/** Adds up people told in a row, from the first number on; null where nobody is counted there. */
export function peopleTogether(
  tokens: readonly Token[],
  at: number,
  numberAt: NumberAt,
  lexicon: Lexicon,
): Together | null {
  const first = peopleAt(tokens, at, numberAt, lexicon);
  if (!first) return null;
  const values: number[] = [];
  let end = first.to;
  for (let i = skipOf(tokens, first.to); ; ) {
    const next = linkedAt(tokens, i);
    const more = next === null ? null : peopleAt(tokens, skipBound(tokens, next), numberAt, lexicon);
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

/** "Killed two policemen and a guard was wounded": what follows the verb of the second is a clause of its own. */
function beginsClause(tokens: readonly Token[], end: number): boolean {
  return tokens[end]?.pos === 'VERB' && HURT.test(tokens[end]?.lemma ?? '');
}

function peopleAt(
  tokens: readonly Token[],
  at: number,
  numberAt: NumberAt,
  lexicon: Lexicon,
): Together | null {
  const number = isArticle(tokens[at]) ? { value: 1, to: at + 1 } : numberAt(tokens, at, tokens.length);
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

function isArticle(token: Token | undefined): boolean {
  return token?.lower === 'a' || token?.lower === 'an';
}

/** "Three employees of Vale": what they are of. */
function skipOf(tokens: readonly Token[], at: number): number {
  if (!/^(?:of|from|with)$/.test(tokens[at]?.lower ?? '')) return at;
  let i = at + 1;
  while (/^(?:DET|ADJ|NOUN|PROPN|PRON)$/.test(tokens[i]?.pos ?? '')) i++;
  return i;
}

/** Where the next of a row begins: after "and", ", and", "and of". */
function linkedAt(tokens: readonly Token[], at: number): number | null {
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

/**
 * "A policeman was killed", "shot and killed a mayor", "cost the life of an employee", "a fifth was wounded": one of
 * them, by an article and a verb that says what befell them; null for all else.
 */
export function oneAt(
  tokens: readonly Token[],
  at: number,
  numberAt: NumberAt,
  lexicon: Lexicon,
): { key: 'killed' | 'wounded'; value: number; to: number } | null {
  if (!isArticle(tokens[at])) return null;
  const fifth = ORDINALS.includes(tokens[at + 1]?.lower ?? '');
  const one = fifth ? { value: 1, to: at + 2 } : peopleTogether(tokens, at, numberAt, lexicon);
  const key = one && (fifth ? befell(tokens, one.to, 0) : fateOf(tokens, at, one.to));
  return key ? { key, ...one } : null;
}

function fateOf(tokens: readonly Token[], at: number, to: number): 'killed' | 'wounded' | null {
  const verb = tokens[at - 1];
  if (verb?.pos === 'VERB' && DEAD.test(verb.lemma)) return 'killed';
  if (verb?.pos === 'VERB' && HURT.test(verb.lemma)) return 'wounded';
  if (verb?.lower === 'of' && tokens[at - 2]?.lemma === 'life') return 'killed';
  const next = tokens[to];
  const described = /^(?:who|that)$/.test(next?.lower ?? '') || /^V.*ing$/.test(`V${next?.lower}`);
  return befell(tokens, skipOf(tokens, to), described ? 1 : 0);
}

const REACH = 16;

/** What the first finite verb says befell its subject, after so many verbs of clauses that describe it. */
function befell(tokens: readonly Token[], from: number, describing: number): 'killed' | 'wounded' | null {
  let left = describing;
  for (let i = from; i < Math.min(tokens.length, from + REACH); i++) {
    const token = tokens[i];
    if (!token || /^[;:—]$/.test(token.text)) return null;
    if (token.lower === 'dead' && /^(?:is|was)$/.test(tokens[i - 1]?.lower ?? '')) return 'killed';
    if (token.pos !== 'VERB') continue;
    const passive = tokens
      .slice(Math.max(from, i - 3), i)
      .some(({ lower }) => /^(?:was|were|been|is|are|being)$/.test(lower));
    if (/^(?:die|perish|drown)$/.test(token.lemma) || (passive && DEAD.test(token.lemma))) return 'killed';
    if (passive && HURT.test(token.lemma)) return 'wounded';
    if (left-- === 0) return null;
  }
  return null;
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
