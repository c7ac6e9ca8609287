import { finiteVerbs } from './finite-verbs.ts';
import type { Word } from './reading.ts';

/** No "the days when they could wait", no "they would talk when it goes on". */
export function hasHappened(words: readonly Word[], start: number): boolean {
  if (words[start - 1]?.lower !== 'when') return !isOpen(words.slice(0, start));
  const [verb] = finiteVerbs(words.slice(start));
  const told = words[start + (verb?.from ?? 0)];
  const isPast =
    told !== undefined &&
    !/^(?:is|are|has|have)$/.test(told.lower) &&
    told.lower.replace(/e?s$/, '') !== told.lemma &&
    told.lower !== told.lemma;
  return isPast && !/^(?:NOUN|PROPN)$/.test(words[start - 2]?.pos ?? '') && !isOpen(words.slice(0, start));
}

/** Whether what begins there hangs on a condition, or on what has not happened. */
export function isOpenLink(words: readonly Word[], start: number): boolean {
  const before = words[start - 1]?.lower ?? '';
  if (/^(?:if|unless|until|whether|once)$/.test(before)) return true;
  return /^(?:when|while|before)$/.test(before) && isOpen(words.slice(0, start));
}

/** "They would talk when …": what hangs on it has not happened. */
function isOpen(before: readonly Word[]): boolean {
  return before.some(({ lower }) =>
    /^(?:would|will|shall|should|may|might|could|can|if|unless|until)$/.test(lower),
  );
}
