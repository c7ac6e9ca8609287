import type { Development } from '../model/development.ts';
import { capital } from '../model/words.ts';
import { clip } from './budget.ts';
import { oneLine } from './clean.ts';
import { finiteVerbs } from './finite-verbs.ts';
import { isOpenLink } from './hanging.ts';
import { toldApart } from './headline-apart.ts';
import { BULLET, withoutAsides } from './headline-asides.ts';
import { faultsOf, isBroken, isPointing, losesNegation } from './headline-faults.ts';
import { breaksApart, losesOf } from './headline-gaps.ts';
import { leaned } from './headline-lean.ts';
import { placeFirst, SEEN_FIRST, startOf } from './headline-place.ts';
import { MOST, type Phrase, phrasesOf } from './phrases.ts';
import type { ReadSentence, Word } from './reading.ts';
import { isFirstPerson, saidAt, speakerAfter, speakerOf } from './speakers.ts';
import { endsClause, withShortSubject } from './subjects.ts';

/** What speaks for a headline; the sizes are of one kind and say only which outweighs which. */
const WORTH = {
  fault: -7,
  /** What the sentence denies, told as if it had happened. */
  opposite: -30,
  noVerb: -9,
  /** A name that no word of the sentence bears out. */
  unborne: -4,
  /** Below this a headline of its own is worse than another's with its kind in brackets. */
  leastOwn: -4,
  /** The sentence from its beginning, cut off: it says too little, and nothing wrong. */
  cutSentence: -4,
  /** It says what it says, though longer than a headline should. */
  wholeSentence: -2,
  /** Found by what the whole article and its title say. */
  given: 4,
  title: 3,
  seenVerb: 3,
  lateVerb: -2,
  besides: -1,
  said: 1,
  /** What somebody says, and it cannot be told shortly who. */
  unattributed: -3,
  dependent: -2,
  wholeClause: 1.5,
  length: 2,
  tooLong: -2,
  /** Of its words those that the given headline has too. */
  likeGiven: 3,
} as const;
const LATE_VERB = 45;
const GOOD_LENGTH = 70;
const LONG = 84;
/** Of an event's name and its place: `Talks begin in Geneva`. */
const NAME_WORDS = 7;

interface Candidate {
  readonly text: string;
  readonly worth: number;
}

/**
 * The developments of one article with headlines that read alone: what was given, where nothing is wrong with it; else
 * another run of the sentence's own words, never more than the sentence says. No two of them have the same.
 */
export function composeHeadlines(
  developments: readonly Development[],
  read: ReadSentence,
): readonly Development[] {
  const taken = new Set<string>();
  const told = new Map<string, string>();
  for (const development of [...developments].sort(byPlaceInArticle)) {
    const candidates = candidatesOf(development, read);
    const best = candidates.find(({ text }) => !taken.has(key(text)));
    const good = best && best.worth > WORTH.leastOwn ? best.text : (candidates[0]?.text ?? '');
    const headline = taken.has(key(good)) ? toldApart(good, development, read) : good;
    taken.add(key(headline));
    told.set(development.id, headline);
  }
  return developments.map((one) => ({ ...one, headline: told.get(one.id) ?? one.headline }));
}

/** Who comes first has first choice; of two read in one sentence the weightier, which stands for both in a mail. */
function byPlaceInArticle(a: Development, b: Development): number {
  return a.evidence.start - b.evidence.start || b.weight - a.weight || a.id.localeCompare(b.id);
}

function key(headline: string): string {
  return headline.toLowerCase();
}

/** The best first. */
export function candidatesOf(development: Development, read: ReadSentence): readonly Candidate[] {
  const sentence = withoutAsides(development.evidence.text, read);
  const reading = read(sentence);
  const own = phrasesOf(sentence, reading).map((phrase) => ({
    text: told(leaned(phrase), sentence, development),
    worth: worthOf(phrase, sentence, development.headline),
  }));
  const whole = sentence.replace(/(?<!\b[ap]\.m)\.$/, '');
  const cut =
    whole.length <= MOST && !isPointing(whole)
      ? { text: whole, worth: WORTH.wholeSentence }
      : { text: clip(sentence, { characters: LONG }), worth: WORTH.cutSentence };
  return [given(development, sentence, reading.words, read), ...own, cut].sort((a, b) => b.worth - a.worth);
}

/** As it stands in a subject. */
function told(phrase: Phrase, sentence: string, development: Development, isTitle = false): string {
  return placeFirst(capital(withSpeaker(phrase)), phrase, sentence, development, isTitle);
}

/** What somebody said is told as said, if it can be told shortly. */
function withSpeaker(phrase: Phrase): string {
  return namesSpeaker(phrase) ? `${phrase.text}, ${phrase.speaker}` : phrase.text;
}

function namesSpeaker({ text, speaker = '' }: Phrase): boolean {
  return speaker !== '' && text.length + speaker.length <= MOST;
}

