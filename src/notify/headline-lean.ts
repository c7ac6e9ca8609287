import { capital } from '../model/words.ts';
import { SEEN_FIRST, startOf } from './headline-place.ts';
import type { Phrase } from './phrases.ts';
import type { Word } from './reading.ts';
import { OFFICE } from './subjects.ts';

/** As papers write them, by their words. */
const SHORT: Readonly<Record<string, string>> = {
  'united states': 'US',
  'united nations': 'UN',
  'united kingdom': 'UK',
  'european union': 'EU',
};
/** Before an office, as a part of it. */
const OF_OFFICE = /^(?:prime|vice|deputy|foreign|interior|defen[cs]e|finance|justice)$/;
const ARTICLE = /^(?:the|an?)$/;
/** "a few", "the same", "the two": not without their article. */
const KEEPS_BEFORE =
  /^(?:few|little|lot|number|couple|handful|dozen|hundred|thousand|million|third|quarter|half|same|other|others|former|latter|only|most|least|more|less)$/;
/** "two of the attackers", "all the ships". */
const KEEPS_AFTER = /^(?:all|both|half|most|some|many|few|none|each|one|such|what|as)$/;

/**
 * The same as titles put it, where its subject would push the verb out of sight: names in short, without articles, and
 * without the offices of several who are named.
 */
export function leaned(phrase: Phrase): Phrase {
  const { words, verb, text } = phrase;
  if (startOf(words, verb.from) < SEEN_FIRST) return phrase;
  const full = words.slice(0, verb.from);
  const told = text.slice(startOf(words, verb.from));
  if (full[0]?.pos === 'ADP' || full.some(({ text: one }) => /["“”]/.test(one))) return phrase;
  const bare = withoutArticles(shortNames(full));
  for (const subject of [shortNames(full), bare, withoutOffices(bare)]) {
    const leaner = [...subject, ...words.slice(verb.from)];
    if (subject.length === 0 || startOf(leaner, subject.length) >= SEEN_FIRST) continue;
    const dropped = full.length - subject.length;
    return {
      ...phrase,
      words: leaner,
      verb: { from: subject.length, head: verb.head - dropped },
      text: `${capital(textOf(subject))} ${told}`,
    };
  }
  return phrase;
}

function shortNames(words: readonly Word[]): readonly Word[] {
  const at = words.findIndex((word, i) => shortOf(word, words[i + 1]) !== undefined);
  const [first, second] = [words[at], words[at + 1]];
  if (!first || !second) return words;
  const short = shortOf(first, second) ?? '';
  const article = words[at - 1]?.lower === 'the' ? 1 : 0;
  const one: Word = { ...first, text: short, lower: short.toLowerCase(), lemma: short, end: second.end };
  return [...words.slice(0, at - article), one, ...words.slice(at + 2)];
}

function shortOf(word: Word, next: Word | undefined): string | undefined {
  return SHORT[`${word.lower} ${next?.lower}`];
}

function withoutArticles(words: readonly Word[]): readonly Word[] {
  return words.filter(({ lower }, i) => {
    if (!ARTICLE.test(lower)) return true;
    const [before, next] = [words[i - 1], words[i + 1]];
    const counted = before?.lower === 'of' ? words[i - 2] : before;
    const isPart = counted?.pos === 'NUM' || KEEPS_AFTER.test(counted?.lower ?? '');
    return isPart || next?.pos === 'NUM' || KEEPS_BEFORE.test(next?.lower ?? '');
  });
}

/** "President A and Prime Minister B": the names of two tell a stranger who, and their offices push the verb away. */
function withoutOffices(words: readonly Word[]): readonly Word[] {
  if (!words.some(({ lower }) => lower === 'and')) return words;
  return words.filter(({ lower }, i) => {
    const office = OF_OFFICE.test(lower) ? words[i + 1] : words[i];
    const name = words[OF_OFFICE.test(lower) ? i + 2 : i + 1];
    return !(
      OFFICE.test(office?.lower ?? '') &&
      /^\p{Lu}/u.test(office?.text ?? '') &&
      name?.pos === 'PROPN'
    );
  });
}

function textOf(words: readonly Word[]): string {
  return words
    .map((word, i) => (i > 0 && word.start > (words[i - 1]?.end ?? 0) ? ` ${word.text}` : word.text))
    .join('');
}
