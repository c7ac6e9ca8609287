import type { EventType } from './event.ts';

/**
 * One way of saying an event. All the parts that are given must hold within one clause.
 * Words are lemmas in lower case; several words in one entry may stand a little apart (`call off`).
 */
export interface TriggerRule {
  readonly verbs?: readonly string[];
  readonly nouns?: readonly string[];
  /** Words as they stand, lower case, in a row; a part of speech does not matter. */
  readonly phrases?: readonly string[];
  /** Word classes, one of which must be what is acted upon: object of the verb, subject of the passive, `of …` of the noun. */
  readonly object?: readonly string[];
  /** Word classes, one of which must act: subject of the verb, `by …` of the passive. */
  readonly subject?: readonly string[];
  /** Word classes, one of which must stand in the clause. */
  readonly near?: readonly string[];
  /** Word classes that must not stand in the clause. */
  readonly not?: readonly string[];
  /** 0 to 1: how sure a sign it is. */
  readonly strength: number;
}

export interface TypeRules {
  readonly type: EventType;
  /** 1 wakes a reader, 0.5 is for the digest. */
  readonly weight: number;
  /** For a headline: what the event is called. */
  readonly label: string;
  readonly rules: readonly TriggerRule[];
}

export interface Country {
  readonly name: string;
  readonly demonyms: readonly string[];
  /** Capitals stand for the government ("Baku rejected") and are places of it. */
  readonly capitals: readonly string[];
  readonly aliases: readonly string[];
}

/** Words that say how sure, how fresh and how often. Lower case; several words in a row where given so. */
export interface Cues {
  readonly planned: readonly string[];
  readonly intended: readonly string[];
  readonly ahead: readonly string[];
  readonly negation: readonly string[];
  readonly claimed: readonly string[];
  readonly hypothetical: readonly string[];
  readonly history: readonly string[];
  readonly habitual: readonly string[];
  /** An earlier figure is taken back. */
  readonly corrected: readonly string[];
  /** A figure is what was counted so far. */
  readonly counted: readonly string[];
  /** What follows is what a count has risen to. */
  readonly risen: readonly string[];
  /** What stands before is more than was known. */
  readonly outdone: readonly string[];
  /** Lemmas of what is counted on: the dead, a toll, arrests. */
  readonly tally: readonly string[];
  /** What was told is said not to be so. */
  readonly denied: readonly string[];
  readonly speech: readonly string[];
  /** Paragraphs that are not the article: share buttons, comment forms. Regular expressions on the lower-case text. */
  readonly chrome: readonly string[];
  /** Titles of articles that look back: explainers, timelines. Regular expressions on the lower-case title. */
  readonly retrospect: readonly string[];
}

/** A trained model of how sentences of some labels are worded: multinomial logistic regression. */
export interface WordWeights {
  readonly labels: readonly string[];
  /** By label, in their order. */
  readonly bias: readonly number[];
  /** What other signs count, by name, the same for each label. */
  readonly signs: Readonly<Record<string, number>>;
  /** What 1 in a row stands for. */
  readonly step: number;
  /** By word or words, a signed byte a label, as base64. */
  readonly rows: Readonly<Record<string, string>>;
  /** The same for words used alike, parted by spaces: added to each one's own row. */
  readonly alike: Readonly<Record<string, string>>;
}

/** How figures go on after an event, by their names. */
export interface Counting {
  /** Counted on by reports for days: a higher number is of the same event. */
  readonly tolls: readonly string[];
  /** Counted on as well where a report says so ("so far"). */
  readonly totals: readonly string[];
  /** Never counted up: another share of the votes is another vote. */
  readonly fixed: readonly string[];
  /** Of those told in a sentence the first counts, the winner's, and not the highest. */
  readonly shares: readonly string[];
  /** Often told a sentence after the event. */
  readonly later: readonly string[];
}

/** What is known of English news in general; no entry serves one story. Plain JSON. */
export interface Lexicon {
  readonly classes: Readonly<Record<string, readonly string[]>>;
  readonly types: readonly TypeRules[];
  readonly countries: readonly Country[];
  readonly cues: Cues;
  /** Names of figures (`troops`) and the nouns, lemmas, counted under them. */
  readonly figures: Readonly<Record<string, readonly string[]>>;
  /** Which figures an event can have, by its type, or else by the root of its type. */
  readonly counts: Readonly<Record<string, readonly string[]>>;
  /** Under which figure people are counted where nothing else says as what, by the type of the event. */
  readonly peopleAs: Readonly<Record<string, string>>;
  readonly counting: Counting;
  /** Nouns for people, lemmas: `200 pupils` are people counted. */
  readonly people: readonly string[];
  /** Offices and ranks: words before a name that are no part of it. */
  readonly titles: readonly string[];
  /** Stems that texts of any kind use, by level: 3 for the most common. */
  readonly common: readonly { readonly level: number; readonly stems: readonly string[] }[];
  /** Trained weights of the decisions, by feature; see docs/compare.md. */
  readonly weights: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Which type a sentence tells, or `none`, by its words and the rules of `types`. */
  readonly wording: WordWeights;
}