/** The headline as it was given, judged as the others are. */
function given(
  development: Development,
  sentence: string,
  sentenceWords: readonly Word[],
  read: ReadSentence,
): Candidate {
  const { headline, article } = development;
  const text = oneLine(headline).replace(BULLET, '').replace(/\.$/, '');
  const { words } = read(text);
  const [verb] = finiteVerbs(words);
  const isTitle = oneLine(article.title).includes(text);
  const after = isTitle ? '' : textAfter(text, [sentence, oneLine(development.evidence.text)]);
  const rest = after === null ? [] : read(after).words;
  const whole: Phrase = {
    ...{ words, text, rest, verb: verb ?? { from: 0, head: 0 } },
    ...{ standing: 'main', ends: endsClause(rest[0]) ? 'clause' : 'phrase' },
    ...(!isTitle && sayingOf(sentence, sentenceWords, text)),
    ...(!isTitle && isFirstPerson(words[0]) && { speaker: speakerAfter(after ?? '', rest) }),
  };
  // Who is appointed is the news.
  const keepsName = isTitle || development.event.type === 'appointment';
  const phrase = (keepsName ? null : withShortSubject(whole, SEEN_FIRST)) ?? whole;
  const tells = verb !== undefined || (isTitle ? tellsIn(words, sentenceWords) : after === null);
  const bonus =
    WORTH.given +
    (isTitle ? WORTH.title : 0) +
    (tells ? 0 : WORTH.noVerb) +
    (phrase.standing === 'dependent' ? WORTH.opposite : 0);
  const isName =
    !isTitle &&
    words.length <= NAME_WORDS &&
    !sentence.includes(text) &&
    text.endsWith(` in ${development.event.place[0]}`);
  const broken = !isTitle && (breaksApart(words, sentenceWords) || hangsOpen(sentence, sentenceWords, text));
  const unborne = isName && !sentence.toLowerCase().includes(text.slice(0, 4).toLowerCase());
  const inAside = after !== null && !isTitle && endIn(sentence, text) < 0;
  const worth =
    bonus +
    (inAside ? WORTH.fault : 0) +
    worthOf(phrase, sentence, headline, isTitle) +
    (broken ? WORTH.opposite : 0) +
    (!isTitle && losesOf(words, sentenceWords) ? WORTH.fault : 0) +
    (unborne ? WORTH.unborne : 0);
  if (!isName)
    return { text: told(isTitle ? phrase : leaned(phrase), sentence, development, isTitle), worth };
  return { text: placeFirst(capital(withDay(text, development)), phrase, sentence, development), worth };
}

/** "They would talk when the strike is over": no headline "the strike is over". */
function hangsOpen(sentence: string, words: readonly Word[], headline: string): boolean {
  const at = sentence.toLowerCase().indexOf(headline.slice(0, 14).toLowerCase());
  const start = words.findIndex((word) => word.start === at);
  return start > 0 && isOpenLink(words, start);
}

/** "Talks begin in Geneva": by their name alone two such events are one; with their day they are not. */
function withDay(name: string, { event: { date } }: Development): string {
  if (date === null || date.from !== date.to) return name;
  const day = new Date(`${date.from}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return name;
  return `${name}, ${day.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })}`;
}

/** Of a headline that is what somebody says in the sentence: who; or that they deny it. */
function sayingOf(
  sentence: string,
  words: readonly Word[],
  headline: string,
): Partial<Pick<Phrase, 'standing' | 'speaker' | 'found'>> {
  const at = sentence.toLowerCase().indexOf(headline.slice(0, 14).toLowerCase());
  const start = words.findIndex((word) => word.start === at);
  const said = start > 0 ? saidAt(words, start) : null;
  if (said === 'said') return { standing: 'said', ...speakerOf(sentence, words, start) };
  return said === 'denied' ? { standing: 'dependent' } : {};
}

/** Taggers take verbs of titles for nouns: "Rivals initial treaty". The sentence's own verbs tell: "initialled". */
function tellsIn(title: readonly Word[], sentence: readonly Word[]): boolean {
  const verbs = sentence.filter(({ pos }) => pos === 'VERB').map(({ lower }) => lower.slice(0, 4));
  return title.some(
    ({ lower }, i) =>
      i > 0 && (verbs.includes(lower.slice(0, 4)) || (lower === 'to' && i < title.length - 1)),
  );
}

/** What follows a headline in the first of the readings of its sentence that it stands in; null where in none. */
function textAfter(headline: string, sentences: readonly string[]): string | null {
  const sentence = sentences.find((one) => endIn(one, headline) >= 0);
  return sentence === undefined ? null : sentence.slice(endIn(sentence, headline)).trim();
}

/** Where in the sentence the headline's last words end; -1 where they do not stand in it. */
function endIn(sentence: string, headline: string): number {
  const tail = headline.slice(-14).toLowerCase();
  const at = sentence.toLowerCase().lastIndexOf(tail);
  return at < 0 ? -1 : at + tail.length;
}

function worthOf(phrase: Phrase, sentence: string, headline: string, isTitle = false): number {
  const { words, verb, text, standing, ends } = phrase;
  const at = startOf(words, verb.from);
  const own = text.toLowerCase();
  const told = headline.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 3);
  const shared = told.filter((word) => own.includes(word.toLowerCase())).length;
  const length = withSpeaker(phrase).length;
  return (
    WORTH.fault * faultsOf(phrase, isTitle).length +
    (!isTitle && (losesNegation(text, sentence) || isBroken(phrase)) ? WORTH.opposite : 0) +
    (at < SEEN_FIRST ? WORTH.seenVerb : at < LATE_VERB ? 0 : WORTH.lateVerb) +
    (standing === 'main' ? 0 : WORTH[standing]) +
    (standing === 'said' && !phrase.found && !namesSpeaker(phrase) ? WORTH.unattributed : 0) +
    (ends === 'clause' ? WORTH.wholeClause : 0) +
    (WORTH.length * Math.min(length, GOOD_LENGTH)) / GOOD_LENGTH +
    (length > LONG ? WORTH.tooLong * (1 + (length - LONG) / 20) : 0) +
    (WORTH.likeGiven * shared) / Math.max(1, told.length)
  );
}
