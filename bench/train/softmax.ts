import type { Signs } from '../../src/compare/wording.ts';
import type { WordWeights } from '../../src/model/lexicon.ts';

/** A sentence to learn from: its words as features, other signs, what each label is worth of 1, and how much it counts. */
export interface Example {
  readonly words: ReadonlySet<string>;
  /** The groups its words are in, by `groupNames`, each as often as it has a word of it. */
  readonly groups: readonly string[];
  readonly signs: Signs;
  readonly share: Readonly<Record<string, number>>;
  readonly weight: number;
}

/** Words used alike, and the wider groups that theirs is in. */
export interface AlikeGroup {
  readonly words: readonly string[];
  readonly names: readonly string[];
}

export interface FitOptions {
  /** How much large weights of words cost. */
  readonly ridge: number;
  /** Words met in fewer examples are left out. */
  readonly least: number;
  readonly rounds: number;
  /** So many words have weights of their own. */
  readonly most: number;
  /** Words of a group share weights, beside those of their own. */
  readonly alike: readonly AlikeGroup[];
}

const RATE = 0.05;
const SLOW = 0.9;
const SLOWER = 0.999;
const RIDGE_OF_SIGNS = 0.01;
const LITTLE = 0.1;
/** Of what was learnt of words alike, this much counts: a word is not all that its kin are. */
const SHARED = 0.6;
/** How likely the rules find a type counts this much more than learnt, so that plain cases stay with them. */
const MORE = { worth: 0.1 } as Readonly<Record<string, number>>;

/** In each round this share of an example's words goes unseen: what is learnt must not hang on a few of them. */
const UNSEEN = 0.5;
const SEED = 1;

/**
 * Multinomial logistic regression with a ridge, learnt twice: by all words, then by those alone that told most, so that
 * they make up for the rest. The same input gives the same weights.
 */
export function fitWords(
  examples: readonly Example[],
  labels: readonly string[],
  options: FitOptions,
): WordWeights {
  const first = fitOnce(examples, labels, frequentWords(examples, options.least), options);
  const last = fitOnce(examples, labels, tellingWords(first, examples, labels, options), options);
  return pack(last, labels, options.alike);
}

interface Fitted {
  /** The weights of words, label by label; then those of the labels, then of the signs. */
  readonly at: Float64Array;
  readonly words: ReadonlyMap<string, number>;
  readonly signNames: readonly string[];
}

/** By full-batch Adam with a falling rate. */
function fitOnce(
  examples: readonly Example[],
  labels: readonly string[],
  words: ReadonlyMap<string, number>,
  { ridge, rounds }: FitOptions,
): Fitted {
  const signNames = [...new Set(examples.flatMap(({ signs }) => [...signs.values()].flatMap(Object.keys)))];
  const K = labels.length;
  const biasAt = words.size * K;
  const signsAt = biasAt + K;
  const rows = examples.map((example) => rowOf(example, labels, words, signNames));
  const whole = examples.reduce((sum, { weight }) => sum + weight, 0);
  const at = new Float64Array(signsAt + signNames.length);
  const slope = new Float64Array(at.length);
  const speed = new Float64Array(at.length);
  const spread = new Float64Array(at.length);
  const chance = chances(SEED);
  for (let round = 1; round <= rounds; round++) {
    slope.fill(0);
    for (const row of rows) addSlope(row, at, slope, K, biasAt, signsAt, chance);
    const rate = RATE * (1 - (round - 1) / rounds);
    for (let i = 0; i < at.length; i++) {
      const shrink = i < biasAt ? ridge : i < signsAt ? 0 : RIDGE_OF_SIGNS;
      const g = (slope[i] ?? 0) / whole + shrink * (at[i] ?? 0);
      speed[i] = SLOW * (speed[i] ?? 0) + (1 - SLOW) * g;
      spread[i] = SLOWER * (spread[i] ?? 0) + (1 - SLOWER) * g * g;
      const step = (speed[i] ?? 0) / (1 - SLOW ** round);
      at[i] = (at[i] ?? 0) - (rate * step) / (Math.sqrt((spread[i] ?? 0) / (1 - SLOWER ** round)) + 1e-8);
    }
  }
  return { at, words, signNames };
}

/** Numbers from 0 to 1 in a row that looks like chance and is always the same (mulberry32). */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Those that weigh most for some label, the more the more examples have them; and all groups. */
function tellingWords(
  { at, words }: Fitted,
  examples: readonly Example[],
  labels: readonly string[],
  { alike, most }: FitOptions,
): Map<string, number> {
  const groups = new Set(alike.flatMap(({ names }) => names));
  const counts = new Map<string, number>();
  for (const example of examples)
    for (const word of example.words) counts.set(word, (counts.get(word) ?? 0) + example.weight);
  const K = labels.length;
  const worth = (word: string, i: number) =>
    Math.max(...at.subarray(i * K, i * K + K).map(Math.abs)) * Math.sqrt(counts.get(word) ?? 0);
  const own = [...words]
    .filter(([word]) => !groups.has(word))
    .map(([word, i]) => ({ word, worth: worth(word, i) }))
    .sort((a, b) => b.worth - a.worth || (a.word < b.word ? -1 : 1))
    .slice(0, most);
  const kept = [...own.map(({ word }) => word), ...[...words.keys()].filter((word) => groups.has(word))];
  return new Map(kept.sort().map((word, i) => [word, i]));
}

