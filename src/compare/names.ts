import type { Lexicon } from '../model/lexicon.ts';
import type { Token } from './reader.ts';

/** A name found in a sentence, by token numbers, end exclusive. */
export interface FoundName {
  /** The one spelling that stands for all: `United States` for "American". */
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** How it may be used here. A capital is both; a demonym only acts. */
  readonly kind: 'actor' | 'place' | 'both';
}

export interface NameEntry {
  readonly name: string;
  readonly alias: string;
  readonly kind: 'actor' | 'place' | 'both';
}

interface Node {
  readonly next: Map<string, Node>;
  entry?: NameEntry;
}

/** An index of names by their words; longest match wins. */
export type NameIndex = Node;

const MUST_MATCH_CASE = new Set([
  'us',
  'un',
  'is',
  'who',
  'eu',
  'uk',
  'pole',
  'czech',
  'turkey',
  'chad',
  'jordan',
  'polish',
  'finn',
  'swiss',
  'lima',
  'nice',
  'georgia',
  'mali',
  'china',
  'male',
  'it',
  'dane',
  'thai',
  'lao',
  'bern',
  'union',
]);

const builtIn = new WeakMap<Lexicon, readonly NameEntry[]>();

/** Countries with their people and capitals, as entries for an index. */
export function countryNames(lexicon: Lexicon): readonly NameEntry[] {
  const known = builtIn.get(lexicon);
  if (known) return known;
  const entries = lexicon.countries.flatMap((country) => [
    { name: country.name, alias: country.name, kind: 'both' as const },
    ...country.aliases.map((alias) => ({ name: country.name, alias, kind: 'both' as const })),
    ...country.demonyms.map((alias) => ({ name: country.name, alias, kind: 'actor' as const })),
    ...country.capitals.map((alias) => ({ name: alias, alias, kind: 'place' as const })),
  ]);
  builtIn.set(lexicon, entries);
  return entries;
}

/** Later entries win over earlier ones with the same alias. */
export function indexNames(entries: Iterable<NameEntry>): NameIndex {
  const root: Node = { next: new Map() };
  for (const entry of entries) {
    let node = root;
    for (const word of aliasWords(entry.alias)) {
      const next = node.next.get(word) ?? { next: new Map() };
      node.next.set(word, next);
      node = next;
    }
    if (node !== root) node.entry = entry;
  }
  return root;
}

/** What `indexNames` made the index of; of entries with the same alias the last. */
export function namesOf({ entry, next }: NameIndex): readonly NameEntry[] {
  return [...(entry ? [entry] : []), ...[...next.values()].flatMap(namesOf)];
}

/** The words of a name as the reader would split them. */
export function aliasWords(alias: string): string[] {
  return (
    alias
      .toLowerCase()
      .replace(/[’]/g, "'")
      .match(/\p{L}(?:\.\p{L})+\.?|[\p{L}\p{N}]+|[-'/.]/gu) ?? []
  );
}

/** A word as names are found in it. */
export type NameWord = Pick<Token, 'text' | 'lower'>;

/** All names in a sentence, left to right, without overlaps. */
export function findNames(tokens: readonly NameWord[], index: NameIndex): FoundName[] {
  const found: FoundName[] = [];
  for (let i = 0; i < tokens.length; ) {
    const hit = mayBegin(tokens[i]) ? longest(tokens, i, index) : null;
    if (hit) {
      found.push({ name: hit.entry.name, from: i, to: hit.to, kind: hit.entry.kind });
      i = hit.to;
    } else i++;
  }
  return found;
}

const [A, Z] = ['a'.charCodeAt(0), 'z'.charCodeAt(0)];
const LONGEST_PARTICLE = 3;

/** False for a longer word in lower case, which `caseFits` would refuse: most words of a text. */
function mayBegin(token: NameWord | undefined): boolean {
  if (!token || token.text.length <= LONGEST_PARTICLE) return true;
  const first = token.text.charCodeAt(0);
  return first < A || first > Z;
}

function longest(
  tokens: readonly NameWord[],
  from: number,
  index: NameIndex,
): { entry: NameEntry; to: number } | null {
  let node: Node | undefined = index;
  let best: { entry: NameEntry; to: number } | null = null;
  for (let i = from; i < tokens.length && node; i++) {
    const token = tokens[i];
    node = token && node.next.get(token.lower.includes('’') ? token.lower.replace(/’/g, "'") : token.lower);
    if (node?.entry && caseFits(tokens, from, i)) best = { entry: node.entry, to: i + 1 };
  }
  return best;
}

function caseFits(tokens: readonly NameWord[], from: number, to: number): boolean {
  const first = tokens[from];
  if (!first) return false;
  if (!/^\p{Lu}/u.test(first.text) && !/^(?:al|el|bin|de|van|von)$/.test(first.lower)) return false;
  if (from === to && MUST_MATCH_CASE.has(first.lower) && first.lower.length <= 3)
    return first.text === first.text.toUpperCase();
  return true;
}

const JOINERS = new Set(['of', 'al', '-', 'el', 'bin', 'de', 'van', 'von', 'the', "'", '&']);

/**
 * Runs of capitalised words: names no list knows. A capital at the start of a sentence alone is no sign.
 *
 * @returns token ranges, end exclusive
 */
export function capitalRuns(tokens: readonly Token[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (let i = 0; i < tokens.length; ) {
    if (!isNameWord(tokens[i], i === 0 || opensQuote(tokens[i - 1]))) {
      i++;
      continue;
    }
    let to = i + 1;
    for (let j = to; j < tokens.length && j - i < 8; j++) {
      const token = tokens[j];
      if (isNameWord(token, false)) to = j + 1;
      else if (
        !token ||
        !JOINERS.has(token.lower) ||
        (token.lower === 'the' && tokens[j - 1]?.lower !== 'of')
      )
        break;
    }
    runs.push({ from: i, to });
    i = to;
  }
  return runs;
}

function opensQuote(token: Token | undefined): boolean {
  return token !== undefined && /^["“‘:;.]$/.test(token.text);
}

const NOT_NAMES =
  /^(?:the|a|an|in|on|at|it|he|she|they|we|i|you|this|that|these|those|but|and|or|if|as|for|to|of|with|after|before|since|when|while|there|his|her|their|its|our|my|no|not|one|two|three|four|five|six|seven|eight|nine|ten|some|many|most|more|all|both|last|next|first|second|also|however|meanwhile|earlier|later|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|mr|mrs|ms|dr|officials|sources|from|by|under|over|according|several|only|now|then|what|who|how|why|where|neither|nor|so|yet|even|out|once|less|than|each|every|any|another|such|here|was|were|is|are|had|has|have|will|would|could|can|do|did|does|be|am|pm|gmt|hundreds|thousands|dozens|tens|scores|millions|talks|police|troops|soldiers)$/;

function isNameWord(token: Token | undefined, opens: boolean): boolean {
  if (!token || !/^\p{Lu}/u.test(token.text) || NOT_NAMES.test(token.lower)) return false;
  if (opens && token.pos !== 'PROPN') return false;
  return true;
}
