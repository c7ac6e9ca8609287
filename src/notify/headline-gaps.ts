import { finiteVerbs, isLink } from './finite-verbs.ts';
import type { Word } from './reading.ts';
import { isSaying } from './speakers.ts';

/**
 * Whether a headline of a sentence's words leaves out, in its middle, what they do not stand without: a verb of their
 * own ("X end [at once, and on Monday, when … is in place,] the truce takes effect") that no aside holds.
 */
export function breaksApart(headline: readonly Word[], sentence: readonly Word[]): boolean {
  const verbs = new Set(finiteVerbs(sentence).map(({ from }) => from));
  let last = -1;
  for (const { lower } of headline) {
    const at = sentence.findIndex((word, i) => i > last && word.lower === lower);
    if (at < 0) return false;
    const gap = sentence.slice(last + 1, at);
    if (last >= 0 && gap.some((_, i) => verbs.has(last + 1 + i)) && !isAside(gap)) return true;
    last = at;
  }
  return false;
}

/** "The evolution [of the mission] is": of what it speaks. */
export function losesOf(headline: readonly Word[], sentence: readonly Word[]): boolean {
  return headline.some(({ lower, pos }, i) => {
    const next = headline[i + 1];
    if (pos !== 'NOUN' || !next) return false;
    const at = sentence.findIndex((word, j) => word.lower === lower && sentence[j + 1]?.lower === 'of');
    return (
      at >= 0 &&
      next.lower !== 'of' &&
      !sentence.some((word, j) => word.lower === lower && sentence[j + 1]?.lower === next.lower)
    );
  });
}

/** ", who was there," or ", the police said,". */
function isAside(gap: readonly Word[]): boolean {
  const [first, second, third, last, end] = [gap[0], gap[1], gap[2], gap.at(-2), gap.at(-1)];
  if (first?.text !== ',') return isLink(first) && end?.text !== ',';
  return isLink(second) || isLink(third) || (end?.text === ',' && last !== undefined && isSaying(last));
}
