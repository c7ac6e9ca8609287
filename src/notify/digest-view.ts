import type { Development } from '../model/development.ts';
import { BEFORE_WORDS, counted } from '../model/words.ts';
import { expectedEvents, type LedgerLine, type StoryLine, storySoFar } from './ahead.ts';
import { clip, clipSentence, countWords, share } from './budget.ts';
import { type Reader, readerOf, spanInWords } from './dates.ts';
import type { DigestInput, DigestSection } from './digest.ts';
import { digestText } from './digest-text.ts';
import { elsewhereInWords, scheduleInWords, silentInWords, withheldInWords } from './digest-words.ts';
import { type Fact, factOf, headlineOf, labelOf } from './fact.ts';
import { localDay } from './schedule.ts';
import { type Series, seriesOf } from './series.ts';
import { bodyTitle } from './title.ts';

const MAX_DEVELOPMENTS = 7;
const MAX_WORDS = 400;
/** A quote of fewer words says nothing. */
const MIN_QUOTE_WORDS = 6;
/** Watches named though none of their developments is told. */
const MAX_OTHERS = 4;
const HEADLINE = { words: 14, characters: 84 };
const BEFORE = { words: 12, characters: 110 };

export interface DigestItem {
  readonly development: Development;
  /** `Update`; '' for a new fact, which needs no label. */
  readonly label: string;
  readonly fact: Fact;
  /** `Reported before: “…”`, where a change is not one of figures; else ''. */
  readonly before: string;
  /** `5 outlets, 2 origins`; '' for one: seven times the same is not read. */
  readonly spread: string;
}

/** A watch of which there is nothing to tell. */
export interface QuietPart {
  readonly title: string;
  /** `12 known already, 3 background only`; '' when nothing was withheld. */
  readonly withheld: string;
  readonly page: string | null;
}

export interface DigestPart {
  readonly title: string;
  readonly items: readonly DigestItem[];
  /** Figures over time that the items belong to. */
  readonly series: readonly Series[];
  /** None were found, so that none are told. */
  readonly quiet: boolean;
  /** `4 more developments`; '' when all are told. */
  readonly more: string;
  /** `12 known already, 3 background only`; '' when nothing was withheld. */
  readonly withheld: string;
  /** What is planned next. */
  readonly expected: readonly LedgerLine[];
  /** In a first digest: what is known. */
  readonly soFar: readonly StoryLine[];
  readonly page: string | null;
  readonly withheldPage: string | null;
}

/** A digest in a reader's words. */
export interface DigestView {
  /** `5 developments`. */
  readonly title: string;
  /** `29 February, 08:00 to 1 March, 08:00, Berlin time`. */
  readonly window: string;
  readonly sections: readonly DigestPart[];
  /** Watches without a section, as nothing of them is new. */
  readonly quiet: readonly QuietPart[];
  /** `12 more developments on 2 other stories`; '' when every story with news has its section. */
  readonly elsewhere: string;
  readonly front: string | null;
  /** `Silent sources: Al Sumaria since 27 February`; '' when none is. */
  readonly silent: string;
  /** `You get this digest every day at 07:00, Berlin time`. */
  readonly schedule: string;
  readonly unsubscribe: string | null;
  readonly pause: string | null;
  readonly preferences: string | null;
}

/** The digest in at most 400 words: as many developments as fit, seven at most, and of their sentences what is left. */
export function viewOf(input: DigestInput): DigestView {
  for (let most = MAX_DEVELOPMENTS; ; most -= 1) {
    const view = viewWith(input, most);
    const left = MAX_WORDS - countWords(digestText(withQuotes(view, () => '')));
    if (left >= most * MIN_QUOTE_WORDS || most === 1) return withWords(view, left);
  }
}

function viewWith(input: DigestInput, most: number): DigestView {
  const { sections, silentFeeds, subscriber, links, window, now } = input;
  const reader = readerOf(subscriber, now);
  const top = weightiest(sections.flatMap((section) => section.developments)).slice(0, most);
  const count = sections.reduce((sum, section) => sum + section.developments.length, 0);
  const parts = sections
    .map((section) => ({ section, told: top.filter((one) => section.developments.includes(one)) }))
    .sort((a, b) => rank(top, a) - rank(top, b));
  const shown = parts.slice(0, parts.filter(({ told }) => told.length > 0).length + MAX_OTHERS);
  const sectionsInWords = shown.map(({ section, told }) => partOf(section, told, reader, input));
  return {
    title: titleOf(count, input),
    window: spanInWords(window, reader),
    sections: sectionsInWords.filter((part) => !isBare(part)),
    quiet: sectionsInWords.filter(isBare).map(({ title, withheld, withheldPage }) => ({
      ...{ title, withheld, page: withheldPage },
    })),
    elsewhere: elsewhereInWords(parts.slice(shown.length).map(({ section }) => section)),
    front: links.page('/'),
    silent: silentInWords(silentFeeds, reader),
    schedule: scheduleInWords(subscriber),
    unsubscribe: links.unsubscribe(subscriber.id),
    pause: links.pause(subscriber.id, now),
    preferences: links.preferences(subscriber.id, now),
  };
}

