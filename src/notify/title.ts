import { clip } from './budget.ts';
import { oneLine } from './clean.ts';

const SHORT = { words: 6, characters: 44 };
const WHOLE = { words: 12, characters: 90 };
/** Where a title may end before its end: at a mark, else before a word that only joins on. */
const MARKS = /\s*[,:;–—(|]\s+/gu;
const JOINTS = /\s+(?=(?:and|or|of|in|on|for|with|to|at|from|after|over|between|its?|the|a)\s)/gu;
const OPEN_ENDED = /\b(?:and|or|of|in|on|for|with|to|at|from|after|over|between|its?|the|a)$/iu;

/** A story's title as a subject line bears it: whole, or up to where a part of it ends. */
export function shortTitle(title: string): string {
  const whole = oneLine(title);
  if (fits(whole)) return whole;
  return longest(whole, MARKS) ?? longest(whole, JOINTS) ?? clip(whole, SHORT);
}

function longest(title: string, ends: RegExp): string | undefined {
  const parts = [...title.matchAll(ends)].map((match) => title.slice(0, match.index));
  return parts.filter((part) => part.length > 2 && fits(part) && !OPEN_ENDED.test(part)).at(-1);
}

/** A story's title as a mail's body bears it. */
export function bodyTitle(title: string): string {
  return clip(oneLine(title), WHOLE);
}

function fits(title: string): boolean {
  return title.split(' ').length <= SHORT.words && [...title].length <= SHORT.characters;
}
