import type { Verb, Word } from './reading.ts';

export type VerbAt = Pick<Verb, 'from' | 'head'>;

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

/** Whether it hangs a clause on another. */
export function isLink(word: Word | undefined): boolean {
  return LINKS.has(word?.lower ?? '');
}
