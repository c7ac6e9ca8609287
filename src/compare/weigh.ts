type Numbers = Readonly<Record<string, number>>;

/**
 * The sum of features by their weights, in the order in which they stand; a feature without a weight counts nothing.
 *
 * @param parts features, no name in two of them
 */
export function weigh(weights: Numbers, ...parts: readonly Numbers[]): number {
  let sum = 0;
  // By `in`: V8 reads an object's own shape for it, and makes no list of names and values.
  for (const features of parts)
    for (const name in features) sum += (features[name] ?? 0) * (weights[name] ?? 0);
  return sum;
}
