import type { DateRange, Day } from '../model/time.ts';
import { TIME_RULES } from './time-rules.ts';
import { signsIn } from './time-signs.ts';

/** A time told in a sentence; offsets count in the sentence, end exclusive. */
export interface FoundTime {
  readonly start: number;
  readonly end: number;
  readonly range: DateRange;
  /** `since Sunday` and `by 15 May` bound a stretch and date nothing. */
  readonly bound: 'at' | 'since' | 'by';
  readonly precision: 'day' | 'week' | 'month' | 'year';
  /** True for "next year", "three weeks ago": counted from publication or a day before. */
  readonly relative: boolean;
}

export interface TimeContext {
  /** The local day the article was published. */
  readonly published: Day;
  /** What "two days later" counts from, where the text told a day before. */
  readonly anchor?: Day;
}

/** Which way an undated weekday or month looks: set by the tense around it. */
export type Direction = 'past' | 'future';

/** The times a sentence tells, left to right. `directionAt` says which way the tense looks at an offset. */
export function findTimes(
  text: string,
  context: TimeContext,
  directionAt: (offset: number) => Direction,
): FoundTime[] {
  const lower = text.toLowerCase();
  const signs = signsIn(lower);
  const found: FoundTime[] = [];
  if (signs.size === 0) return found;
  for (const { needs, pattern, resolve } of TIME_RULES) {
    if (!needs.every((sign) => signs.has(sign))) continue;
    // Not `matchAll`, which makes a pattern of its own for each text.
    pattern.lastIndex = 0;
    for (let match = pattern.exec(lower); match; match = pattern.exec(lower)) {
      const start = match.index;
      const end = start + match[0].length;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      if (!looksLikeTime(text.slice(start, end), match[0])) continue;
      const resolved = resolve(match, { ...context, ...anchorBefore(found, start) }, directionAt(start));
      if (resolved)
        found.push({
          start,
          end,
          ...resolved,
          bound: boundOf(lower, start, match[0]),
          relative: !/\d{4}/.test(match[0]),
        });
    }
  }
  found.sort((a, b) => a.start - b.start);
  return found.filter((time, i) => !isNamedAgain(text, time, found[i + 1]));
}

/** "On Thursday, November 9", "on Thursday, the 19th": the date says which Thursday. */
function isNamedAgain(text: string, time: FoundTime, next: FoundTime | undefined): boolean {
  if (
    next?.precision !== 'day' ||
    !/(?:day|ago|earlier|later|before|after|week|month)$/i.test(text.slice(time.start, time.end))
  )
    return false;
  return (
    /^,? ?(?:on )?(?:the )?$/i.test(text.slice(time.end, next.start)) &&
    /\d/.test(text.slice(next.start, next.end))
  );
}

function anchorBefore(found: readonly FoundTime[], start: number): { anchor?: Day } {
  const last = found.filter((time) => time.end <= start && time.precision === 'day').at(-1);
  return last ? { anchor: last.range.from } : {};
}

/** "may" and "march" as verbs are no months. */
function looksLikeTime(original: string, lower: string): boolean {
  if (!/\b(?:may|march|mar|sun|sat)\b/.test(lower)) return true;
  return /\b(?:May|March|Mar|MAY|MARCH)\b/.test(original) && !/^(?:May|March)$/.test(original.trim());
}

function boundOf(lower: string, start: number, match: string): FoundTime['bound'] {
  const before = `${lower.slice(Math.max(0, start - 18), start)}${match}`;
  if (
    /\bsince (?:the )?(?:\w+ )?[^ ]*$/.test(lower.slice(Math.max(0, start - 12), start)) ||
    /^since\b/.test(match)
  )
    return 'since';
  if (
    /\b(?:by|until|till|no later than|not exceeding|before|beyond)(?: the)? $/.test(
      lower.slice(Math.max(0, start - 18), start),
    ) ||
    /^(?:by|until|till|before|within)\b/.test(match)
  )
    return 'by';
  return before.includes(' since ') && before.indexOf(' since ') > before.length - 14 ? 'since' : 'at';
}
