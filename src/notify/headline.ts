import type { Development } from '../model/development.ts';
import { capital, TYPE_WORDS } from '../model/words.ts';
import { clip } from './budget.ts';
import { oneLine } from './clean.ts';
import { finiteVerbs } from './finite-verbs.ts';
import { faultsOf, losesNegation } from './headline-faults.ts';
import { placeFirst, SEEN_FIRST, startOf } from './headline-place.ts';
import { endsClause, MOST, type Phrase, phrasesOf, saidAt, speakerOf } from './phrases.ts';
import type { ReadSentence, Word } from './reading.ts';

/** What speaks for a headline; the sizes are of one kind and say only which outweighs which. */
const WORTH = {
  fault: -7,
  /** What the sentence denies, told as if it had happened. */
  opposite: -30,
  noVerb: -9,
  /** The sentence from its beginning, cut off: it says too little, and nothing wrong. */
  cutSentence: -4,
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
/** Of a sentence; what lies behind is in no headline. */
const MOST_READ = 600;

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
    const good = best && best.worth > 0 ? best.text : (candidates[0]?.text ?? '');
    const headline = apart(development, good, taken);
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

/** Two facts of one sentence: the second says which of its kind it is. */
function apart({ event }: Development, headline: string, taken: ReadonlySet<string>): string {
  const [bare, numbered] = [headline, `${headline} (${TYPE_WORDS[event.type]})`];
  return taken.has(key(bare)) ? numbered : bare;
}

/** The best first. */
export function candidatesOf(development: Development, read: ReadSentence): readonly Candidate[] {
  const sentence = withoutAsides(development.evidence.text);
  const reading = read(sentence);
  const own = phrasesOf(sentence, reading).map((phrase) => ({
    text: placeFirst(capital(withSpeaker(phrase)), phrase, sentence, development),
    worth: worthOf(phrase, sentence, development.headline),
  }));
  const cut = { text: clip(sentence, { characters: LONG }), worth: WORTH.cutSentence };
  return [given(development, sentence, reading.words, read), ...own, cut].sort((a, b) => b.worth - a.worth);
}

/** What somebody said is told as said, if it can be told shortly. */
function withSpeaker({ text, speaker = '' }: Phrase): string {
  return speaker === '' || text.length + speaker.length > MOST ? text : `${text}, ${speaker}`;
}

const ASIDES: readonly RegExp[] = [
  // The hour before an entry of a live blog.
  /^\d{1,2}[:.]\d{2} (?:[AP]M )?/i,
  /^(?:And|But|Meanwhile,?|However,?|Also,?) /,
  /[“”"]/g,
  /(?<=^(?:In|At|On|Near|Outside) [^,]{2,30}), (?:meanwhile|however|for (?:its|his|her|their) part)(?=,)/i,
  /, (?:for (?:its|his|her|their) (?:own )?part|meanwhile|however|in turn|too|instead),/i,
  /,? (?:altogether|however|meanwhile)(?=[.,])/i,
];

function withoutAsides(sentence: string): string {
  const bounded = clip(oneLine(sentence), { characters: MOST_READ });
  const rest = ASIDES.reduce((text, aside) => text.replace(aside, ''), bounded);
  return rest.replaceAll(/\s+/g, ' ').trim();
}

/** The headline as it was given, judged as the others are. */
function given(
  development: Development,
  sentence: string,
  sentenceWords: readonly Word[],
  read: ReadSentence,
): Candidate {
  const { headline, article } = development;
  const text = oneLine(headline).replace(/\.$/, '');
  const { words } = read(text);
  const [verb] = finiteVerbs(words);
  const isTitle = oneLine(article.title).includes(text);
  const end = isTitle ? -1 : endIn(sentence, text);
  const rest = end < 0 ? [] : read(sentence.slice(end).trim()).words;
  const phrase: Phrase = {
    ...{ words, text, rest, verb: verb ?? { from: 0, head: 0 } },
    ...{ standing: 'main', ends: endsClause(rest[0]) ? 'clause' : 'phrase' },
    ...(!isTitle && sayingOf(sentence, sentenceWords, text)),
  };
  const told = verb !== undefined || (isTitle ? tellsIn(words, sentenceWords) : end < 0);
  const bonus =
    WORTH.given +
    (isTitle ? WORTH.title : 0) +
    (told ? 0 : WORTH.noVerb) +
    (phrase.standing === 'dependent' ? WORTH.opposite : 0);
  const worth = bonus + worthOf(phrase, sentence, headline, isTitle);
  const isName =
    !isTitle &&
    words.length <= NAME_WORDS &&
    !sentence.includes(text) &&
    text.endsWith(` in ${development.event.place[0]}`);
  const whole = isName ? withDay(text, development) : withSpeaker(phrase);
  return { text: placeFirst(whole, phrase, isTitle ? '' : sentence, development), worth };
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
    (!isTitle && losesNegation(text, sentence) ? WORTH.opposite : 0) +
    (at < SEEN_FIRST ? WORTH.seenVerb : at < LATE_VERB ? 0 : WORTH.lateVerb) +
    (standing === 'main' ? 0 : WORTH[standing]) +
    (standing === 'said' && !phrase.speaker && !phrase.found ? WORTH.unattributed : 0) +
    (ends === 'clause' ? WORTH.wholeClause : 0) +
    (WORTH.length * Math.min(length, GOOD_LENGTH)) / GOOD_LENGTH +
    (length > LONG ? WORTH.tooLong * (1 + (length - LONG) / 20) : 0) +
    (WORTH.likeGiven * shared) / Math.max(1, told.length)
  );
}
