import type { Figures } from '../model/event.ts';
import type { Lexicon } from '../model/lexicon.ts';
import { CALENDAR, ORDINALS } from './calendar.ts';
import { countryWords } from './country-words.ts';
import { NUMBER_WORDS } from './number-words.ts';
import { numbersIn } from './numbers-in.ts';
import { properTerms, stem, termsOf } from './terms.ts';

/** What sets two sentences apart that are put much alike: one of a series is told in the words of the last. */
export interface Apart {
  /** Both name places, and none the other's. */
  elsewhere(): boolean;
  /** Both count the same thing, and not alike: the first round, the second round. */
  otherTurn(): boolean;
  /** They hold the same numbers, days and months: where both are put alike, one is a copy. */
  sameMarks(): boolean;
  /** Both tell one number that is no small one. */
  sharesNumber(): boolean;
  /** It tells the number of one of some figures, and no small one. */
  tellsOneOf(figures: Figures): boolean;
  /** Both tell numbers, and share none. */
  otherNumbers(): boolean;
  /** It names what none of them does, and not all that the first of them names. */
  otherNames(): boolean;
}

const no = () => false;
export const NOT_APART: Apart = {
  elsewhere: no,
  otherTurn: no,
  sameMarks: no,
  sharesNumber: no,
  tellsOneOf: no,
  otherNumbers: no,
  otherNames: no,
};

/**
 * Looks only when asked: of most pairs it does not matter.
 *
 * @param text a sentence
 * @param others those that told an event before
 */
export function apartness(text: string, others: readonly string[], lexicon: Lexicon): Apart {
  return {
    elsewhere: () => isElsewhere(text, others, abroadOf(lexicon)),
    otherTurn: () => isOtherTurn(text, others),
    sameMarks: () => others.some((other) => marksOf(other) === marksOf(text)),
    sharesNumber: () => others.some((other) => meetIn(numbersOf(text), numbersOf(other), TELLING)),
    tellsOneOf: (figures) =>
      Object.values(figures).some(({ value }) => value >= TELLING && numbersOf(text).has(value)),
    otherNumbers: () => hasOtherNumbers(numbersOf(text), others.map(numbersOf)),
    otherNames: () => hasOtherNames(text, others, lexicon),
  };
}

const MOST_MET = 1_000;

/** Remembers what was made of sentences lately: the same few are compared over and over. */
function lately<T>(make: (text: string) => T): (text: string) => T {
  const met = new Map<string, T>();
  return (text) => {
    const before = met.get(text);
    if (before !== undefined) return before;
    if (met.size >= MOST_MET) met.clear();
    const made = make(text);
    met.set(text, made);
    return made;
  };
}

const NAME = String.raw`\p{Lu}[\p{L}\p{N}'’-]+`;
/** Names behind a word that says where. */
const PLACED = new RegExp(
  String.raw`\b(?:in|at|near|outside|around|into|inside|on|of)\s+(?:the\s+)?(${NAME}(?:\s+${NAME})*)`,
  'gu',
);

function isElsewhere(text: string, others: readonly string[], abroad: ReadonlySet<string>): boolean {
  const spots = new Set(spotsOf(text).filter((spot) => !abroad.has(spot)));
  if (spots.size === 0) return false;
  const told = others.flatMap(spotsOf).filter((spot) => !abroad.has(spot));
  return told.length > 0 && !told.some((spot) => spots.has(spot));
}

/** The words of the names of places in a sentence, folded. */
const spotsOf = lately((text): readonly string[] => {
  const words = [...text.matchAll(PLACED)].flatMap(([, name = '']) => name.toLowerCase().split(/[\s-]+/));
  return words.map(folded).filter((word) => !CALENDAR.has(word));
});

const known = new WeakMap<Lexicon, ReadonlySet<string>>();

/** The words of countries and their people, folded: much happens in one country. */
function abroadOf(lexicon: Lexicon): ReadonlySet<string> {
  const before = known.get(lexicon);
  if (before) return before;
  const words = new Set([...countryWords(lexicon).lands].map(folded));
  known.set(lexicon, words);
  return words;
}

function folded(word: string): string {
  return stem(word.replace(/['’]s?$/, ''));
}

const ORDINAL = String.raw`${ORDINALS.join('|')}|\d+(?:st|nd|rd|th)`;
/** An ordinal and the two words behind it: "second formal round". */
const TURN = new RegExp(String.raw`\b(${ORDINAL})\s+(\p{L}{4,})(?:\s+(\p{L}{4,}))?`, 'gu');
/** What a word counts that follows an ordinal, without counting anything: "the first time since March". */
const NO_TURN = new Set(['time', 'since', 'that', 'with', 'from', 'have', 'after', 'this']);

function isOtherTurn(text: string, others: readonly string[]): boolean {
  return [...turnsOf(text)].some(([thing, turn]) => {
    const before = others.flatMap((other) => turnsOf(other).get(thing) ?? []);
    return before.length > 0 && !before.includes(turn);
  });
}

/** What a sentence counts by an ordinal → the ordinal. */
const turnsOf = lately((text): ReadonlyMap<string, string> => {
  const found = [...text.toLowerCase().matchAll(TURN)].flatMap(([, turn = '', ...things]) =>
    things.flatMap((thing) => (thing && !NO_TURN.has(thing) ? [[stem(thing), turn] as const] : [])),
  );
  return new Map(found.filter(([thing]) => !CALENDAR.has(thing)));
});

const NUMBER = String.raw`\d[\d.,]*|${Object.keys(NUMBER_WORDS).join('|')}|dozens|hundreds|thousands`;
const NUMBERS = new RegExp(String.raw`\b(?:${NUMBER}|${ORDINAL}|${[...CALENDAR].join('|')})\b`, 'gu');

const marksOf = lately((text) => (text.toLowerCase().match(NUMBERS) ?? []).sort().join(' '));

/** Smaller numbers are told of anything: of tellings of one day that share two to four, no more are of one event. */
const TELLING = 5;

const numbersOf = lately(numbersIn);

type Numbers = ReadonlySet<number>;

function meetIn(some: Numbers, others: Numbers, least: number): boolean {
  return [...some].some((number) => number >= least && others.has(number));
}

function hasOtherNumbers(numbers: Numbers, others: readonly Numbers[]): boolean {
  if (numbers.size === 0 || others.every(({ size }) => size === 0)) return false;
  return !others.some((other) => meetIn(numbers, other, 0));
}

/** One outlet's UN is the other's United Nations. */
const SHORT_FORMS = /(?<!\p{L})\p{Lu}{2,}(?!\p{L})/gu;

const namesOf = lately((text) => properTerms(text.replace(SHORT_FORMS, ' ')));

const wordsOf = lately(termsOf);

function hasOtherNames(text: string, others: readonly string[], lexicon: Lexicon): boolean {
  const [first = ''] = others;
  const own = ownNames(text, lexicon).filter((name) => !others.some((other) => wordsOf(other).has(name)));
  return own.length > 0 && ownNames(first, lexicon).some((name) => !wordsOf(text).has(name));
}

/** The names in a sentence but for those of countries and capitals, which stand for their governments. */
function ownNames(text: string, lexicon: Lexicon): string[] {
  const [lands, { capitals }] = [abroadOf(lexicon), countryWords(lexicon)];
  return [...namesOf(text)].filter((name) => !lands.has(name) && !capitals.has(name));
}
