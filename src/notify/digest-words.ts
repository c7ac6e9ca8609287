import { counted, REASON_WORDS } from '../model/words.ts';
import { clip } from './budget.ts';
import { oneLine } from './clean.ts';
import { dayInWords, type Reader, zoneInWords } from './dates.ts';
import type { DigestInput, DigestSection, SilentFeed } from './digest.ts';
import { localDay } from './schedule.ts';

const MAX_SILENT = 3;
const DIGEST_DAYS = { daily: 'every day', weekdays: 'on weekdays', weekly: 'on Mondays' } as const;

export function elsewhereInWords(sections: readonly DigestSection[]): string {
  const loud = sections.filter(({ developments }) => developments.length > 0);
  const count = loud.reduce((sum, { developments }) => sum + developments.length, 0);
  if (count === 0) return '';
  return `${counted(count, 'more development')} on ${counted(loud.length, 'other story', 'other stories')}`;
}

export function withheldInWords(withheld: DigestSection['withheld']): string {
  const counts = Object.entries(REASON_WORDS)
    .map(([reason, words]) => ({ words, count: withheld[reason as keyof typeof withheld] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ words, count }) => `${count} ${words}`);
  return counts.join(', ');
}

export function scheduleInWords({ digest, hour, timezone }: DigestInput['subscriber']): string {
  if (digest === 'off') return 'You follow these stories';
  if (digest === 'hourly') return 'You get this digest every hour';
  const time = `${String(hour).padStart(2, '0')}:00, ${zoneInWords(timezone)}`;
  return `You get this digest ${DIGEST_DAYS[digest]} at ${time}`;
}

/** To a reader the day says enough. */
function dayOf(since: string, reader: Reader): string {
  const day = since.length > 10 ? localDay(new Date(since), reader.timezone) : since;
  return dayInWords(day, reader);
}

export function silentInWords(silentFeeds: readonly SilentFeed[], reader: Reader): string {
  if (silentFeeds.length === 0) return '';
  const named = silentFeeds
    .slice(0, MAX_SILENT)
    .map(({ title, since }) =>
      [clip(oneLine(title), { words: 5, characters: 40 }), dayOf(since, reader)]
        .filter(Boolean)
        .join(' since '),
    );
  const left = silentFeeds.length - named.length;
  return `Silent sources: ${named.join('; ')}${left > 0 ? `; ${left} more` : ''}`;
}
