/** Frequent small words of languages that news comes in; enough to tell them apart, not to read them. */
const SMALL_WORDS: Readonly<Record<string, string>> = {
  en: 'the of and to in a is that for on with as was by at from it an be are has have were which said not its after this but they had their been who will would',
  fr: 'le la les de des du et en un une est que qui dans pour sur avec par au aux ce cette il elle ont été pas plus son ses mais',
  de: 'der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach',
  es: 'el la los las de del y en un una que por con para se su al lo como más fue ha este esta sus pero entre sobre',
  it: 'il lo la i gli le di del della e in un una che per con non si da al sono è ha dei nel alla come più anche',
  pt: 'o a os as de do da dos das e em um uma que por com para se não ao no na foi mais como sua seu entre pelo',
  nl: 'de het een en van in op te dat is met voor zijn aan niet die er ook door als naar bij om werd heeft',
  tr: 've bir bu için ile da de olarak olan daha çok gibi sonra kadar ise en göre ancak her',
};

const CODES = Object.keys(SMALL_WORDS);

/** Word → the numbers of the languages that use it. */
const USED_BY = new Map<string, number[]>();
for (const [code, words] of Object.entries(SMALL_WORDS)) {
  for (const word of new Set(words.split(' ')))
    USED_BY.set(word, [...(USED_BY.get(word) ?? []), CODES.indexOf(code)]);
}

const LONGEST = Math.max(...[...USED_BY.keys()].map((word) => word.length));

const WORDS = 400;
/** Hold so many words of most languages; the last may be cut. */
const CHARS = 2_600;
const MOST_CHARS = 4_000;

function firstWords(text: string): readonly string[] {
  const found = wordsIn(text.slice(0, CHARS));
  return (found.length > WORDS ? found : wordsIn(text.slice(0, MOST_CHARS))).slice(0, WORDS);
}

function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(/\p{L}+/gu) ?? [];
}

/**
 * The language of a text by its small words, from its first 400 words.
 *
 * @returns a primary subtag, or null when the text is too short or fits none
 */
export function languageOf(text: string): string | null {
  const words = firstWords(text);
  if (words.length < 12) return null;
  const counts = CODES.map(() => 0);
  for (const word of words) {
    const users = word.length > LONGEST ? undefined : USED_BY.get(word);
    if (users) for (const n of users) counts[n] = (counts[n] ?? 0) + 1;
  }
  const most = Math.max(...counts);
  return most / words.length >= 0.12 ? (CODES[counts.indexOf(most)] ?? null) : null;
}
