import { RE2Set } from 're2js';

/**
 * Tells whether one of the patterns fits somewhere in a text. All are run at once, by an automaton: one pass over the
 * text, however the patterns and the text are made.
 *
 * @param sources as RE2 writes them, https://github.com/google/re2/wiki/Syntax
 * @throws RE2JSSyntaxException for a pattern that is none; the configuration has refused those
 */
export function anyPattern(sources: readonly string[]): (text: string) => boolean {
  if (sources.length === 0) return () => false;
  const set = new RE2Set();
  for (const source of sources) set.add(source);
  set.compile();
  return (text) => set.match(text).length > 0;
}
