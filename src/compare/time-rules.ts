import type { DateRange } from '../model/time.ts';
import {
  addDays,
  dayRange,
  daysBetween,
  MONTHS,
  makeDay,
  monthRange,
  ORDINALS,
  ordinalNumber,
  WEEKDAYS,
} from './calendar.ts';
import { NUMBER_WORDS } from './number-words.ts';
import type { Direction, FoundTime, TimeContext } from './time.ts';
import type { Sign } from './time-signs.ts';

const M =
  '\\b(jan(?:uary|\\.)?|feb(?:ruary|\\.)?|mar(?:ch|\\.)?|apr(?:il|\\.)?|may|june?\\.?|july?\\.?|aug(?:ust|\\.)?|sept?(?:ember|\\.)?|oct(?:ober|\\.)?|nov(?:ember|\\.)?|dec(?:ember|\\.)?)';
const N = `(\\d{1,3}|a|an|${Object.keys(NUMBER_WORDS).slice(0, 12).join('|')}|several|a few|a couple of)`;
const W = `(${WEEKDAYS.join('|')})`;
const COUNTS: Readonly<Record<string, number>> = {
  ...NUMBER_WORDS,
  a: 1,
  an: 1,
  several: 4,
  'a few': 3,
  'a couple of': 2,
};
const ORDINAL = `(${ORDINALS.join('|')}|twenty-first|twenty-second|twenty-third|twenty-fourth|twenty-fifth|twenty-sixth|twenty-seventh|twenty-eighth|twenty-ninth|thirtieth|thirty-first)`;
const PREFIX =
  '(?:\\b(since|by|until|till|before|after|from|late on|early on|on|in|of|last|next|this|past|between|during|for)\\s+(?:the\\s+)?(?:(last|next|this|past|coming|following)\\s+)?)?';

type Resolve = (
  match: RegExpExecArray,
  context: TimeContext,
  direction: Direction,
) => { range: DateRange; precision: FoundTime['precision'] } | null;

function monthNumber(text: string): number {
  return MONTHS.findIndex((month) => month.startsWith(text.toLowerCase().replace('.', '').slice(0, 3))) + 1;
}

/** The year that puts a month and day nearest to publication on the side the tense says. */
function yearFor(month: number, day: number, context: TimeContext, direction: Direction): number {
  const year = Number(context.published.slice(0, 4));
  const same = makeDay(year, month, day) ?? makeDay(year, month, 28) ?? context.published;
  const gap = daysBetween(context.published, same);
  if (direction === 'past') return gap > 45 ? year - 1 : year;
  return gap < -300 ? year + 1 : gap > 0 ? year : gap < -45 ? year + 1 : year;
}

function byDate(
  monthText: string,
  dayText: string,
  yearText: string | undefined,
  context: TimeContext,
  direction: Direction,
) {
  const month = monthNumber(monthText);
  const day = /^\d/.test(dayText) ? Number.parseInt(dayText, 10) : ordinalNumber(dayText);
  const year = yearText ? Number(yearText) : yearFor(month, day, context, direction);
  const made = makeDay(year, month, day);
  return made ? { range: dayRange(made), precision: 'day' as const } : null;
}

function weekday(match: RegExpExecArray, context: TimeContext, direction: Direction) {
  const said = `${match[1] ?? ''} ${match[2] ?? ''}`;
  const target = WEEKDAYS.indexOf(match[3] ?? '');
  const today = new Date(`${context.published}T00:00:00Z`).getUTCDay();
  const back = (today - target + 7) % 7;
  const future =
    /next|coming|by|until|till/.test(said) || (direction === 'future' && !/last|past|since/.test(said));
  if (future)
    return {
      range: dayRange(addDays(context.published, back === 0 ? (/next|coming/.test(said) ? 7 : 0) : 7 - back)),
      precision: 'day' as const,
    };
  return {
    range: dayRange(addDays(context.published, back === 0 && /last|past/.test(said) ? -7 : -back)),
    precision: 'day' as const,
  };
}

/** A day of the week before, which begins on Monday. */
function weekBefore(target: number, { published }: TimeContext) {
  const today = new Date(`${published}T00:00:00Z`).getUTCDay();
  const monday = addDays(published, -((today + 6) % 7) - 7);
  return { range: dayRange(addDays(monday, (target + 6) % 7)), precision: 'day' as const };
}

const UNIT_DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30.4, year: 365.25 };
const UNIT_SLACK: Readonly<Record<string, number>> = { day: 0, week: 1, month: 10, year: 183 };

