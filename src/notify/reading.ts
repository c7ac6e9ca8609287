/** A sentence as a headline is made from it: words with their part of speech, and the clauses they form. */
export interface Reading {
  readonly words: readonly Word[];
  readonly clauses: readonly Clause[];
}

/** Offsets count in the sentence; `pos` is a universal part of speech: NOUN, PROPN, VERB, AUX, ADP, … */
export interface Word {
  readonly text: string;
  readonly lower: string;
  readonly lemma: string;
  readonly pos: string;
  readonly start: number;
  readonly end: number;
}

/** By word numbers, `to` exclusive. */
export interface Clause {
  readonly from: number;
  readonly to: number;
  /** The word that opens it (`after`, `which`, `and`), or ''. */
  readonly link: string;
  /** True when it hangs on another clause. */
  readonly dependent: boolean;
  readonly verb: Verb | null;
}

/** From the first auxiliary to the main verb. */
export interface Verb {
  readonly from: number;
  readonly head: number;
  readonly tense: 'past' | 'perfect' | 'pluperfect' | 'present' | 'future' | 'infinitive';
}

export type ReadSentence = (sentence: string) => Reading;
