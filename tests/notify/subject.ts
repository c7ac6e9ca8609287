import type { readTokens } from '../../src/compare/reader.ts';
import { finiteVerbs } from '../../src/notify/finite-verbs.ts';
import { SEEN_FIRST } from '../../src/notify/headline-place.ts';
import type { DemoMail } from './demo-mails.ts';

/** `Protest in Niamey`: the event itself, by its name. */
const NOUN_FIRST = /^(?:Attack|Attacks|Blast|Strike|Protest|Clashes|Talks|Withdrawal|Release|Walkout)\b/;

/** The fact of a subject line, without the story after it. */
export function factIn(subject: string): string {
  return subject.slice(0, subject.lastIndexOf(' — '));
}

/** What a phone shows of an alert's subject: whether its verb, and its place; null where the event names none. */
export function lacksOf(
  { mail, developments: [development] }: DemoMail,
  read: typeof readTokens,
): { readonly verb: boolean; readonly place: boolean | null } {
  const fact = factIn(mail.subject);
  const sentence = development?.evidence.text ?? '';
  const places = (development?.event.place ?? []).filter((name) => sentence.includes(name));
  const seen = fact.slice(0, SEEN_FIRST).toLowerCase();
  return {
    verb: NOUN_FIRST.test(fact) || verbsOf(fact, sentence, read).some((at) => at < SEEN_FIRST),
    place: places.length === 0 ? null : places.some((name) => seen.includes(name.slice(0, 4).toLowerCase())),
  };
}

/** Where its verbs begin: by the tagger, which takes some of titles for nouns, or where the sentence has the same. */
function verbsOf(fact: string, sentence: string, read: typeof readTokens): readonly number[] {
  const words = read(fact);
  const told = read(sentence)
    .filter(({ pos }) => pos === 'VERB')
    .map(({ lower }) => lower.slice(0, 4));
  return [
    ...finiteVerbs(words).map(({ from }) => words[from]?.start ?? 0),
    ...words.filter(({ lower }, i) => i > 0 && told.includes(lower.slice(0, 4))).map(({ start }) => start),
    ...words.filter(({ lower }, i) => lower === 'to' && isVerb(words[i + 1])).map(({ start }) => start),
  ];
}

function isVerb(word: { readonly pos: string } | undefined): boolean {
  return word?.pos === 'VERB' || word?.pos === 'AUX';
}
