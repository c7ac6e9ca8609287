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
