import type { Lexicon } from '../model/lexicon.ts';
import { DEAD, HURT, isDeath, isPerson, isToll } from './counted-people.ts';
import { fateAfter } from './fate.ts';
import type { Token } from './reader.ts';

/** The name that a number goes by, from what stands around it; null where nothing says what it counts. */
export function keyOf(
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
  if (isShare(tokens, after)) return 'percent';
  if (isGone(tokens, after)) return 'missing';
  const nouns = tokens.slice(after, Math.min(to, after + 5));
  const stop = nouns.findIndex((token) => /^[,;:.()—–]$/.test(token.text) || token.lower === 'and');
  const phrase = stop < 0 ? nouns : nouns.slice(0, stop);
  if (phrase.some((_, i) => isDeath(tokens, after + i))) return 'killed';
  if (phrase.some((token) => HURT.test(token.lemma))) return 'wounded';
  const noun = phrase.find((token) => token.pos === 'NOUN' || isPerson(token, lexicon));
  const person = phrase.slice(0, 4).some((token) => isPerson(token, lexicon));
  const casualty = casualtyVerb(tokens, at, from, Math.min(to, Math.max(at + 9, row + 4)));
  if (casualty && (person || phrase.length === 0 || !noun)) return casualty;
  const fate = person && !isObject(tokens, at) ? fateAfter(tokens, row) : null;
  if (fate) return fate;
  const listed = counted(lexicon).get(listHead(tokens, after, to));
  if (listed === 'attacks' || listed === 'strikes') return listed;
  for (const token of phrase.slice(0, 4)) {
    if (/^(?:VERB|AUX|PRON)$/.test(token.pos)) break;
    const key = counted(lexicon).get(token.lemma);
    if (key) return key;
  }
  return null;
}

function isShare(tokens: readonly Token[], after: number): boolean {
  const [next, last] = [tokens[after]?.lower ?? '', tokens[after + 1]?.lower];
  return /^(?:percent|%|pct)$/.test(next) || (next === 'per' && last === 'cent');
}

/** "Freed 16 hostages": what the verb after them says befell others. */
function isObject(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(Math.max(0, at - 3), at).some(({ pos }) => pos === 'VERB');
}

const GONE = /^(?:missing|unaccounted)$/;
const GONE_REACH = 8;

/** `276 were missing`, `107 people are still unaccounted for`, `147 have not been found`. */
function isGone(tokens: readonly Token[], after: number): boolean {
  if (tokens[after]?.lower === 'disappeared') return true;
  for (let i = after; i < after + GONE_REACH; i++) {
    const token = tokens[i];
    if (!token || /^(?:[,;:.()—–]|and)$/.test(token.lower) || token.pos === 'NUM') return false;
    if (GONE.test(token.lower)) return true;
    if (token.lower === 'not') return tokens.slice(i, i + 4).some(({ lower }) => lower === 'found');
    if (token.pos === 'VERB' && !/^(?:remain|continue|report|go|list)$/.test(token.lemma)) return false;
    if (isDeath(tokens, i) || HURT.test(token.lemma)) return false;
  }
  return false;
}

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

const PHRASE = 5;

/** "32 Armenians", "two of the soldiers": people counted, and the event says as what. */
export function peopleKey(
  tokens: readonly Token[],
  after: number,
  people: string | undefined,
  lexicon: Lexicon,
): string | null {
  if (people === undefined) return null;
  if (/^(?:were|had|have|are)$/.test(tokens[after]?.lower ?? '')) return people;
  let head: Token | undefined;
  for (const token of tokens.slice(after, after + PHRASE)) {
    if (!head && /^(?:of|the|those|these|his|her|its|their|more|other)$/.test(token.lower)) continue;
    if (!/^(?:NOUN|ADJ|PROPN|NUM)$/.test(token.pos)) break;
    if (token.pos !== 'ADJ' || isPerson(token, lexicon)) head = token;
  }
  const counted = head && (isPerson(head, lexicon) || /^\p{Lu}\p{Ll}+s$/u.test(head.text));
  return counted ? people : null;
}

const LEAVING = /^(?:leave|depart|withdraw|withdrawn|fly|return)$/;
const LEAVING_REACH = 7;

/** `25 soldiers have left`, `the 300 were flown home`, `15,000 had got out`: those who left, and not those who stay. */
export function leftKey(tokens: readonly Token[], after: number, lexicon: Lexicon): string | null {
  for (let i = after; i < after + LEAVING_REACH; i++) {
    const token = tokens[i];
    if (!token || /^[,;:.()—–]$/.test(token.text)) return null;
    const next = tokens[i + 1]?.lower ?? '';
    const isOut = /^(?:get|go|come|move|pull|take)$/.test(token.lemma) && /^(?:out|home)$/.test(next);
    if (token.pos === 'NOUN' && !isPerson(token, lexicon)) return null;
    if (token.pos === 'VERB' && (LEAVING.test(token.lemma) || isOut)) return 'left';
  }
  return null;
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

/** Nouns, lemmas → the name they are counted under. */
export function counted(lexicon: Lexicon): ReadonlyMap<string, string> {
  const known = keys.get(lexicon);
  if (known) return known;
  const made = new Map(
    Object.entries(lexicon.figures).flatMap(([key, nouns]) => nouns.map((noun) => [noun, key] as const)),
  );
  keys.set(lexicon, made);
  return made;
}
