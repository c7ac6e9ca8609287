import type { Lexicon } from '../model/lexicon.ts';
import { capitalRuns, findNames, type NameEntry, type NameIndex } from './names.ts';
import { readTokens, type Token } from './reader.ts';

interface Seen {
  count: number;
  place: number;
  /** What stands in brackets after it: `Islamic State (IS)`. */
  short?: string;
}

const READ_CHARS = 20_000;

/** Names no list holds: what the documents write with capitals twice or more, with short forms and last names. */
export function learnNames(texts: readonly string[], known: NameIndex, lexicon: Lexicon): NameEntry[] {
  const seen = new Map<string, Seen>();
  const titles = new Set(lexicon.titles);
  for (const text of texts) {
    const read = text.slice(0, READ_CHARS);
    const tokens = readTokens(read);
    for (const run of capitalRuns(tokens)) {
      const from = afterTitles(tokens, run.from, run.to, titles);
      const whole = findNames(tokens.slice(from, run.to), known);
      if (whole.length === 1 && whole[0]?.to === run.to - from) continue;
      note(seen, read, tokens, from, run.to);
    }
  }
  return entriesOf(seen);
}

function afterTitles(
  tokens: readonly Token[],
  from: number,
  to: number,
  titles: ReadonlySet<string>,
): number {
  let start = from;
  while (start < to - 1 && titles.has(tokens[start]?.lower ?? '')) start++;
  return start;
}

function note(
  seen: Map<string, Seen>,
  text: string,
  tokens: readonly Token[],
  from: number,
  to: number,
): void {
  const name = text.slice(tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0).trim();
  if (name.length < 2) return;
  const entry = seen.get(name) ?? { count: 0, place: 0 };
  entry.count++;
  if (/^(in|at|near|from|outside)$/.test(tokens[from - 1]?.lower ?? '')) entry.place++;
  const short = tokens[to + 1];
  if (
    tokens[to]?.text === '(' &&
    short &&
    /^\p{Lu}{2,6}$/u.test(short.text) &&
    tokens[to + 2]?.text === ')'
  ) {
    entry.short = short.text;
  }
  seen.set(name, entry);
}

function entriesOf(seen: ReadonlyMap<string, Seen>): NameEntry[] {
  const entries: NameEntry[] = [];
  const longer = longerNames([...seen.keys()]);
  for (const [name, { count, place, short }] of seen) {
    const whole = longer.get(name) ?? name;
    const total = seen.get(whole) ?? { count: 0, place: 0 };
    if (count < 2 && short === undefined && whole === name) continue;
    const kind = (place + total.place) * 2 >= count + total.count ? 'place' : 'actor';
    entries.push({ name: whole, alias: name, kind });
    if (whole !== name) entries.push({ name: whole, alias: whole, kind });
    if (short) entries.push({ name: whole, alias: short, kind });
  }
  return entries;
}

/** "Smith" is short for "John Smith" where one such name alone is told. */
function longerNames(names: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of names) {
    if (name.includes(' ')) continue;
    const holders = names.filter((other) => other.endsWith(` ${name}`) && other.split(' ').length <= 4);
    const [only] = holders;
    if (only !== undefined && holders.length === 1) found.set(name, only);
  }
  return found;
}
