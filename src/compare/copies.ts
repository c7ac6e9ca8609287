import type { Article } from '../model/article.ts';
import type { ArticlePrint } from '../model/dossier.ts';
import type { GrownMap } from './grown-map.ts';

const SHINGLE = 5;
const SIZE = 64;

/** The least hashes of an article's five-word shingles: enough to know its copies. */
export function sketchOf(text: string): number[] {
  const words =
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, 3_000) ?? [];
  const hashes = new Set<number>();
  for (let i = 0; i + SHINGLE <= words.length; i++) hashes.add(hash(words, i));
  return [...Uint32Array.from(hashes).sort().subarray(0, SIZE)];
}

const SPACE = 32;

/** FNV-1a, 32 bits, of a shingle's words with a space between. */
function hash(words: readonly string[], from: number): number {
  let h = 0x811c9dc5;
  for (let n = from; n < from + SHINGLE; n++) {
    const word = words[n] ?? '';
    if (n > from) h = Math.imul(h ^ SPACE, 0x01000193);
    for (let i = 0; i < word.length; i++) h = Math.imul(h ^ word.charCodeAt(i), 0x01000193);
  }
  return h >>> 0;
}

/** 0 to 1: how much of two articles' text is the same. Sketches are sorted, as `sketchOf` gives them. */
export function resemblance(a: readonly number[], b: readonly number[]): number {
  const limit = Math.min(a.length, b.length);
  let union = 0;
  let shared = 0;
  for (let i = 0, j = 0; union < limit; union++) {
    const [x = Infinity, y = Infinity] = [a[i], b[j]];
    if (x === y) shared++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return limit === 0 ? 0 : shared / limit;
}

export function printOf(article: Article, text: string): ArticlePrint {
  const print = {
    articleId: article.id,
    title: article.title,
    source: article.source,
    sketch: sketchOf(text),
    ...(article.origin !== undefined && { origin: article.origin }),
  };
  return article.publishedAt === undefined ? print : { ...print, publishedAt: article.publishedAt };
}

/** The article that first had each of the least hashes of a print. */
export type CopyIndex = GrownMap<number, string>;

/** Two articles that are half the same share none of so few once in seven hundred times. */
const INDEXED = 6;

/** The index with more prints in it. */
function indexPrints(index: CopyIndex, prints: readonly ArticlePrint[]): CopyIndex {
  const added = new Map<number, string>();
  for (const { articleId, sketch } of prints) {
    for (const hash of sketch.slice(0, INDEXED)) {
      if (!added.has(hash) && !index.has(hash)) added.set(hash, articleId);
    }
  }
  return index.with(added);
}

/** What is known of the articles read before. */
export interface ReadBefore {
  readonly prints: GrownMap<string, ArticlePrint>;
  readonly copies: CopyIndex;
}

/** Days of a busy watch. A copy comes within hours of its first; without a bound a worker grows with all it reads. */
export const PRINTS_KEPT = 5_000;

/** With more prints, the latest: the oldest are forgotten. */
export function withPrints(before: ReadBefore, added: readonly ArticlePrint[]): ReadBefore {
  const prints = before.prints.with(new Map(added.map((print) => [print.articleId, print])));
  const copies = indexPrints(before.copies, added);
  const old = oldest(prints, prints.size - PRINTS_KEPT);
  const hashes = old.flatMap(({ articleId, sketch }) =>
    sketch.slice(0, INDEXED).filter((hash) => copies.get(hash) === articleId),
  );
  return {
    prints: prints.with(new Map(old.map(({ articleId }) => [articleId, undefined]))),
    copies: copies.with(new Map(hashes.map((hash) => [hash, undefined]))),
  };
}

function oldest(prints: ReadBefore['prints'], count: number): ArticlePrint[] {
  const found: ArticlePrint[] = [];
  for (const print of prints.values()) {
    if (found.length >= count) break;
    found.push(print);
  }
  return found;
}

/** Who it comes from: where the first copy came from, else the agency credited, else the outlet itself. */
export function originOf(article: Article, print: ArticlePrint, { prints, copies }: ReadBefore): string {
  for (const hash of print.sketch.slice(0, INDEXED)) {
    const other = prints.get(copies.get(hash) ?? '');
    if (other && other.articleId !== print.articleId && resemblance(other.sketch, print.sketch) >= 0.5)
      return other.origin ?? other.source;
  }
  return article.origin ?? article.source;
}
