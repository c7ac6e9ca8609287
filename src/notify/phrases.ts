import { finiteVerbs, isLink, type VerbAt } from './finite-verbs.ts';
import { hasHappened } from './hanging.ts';
import type { Reading, Word } from './reading.ts';
import { isSaying, saidAt, speakerOf } from './speakers.ts';
import { BREAKS, endsClause, lengthOf, subjectEnds, subjectsOf, textOf } from './subjects.ts';

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
      subjectsOf(words.slice(start, subjectEnd)).flatMap((subject) =>
        ends(words, verb.head, MOST - lengthOf(subject, 0, subject.length)).map(({ end, ends: kind }) => {
          const told = words.slice(verb.from, end);
          return {
            words: [...subject, ...told],
            verb: { from: subject.length, head: subject.length + verb.head - verb.from },
            ...{ standing, ends: kind, rest: words.slice(end) },
            text: `${textOf(sentence, subject)} ${textOf(sentence, told)}`,
            ...(standing === 'said' && speakerOf(sentence, words, start)),
          };
        }),
      ),
    );
  });
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
  if (before.text === ',' && isFronted(words, start) && (!first || first.from > start || isLink(words[0]))) {
    return 'main';
  }
  if (/^(?:and|but|;)$/.test(before.lower) && !words.slice(0, start).some(isSaying)) return 'besides';
  return /^(?:after|when|while|because)$/.test(before.lower) && hasHappened(words, start)
    ? 'dependent'
    : null;
}

/** "In the morning, …", "Defiant, …", "A few minutes before, …". */
function isFronted(words: readonly Word[], start: number): boolean {
  const last = words[words.findIndex(({ text }) => text === ',') - 1];
  return (
    /^(?:ADP|ADV|SCONJ|ADJ)$/.test(words[0]?.pos ?? '') ||
    isLink(words[0]) ||
    (start > 1 && /^(?:before|after|later|earlier|afterwards|ago)$/.test(last?.lower ?? ''))
  );
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
    // "reported threats and had asked": it belongs to who reported.
    if (before?.pos === 'CCONJ') return null;
    const closed = at > start && (before?.text === ',' || before?.pos === 'VERB');
    if ((!open || closed) && !isReduced(words, verb, verbs[i + 1])) return verb;
    at = verb.head + 1;
  }
  return null;
}

/** These are no participles that hang on a noun. */
const INTRANSITIVE = /^(?:die|arrive|happen|resign|rise|fall|go|come|occur|collapse|appear|remain)$/;

/** "A text circulated on channels said": no two verbs without a word that joins them, so the first is a participle. */
function isReduced(words: readonly Word[], { from, head }: VerbAt, next: VerbAt | undefined): boolean {
  const word = words[head];
  if (!next || !word || from !== head || word.pos !== 'VERB' || isSaying(word)) return false;
  if (INTRANSITIVE.test(word.lemma)) return false;
  const between = words.slice(head + 1, next.from);
  return (
    /(?:ed|en|wn|t)$/.test(word.lower) &&
    between[0]?.pos === 'ADP' &&
    !between.some((one) => BREAKS.test(one.text) || isLink(one) || /^(?:CCONJ|PRON)$/.test(one.pos))
  );
}

/** Where it may end, after its verb: with a clause, or before what opens a phrase. */
export function ends(
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
    else if (opensPhrase(last, next)) found.push({ end, ends: 'phrase' });
  }
  return found;
}

function opensPhrase({ pos }: Word, next: Word | undefined): boolean {
  if (/^(?:ADP|CCONJ)$/.test(next?.pos ?? '') || next?.lower === 'to') return true;
  // "wrote to the minister today | asking him to …"
  return (
    /^(?:NOUN|PROPN|ADV)$/.test(pos) &&
    /^(?:asking|calling|urging|demanding|citing|warning)$/.test(next?.lower ?? '')
  );
}
