import type { Lexicon } from '../model/lexicon.ts';
import { ORDINALS } from './calendar.ts';
import { DEAD, HURT, linkedAt, officeEnd, peopleTogether, skipOf } from './counted-people.ts';
import { isArticle } from './number-at.ts';
import type { Token } from './reader.ts';

/**
 * "A policeman was killed", "shot and killed a mayor", "cost the life of an employee", "a fifth was wounded": one of
 * them, by an article and a verb that says what befell them; null for all else.
 */
export function oneAt(tokens: readonly Token[], at: number, lexicon: Lexicon): One | null {
  if (!isArticle(tokens[at])) return namedAt(tokens, at, lexicon);
  const fifth = ORDINALS.includes(tokens[at + 1]?.lower ?? '');
  const one = fifth ? { value: 1, to: at + 2 } : peopleTogether(tokens, at, lexicon);
  const key = one && (fifth ? befell(tokens, one.to, 0) : fateOf(tokens, at, one.to));
  return key ? { key, ...one } : null;
}

type One = { key: 'killed' | 'wounded'; value: number; to: number };

/** "Maria Lopes, a judge, was shot dead", "gunmen killed Maria Lopes", "his driver was wounded": one by name or office. */
function namedAt(tokens: readonly Token[], at: number, lexicon: Lexicon): One | null {
  const office = officeEnd(tokens, at, lexicon);
  const first = office === null ? nameEnd(tokens, at) : (nameEnd(tokens, office) ?? office);
  if (first === null) return null;
  const next = linkedAt(tokens, skipOf(tokens, first));
  const second = next === null ? null : officeEnd(tokens, next, lexicon);
  const [value, to] = second === null ? [1, first] : [2, second];
  const verb = tokens[at - 1];
  const isObject = verb?.pos === 'VERB' && /^(?:kill|murder|assassinate|behead)$/.test(verb.lemma);
  const key = isObject ? 'killed' : fateOfSubject(tokens, skipApposition(tokens, skipOf(tokens, to)), value);
  return key ? { key, value, to } : null;
}

/** Behind a full name that no preposition makes a place. */
function nameEnd(tokens: readonly Token[], at: number): number | null {
  if (tokens[at - 1]?.pos === 'ADP' || tokens[at - 1]?.pos === 'PROPN') return null;
  let to = at;
  while (tokens[to]?.pos === 'PROPN') to++;
  return to - at >= 2 ? to : null;
}

const APPOSITION = 20;

/** Behind ", a member of the team,". */
function skipApposition(tokens: readonly Token[], at: number): number {
  if (tokens[at]?.text !== ',') return at;
  const isEnd = ({ text }: Token, i: number) => text === ',' && tokens[at + i + 2]?.pos === 'AUX';
  const end = tokens.slice(at + 1, at + APPOSITION).findIndex(isEnd);
  return end < 0 ? at : at + end + 2;
}

const OF_ONE = /^(?:was|has|is|had)$/;
const OF_TWO = /^(?:were|have|are|had)$/;

/** "Was shot dead", "has been killed": right behind who it befell. */
function fateOfSubject(tokens: readonly Token[], at: number, value: number): 'killed' | 'wounded' | null {
  const begins = (value === 1 ? OF_ONE : OF_TWO).test(tokens[at]?.lower ?? '');
  return begins ? befell(tokens, at, 0) : null;
}

export function fateOf(tokens: readonly Token[], at: number, to: number): 'killed' | 'wounded' | null {
  const verb = tokens[at - 1];
  if (verb?.pos === 'VERB' && DEAD.test(verb.lemma)) return 'killed';
  if (verb?.pos === 'VERB' && HURT.test(verb.lemma)) return 'wounded';
  if (verb?.lower === 'of' && tokens[at - 2]?.lemma === 'life') return 'killed';
  return fateAfter(tokens, to);
}

/** What the verb behind people says befell them: "three men who had fled the flood were found dead". */
export function fateAfter(tokens: readonly Token[], to: number): 'killed' | 'wounded' | null {
  const next = tokens[to];
  const described = /^(?:who|that|.*ing)$/.test(next?.lower ?? '');
  return befell(tokens, skipOf(tokens, to), described ? 1 : 0);
}

/** `shot dead`, `declared dead`, `burned to death`. */
function endsInDeath(tokens: readonly Token[], verb: number): boolean {
  const [next, last] = [tokens[verb + 1]?.lower, tokens[verb + 2]?.lower];
  return next === 'dead' || (next === 'to' && last === 'death');
}

const REACH = 16;

const ANOTHER_CLAUSE = /^(?:[;:—]|which|whom|when|where|after|before|while|because|since)$/;

/** What the first finite verb says befell its subject, after so many verbs of clauses that describe it. */
function befell(tokens: readonly Token[], from: number, describing: number): 'killed' | 'wounded' | null {
  let left = describing;
  for (let i = from; i < Math.min(tokens.length, from + REACH); i++) {
    const token = tokens[i];
    if (!token || ANOTHER_CLAUSE.test(token.lower)) return null;
    if (token.lower === 'dead' && /^(?:is|was|are|were)$/.test(tokens[i - 1]?.lower ?? '')) return 'killed';
    if (token.pos !== 'VERB') continue;
    if (endsInDeath(tokens, i)) return 'killed';
    const passive = tokens
      .slice(Math.max(from, i - 4), i)
      .some(({ lower }) => /^(?:was|were|been|is|are|being)$/.test(lower));
    if (/^(?:die|perish|drown)$/.test(token.lemma) || (passive && DEAD.test(token.lemma))) return 'killed';
    if (passive && HURT.test(token.lemma)) return 'wounded';
    if (left-- === 0) return null;
  }
  return null;
}
