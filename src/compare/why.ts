import type { DevelopmentKind } from '../model/development.ts';
import type { LedgerEntry } from '../model/dossier.ts';
import type { NewsEvent } from '../model/event.ts';
import type { DateRange, Day } from '../model/time.ts';
import { TYPE_WORDS } from '../model/words.ts';
import type { Likeness } from './match.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

export function sayDay(day: Day): string {
  return `${Number(day.slice(8, 10))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
}

export function sayDates({ from, to }: DateRange): string {
  if (from === to) return `on ${sayDay(from)}`;
  return `between ${sayDay(from)} and ${sayDay(to)}`;
}

/** Why something is told, the weightiest first. */
export function newWhy(kind: DevelopmentKind, event: NewsEvent, before: LedgerEntry | undefined): string[] {
  if (kind === 'new') {
    const when = event.date ? ` ${sayDates(event.date)}` : '';
    return [
      event.type === 'other'
        ? `Nothing like it${when} is known.`
        : `No event of this kind (${TYPE_WORDS[event.type]})${when} is known.`,
    ];
  }
  const source = before?.observations[0]?.source ?? 'the dossier';
  if (kind === 'update')
    return [`It was known from ${source}; a figure has risen: ${sayChange(before?.event, event)}.`];
  if (kind === 'confirmed') return [`It was planned, according to ${source}; now it has happened.`];
  if (kind === 'corrected')
    return [`It was known from ${source}; a figure is corrected: ${sayChange(before?.event, event)}.`];
  return [`It was told by ${source}; now it is denied.`];
}

function sayChange(before: NewsEvent | undefined, now: NewsEvent): string {
  return Object.entries(now.figures)
    .filter(([name, figure]) => figure.value !== before?.figures[name]?.value)
    .map(([name, figure]) => `${name} ${before?.figures[name]?.value ?? '?'} → ${figure.value}`)
    .join(', ');
}

/** Why a telling counts as known, said to who reads the article of the id `articleId`. */
export function knownWhy(entry: LedgerEntry, likeness: Likeness, articleId: string): string[] {
  const first = entry.observations[0];
  const when = first?.publishedAt ? ` of ${sayDay(first.publishedAt.slice(0, 10))}` : '';
  const alike =
    likeness.words > 0.8
      ? 'in the same words'
      : likeness.dates === 'same'
        ? 'for the same day'
        : 'in much the same terms';
  const teller =
    first?.articleId === articleId ? 'This article itself' : `${first?.source ?? 'The dossier'}${when}`;
  return [`${teller} told it already, ${alike}: “${first?.evidence.text ?? ''}”`];
}

export function withheldWhy(event: NewsEvent, why: readonly string[]): string[] {
  const when = event.date ? ` (${sayDates(event.date)})` : '';
  return [`The article tells it as what went before${when}, not as news.`, ...why];
}
