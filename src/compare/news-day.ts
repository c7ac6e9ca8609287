import type { LedgerEntry } from '../model/dossier.ts';
import { rootOf } from '../model/event.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { DateRange, Day } from '../model/time.ts';
import { addDays, daysBetween } from './calendar.ts';
import { raises, tellsCount } from './counting.ts';
import { alikeness, worthMost } from './likest.ts';
import type { Mention } from './mention.ts';

/**
 * A telling that is news, with the day that being news says of it: a count so far is of the day of what is counted,
 * and a month or a year that is told in passing ("the loan it was given last month") dates no news.
 *
 * @param near what the ledger holds of its days and words
 */
export function datedAsNews(
  mention: Mention,
  near: readonly LedgerEntry[],
  published: Day,
  lexicon: Lexicon,
): Mention {
  const counted =
    tellsCount(mention, lexicon) && !tellsDay(mention) ? dayCounted(mention, near, lexicon) : null;
  if (counted) return dated(mention, counted);
  return isInPassing(mention, published)
    ? dated(mention, { from: addDays(published, -1), to: published })
    : mention;
}

/** "Nine were killed on Monday": its own verb, and its day. */
function tellsDay({ dated, event, sentence, at }: Mention): boolean {
  return dated === 'own' && rootOf(event.type) === 'force' && sentence.tokens[at]?.pos === 'VERB';
}

/** The day of the event most alike in words whose count is raised. */
function dayCounted(mention: Mention, near: readonly LedgerEntry[], lexicon: Lexicon): DateRange | null {
  const counted = worthMost(near, (entry) => {
    const { date } = entry.event;
    if (!date || daysBetween(date.from, date.to) > WIDE || !raises(mention, entry, lexicon)) return null;
    return alikeness(mention, entry);
  });
  return counted?.event.date ?? null;
}

/** Days: a longer range is a time told in passing. */
const WIDE = 3;

function dated(mention: Mention, date: DateRange): Mention {
  return { ...mention, event: { ...mention.event, date } };
}

function isInPassing({ time, event }: Mention, published: Day): boolean {
  if (!time || event.certainty === 'planned') return false;
  return (time.precision === 'month' || time.precision === 'year') && time.range.from <= published;
}
