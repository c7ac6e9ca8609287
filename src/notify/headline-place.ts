import type { Development } from '../model/development.ts';
import { capital } from '../model/words.ts';
import { isLink } from './finite-verbs.ts';
import type { Phrase } from './phrases.ts';
import type { Word } from './reading.ts';

/** A phone shows about so much of a subject. */
export const SEEN_FIRST = 35;

const NAME = "\\p{Lu}[\\p{L}'’-]+(?: \\p{Lu}[\\p{L}'’-]+){0,2}";
/** "In Munich, the vice president met …": where all of it happened. */
const FRONTED = new RegExp(`^(?:In|At|Near|Outside) (?:the )?(${NAME}),`, 'u');
/** A part of a town that is known by it. */
const SITE = '(?: (?:airport|port|prison|station|hospital|university|stadium|barracks))?';
/** "… flooded twelve towns in Spain and Portugal", "… bus overturns in east Lisbon, at least two dead", "… at Riga airport". */
const LOCATED = new RegExp(
  `(?<!days?|weeks?|months?|years?|hours?|interest|role|part) (?:in|at|near|across) (?:(?:(?:north|south|east|west|-)+(?:ern)?|central) )?(${NAME}(?: and ${NAME})?${SITE})(?=$|[,;]| (?:as|after|amid|while|when|before) | on \\p{Lu})`,
  'u',
);
/** "… signed an accord in Havana on Friday": where and when the sentence's own verb has it. */
const ON_A_DAY = new RegExp(
  `(?<before>.*) (?:in|at) (?<place>${NAME}) on (?:\\p{Lu}\\p{L}+(?:day| \\d)|\\d)`,
  'u',
);
/** Where something was said, or who said it sits. */
const TELLING = /\b(?:said|says|told|announced|reported|conference|interview|statement|ministry|office)\b/;
const TIME =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|Spring|Summer|Autumn|Winter|\w+day)\b/;
/** So many words after the headline may a place stand and still be where it happened. */
const NEAR_WORDS = 7;

/**
 * The place before the fact, as a dateline has it, where a phone would not show it else: "Munich: US vice president
 * met …". Only a place of which the sentence says that the fact happened there, and only if the verb is still seen.
 */
export function placeFirst(
  text: string,
  phrase: Phrase,
  sentence: string,
  { event }: Pick<Development, 'event'>,
  isTitle = false,
): string {
  const located = LOCATED.exec(text);
  const named = located?.[1] ?? '';
  // "in Mexico", of Mexico City
  const moved =
    located && event.place.some((place) => named.includes(place) || place.startsWith(`${named} `));
  const rest = moved ? text.replace(located[0], '') : text;
  const told = isTitle
    ? undefined
    : (fronted(sentence, phrase) ??
      following(phrase.rest, event.place) ??
      seatOf(phrase, sentence, event.place));
  const place = moved ? named : (told ?? onADay(text, sentence, event.place));
  if (!place || (!moved && text.includes(place)) || seen(text, place) || /: /.test(text)) return text;
  const bare = rest.replace(/^(?:The|An?) /, '');
  const first = rest.length === bare.length ? rest : capital(bare);
  const verbAt = startOf(phrase.words, phrase.verb.from) - (rest.length - bare.length);
  const hidesVerb = verbAt <= SEEN_FIRST && place.length + 2 + verbAt > SEEN_FIRST;
  return hidesVerb ? text : `${place}: ${first}`;
}

function seen(text: string, place: string): boolean {
  return text.slice(0, SEEN_FIRST).includes(place);
}

function fronted(sentence: string, { standing, words }: Phrase): string | undefined {
  const place = FRONTED.exec(sentence)?.[1];
  const follows = standing === 'main' && words[0] && words[0].start >= 0;
  return place && follows && !TIME.test(place) ? place : undefined;
}

/** "Lawmakers [in Addis Ababa] voted": where those who act are, left out between them and their verb. */
function seatOf({ words, verb }: Phrase, sentence: string, places: readonly string[]): string | undefined {
  const [who, does] = [words[verb.from - 1]?.text, words[verb.from]?.text];
  return places.find((place) => who && does && sentence.includes(`${who} in ${place} ${does}`));
}

function onADay(text: string, sentence: string, places: readonly string[]): string | undefined {
  const { before = '', place = '' } = ON_A_DAY.exec(sentence)?.groups ?? {};
  if (TELLING.test(before) || / (?:in|at|near) \p{Lu}/u.test(text)) return undefined;
  return places.includes(place) ? place : undefined;
}

/** A place of the event right after the headline's last words, no other clause between. */
function following(rest: readonly Word[], places: readonly string[]): string | undefined {
  const end = rest.findIndex(
    (word) => word.pos === 'VERB' || word.pos === 'AUX' || isLink(word) || /^[,;:.–—]$/.test(word.text),
  );
  const near = rest.slice(0, Math.min(end < 0 ? rest.length : end, NEAR_WORDS));
  return places.find((place) => {
    const at = near.findIndex(({ text }) => text === place.split(' ')[0]);
    return at > 0 && /^(?:in|at|near|outside)$/.test(near[at - 1]?.lower ?? '');
  });
}

/** In characters; what was left out between subject and verb does not count. */
export function startOf(words: readonly Word[], at: number): number {
  const length = words.slice(0, at).reduce((sum, word, i) => {
    const gap = i > 0 && word.start > (words[i - 1]?.end ?? 0) ? 1 : 0;
    return sum + gap + word.text.length;
  }, 0);
  return length + (at > 0 ? 1 : 0);
}
