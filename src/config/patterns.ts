import { RE2JS, RE2JSSyntaxException } from 're2js';
import { z } from 'zod';

/** What Node's own patterns have and RE2 cannot: it needs more than one pass over the text. */
const NOT_LINEAR: readonly (readonly [found: RegExp, what: string])[] = [
  [/^(?:\\.|[^\\])*?\(\?<?[=!]/su, 'looks ahead or behind'],
  [/^(?:\\.|[^\\])*?\\(?:[1-9]|k<)/su, 'refers back to a group'],
];

/**
 * What is wrong with a pattern that is to be run on what strangers wrote; null for a good one. It is RE2's
 * (https://github.com/google/re2/wiki/Syntax), which takes time in proportion to the text, whatever the two are.
 */
export function patternMistake(source: string): string | null {
  try {
    RE2JS.compile(source);
    return null;
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    const [, more] = NOT_LINEAR.find(([found]) => found.test(source)) ?? [];
    if (more === undefined) return `is no pattern: ${error.message.replace('error parsing regexp: ', '')}`;
    return `${more}, which RE2 has not: its patterns end in time whatever they are run on. Write it without, as two patterns perhaps`;
  }
}

const REPEATS_MOST = 3;

/**
 * What is wrong with a pattern of a whole short line; null for a good one. Node runs it, which is quicker, on 220
 * characters at most: so that this ends soon it is also one of RE2's, repeats single characters alone, and those a few
 * times. That is against slips; who means harm to their own worker can still write a slow one.
 */
export function linePatternMistake(source: string): string | null {
  const mistake = patternMistake(source);
  if (mistake !== null) return mistake;
  const pattern = wholeLine(source);
  if (pattern === null) return 'is a pattern of RE2 that Node has not: write it without flags and names';
  if (pattern.test('')) return 'fits an empty line, and so perhaps any: name a word it must have';
  const bare = source.replace(/\\[pP]\{\w+\}|\\./gu, 'x').replace(/\[[^\]]*\]/gu, 'x');
  if (/\)[*+{]/.test(bare)) return 'repeats a group: write out what it repeats, or repeat one character';
  const repeats = bare.match(/[*+]|\{\d/g) ?? [];
  if (repeats.length <= REPEATS_MOST) return null;
  return `repeats characters ${repeats.length} times (${REPEATS_MOST} at most): part it into several patterns`;
}

function wholeLine(source: string): RegExp | null {
  try {
    return new RegExp(`^(?:${source})$`, 'iu');
  } catch {
    return null;
  }
}

const STARS_MOST = 3;

/** What is wrong with a URL pattern (https://urlpattern.spec.whatwg.org); null for a good one. Node runs it, so it is kept simple. */
export function urlPatternMistake(source: string): string | null {
  try {
    if (new URLPattern(source).hasRegExpGroups)
      return 'has an expression of its own: name a part, :name, or take *';
  } catch {
    return 'is no URL pattern';
  }
  const stars = source.split('*').length - 1;
  return stars > STARS_MOST ? `has ${stars} times * (${STARS_MOST} at most)` : null;
}

/** A string that one of these finds no mistake in. */
export function noMistake(mistakeOf: (source: string) => string | null) {
  return z.string().superRefine((source, context) => {
    const message = mistakeOf(source);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });
}
