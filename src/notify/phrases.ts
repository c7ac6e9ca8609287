import { finiteVerbs, isLink, type VerbAt } from './finite-verbs.ts';
import type { Reading, Word } from './reading.ts';

/** A run of a sentence's words that may stand as a headline: who does it, the verb, and what follows. */
export interface Phrase {
  readonly words: readonly Word[];
  /** Of `words`. */
  readonly verb: VerbAt;
  /** Whether the sentence tells it itself, tells it besides, somebody says it in it, or it hangs on what it tells. */
  readonly standing: 'main' | 'besides' | 'said' | 'dependent';
  /** Whether a clause of the sentence ends where it does, or only a phrase. */
  readonly ends: 'clause' | 'phrase';
  /** The sentence's words after it. */
  readonly rest: readonly Word[];
  readonly text: string;
  /** Of what somebody says: `two sources said`; '' where the sentence does not name them shortly. */
  readonly speaker?: string;
  /** Somebody found it: it is so, whoever it was. */
  readonly found?: true;
}

/** What a headline bears. */
export const MOST = 100;

/** What follows them is what somebody says: told with who says it. */
const SAYING = new Set(
  'say announce declare report state add tell note mention explain warn promise vow pledge threaten claim insist argue believe hope expect fear suggest estimate'.split(
    ' ',
  ),
);
/** What follows them is so: told without who found it. */
const FINDING = new Set('learn agree decide conclude find confirm acknowledge establish'.split(' '));
const BREAKS = /^(?:[,;:–—]|--)$/;
const DENYING = new Set('deny reject dismiss refute doubt'.split(' '));
/** Words from who says it to the `that` of what is said. */
const SAID_WITHIN = 15;

/** Every run of the sentence that might be its headline. */
export function phrasesOf(sentence: string, { words, clauses }: Reading): readonly Phrase[] {
  const verbs = finiteVerbs(words);
  const complements = words.flatMap((word, i) => (isSaying(word) ? [i + 1] : []));
  const starts = new Set([0, ...clauses.map(({ from }) => opening(words, from)), ...complements]);
  return [...starts].flatMap((start) => {
    const standing = standingOf(words, start, verbs);
    const verb = standing && mainVerb(words, start, verbs);
    if (!standing || !verb) return [];
    return subjectEnds(words, start, verb).flatMap((subjectEnd) =>
      ends(words, verb.head, MOST - lengthOf(words, start, subjectEnd)).map(({ end, ends: kind }) => {
        const [subject, told] = [words.slice(start, subjectEnd), words.slice(verb.from, end)];
        return {
          words: [...subject, ...told],
          verb: { from: subject.length, head: subject.length + verb.head - verb.from },
          ...{ standing, ends: kind, rest: words.slice(end) },
          text: `${textOf(sentence, subject)} ${textOf(sentence, told)}`,
          ...(standing === 'said' && speakerOf(sentence, words, start)),
        };
      }),
    );
  });
}

/**
 * Who says what begins at `start`, and that they say so: of "Two sources within the camp, which …, said (that)" the
 * words `Two sources said`. Nobody need be named where it was found, and not said.
 */
export function speakerOf(
  sentence: string,
  words: readonly Word[],
  start: number,
): { readonly speaker: string } | { readonly found: true } {
  const head = words.findLastIndex((word, i) => i < start && (isSaying(word) || isFinding(word)));
  const told = words[head];
  if (told && isFinding(told)) return { found: true };
  const verb = finiteVerbs(words).find((one) => one.from <= head && head <= one.head + 1);
  if (!verb) return { speaker: '' };
  const opener = words.findLastIndex(({ text }, i) => text === ',' && i < verb.from) + 1;
  for (const from of [opener, 0]) {
    const to = subjectEnds(words, from, verb).at(-1);
    if (to === undefined || to <= from) continue;
    const says = textOf(sentence, words.slice(verb.from, head + 1));
    const who = textOf(sentence, shortened(words.slice(from, to)));
    return { speaker: `${words[from]?.pos === 'PROPN' ? who : uncapital(who)} ${says}` };
  }
  return { speaker: '' };
}

