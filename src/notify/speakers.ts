import { finiteVerbs, isLink, type VerbAt } from './finite-verbs.ts';
import type { Word } from './reading.ts';
import { subjectEnds, textOf } from './subjects.ts';

/** What follows them is what somebody says: told with who says it. */
const SAYING = new Set(
  'say announce declare report state add tell note mention explain warn promise vow pledge threaten claim insist argue believe hope expect fear suggest estimate'.split(
    ' ',
  ),
);
/** What follows them is so: told without who found it. */
const FINDING = new Set('learn agree decide conclude find confirm acknowledge establish'.split(' '));
const DENYING = new Set('deny reject dismiss refute doubt'.split(' '));
/** Words from who says it to the `that` of what is said. */
const SAID_WITHIN = 15;
const SPEAKER_WORDS = 6;

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
  const verbs = finiteVerbs(words);
  const opener = words.findLastIndex(({ text }, i) => text === ',' && i < verb.from) + 1;
  const link = words.findLastIndex((word, i) => isLink(word) && i > 0 && i < verb.from) + 1;
  for (const from of [opener, 0, link]) {
    const first = verbs.find((one) => one.from > from) ?? verb;
    // "Prices rose after the board said": not the prices.
    if (first.from < verb.from && !isClosed(words, verb)) continue;
    const subjectOf = words[verb.from - 1]?.pos === 'CCONJ' ? first : verb;
    const to = subjectEnds(words, from, subjectOf).at(-1);
    if (to === undefined || to <= from) continue;
    const says = textOf(sentence, words.slice(verb.from, head + 1));
    const who = textOf(sentence, shortened(words.slice(from, to)));
    return { speaker: `${words[from]?.pos === 'PROPN' ? who : uncapital(who)} ${says}` };
  }
  return { speaker: '' };
}

/** Whether a comma ends what stands between a subject and its verb, or the verb is its second: "denied it and said". */
function isClosed(words: readonly Word[], verb: VerbAt): boolean {
  const before = words[verb.from - 1];
  return before?.text === ',' || before?.pos === 'CCONJ';
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
  if (!told || isRelativeThat(words, start)) return null;
  return DENYING.has(told.lemma) ? 'denied' : 'said';
}

/** "said that they took the money that he paid": of two the second hangs on a noun. */
function isRelativeThat(words: readonly Word[], start: number): boolean {
  const before = words.slice(Math.max(0, start - SAID_WITHIN), start - 1);
  return (
    /^(?:NOUN|PROPN|NUM)$/.test(words[start - 2]?.pos ?? '') && before.some(({ lower }) => lower === 'that')
  );
}

export function isSaying(word: Word | undefined): boolean {
  return (word?.pos === 'VERB' && SAYING.has(word.lemma)) || word?.lower === 'clear';
}

export function isFinding(word: Word): boolean {
  return word.pos === 'VERB' && FINDING.has(word.lemma);
}

/** Words that somebody says of themselves: told with who says it, or not at all. */
export function isFirstPerson(word: Word | undefined): boolean {
  return /^(?:we|i|our|my|you|your)$/.test(word?.lower ?? '');
}

/** Of "…, the minister told parliament." the words `the minister told parliament`; '' where nobody follows shortly. */
export function speakerAfter(sentence: string, rest: readonly Word[]): string {
  const comma = rest.findIndex(({ text }) => text === ',');
  const verb = rest.findIndex((word, i) => i > comma && (isSaying(word) || word.lower === 'wrote'));
  const who = rest.slice(comma + 1, verb);
  const isShort = comma >= 0 && verb > comma + 1 && who.length <= SPEAKER_WORDS;
  if (!isShort || !who.every(({ pos }) => /^(?:DET|ADJ|NOUN|PROPN|ADP|PART)$/.test(pos))) return '';
  const whom = rest[verb]?.lemma === 'tell' && /^(?:NOUN|PROPN)$/.test(rest[verb + 1]?.pos ?? '') ? 1 : 0;
  return textOf(sentence, rest.slice(comma + 1, verb + 1 + whom));
}
