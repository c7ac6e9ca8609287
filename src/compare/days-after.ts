import type { Day } from '../model/time.ts';
import { addDays } from './calendar.ts';
import type { Mention } from './mention.ts';
import { NUMBER_WORDS } from './number-words.ts';

/** Further back, what is counted from is looked back on. */
const COUNT = `a|${Object.keys(NUMBER_WORDS).slice(0, 7).join('|')}`;
const COUNTED = new RegExp(`\\b(${COUNT}) days? after\\b`, 'gi');

/**
 * "Shares fell on Friday, a day after the bank raised its rate": what stands behind may be what happened on Thursday.
 * A mention is dated by the day of its sentence, for that is mostly what is news; null where no day is counted from.
 */
export function dayCountedFrom({ sentence, at, event: { date }, dated }: Mention): Day | null {
  const start = sentence.tokens[at]?.start ?? -1;
  if (dated !== 'own' || !date || date.from !== date.to) return null;
  for (const { 0: said, 1: count = '', index } of sentence.text.matchAll(COUNTED)) {
    const from = index + said.length;
    const comma = sentence.text.indexOf(',', from);
    if (start < from || (comma >= 0 && start > comma)) continue;
    return addDays(date.from, -(NUMBER_WORDS[count.toLowerCase()] ?? 1));
  }
  return null;
}
