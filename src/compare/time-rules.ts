import {
  byDate,
  byNumbers,
  bySlashes,
  dayOfMonth,
  holiday,
  monthPhrase,
  partOfMonth,
  span,
  weekdayOfMonth,
} from './time-dates.ts';
import {
  ahead,
  anchored,
  beforeLast,
  counted,
  lately,
  namedDay,
  sameWeekday,
  stretch,
  weekday,
  weekdayOfWeek,
  weekdayWeek,
  weekend,
  within,
} from './time-near.ts';
import type { Sign } from './time-signs.ts';
import { M, N, ORDINAL, PREFIX, type Resolve, W } from './time-words.ts';

export interface TimeRule {
  /** Signs without which the pattern cannot fit. */
  readonly needs: readonly Sign[];
  readonly pattern: RegExp;
  readonly resolve: Resolve;
}

const rule = (needs: readonly Sign[], pattern: string, resolve: Resolve): TimeRule => ({
  needs,
  pattern: new RegExp(pattern, 'g'),
  resolve,
});

const DAY_PART = '(?:day|morning|afternoon|evening|night)';
/** What follows where "the day before" is told of a day and of no event. */
const NO_OBJECT =
  '(?=[,.;:)–—”"]|$| (?:in|at|by|on|when|with|and|but|had|has|was|were|as|to|because|near|over|from|for)\\b| (?:he|she|it|they) had\\b)';
/** "On the 20th anniversary" is no day of a month. */
const NOT_A_THING =
  '(?! (?:anniversary|birthday|floor|century|parallel|congress|session|hour|minute|attempt|round|[a-z]+ (?:of|meeting)))';
const UNITS = '(hour|day|week|fortnight|month|year)s?';
const PART_OF =
  '(?:(earlier|later|early|mid|late|(?:the )?(?:end|beginning|start|middle) of)[- ](?:on )?(?:in )?)?';

const DATES: readonly TimeRule[] = [
  rule(['digit'], '\\b(\\d{4})-(\\d{2})-(\\d{2})\\b', (m) => byNumbers(m[1] ?? '', m[2] ?? '', m[3] ?? '')),
  rule(['digit'], '\\b(\\d{1,2})\\.(\\d{1,2})\\.((?:19|20)\\d{2})\\b', (m) =>
    byNumbers(m[3] ?? '', m[2] ?? '', m[1] ?? ''),
  ),
  rule(['digit'], '\\b(\\d{1,2})/(\\d{1,2})/((?:19|20)\\d{2})\\b', (m) =>
    bySlashes(m[1] ?? '', m[2] ?? '', m[3] ?? ''),
  ),
  rule(
    ['digit', 'month'],
    `\\b(\\d{1,2})\\s*(?:-|–|to|and)\\s*(\\d{1,2}) (?:of )?${M}(?: (\\d{4}))?(?!\\w)`,
    (m, c, d) => span(byDate(m[3] ?? '', m[1] ?? '', m[4], c, d), byDate(m[3] ?? '', m[2] ?? '', m[4], c, d)),
  ),
  rule(
    ['digit', 'month'],
    `\\b${M} (\\d{1,2})\\s*(?:-|–|to|and)\\s*(\\d{1,2})(?:,? (\\d{4}))?(?!\\w)`,
    (m, c, d) => span(byDate(m[1] ?? '', m[2] ?? '', m[4], c, d), byDate(m[1] ?? '', m[3] ?? '', m[4], c, d)),
  ),
  rule(
    ['digit', 'month'],
    `\\b(\\d{1,2})(?:st|nd|rd|th)?(?: day)?(?: of)? ${M}(?:,? (\\d{4}))?(?!\\w)`,
    (m, c, d) => byDate(m[2] ?? '', m[1] ?? '', m[3], c, d),
  ),
  rule(
    ['digit', 'month'],
    `\\b${M} (?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?(?![\\w%]|,\\d)`,
    (m, c, d) => byDate(m[1] ?? '', m[2] ?? '', m[3], c, d),
  ),
  rule(['month'], `\\b${ORDINAL} of ${M}(?: of the year)?(?:,? (\\d{4}))?`, (m, c, d) =>
    byDate(m[2] ?? '', m[1] ?? '', m[3], c, d),
  ),
  rule(
    ['holiday'],
    "\\b(?:(?:at|on|over|by|until|since|this|last) |the day (?:after|before) )(?:new year['’]s (?:eve|day)|christmas(?: eve| day)?|boxing day|may day|valentine['’]s day|halloween|good friday|easter(?: sunday| monday)?)\\b|\\b(?:new year['’]s (?:eve|day)|christmas (?:eve|day)|boxing day|good friday|easter (?:sunday|monday))\\b",
    holiday,
  ),
  rule(
    ['unit'],
    `\\b(?:the )?(first|second|third|fourth|last|final|closing) (week|half|days) of (?:${M}(?:,? ((?:19|20)\\d{2}))?|(this month|last month|next month|the month))`,
    partOfMonth,
  ),
  rule(
    ['unit'],
    `\\b(?:the )?(?:(\\d{1,2})(?:st|nd|rd|th)|${ORDINAL}) (?:day )?of (this month|the month|the current month|last month|next month)\\b`,
    (m, c, d) => dayOfMonth(m[1] ?? m[2] ?? '', m[3] ?? '', c, d),
  ),
];

