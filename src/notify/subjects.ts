import { isLink, type VerbAt } from './finite-verbs.ts';
import type { Phrase } from './phrases.ts';
import type { Word } from './reading.ts';

/** What ends a part of a sentence. */
export const BREAKS = /^(?:[,;:–—]|--)$/;

/** Offices before a name: the office says more to a stranger than the name. */
export const OFFICE =
  /^(?:minister|president|chancellor|secretary|executive|officer|director|governor|general|commander|chairman|chairwoman|chair|ambassador|spokesman|spokeswoman|prosecutor|bishop)$/;
/** With fewer characters before its verb a subject needs no shortening. */
const LONG_SUBJECT = 30;

/** The same run with its subject shortened, where that brings its verb to where a phone shows it; else null. */
export function withShortSubject(phrase: Phrase, seen: number): Phrase | null {
  const { words, verb, text } = phrase;
  const subject = words.slice(0, verb.from);
  const [told, short] = [words[verb.from], subjectsOf(subject)[1]];
  const [from, to] = [short?.[0]?.start ?? 0, short?.at(-1)?.end ?? 0];
  if (!short || !told || told.start < seen || to - from + 1 >= seen) return null;
  const dropped = subject.length - short.length;
  const rest = text.slice(told.start - (words[0]?.start ?? 0));
  return {
    ...phrase,
    words: [...short, ...words.slice(verb.from)],
    verb: { from: verb.from - dropped, head: verb.head - dropped },
    text: `${text.slice(from - (words[0]?.start ?? 0), to - (words[0]?.start ?? 0))} ${rest}`,
  };
}

/** A subject, and where it is long the same without what is only put before or after: its office alone, or its name. */
export function subjectsOf(subject: readonly Word[]): readonly (readonly Word[])[] {
  if (lengthOf(subject, 0, subject.length) < LONG_SUBJECT) return [subject];
  const name = subject.findLastIndex(({ pos }) => pos !== 'PROPN') + 1;
  const offices = subject.findIndex(({ lower }) => lower.endsWith('s') && OFFICE.test(lower.slice(0, -1)));
  // "Generals | Ada Byron and Ben Dow": of several nobody is told alone.
  if (offices >= 0 && offices < subject.length - 1 && areNames(subject.slice(offices + 1))) {
    return [subject, subject.slice(0, offices + 1)];
  }
  const isPlain = !subject.some(({ pos }) => /^(?:DET|ADP|CCONJ|PUNCT|PRON)$/.test(pos));
  const office = subject.findIndex(({ lower }) => OFFICE.test(lower));
  if (!isPlain) return [subject];
  // "Interior Minister | Ada Byron", "chip designer | Acme Works"
  if (office > 0 && office < subject.length - 1) return [subject, subject.slice(0, office + 1)];
  return name > 0 && name < subject.length - 1 ? [subject, subject.slice(name)] : [subject];
}

function areNames(words: readonly Word[]): boolean {
  return words.every(({ pos, lower }) => pos === 'PROPN' || lower === 'and' || lower === ',');
}

/** Where the subject may end: before what hangs on it, or after its first noun phrase. */
export function subjectEnds(words: readonly Word[], start: number, verb: VerbAt): readonly number[] {
  const subject = words.slice(start, verb.from);
  const first = (test: (word: Word, i: number) => boolean) => {
    const found = subject.findIndex((word, i) => i > 0 && test(word, i));
    return found < 0 ? subject.length : found;
  };
  const hanging = first(
    (word, i) => BREAKS.test(word.text) || isLink(word) || isParticiple(word, subject[i - 1]),
  );
  const narrow = first(({ pos, lower }) => pos === 'ADP' && lower !== 'of');
  return [...new Set([hanging, Math.min(hanging, narrow)])]
    .filter((end) => isNounPhrase(subject.slice(0, end)))
    .map((end) => start + end);
}

function isParticiple(word: Word, before: Word | undefined): boolean {
  return word.pos === 'VERB' && (before?.pos === 'NOUN' || before?.pos === 'PROPN');
}

function isNounPhrase(words: readonly Word[]): boolean {
  return (
    /^(?:DET|NOUN|PROPN|NUM|ADJ)$/.test(words[0]?.pos ?? '') &&
    words.some(({ pos }) => /^(?:NOUN|PROPN|NUM)$/.test(pos)) &&
    // "A day later the process": when, and then who.
    !words.some(({ pos }, i) => pos === 'DET' && words[i - 1]?.pos === 'ADV') &&
    !/^(?:ADP|CCONJ|ADV|DET|ADJ)$/.test(words.at(-1)?.pos ?? '')
  );
}

export function lengthOf(words: readonly Word[], from: number, to: number): number {
  return (words[to - 1]?.end ?? 0) - (words[from]?.start ?? 0) + 1;
}

export function textOf(sentence: string, words: readonly Word[]): string {
  return sentence.slice(words[0]?.start ?? 0, words.at(-1)?.end ?? 0);
}

export function endsClause(next: Word | undefined): boolean {
  return !next || BREAKS.test(next.text) || next.text === '.' || isLink(next);
}
