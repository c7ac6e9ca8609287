import type { Token } from './reader.ts';

/** Words of a sentence as the tagger gave them, before offsets and parts of speech are settled. */
type Tagged = Pick<Token, 'text' | 'lower' | 'pos' | 'lemma'>;

const SUBJECT = /^(?:NOUN|PROPN|PRON)$/;
const AFTER_VERB = /^(?:ADP|DET|PRON|ADV|PUNCT|NUM|PART|SCONJ)$/;

/**
 * What a tagger trained on clean text gets wrong in news, by the words beside: a past tense taken for an adjective
 * ("the truce lapsed at midnight"), a company taken for a verb ("Ford's"), a gerund after "of" taken for a verb.
 *
 * @param lemmaOfVerb the lemma of a word read as a verb
 */
export function retag<T extends Tagged>(tokens: readonly T[], lemmaOfVerb: (word: string) => string): T[] {
  const headline = isHeadline(tokens);
  return tokens.map((token, i) => {
    const before = tokens[i - 1];
    const after = tokens[i + 1];
    if (isPastVerb(token, before, after) || isBeing(token, before, after))
      return { ...token, pos: 'VERB', lemma: lemmaOfVerb(token.lower) };
    if (token.pos === 'VERB' && token.lemma === token.lower && token.lower.endsWith('ed'))
      return { ...token, lemma: lemmaOfVerb(token.lower) };
    if (isNameAsVerb(token, i, before, after, headline))
      return { ...token, pos: 'PROPN', lemma: token.lower };
    if (isGerundNoun(token, before, after)) return { ...token, pos: 'NOUN', lemma: token.lower };
    return token;
  });
}

const LONGER = 4;

/** More of its longer words begin with a capital than not. */
export function isHeadline(tokens: readonly Pick<Token, 'text'>[]): boolean {
  let words = 0;
  let capitals = 0;
  for (const { text } of tokens) {
    if (text.length < LONGER || !/^\p{L}{4,}$/u.test(text)) continue;
    words++;
    if (/^\p{Lu}/u.test(text)) capitals++;
  }
  return capitals > 0.6 * words;
}

function isPastVerb(token: Tagged, before: Tagged | undefined, after: Tagged | undefined): boolean {
  if (token.pos !== 'ADJ' || !/^[a-z]{2,}ed$/.test(token.text)) return false;
  return before !== undefined && SUBJECT.test(before.pos) && (!after || AFTER_VERB.test(after.pos));
}

const BE = /^(?:is|are|was|were|been|being)$/;

/** "Was freezing the talks" taken for a noun, "has been prolonged by" taken for an adjective. */
function isBeing(token: Tagged, before: Tagged | undefined, after: Tagged | undefined): boolean {
  if (!before || !BE.test(before.lower)) return false;
  if (token.lower.endsWith('ing')) return token.pos === 'NOUN' && /^(?:DET|PRON)$/.test(after?.pos ?? '');
  const past = token.pos === 'ADJ' && /^[a-z-]{2,}ed$/.test(token.text);
  return past && (before.lower === 'been' || before.lower === 'being' || after?.lower === 'by');
}

function isNameAsVerb(
  token: Tagged,
  i: number,
  before: Tagged | undefined,
  after: Tagged | undefined,
  headline: boolean,
): boolean {
  if (token.pos !== 'VERB' || !/^\p{Lu}\p{Ll}+$/u.test(token.text)) return false;
  if (after?.lower === "'s" || after?.lower === '’s') return true;
  return !headline && i > 0 && before !== undefined && before.pos !== 'PUNCT' && !/^["“‘(]/.test(before.text);
}

function isGerundNoun(token: Tagged, before: Tagged | undefined, after: Tagged | undefined): boolean {
  if (token.pos !== 'VERB' || !token.lower.endsWith('ing') || before?.lower !== 'of') return false;
  return !after || /^(?:PUNCT|ADP|AUX|VERB|CCONJ)$/.test(after.pos);
}
