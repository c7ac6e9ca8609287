const UNBOUNDED_MOST = 3;
/** A piece of a pattern: an escape, a class, a group's beginning or end, any other character; and its repetition. */
const PIECE = /(\\.|\[(?:\\.|[^\]\\])*\]|\(|\)|[^\\[()])([*+]|\{\d+,\})?/gsu;

/**
 * What is wrong with a pattern that is to be run on what strangers wrote; null for a good one. Node's engine goes back
 * to try again, which takes for ever where a repeat holds a repeat: `(a+)+`. Without that, and with few repeats at all,
 * it ends soon on a text of a few hundred characters.
 */
export function patternMistake(source: string): string | null {
  try {
    new RegExp(source, 'u');
  } catch (error) {
    return `is no pattern: ${(error as Error).message}`;
  }
  let depth = 0;
  let repeats = 0;
  let most = 0;
  let ofGroup = false;
  for (const [, piece, repeat] of source.matchAll(PIECE)) {
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
    if (piece === '|' && depth === 0) repeats = 0;
    if (repeat !== undefined) repeats += 1;
    ofGroup ||= repeat !== undefined && piece === ')';
    most = Math.max(most, repeats);
  }
  if (ofGroup) {
    return 'repeats a group without an end, which may take for ever: name what may stand there one by one, or up to a number, like {0,3}';
  }
  if (most > UNBOUNDED_MOST) {
    return `has ${most} repeats without an end (${UNBOUNDED_MOST} at most): give each a number, like {0,40}`;
  }
  return null;
}