const WEEKDAY_RULES: readonly TimeRule[] = [
  rule(
    ['weekday', 'month'],
    `\\b(first|second|third|fourth|last) ${W} (?:of|in) ${M}(?:,? ((?:19|20)\\d{2}))?`,
    weekdayOfMonth,
  ),
  rule(
    ['weekday', 'unit'],
    `\\b(?:on )?${W}(?:,? (?:of )?(?:the )?(?:last|next|this|previous|following|coming) week| (?:a week|one week) (?:ago|earlier))\\b|\\b(?:last|next|this) week(?:['’]s|,)?(?: on)? ${W}\\b`,
    weekdayOfWeek,
  ),
  rule(
    ['weekday', 'unit'],
    `(?<!\\bin )\\ba week (?:on|from|next) ${W}\\b|\\b${W} week\\b(?! ago)`,
    weekdayWeek,
  ),
  rule(['weekday'], `\\bthe ${W} before last\\b`, beforeLast),
  rule(['weekday'], `\\b(?:that same|the same|that) ${W}\\b`, sameWeekday),
  rule(['weekday'], `${PREFIX}${W}\\b`, weekday),
];

const NEAR: readonly TimeRule[] = [
  rule(
    ['unit'],
    `\\b(?:less than |more than |about |around |some |exactly |nearly |almost |just )?${N} ${UNITS} (ago|earlier|later|previously|from now|on(?=,)|(?:before|after)${NO_OBJECT})`,
    counted,
  ),
  rule(['unit'], `\\bwithin (?:the next |the coming )?${N} ${UNITS}\\b`, within),
  rule(['unit'], `\\b(?:in|over|during|within) the (?:last|past) ${N} ${UNITS}\\b(?! of)`, lately),
  rule(['unit'], `\\bin (?:about |some )?${N} ${UNITS}(['’]? time)?\\b(?! of)`, ahead),
  rule(
    ['unit'],
    `\\b(?:earlier |later |late )?(?:the day before yesterday|the day after tomorrow|the night before last|today|tonight|yesterday|tomorrow|overnight(?! (?:on |into |from |to )?${W})|last (?:night|evening)(?! of)|this (?:morning|afternoon|evening))\\b`,
    namedDay,
  ),
  rule(
    ['unit'],
    `\\b(?:the|that) (?:very )?(?:same|previous|preceding|next|following) ${DAY_PART}\\b|\\bthat ${DAY_PART}\\b|\\bthe ${DAY_PART} (?:before|after)${NO_OBJECT}|\\b(?:earlier|later) (?:in|on in) the day\\b|\\bon the eve\\b(?! of)`,
    anchored,
  ),
  rule(
    ['unit'],
    '\\b(?:(?:at|over|on|during|for|by|of|until|since) (?:the )?)?(?:(?:this|last|next|past|coming|this past|this coming|the past|the coming) )?weekend\\b(?! (?:of|edition|break))',
    (m, c, d) => (/ /.test(m[0] ?? '') ? weekend(m, c, d) : null),
  ),
  rule(
    ['unit'],
    `\\b${PART_OF}(this|last|next|past|the past|the coming|the) (week|month|year)\\b(?! (?:of|and a half))`,
    (m, c, d) => (m[2] === 'the' && !m[1] ? null : stretch(m, c, d)),
  ),
];

const LOOSE: readonly TimeRule[] = [
  rule(
    ['month'],
    `${PREFIX}(?:(early in|late in|early|mid|late|the end of|end of|the beginning of|beginning of|the middle of|the start of|start of)[- ](?:last |next |this )?)?${M}(?:,? (?:of )?((?:19|20)\\d{2}))?(?: (last year|this year|next year))?(?![\\w-])`,
    monthPhrase,
  ),
  rule(
    ['the'],
    `(?:\\bon|(?<=day),) the (\\d{1,2})(?:(?:st|nd|rd|th)\\b${NOT_A_THING}|(?=[,.;](?!\\d)|$))|\\b(?:by|until|from|for) the (\\d{1,2})(?:st|nd|rd|th)${NO_OBJECT}`,
    (m, c, d) => dayOfMonth(m[1] ?? m[2] ?? '', '', c, d),
  ),
  rule(
    ['digit'],
    '\\b(?:in|since|of|by|from|until|back in|during|early|late|mid-)\\s*((?:19|20)\\d{2})\\b',
    (m) => ({ range: { from: `${m[1]}-01-01`, to: `${m[1]}-12-31` }, precision: 'year' }),
  ),
];

/** Ways of telling a time, the most precise first; a stretch of text is read by the first that fits. */
export const TIME_RULES: readonly TimeRule[] = [...DATES, ...WEEKDAY_RULES, ...NEAR, ...LOOSE];