function uncapital(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/** "The chief of staff of the militia": the chief of staff. */
function shortened(subject: readonly Word[]): readonly Word[] {
  const [first, last] = [subject.findIndex(isOf), subject.findLastIndex(isOf)];
  return first < last ? subject.slice(0, last) : subject;
}

function isOf({ lower }: Word): boolean {
  return lower === 'of';
}

/** Whether what begins at `start` is said by somebody, or denied; null where the sentence tells it itself. */
export function saidAt(words: readonly Word[], start: number): 'said' | 'denied' | null {
  const before = words[start - 1];
  if (!before) return null;
  if (before.lower !== 'that') return isSaying(before) ? 'said' : null;
  const told = words
    .slice(Math.max(0, start - SAID_WITHIN), start - 1)
    .findLast((word) => DENYING.has(word.lemma) || isSaying(word) || isFinding(word));
  if (!told) return null;
  return DENYING.has(told.lemma) ? 'denied' : 'said';
}

function lengthOf(words: readonly Word[], from: number, to: number): number {
  return (words[to - 1]?.end ?? 0) - (words[from]?.start ?? 0) + 1;
}

function textOf(sentence: string, words: readonly Word[]): string {
  return sentence.slice(words[0]?.start ?? 0, words.at(-1)?.end ?? 0);
}

/** After the comma and the word that joins the clause on. */
function opening(words: readonly Word[], from: number): number {
  let at = from;
  while (words[at]?.pos === 'PUNCT') at += 1;
  return isLink(words[at]) || /^(?:and|but|or)$/.test(words[at]?.lower ?? '') ? at + 1 : at;
}

/** Null where no clause begins that tells something by itself. */
function standingOf(
  words: readonly Word[],
  start: number,
  [first]: readonly VerbAt[],
): Phrase['standing'] | null {
  const before = words[start - 1];
  if (!before) return 'main';
  const said = saidAt(words, start);
  if (said) return said === 'said' ? 'said' : null;
  const adjunct = /^(?:ADP|ADV|SCONJ)$/.test(words[0]?.pos ?? '') || isLink(words[0]);
  if (before.text === ',' && adjunct && (!first || first.from > start || isLink(words[0]))) return 'main';
  if (/^(?:and|but|;)$/.test(before.lower) && !words.slice(0, start).some(isSaying)) return 'besides';
  return /^(?:after|when|while|because)$/.test(before.lower) ? 'dependent' : null;
}

export function isSaying(word: Word): boolean {
  return (word.pos === 'VERB' && SAYING.has(word.lemma)) || word.lower === 'clear';
}

function isFinding(word: Word): boolean {
  return word.pos === 'VERB' && FINDING.has(word.lemma);
}

/**
 * The first finite verb that no `which` or `when` stands before; of "groups set up when it was founded reported" the
 * one that follows what hangs on the subject.
 */
function mainVerb(words: readonly Word[], start: number, verbs: readonly VerbAt[]): VerbAt | null {
  let open = false;
  let at = start;
  for (const [i, verb] of verbs.entries()) {
    if (verb.from <= start) continue;
    const between = words.slice(at, verb.from);
    // A comma in the subject: a list, or an aside; where it ends only `which` tells.
    if (!open && between.some(({ text }) => BREAKS.test(text)) && !between.some(isLink)) return null;
    if (between.some(isLink)) open = true;
    const before = words[verb.from - 1];
    const closed = at > start && (before?.text === ',' || before?.pos === 'VERB');
    if ((!open || closed) && !isReduced(words, verb, verbs[i + 1])) return verb;
    at = verb.head + 1;
  }
  return null;
}

/** "A text circulated on channels said": no two verbs without a word that joins them, so the first is a participle. */
function isReduced(words: readonly Word[], { from, head }: VerbAt, next: VerbAt | undefined): boolean {
  const word = words[head];
  if (!next || !word || from !== head || word.pos !== 'VERB' || isSaying(word)) return false;
  const between = words.slice(head + 1, next.from);
  return (
    /(?:ed|en|wn|t)$/.test(word.lower) &&
    between[0]?.pos === 'ADP' &&
    !between.some((one) => BREAKS.test(one.text) || isLink(one) || /^(?:CCONJ|PRON)$/.test(one.pos))
  );
}

/** Where the subject may end: before what hangs on it, or after its first noun phrase. */
function subjectEnds(words: readonly Word[], start: number, verb: VerbAt): readonly number[] {
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
    words.some(({ pos }) => pos === 'NOUN' || pos === 'PROPN') &&
    // "A day later the process": when, and then who.
    !words.some(({ pos }, i) => pos === 'DET' && words[i - 1]?.pos === 'ADV') &&
    !/^(?:ADP|CCONJ|ADV|DET|ADJ)$/.test(words.at(-1)?.pos ?? '')
  );
}

/** Where it may end, after its verb: with a clause, or before what opens a phrase. */
function ends(
  words: readonly Word[],
  head: number,
  most: number,
): readonly { readonly end: number; readonly ends: Phrase['ends'] }[] {
  const found: { end: number; ends: Phrase['ends'] }[] = [];
  const from = words[head]?.start ?? 0;
  for (let end = head + 1; end <= words.length; end += 1) {
    const [last, next] = [words[end - 1], words[end]];
    if (!last || last.end - from > most) break;
    if (last.pos === 'PUNCT') continue;
    if (endsClause(next)) found.push({ end, ends: 'clause' });
    else if (/^(?:ADP|CCONJ)$/.test(next?.pos ?? '') || next?.lower === 'to') {
      found.push({ end, ends: 'phrase' });
    }
  }
  return found;
}

export function endsClause(next: Word | undefined): boolean {
  return !next || BREAKS.test(next.text) || next.text === '.' || isLink(next);
}
