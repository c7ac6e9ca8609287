import winkNLP from 'wink-nlp';
import { englishModel } from './english-model.ts';
import { retag } from './retag.ts';

/** One word or mark of a sentence; offsets count in the sentence. */
export interface Token {
  readonly text: string;
  readonly lower: string;
  /** Lower case. */
  readonly lemma: string;
  /** Universal part of speech: NOUN, PROPN, VERB, AUX, ADJ, ADP, NUM, PUNCT, … */
  readonly pos: string;
  readonly start: number;
  readonly end: number;
}

/** The seam behind which sentences are read; a better tagger or parser goes here. */
export type SentenceReader = (text: string) => readonly Token[];

let loaded: ReturnType<typeof winkNLP> | undefined;

/** wink-nlp keeps every word that its model does not know; after so many characters it is begun anew. */
const KEPT_CHARACTERS = 5_000_000;
let characters = 0;

/** The model is unpacked with the first sentence: a tenth of a start, and most commands read none. */
function tagger() {
  if (characters > KEPT_CHARACTERS) {
    loaded = undefined;
    characters = 0;
  }
  loaded ??= winkNLP(englishModel, ['pos']);
  return loaded;
}

/** Reads with wink-nlp. Pure. */
export const readTokens: SentenceReader = (text) => {
  const nlp = tagger();
  characters += text.length;
  const { its } = nlp;
  const tokens = nlp.readDoc(text).tokens();
  const words = tokens.out() as string[];
  const tags = tokens.out(its.pos) as string[];
  const lemmas = tokens.out(its.lemma as unknown as typeof its.value) as string[];
  let cursor = 0;
  const read = words.map((word, i) => {
    const found = text.indexOf(word, cursor);
    const start = found < 0 ? cursor : found;
    cursor = Math.min(text.length, start + word.length);
    const lower = word.toLowerCase();
    return {
      text: word,
      lower,
      lemma: lemmaOf(lower, (lemmas[i] ?? word).toLowerCase()),
      pos: tags[i] ?? 'X',
      start,
      end: cursor,
    };
  });
  return retag(read, lemmaOfVerb);
};

const verbLemmas = new Map<string, string>();
const VERBS_KEPT = 5_000;

/** The lemma of a word read as a verb, which a tag it does not have would hide. */
function lemmaOfVerb(word: string): string {
  const known = verbLemmas.get(word);
  if (known !== undefined) return known;
  const nlp = tagger();
  const { its } = nlp;
  const lemmas = nlp
    .readDoc(`They have ${word} it.`)
    .tokens()
    .out(its.lemma as unknown as typeof its.value);
  const read = lemmaOf(word, ((lemmas as string[])[2] ?? word).toLowerCase());
  const lemma = read === word ? withoutPast(word) : read;
  if (verbLemmas.size < VERBS_KEPT) verbLemmas.set(word, lemma);
  return lemma;
}

/** `lapsed` → `lapse`, `stopped` → `stop`, `prolonged` → `prolong`: for past tenses the model does not know. */
function withoutPast(word: string): string {
  const stem = word.slice(0, -2);
  if (/(?:[sczvu]|[rd]g|[^aeiou]l)$/.test(stem) && !stem.endsWith('ss')) return `${stem}e`;
  return /([bdgmnprt])\1$/.test(stem) ? stem.slice(0, -1) : stem;
}

/** Lemmas the model leaves as they are. */
const LEMMAS: ReadonlyMap<string, string> = new Map([
  ['struck', 'strike'],
  ['shot', 'shoot'],
  ['fled', 'flee'],
  ['sank', 'sink'],
  ['dead', 'dead'],
  ['talks', 'talk'],
  ['killings', 'killing'],
  ['left', 'leave'],
  ['lay', 'lay'],
  ['fined', 'fine'],
  ['fines', 'fine'],
  ['ceasefires', 'ceasefire'],
  ['troops', 'troop'],
  ['personnel', 'personnel'],
]);

function lemmaOf(lower: string, lemma: string): string {
  return LEMMAS.get(lower) ?? lemma;
}
