import type { Article } from '../model/article.ts';
import type { LedgerEntry, Observation } from '../model/dossier.ts';
import type { EventType } from '../model/event.ts';
import type { DateRange, Day, Instant } from '../model/time.ts';
import { webAddress } from '../model/web-address.ts';
import { capital, TYPE_WORDS } from '../model/words.ts';
import { clip } from './budget.ts';
import { oneLine } from './clean.ts';
import { momentInWords, type Reader, rangeInWords } from './dates.ts';
import { quoted } from './fact.ts';

const EXPECTED_MOST = 4;
const STORY_MOST = 4;
const SENTENCE = { words: 18, characters: 160 };
const SOURCE = { words: 5, characters: 40 };

/** An event of the ledger in one line of a digest. */
export interface LedgerLine {
  readonly entryId: string;
  /** `Sunday 18 February`. */
  readonly when: string;
  /** `Round of talks, Geneva`. */
  readonly what: string;
  readonly sentence: string;
  readonly source: string;
  readonly from: Day;
  readonly to: Day;
}

/** Nobody makes an appointment of these; "planned" is then a need or a threat. */
const UNAPPOINTED: ReadonlySet<EventType> = new Set([
  'attack',
  'strike',
  'clash',
  'threat',
  'statement',
  'other',
]);

/**
 * What is planned for a day from the reader's today on, the next first; what has no day of its own is no appointment,
 * and what was written later than now is not known yet.
 */
export function expectedEvents(
  entries: Iterable<LedgerEntry>,
  reader: Reader,
  today: Day,
  most = EXPECTED_MOST,
): LedgerLine[] {
  return [...entries]
    .filter(({ event: { certainty, date } }) => certainty === 'planned' && date?.from === date?.to)
    .filter(({ event: { type } }) => !UNAPPOINTED.has(type))
    .filter(({ event: { date } }) => date !== null && date.from >= today)
    .filter(({ observations }) => (observations.at(-1)?.publishedAt ?? '') <= reader.now)
    .map((entry) => lineOf(entry, reader))
    .filter((line) => line !== null)
    .sort((a, b) => a.from.localeCompare(b.from) || a.entryId.localeCompare(b.entryId))
    .slice(0, most);
}

/** A baseline document in one line of a digest. */
export interface StoryLine {
  readonly when: string;
  /** Its title: the best few words there are for what it tells. */
  readonly what: string;
  readonly source: string;
}

/** The story so far, for who reads of it for the first time: the dossier's latest documents, oldest first. */
export function storySoFar(baseline: readonly Article[], reader: Reader): StoryLine[] {
  const known = baseline.filter(({ publishedAt = '' }) => publishedAt <= reader.now);
  return known.slice(-STORY_MOST).map(({ title, source, publishedAt }) => ({
    when: publishedAt ? momentInWords(publishedAt, reader) : '',
    what: clip(oneLine(title), SENTENCE),
    source: clip(oneLine(source), SOURCE),
  }));
}

function lineOf({ id, event, observations }: LedgerEntry, reader: Reader): LedgerLine | null {
  const told = tellingOf(observations, event.date);
  if (!event.date || !told) return null;
  const place = event.place.slice(0, 2).map(oneLine).join(', ');
  return {
    entryId: id,
    when: rangeInWords(event.date, reader),
    what: clip([capital(TYPE_WORDS[event.type]), place].filter(Boolean).join(', '), { characters: 80 }),
    sentence: quoted(told.evidence.text, SENTENCE),
    source: clip(oneLine(told.source), SOURCE),
    ...event.date,
  };
}

/** The latest report that names the day; else the first, which the event is known from. */
function tellingOf(observations: readonly Observation[], date: DateRange | null): Observation | undefined {
  const day = date && Number(date.from.slice(8, 10));
  const names = day ? new RegExp(`\\b${day}(?:st|nd|rd|th)?\\b|\\b${weekdayOf(date)}`, 'i') : /$^/;
  return observations.findLast(({ evidence }) => names.test(evidence.text)) ?? observations[0];
}

function weekdayOf({ from }: DateRange): string {
  return new Date(`${from}T00:00:00Z`).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' });
}

/**
 * The expected events as a calendar (RFC 5545), whole days. A later file with the same UIDs replaces the earlier.
 *
 * @param about.page of the story, or null where there are no pages
 * @param about.name of one that is subscribed to, to be asked again every hour (RFC 7986)
 */
export function calendarOf(
  lines: readonly LedgerLine[],
  about: {
    readonly domain: string;
    readonly now: Instant;
    readonly page: string | null;
    readonly name?: string;
  },
): string {
  const stamp = `${about.now.replaceAll(/[-:]/g, '').slice(0, 15)}Z`;
  const url = webAddress(about.page ?? '');
  const events = lines.flatMap((line) => [
    'BEGIN:VEVENT',
    `UID:${line.entryId}@${about.domain}`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${line.from.replaceAll('-', '')}`,
    `DTEND;VALUE=DATE:${dayAfter(line.to).replaceAll('-', '')}`,
    `SUMMARY:${escaped(line.what)}`,
    `DESCRIPTION:${escaped(`“${line.sentence}” — ${line.source}. Planned; it may not happen.`)}`,
    ...(url ? [`URL:${url}`] : []),
    'STATUS:TENTATIVE',
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]);
  const all = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Newswatch//Expected//EN', 'METHOD:PUBLISH'];
  const { name } = about;
  // Programs older than the RFC know the names with X.
  const subscribed =
    name === undefined
      ? []
      : [
          ...[`NAME:${escaped(name)}`, `X-WR-CALNAME:${escaped(name)}`],
          ...['REFRESH-INTERVAL;VALUE=DURATION:PT1H', 'X-PUBLISHED-TTL:PT1H'],
        ];
  return `${[...all, ...subscribed, ...events, 'END:VCALENDAR'].map(folded).join('\r\n')}\r\n`;
}

function dayAfter(day: Day): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\;,]/g, '\\$&').replaceAll('\n', '\\n');
}

/** Lines of 75 octets at most, no character cut in two. */
function folded(line: string): string {
  const lines: string[] = [];
  let current = '';
  for (const character of line) {
    if (Buffer.byteLength(current + character) > (lines.length === 0 ? 75 : 74)) {
      lines.push(current);
      current = '';
    }
    current += character;
  }
  return [...lines, current].join('\r\n ');
}