function isBare({ quiet, expected, soFar }: DigestPart): boolean {
  return quiet && expected.length === 0 && soFar.length === 0;
}

/** After a pause the reader was away. */
function titleOf(count: number, { window, subscriber: { snoozeUntil = '' } }: DigestInput): string {
  if (count === 0) return 'Nothing new';
  const away = snoozeUntil > window.from && snoozeUntil <= window.to;
  return `${counted(count, 'new development')}${away ? ' since you left' : ''}`;
}

/** Cuts the quotes to so many words together. */
function withWords(view: DigestView, words: number): DigestView {
  const quotes = view.sections.flatMap((section) => section.items.map((item) => item.fact.quote));
  const shares = share(words, quotes.map(countWords));
  return withQuotes(view, (quote, i) => {
    const given = shares[i] ?? 0;
    return given > 0 ? clipSentence(quote, given) : '';
  });
}

function withQuotes(view: DigestView, change: (quote: string, i: number) => string): DigestView {
  let i = 0;
  const sections = view.sections.map((section) => ({
    ...section,
    items: section.items.map((item) => {
      const quote = change(item.fact.quote, i);
      i += 1;
      return { ...item, fact: { ...item.fact, quote } };
    }),
  }));
  return { ...view, sections };
}

function partOf(
  section: DigestSection,
  told: readonly Development[],
  reader: Reader,
  { links, first, now }: DigestInput,
): DigestPart {
  const path = `/watches/${encodeURIComponent(section.watch.id)}`;
  const left = section.developments.length - told.length;
  const entries = [...(section.entries ?? [])];
  const today = localDay(new Date(now), reader.timezone);
  return {
    title: bodyTitle(section.watch.title),
    items: told.map((development, at) => itemOf(development, reader, told.slice(0, at))),
    series: seriesOf(told, section.history ?? [], entries, today),
    quiet: section.developments.length === 0,
    more: left > 0 ? counted(left, 'more development') : '',
    withheld: withheldInWords(section.withheld),
    expected: expectedEvents(entries, reader, today).map((line) => shortened(line, told)),
    soFar: first ? storySoFar(section.watch.baseline ?? [], reader) : [],
    page: links.page(path),
    withheldPage: links.page(`${path}#articles`),
  };
}

/** What an item above tells already is not quoted again. */
function shortened(line: LedgerLine, told: readonly Development[]): LedgerLine {
  const above = told.find(({ entryId }) => entryId === line.entryId);
  return above ? { ...line, what: headlineOf(above), sentence: '' } : line;
}

function itemOf(development: Development, reader: Reader, above: readonly Development[]): DigestItem {
  const own = factOf(development, reader);
  // Two facts of one article may both go by its title: the second then by its sentence.
  const again = above.some((other) => headlineOf(other) === own.headline);
  const fact = again ? { ...own, headline: clip(own.quote, HEADLINE) } : own;
  const changed = development.kind !== 'new' && fact.change === '' && fact.before;
  return {
    development,
    label: labelOf(development),
    fact,
    before: changed ? `${BEFORE_WORDS[development.kind]}: “${clip(changed.quote, BEFORE)}”` : '',
    spread: development.outlets > 1 ? fact.spread : '',
  };
}

/**
 * By weight, then what more outlets tell, then what an article opens with before what it tells besides, then the
 * latest; by id at last, so that a retry composes the same mail.
 */
function weightiest(developments: readonly Development[]): readonly Development[] {
  return [...developments].sort(
    (a, b) =>
      b.weight - a.weight ||
      b.outlets - a.outlets ||
      Number(isLead(b)) - Number(isLead(a)) ||
      b.at.localeCompare(a.at) ||
      a.id.localeCompare(b.id),
  );
}

function isLead({ evidence }: Development): boolean {
  return evidence.start === 0;
}

/** Where a watch stands: by the weightiest of its developments told, then those with more, then the quiet ones. */
function rank(
  top: readonly Development[],
  part: { readonly section: DigestSection; readonly told: readonly Development[] },
): number {
  const [first] = part.told;
  if (first) return top.indexOf(first);
  return part.section.developments.length > 0 ? top.length : top.length + 1;
}