interface SparseRow {
  readonly words: readonly number[];
  readonly signs: readonly (readonly [label: number, sign: number, value: number])[];
  readonly share: readonly number[];
  readonly weight: number;
}

function frequentWords(examples: readonly Example[], least: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { words, groups } of examples)
    for (const word of new Set([...words, ...groups])) counts.set(word, (counts.get(word) ?? 0) + 1);
  const kept = [...counts].filter(([, count]) => count >= least).map(([word]) => word);
  return new Map(kept.sort().map((word, i) => [word, i]));
}

function rowOf(
  { words, groups, signs, share, weight }: Example,
  labels: readonly string[],
  index: ReadonlyMap<string, number>,
  signNames: readonly string[],
): SparseRow {
  return {
    words: [...words, ...groups].flatMap((word) => index.get(word) ?? []),
    signs: labels.flatMap((label, k) =>
      Object.entries(signs.get(label) ?? {}).map(
        ([name, value]) => [k, signNames.indexOf(name), value] as const,
      ),
    ),
    share: labels.map((label) => share[label] ?? 0),
    weight,
  };
}

function addSlope(
  row: SparseRow,
  at: Float64Array,
  slope: Float64Array,
  K: number,
  biasAt: number,
  signsAt: number,
  chance: () => number,
): void {
  const seen = row.words.filter(() => chance() >= UNSEEN);
  const sums = new Float64Array(K);
  for (let k = 0; k < K; k++) sums[k] = at[biasAt + k] ?? 0;
  for (const word of seen)
    for (let k = 0; k < K; k++) sums[k] = (sums[k] ?? 0) + (at[word * K + k] ?? 0) / (1 - UNSEEN);
  for (const [k, sign, value] of row.signs) sums[k] = (sums[k] ?? 0) + value * (at[signsAt + sign] ?? 0);
  const most = Math.max(...sums);
  const odds = sums.map((sum) => Math.exp(sum - most));
  const total = odds.reduce((sum, one) => sum + one, 0);
  const error = odds.map((one, k) => row.weight * (one / total - (row.share[k] ?? 0)));
  for (let k = 0; k < K; k++) slope[biasAt + k] = (slope[biasAt + k] ?? 0) + (error[k] ?? 0);
  for (const word of seen)
    for (let k = 0; k < K; k++)
      slope[word * K + k] = (slope[word * K + k] ?? 0) + (error[k] ?? 0) / (1 - UNSEEN);
  for (const [k, sign, value] of row.signs)
    slope[signsAt + sign] = (slope[signsAt + sign] ?? 0) + value * (error[k] ?? 0);
}

/** A byte a weight; a word that weighs little for every label is left out. */
function pack(
  { at, words, signNames }: Fitted,
  labels: readonly string[],
  alike: readonly AlikeGroup[],
): WordWeights {
  const K = labels.length;
  const biasAt = words.size * K;
  const names = new Set(alike.flatMap((group) => group.names));
  const weightsOf = (word: string) => {
    const i = words.get(word);
    return i === undefined ? new Float64Array(K) : at.subarray(i * K, i * K + K);
  };
  const own = [...words.keys()]
    .filter((word) => !names.has(word))
    .map((word) => [word, weightsOf(word)] as const);
  const shared = alike.map(
    (group) =>
      [group.words.join(' '), added(group.names.map(weightsOf), K).map((one) => one * SHARED)] as const,
  );
  const largest = [...own, ...shared].reduce((most, [, row]) => Math.max(most, ...row.map(Math.abs)), 1e-6);
  const step = Number((largest / 127).toPrecision(4));
  const round = (value: number | undefined) => Number((value ?? 0).toFixed(3));
  return {
    labels,
    bias: labels.map((_, k) => round(at[biasAt + k])),
    signs: Object.fromEntries(
      signNames.map((name, i) => [name, round((at[biasAt + K + i] ?? 0) + (MORE[name] ?? 0))]),
    ),
    step,
    rows: Object.fromEntries(packed(own, step)),
    alike: Object.fromEntries(packed(shared, step)),
  };
}

function added(rows: readonly Float64Array[], length: number): Float64Array {
  return Float64Array.from({ length }, (_, k) => rows.reduce((sum, row) => sum + (row[k] ?? 0), 0));
}

function packed(rows: readonly (readonly [string, Float64Array])[], step: number): [string, string][] {
  return rows.flatMap(([name, weights]) => {
    const row = Int8Array.from(weights, (one) => Math.max(-127, Math.min(127, Math.round(one / step))));
    return row.some((one) => Math.abs(one * step) >= LITTLE)
      ? [[name, Buffer.from(row.buffer).toString('base64')] as [string, string]]
      : [];
  });
}