/** "Two days ago" counts from publication, "two days later" from the day told before, "after the raid" from nothing known. */
function counted(match: RegExpExecArray, context: TimeContext) {
  const count = COUNTS[match[1] ?? ''] ?? Number(match[1]);
  const unit = match[2] ?? 'day';
  const way = match[3] ?? '';
  const base = /ago|from now/.test(way) ? context.published : context.anchor;
  if (base === undefined || /after|before/.test(way)) return null;
  const days = Math.round(Math.min(count, 400) * (UNIT_DAYS[unit] ?? 1));
  const mid = addDays(base, /ago|earlier|previously/.test(way) ? -days : days);
  const slack = UNIT_SLACK[unit] ?? 0;
  return {
    range: { from: addDays(mid, -slack), to: addDays(mid, slack) },
    precision: unit as FoundTime['precision'],
  };
}

function monthPhrase(match: RegExpExecArray, context: TimeContext, direction: Direction) {
  const said = `${match[1] ?? ''} ${match[2] ?? ''}`;
  const part = match[3] ?? '';
  const month = monthNumber(match[4] ?? '');
  const published = Number(context.published.slice(0, 4));
  const now = Number(context.published.slice(5, 7));
  let year = published;
  if (match[5]) year = Number(match[5]);
  else if (/last year/.test(match[6] ?? '')) year = published - 1;
  else if (/next year/.test(match[6] ?? '')) year = published + 1;
  else if (/last|past/.test(said))
    year =
      month < now || (month === now && /end|late/.test(part))
        ? published
        : month === now
          ? published - 1
          : published - 1;
  else if (/next|coming/.test(said)) year = month > now ? published : published + 1;
  else if (direction === 'future') year = month < now ? published + 1 : published;
  else year = month > now ? published - 1 : published;
  return { range: monthRange(year, month, part), precision: 'month' as const };
}

function named(match: RegExpExecArray, context: TimeContext) {
  const text = (match[0] ?? '').trim();
  const at = (days: number) => ({
    range: dayRange(addDays(context.published, days)),
    precision: 'day' as const,
  });
  if (/yesterday|last night|overnight/.test(text)) return at(-1);
  if (/tomorrow/.test(text)) return at(1);
  if (/today|tonight|this (?:morning|afternoon|evening)/.test(text)) return at(0);
  const day = new Date(`${context.published}T00:00:00Z`).getUTCDay();
  const monday = addDays(context.published, -((day + 6) % 7));
  if (/weekend/.test(text)) {
    const saturday = addDays(monday, day === 6 || day === 0 ? 5 : /next|coming/.test(text) ? 5 : -2);
    return { range: { from: saturday, to: addDays(saturday, 1) }, precision: 'day' as const };
  }
  const shift = /last|past/.test(text) ? -1 : /next|coming/.test(text) ? 1 : 0;
  if (/week/.test(text))
    return {
      range: { from: addDays(monday, shift * 7), to: addDays(monday, shift * 7 + 6) },
      precision: 'week' as const,
    };
  const [year, month] = [Number(context.published.slice(0, 4)), Number(context.published.slice(5, 7))];
  if (/month/.test(text)) {
    const whole = new Date(Date.UTC(year, month - 1 + shift, 1));
    return {
      range: monthRange(whole.getUTCFullYear(), whole.getUTCMonth() + 1),
      precision: 'month' as const,
    };
  }
  return {
    range: { from: `${year + shift}-01-01`, to: `${year + shift}-12-31` },
    precision: 'year' as const,
  };
}

function dayOfMonth(match: RegExpExecArray, context: TimeContext, direction: Direction) {
  const day = Number.parseInt(match[1] ?? '', 10) || ordinalNumber(match[1] ?? '');
  const [year, month] = [Number(context.published.slice(0, 4)), Number(context.published.slice(5, 7))];
  const here = makeDay(year, month, day);
  if (here && (direction === 'future' || here <= context.published || /current/.test(match[0] ?? '')))
    return { range: dayRange(here), precision: 'day' as const };
  const before = new Date(Date.UTC(year, month - 2, 1));
  const made = makeDay(before.getUTCFullYear(), before.getUTCMonth() + 1, day);
  return made ? { range: dayRange(made), precision: 'day' as const } : null;
}

/**
 * Ways of telling a time, the most precise first; a stretch of text is read by the first that fits. Each needs
 * some signs in the text, without which its pattern cannot fit.
 */
