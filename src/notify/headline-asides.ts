import { clip } from './budget.ts';
import { oneLine } from './clean.ts';
import { finiteVerbs, isLink } from './finite-verbs.ts';
import type { ReadSentence, Word } from './reading.ts';
import { isSaying } from './speakers.ts';

/** Of a sentence; what lies behind is in no headline. */
const MOST_READ = 600;
/** An insertion that is longer is more than an aside. */
const INSERT_WORDS = 16;
const INSERTS_MOST = 3;

/** What a list sets before its entries. */
export const BULLET = /^[-–—•*·▪●‣◦]\s+/u;

const ASIDES: readonly RegExp[] = [
  BULLET,
  // The hour before an entry of a live blog.
  /^\d{1,2}[:.]\d{2} (?:[AP]M )?/i,
  /^(?:And|But|Meanwhile,?|However,?|Also,?) /,
  /[“”"]/g,
  / ?\([^()]*\)/g,
  /(?<=^(?:In|At|On|Near|Outside) [^,]{2,30}), (?:meanwhile|however|for (?:its|his|her|their) part)(?=,)/i,
  /, (?:for (?:its|his|her|their) (?:own )?part|meanwhile|however|in turn|too|instead),/i,
  /,? (?:altogether|however|meanwhile)(?=[.,])/i,
];
const WHO = /^(?:who|whom|whose|which|where)$/;
/** What hangs on one of these is not true, or not so, without it. */
const CONDITION = /^(?:according|if|unless|despite|without|except|instead|like|unlike|as)$/;
const FRONTED = /^(?:ADP|ADV|SCONJ|ADJ)$/;

/**
 * A sentence without what may be left out of it, wherever it stands in a headline: the hour of an entry, quotation
 * marks, "however", and what is put in between commas where the sentence goes on after it as if it were not there.
 */
export function withoutAsides(given: string, read: ReadSentence): string {
  const bounded = clip(oneLine(given), { characters: MOST_READ });
  const rest = ASIDES.reduce((text, aside) => text.replace(aside, ''), bounded);
  let sentence = rest.replaceAll(/\s+/g, ' ').trim();
  for (let times = 0; times < INSERTS_MOST; times += 1) {
    const { words } = read(sentence);
    const insert = insertIn(words);
    if (!insert) return sentence;
    const [from, to] = [words[insert.from]?.start ?? 0, words[insert.to]?.end ?? 0];
    sentence = sentence.slice(0, from) + sentence.slice(to);
  }
  return sentence;
}

/** From its first comma to its last, by word numbers. */
interface Insert {
  readonly from: number;
  readonly to: number;
}

function insertIn(words: readonly Word[]): Insert | undefined {
  const verbs = new Set(finiteVerbs(words).map(({ from }) => from));
  const commas = words.flatMap(({ text }, i) => (text === ',' ? [i] : []));
  return commas
    .flatMap((from, i) => {
      const to = commas[i + 1];
      return to !== undefined && to - from <= INSERT_WORDS ? [{ from, to }] : [];
    })
    .find((insert) => mayBeLeftOut(words, insert, verbs));
}

function mayBeLeftOut(words: readonly Word[], { from, to }: Insert, verbs: ReadonlySet<number>): boolean {
  const inside = words.slice(from + 1, to);
  const [first, before] = [inside[0], words[from - 1]];
  if (!first || !before || inside.some(isSaying) || CONDITION.test(first.lower)) return false;
  if (inside.some(({ text }) => /^[:;–—()]$/.test(text)) || first.pos === 'CCONJ') return false;
  const tells = inside.findIndex((_, i) => verbs.has(from + 1 + i));
  const isRelative = WHO.test(first.lower) || WHO.test(inside[1]?.lower ?? '');
  if (tells >= 0 && !inside.slice(0, tells).some(isLink)) return false;
  // "The director, Ms. A, resigned": between a subject and its verb.
  if (verbAfter(words, to, verbs)) return isSubject(words, from, verbs);
  // "agreed to build, with B, a bridge": between a verb and its object.
  if (before.pos === 'VERB') return !isRelative && FRONTED.test(first.pos);
  // "took A, who was minister, into custody"
  return isRelative && words[to + 1]?.pos === 'ADP' && words.slice(0, from).some((_, i) => verbs.has(i));
}

function verbAfter(words: readonly Word[], comma: number, verbs: ReadonlySet<number>): boolean {
  const next = words[comma + 1]?.pos === 'ADV' ? comma + 2 : comma + 1;
  const verb = words[next];
  return verbs.has(next) && verb !== undefined;
}

/** Whether what ends before the comma is somebody who has done nothing yet. */
function isSubject(words: readonly Word[], comma: number, verbs: ReadonlySet<number>): boolean {
  const opener =
    words.findLastIndex((word, i) => i < comma && (isLink(word) || /^[,;:–—]$/.test(word.text))) + 1;
  const subject = words.slice(opener, comma);
  return (
    subject.some(({ pos }) => /^(?:NOUN|PROPN|NUM)$/.test(pos)) &&
    /^(?:DET|NOUN|PROPN|NUM|ADJ|PRON)$/.test(subject[0]?.pos ?? '') &&
    !subject.some((_, i) => verbs.has(opener + i))
  );
}
