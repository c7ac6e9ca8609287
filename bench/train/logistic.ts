/** One example: features, whether it holds, how much it counts. */
export interface Row {
  readonly story: string;
  readonly features: Readonly<Record<string, number>>;
  readonly holds: boolean;
  readonly weight: number;
}

export type Weights = Readonly<Record<string, number>>;

const ROUNDS = 25;
const LONGEST_STEP = 2;

/** Ridge logistic regression by Newton's method, as if every feature had the same spread; the bias is not shrunk. */
export function fitLogistic(rows: readonly Row[], ridge: number): Weights {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.features)))];
  const inputs = rows.map((row) => names.map((name) => row.features[name] ?? 0));
  const total = rows.reduce((sum, row) => sum + row.weight, 0);
  const weights = names.map(() => 0);
  const shrink = names.map((name, i) => (name === 'bias' ? 1e-6 : ridge * total * spreadOf(inputs, i)));
  for (let round = 0; round < ROUNDS; round++) {
    const system = names.map((_, i) => names.map((_, j) => (i === j ? (shrink[i] ?? 0) : 0)));
    const slope = names.map((name, i) => (name === 'bias' ? 0 : -(shrink[i] ?? 0) * (weights[i] ?? 0)));
    rows.forEach((row, r) => {
      const x = inputs[r] ?? [];
      const chance = 1 / (1 + Math.exp(-dot(x, weights)));
      const error = row.weight * (Number(row.holds) - chance);
      const curve = row.weight * Math.max(1e-5, chance * (1 - chance));
      for (const [i, xi] of x.entries()) {
        if (xi === 0) continue;
        slope[i] = (slope[i] ?? 0) + error * xi;
        const line = system[i] ?? [];
        for (const [j, xj] of x.entries()) line[j] = (line[j] ?? 0) + curve * xi * xj;
      }
    });
    const step = solve(system, slope);
    for (const [i, delta] of step.entries()) {
      weights[i] = (weights[i] ?? 0) + Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, delta));
    }
    if (step.every((delta) => Math.abs(delta) < 1e-4)) break;
  }
  return Object.fromEntries(names.map((name, i) => [name, weights[i] ?? 0]));
}

/** The variance of one feature; not quite 0, so that a constant one gets no weight. */
function spreadOf(inputs: readonly (readonly number[])[], feature: number): number {
  const values = inputs.map((input) => input[feature] ?? 0);
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return 1e-4 + values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

/** Gauss–Jordan with pivoting; a direction without any information gets no step. */
function solve(system: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length;
  const lines = system.map((line, i) => [...line, right[i] ?? 0]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let i = column + 1; i < size; i++) {
      if (Math.abs(lines[i]?.[column] ?? 0) > Math.abs(lines[pivot]?.[column] ?? 0)) pivot = i;
    }
    const top = lines[pivot];
    const here = lines[column];
    if (!top || !here || Math.abs(top[column] ?? 0) < 1e-12) continue;
    lines[pivot] = here;
    lines[column] = top;
    for (const [i, line] of lines.entries()) {
      const factor = i === column ? 0 : (line[column] ?? 0) / (top[column] ?? 1);
      if (factor === 0) continue;
      for (let j = column; j <= size; j++) line[j] = (line[j] ?? 0) - factor * (top[j] ?? 0);
    }
  }
  return lines.map((line, i) => (line[i] ? (line[size] ?? 0) / (line[i] ?? 1) : 0));
}

export function scoreOf(features: Readonly<Record<string, number>>, weights: Weights): number {
  return Object.entries(features).reduce((sum, [name, value]) => sum + value * (weights[name] ?? 0), 0);
}

/** The chance that one that holds scores above one that does not. */
export function auc(pairs: readonly (readonly [score: number, holds: boolean])[]): number {
  const sorted = [...pairs].sort((a, b) => a[0] - b[0]);
  let ranks = 0;
  let positive = 0;
  sorted.forEach(([, holds], i) => {
    if (!holds) return;
    ranks += i + 1;
    positive++;
  });
  return (ranks - (positive * (positive + 1)) / 2) / (positive * (sorted.length - positive));
}