export const TIME_RULES: readonly { needs: readonly Sign[]; pattern: RegExp; resolve: Resolve }[] = [
  {
    needs: ['digit'],
    pattern: /\b(\d{4})-(\d{2})-(\d{2})\b/g,
    resolve: (m) => {
      const d = makeDay(Number(m[1]), Number(m[2]), Number(m[3]));
      return d ? { range: dayRange(d), precision: 'day' } : null;
    },
  },
  {
    needs: ['digit', 'month'],
    pattern: new RegExp(
      `\\b(\\d{1,2})\\s*(?:-|–|to|and)\\s*(\\d{1,2}) (?:of )?${M}(?: (\\d{4}))?(?!\\w)`,
      'g',
    ),
    resolve: (m, c, d) =>
      span(byDate(m[3] ?? '', m[1] ?? '', m[4], c, d), byDate(m[3] ?? '', m[2] ?? '', m[4], c, d)),
  },
  {
    needs: ['digit', 'month'],
    pattern: new RegExp(`\\b${M} (\\d{1,2})\\s*(?:-|–|to|and)\\s*(\\d{1,2})(?:,? (\\d{4}))?(?!\\w)`, 'g'),
    resolve: (m, c, d) =>
      span(byDate(m[1] ?? '', m[2] ?? '', m[4], c, d), byDate(m[1] ?? '', m[3] ?? '', m[4], c, d)),
  },
  {
    needs: ['digit', 'month'],
    pattern: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?(?: day)?(?: of)? ${M}(?:,? (\\d{4}))?(?!\\w)`, 'g'),
    resolve: (m, c, d) => byDate(m[2] ?? '', m[1] ?? '', m[3], c, d),
  },
  {
    needs: ['digit', 'month'],
    pattern: new RegExp(`\\b${M} (?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?(?![\\w%]|,\\d)`, 'g'),
    resolve: (m, c, d) => byDate(m[1] ?? '', m[2] ?? '', m[3], c, d),
  },
  {
    needs: ['month'],
    pattern: new RegExp(`\\b${ORDINAL} of ${M}(?: of the year)?(?:,? (\\d{4}))?`, 'g'),
    resolve: (m, c, d) => byDate(m[2] ?? '', m[1] ?? '', m[3], c, d),
  },
  {
    needs: ['weekday', 'unit'],
    pattern: new RegExp(
      `\\b(?:on )?${W} (?:of last week|a week ago|a week earlier)|\\blast week(?:'s| on) ${W}\\b`,
      'g',
    ),
    resolve: (m, c) => weekBefore(WEEKDAYS.indexOf(m[1] ?? m[2] ?? ''), c),
  },
  { needs: ['weekday'], pattern: new RegExp(`${PREFIX}${W}\\b`, 'g'), resolve: weekday },
  {
    needs: ['unit'],
    pattern: new RegExp(
      `\\b(?:less than |more than |about |some |exactly |nearly )?${N} (day|week|month|year)s? (ago|earlier|later|before|after|previously|from now)`,
      'g',
    ),
    resolve: counted,
  },
  {
    needs: ['unit'],
    pattern:
      /\b(?:earlier |later )?(?:today|tonight|yesterday|tomorrow|overnight|last night|this (?:morning|afternoon|evening)|(?:at the|over the|this|last|next) weekend|(?:this|last|next|past|the past|the coming) (?:week|month|year))\b(?! (?:of|and a half))/g,
    resolve: named,
  },
  {
    needs: ['month'],
    pattern: new RegExp(
      `${PREFIX}(?:(early|mid|late|the end of|end of|the beginning of|beginning of|the middle of|the start of)[- ](?:last |next |this )?)?${M}(?:,? (?:of )?((?:19|20)\\d{2}))?(?: (last year|this year|next year))?(?![\\w-])`,
      'g',
    ),
    resolve: monthPhrase,
  },
  {
    needs: ['the'],
    pattern: new RegExp(
      `(?:\\bon|(?<=day),) the (\\d{1,2})(?:st|nd|rd|th)?\\b(?! [a-z]+ (?:of|meeting))|\\bthe ${ORDINAL} of (?:this|the current) month`,
      'g',
    ),
    resolve: (m, c, d) => dayOfMonth(m[1] ? m : Object.assign(m, { 1: m[2] }), c, d),
  },
  {
    needs: ['digit'],
    pattern: /\b(?:in|since|of|by|from|until|back in|during|early|late|mid-)\s*((?:19|20)\d{2})\b/g,
    resolve: (m) => ({ range: { from: `${m[1]}-01-01`, to: `${m[1]}-12-31` }, precision: 'year' }),
  },
];

function span(from: ReturnType<typeof byDate>, to: ReturnType<typeof byDate>) {
  return from && to && from.range.from <= to.range.to
    ? { range: { from: from.range.from, to: to.range.to }, precision: 'day' as const }
    : null;
}
