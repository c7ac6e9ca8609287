const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Words a reader has to read: what holds a letter or a digit, addresses of pages left out. */
export function countWords(text: string): number {
  return text.split(/\s+/u).filter((token) => /[\p{L}\p{N}]/u.test(token) && !/^https?:\/\//u.test(token))
    .length;
}

/** At most so many words and characters (as seen), with `…` where it was cut. */
export function clip(text: string, max: { readonly words?: number; readonly characters: number }): string {
  const tokens = text.split(' ');
  const byWords = tokens.slice(0, max.words ?? tokens.length).join(' ');
  const graphemes = [...GRAPHEMES.segment(byWords.slice(0, max.characters * 12))];
  const fits = graphemes.length <= max.characters && byWords.length <= max.characters * 12;
  if (fits && byWords === text) return text;
  const kept = fits
    ? byWords
    : cutAtWord(
        graphemes
          .slice(0, max.characters - 1)
          .map((g) => g.segment)
          .join(''),
      );
  return `${kept.replace(/[\s,;:.–—-]+$/u, '')}…`;
}

/** At most so many words of a sentence, up to where a part of it ends if that is not too far back. */
export function clipSentence(text: string, words: number): string {
  const cut = clip(text, { words, characters: text.length });
  if (cut === text) return text;
  const end = Math.max(...[', ', '; ', ': ', ' – ', ' — '].map((mark) => cut.lastIndexOf(mark)));
  if (end > cut.length * 0.7) return `${cut.slice(0, end)}…`;
  return `${cut.slice(0, -1).replace(JOINING_ENDS, '')}…`;
}

/** Words that only join on what was cut off: "at the…". */
const JOINING_ENDS =
  /(?:,? (?:the|an?|of|in|on|at|to|by|for|with|from|and|or|but|as|that|which|who|its|their|his|her|is|are|was|were|be|has|have|had|will))+$/i;

/** Back to the last space, unless that loses more than a third: one long word is cut where it stands. */
function cutAtWord(text: string): string {
  const space = text.lastIndexOf(' ');
  return space > text.length * 0.66 ? text.slice(0, space) : text;
}

/** Shares a budget of words fairly: nobody gets more than they want, and what one leaves goes to the others. */
export function share(budget: number, wants: readonly number[]): readonly number[] {
  const shares = wants.map(() => 0);
  const smallestFirst = wants.map((want, i) => ({ want, i })).sort((a, b) => a.want - b.want);
  let left = Math.max(0, budget);
  smallestFirst.forEach(({ want, i }, done) => {
    const given = Math.min(want, Math.floor(left / (smallestFirst.length - done)));
    shares[i] = given;
    left -= given;
  });
  return shares;
}
