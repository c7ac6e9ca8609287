/** Words that carry no topic. */
const STOP = new Set(
  `a about above after again against all almost along also although am among an and another any are around as at away back be became because been before being below between both but by came can come could did do does down during each either else even ever every few first for from further get go had has have having he her here him his how however i if in into is it its itself just last later least less let like made make many may me meanwhile might more most much must my near neither never new next no nor not now of off often on once one only or other our out over own per put rather said same say says saying second see seen set several shall she should since so some still such take taken than that the their them then there these they this those though through time to told too took toward towards two three four five six seven eight nine ten under until up upon us use used very was way we well went were what when where whether which while who whom whose why will with within without would year years yet you your day days week weeks month months monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december mr mrs ms according statement officials official people news agency reported reports report part called call`.split(
    /\s+/,
  ),
);

/**
 * The topic words of a text, folded: lower case, plural and possessive endings off.
 *
 * @returns word → how often
 */
export function termsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().match(/\p{L}[\p{L}\p{N}]+|\d[\d,.]*\d|\d/gu) ?? []) {
    const term = topicTerm(word);
    if (term !== '') counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return counts;
}

const INITIAL = /(?:^|[.!?…:]["”’]?\s+|["“‘(])$/;

/** The topic words of a text that are written with a capital where no sentence or quote begins: its names. */
export function properTerms(text: string): Set<string> {
  const found = new Set<string>();
  for (const { 0: word, index } of text.matchAll(/\p{Lu}[\p{L}\p{N}]+/gu)) {
    if (INITIAL.test(text.slice(Math.max(0, index - 3), index))) continue;
    const term = topicTerm(word.toLowerCase());
    if (term !== '') found.add(term);
  }
  return found;
}

/** The terms of words met lately: the same few thousand make up most of any text. */
const met = new Map<string, string>();
const MOST_MET = 8_000;
const LONGEST_MET = 24;

/** The term of a word in lower case; '' for one that carries no topic. */
function topicTerm(word: string): string {
  const known = met.get(word);
  if (known !== undefined) return known;
  const stemmed = stem(word);
  const term = stemmed.length > 1 && !STOP.has(word) && !STOP.has(stemmed) ? stemmed : '';
  if (met.size >= MOST_MET) met.clear();
  if (word.length <= LONGEST_MET) met.set(word, term);
  return term;
}

/** A light stem: enough to join "talks" with "talk" and "resumed" with "resume". */
export function stem(word: string): string {
  let s = word;
  if (s.length > 4 && s.endsWith('ies')) s = `${s.slice(0, -3)}y`;
  else if (s.length > 3 && s.endsWith('s') && !s.endsWith('ss') && !s.endsWith('us')) s = s.slice(0, -1);
  if (s.length > 5 && s.endsWith('ing')) s = s.slice(0, -3);
  else if (s.length > 4 && s.endsWith('ed')) s = s.slice(0, -2);
  else if (s.length > 4 && s.endsWith('e')) s = s.slice(0, -1);
  return s;
}

/** For texts compared without a ledger: every word is worth the same. */
export const equally = () => 1;

/** Cosine of two counts with the root of each count, weighed by how rare a term is. */
export function cosine(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
  rarity: (term: string) => number,
): number {
  if (a.size === 0 || b.size === 0) return 0;
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let dot = 0;
  for (const [term, count] of small) {
    const other = large.get(term);
    if (other) dot += Math.sqrt(count * other) * rarity(term) ** 2;
  }
  if (dot === 0) return 0;
  return dot / Math.sqrt(norm(a, rarity) * norm(b, rarity));
}

type Norms = WeakMap<ReadonlyMap<string, number>, number>;

/** By rarity and counts: a sentence is compared with many under one rarity. */
const norms = new WeakMap<(term: string) => number, Norms>();

function norm(counts: ReadonlyMap<string, number>, rarity: (term: string) => number): number {
  const under = normsUnder(rarity);
  const known = under.get(counts);
  if (known !== undefined) return known;
  let sum = 0;
  for (const [term, count] of counts) sum += count * rarity(term) ** 2;
  under.set(counts, sum);
  return sum;
}

/** The rarity asked for last: thousands of norms in a row are under one. */
let latest: { readonly rarity: (term: string) => number; readonly under: Norms } | undefined;

function normsUnder(rarity: (term: string) => number): Norms {
  if (latest?.rarity === rarity) return latest.under;
  const under = norms.get(rarity) ?? new WeakMap();
  norms.set(rarity, under);
  latest = { rarity, under };
  return under;
}

/** The topic words of a sentence, and which of them are names. */
export interface Telling {
  readonly terms: ReadonlyMap<string, number>;
  readonly proper: ReadonlySet<string>;
}

/** What two tellings share, 0 to 1: their words by rarity, and apart from that their names and their other words. */
export interface Shared {
  readonly words: number;
  readonly names: number;
  readonly common: number;
}

export function sharedBy(a: Telling, b: Telling, rarity: (term: string) => number): Shared {
  const [small, large] = a.terms.size <= b.terms.size ? [a.terms, b.terms] : [b.terms, a.terms];
  let dot = 0;
  let common = 0;
  for (const [term, count] of small) {
    const other = large.get(term);
    if (other === undefined) continue;
    dot += Math.sqrt(count * other) * rarity(term) ** 2;
    if (!a.proper.has(term) && !b.proper.has(term)) common++;
  }
  return {
    words: dot === 0 ? 0 : dot / Math.sqrt(norm(a.terms, rarity) * norm(b.terms, rarity)),
    names: namesShared(a, b) / Math.sqrt(Math.max(1, a.proper.size * b.proper.size)),
    common: common / Math.sqrt(Math.max(1, commonIn(a) * commonIn(b))),
  };
}

function namesShared(a: Telling, b: Telling): number {
  const [small, large] = a.proper.size <= b.proper.size ? [a.proper, b.proper] : [b.proper, a.proper];
  if (small.size === 0) return 0;
  let names = 0;
  for (const term of small) if (large.has(term)) names++;
  return names;
}

function commonIn({ terms, proper }: Telling): number {
  return terms.size - proper.size;
}

/** The most of each that a telling shares with any of others. */
export function mostShared(
  telling: Telling,
  others: readonly Telling[],
  rarity: (term: string) => number,
): Shared {
  let [words, names, common] = [0, 0, 0];
  for (const other of others) {
    const one = sharedBy(telling, other, rarity);
    words = Math.max(words, one.words);
    names = Math.max(names, one.names);
    common = Math.max(common, one.common);
  }
  return { words, names, common };
}
