import type { Lexicon } from '../model/lexicon.ts';
import { CALENDAR, ORDINALS } from './calendar.ts';
import { countryWords } from './country-words.ts';
import { NUMBER_WORDS } from './number-words.ts';
import { stem } from './terms.ts';

/** What sets two sentences apart that are put much alike: one of a series is told in the words of the last. */
export interface Apart {
  /** Both name places, and none the other's. */
  elsewhere(): boolean;
  /** Both count the same thing, and not alike: the first round, the second round. */
  otherTurn(): boolean;
  /** They hold the same numbers, days and months: where both are put alike, one is a copy. */
  sameMarks(): boolean;
}

const no = () => false;
export const NOT_APART: Apart = { elsewhere: no, otherTurn: no, sameMarks: no };

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

const ORDINAL = String.raw`${ORDINALS.slice(0, 12).join('|')}|\d+(?:st|nd|rd|th)`;
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
