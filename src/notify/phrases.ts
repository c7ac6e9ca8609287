import type { Reading, Verb, Word } from './reading.ts';

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
}

export type VerbAt = Pick<Verb, 'from' | 'head'>;

/** What a headline bears. */
export const MOST = 100;

const SAYING = new Set('say announce declare report state add tell note mention learn explain'.split(' '));
const BREAKS = /^(?:[,;:–—]|--)$/;
const LINKS = new Set(
  'after before since when while as because although though unless until if whether where which who whom whose that whereas following'.split(
    ' ',
  ),
);
/** Of one form as a past tense and as a participle: "panels set up when …". */
const ONE_FORM = /^(?:set|put|cut|shut)$/;

/** Verb groups that can carry a sentence: no infinitive, no bare participle. */
export function finiteVerbs(words: readonly Word[]): readonly VerbAt[] {
  const found: VerbAt[] = [];
  for (let from = 0; from < words.length; from += 1) {
    if (!isVerb(words[from])) continue;
    const head = headOf(words, from);
    if (carriesSentence(words, from, head)) found.push({ from, head });
    from = head;
  }
  return found;
}

function headOf(words: readonly Word[], from: number): number {
  let head = from;
  for (let next = from + 1; next < words.length; next += 1) {
    const word = words[next];
    // "was launched reported": a verb after a whole group is the verb of something before.
    if (isVerb(word)) {
      if (words[head]?.pos === 'VERB' && !word?.lower.endsWith('ing')) break;
      head = next;
    } else if (!/^(?:ADV|PART)$/.test(word?.pos ?? '') || !isVerb(words[next + 1])) break;
    else if (word?.lower === 'to' && words[head]?.pos === 'VERB') break;
  }
  return head;
}

function isVerb(word: Word | undefined): boolean {
  return word?.pos === 'VERB' || word?.pos === 'AUX';
}

function carriesSentence(words: readonly Word[], from: number, head: number): boolean {
  const [first, before, after] = [words[from], words[from - 1], words[head + 1]];
  if (!first || before?.lower === 'to' || /^(?:be|been|being)$/.test(first.lower)) return false;
  if (first.pos === 'AUX') return true;
  if (first.lower.endsWith('ing') || /^(?:ADP|SCONJ|DET)$/.test(before?.pos ?? '')) return false;
  if (ONE_FORM.test(first.lower) && after?.pos === 'ADP') return words[head + 2]?.pos === 'DET';
  return !(after?.lower === 'by' && first.lower.endsWith('ed'));
}

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
          ...(standing === 'said' && { speaker: speakerOf(sentence, words, start) }),
        };
      }),
    );
  });
}

/** "Two sources within the camp, which …, said (that)": who said it, and that they said so. */
function speakerOf(sentence: string, words: readonly Word[], start: number): string {
  const head = words.findLastIndex((word, i) => i < start && isSaying(word));
  const from = words[head]?.lower === 'clear' ? head - 1 : head;
  const end = from > 0 ? subjectEnds(words, 0, { from, head }).at(-1) : undefined;
  if (end === undefined) return '';
  return `${textOf(sentence, words.slice(0, end))} ${textOf(sentence, words.slice(from, head + 1))}`;
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
  if (isSaying(before) || (before.lower === 'that' && saidBefore(words, start - 1))) return 'said';
  const adjunct = /^(?:ADP|ADV|SCONJ)$/.test(words[0]?.pos ?? '') || isLink(words[0]);
  if (before.text === ',' && adjunct && (!first || first.from > start || isLink(words[0]))) return 'main';
  if (/^(?:and|but|;)$/.test(before.lower) && !words.slice(0, start).some(isSaying)) return 'besides';
  return /^(?:after|when|while|because)$/.test(before.lower) ? 'dependent' : null;
}

export function isLink(word: Word | undefined): boolean {
  return LINKS.has(word?.lower ?? '');
}

export function isSaying(word: Word): boolean {
  return (word.pos === 'VERB' && SAYING.has(word.lemma)) || word.lower === 'clear';
}

function saidBefore(words: readonly Word[], that: number): boolean {
  return words.slice(Math.max(0, that - 14), that).some(isSaying);
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
