import type { EventType } from '../model/event.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { DateRange, Day } from '../model/time.ts';
import { addDays, dayRange, daysBetween } from './calendar.ts';
import { type Clause, groupAt } from './clauses.ts';
import { setOf } from './cues.ts';
import type { ReadSentence } from './read.ts';
import { isOfRelative } from './relative-clause.ts';
import type { FoundTime } from './time.ts';
import type { Trigger } from './triggers.ts';

/** When an event was, and how that is known. */
export interface Dated {
  readonly date: DateRange | null;
  /** The time told; null when the date was taken over from around the sentence. */
  readonly time: FoundTime | null;
  /** `own`: told with the event; `speech`: the day it was said; `context`: the day told before; `none`: the day of publication or the one before. */
  readonly dated: 'own' | 'speech' | 'context' | 'none';
}

/** Events that happen when they are announced, whatever day they speak of. */
export const ANNOUNCING: ReadonlySet<EventType> = new Set<EventType>([
  'withdrawal_announced',
  'talks_agreed',
  'timetable_set',
  'threat',
  'offer_made',
  'statement',
  'agreement_rejected',
  'agreement_reached',
]);

const CONTEXT_DAYS = 8;

/** An entry of a live report is of the day of print: "13.05 The ministry says". */
const CLOCK = /^\d{1,2}[.:]\d{2}\b(?! (?:per|million|billion|%))/;

/** Dates an event by the time nearest to what told it; the day of the speech is not the day of what it tells. */
export function dateOf(
  sentence: ReadSentence,
  trigger: Trigger,
  published: Day,
  context: DateRange | null,
  lexicon: Lexicon,
): Dated {
  const speech = setOf(lexicon.cues.speech);
  const isOver = ANNOUNCING.has(trigger.type) || isPast(sentence, trigger);
  const usable = sentence.times.filter(
    (time) =>
      time.bound === 'at' &&
      !isVague(time) &&
      !(isOver && time.range.from > published && !isWhatFor(sentence, time, trigger)),
  );
  const isSaid = (time: FoundTime) => saidAt(sentence, time, speech, trigger.at);
  const isOther = (time: FoundTime) => isOfRelative(sentence, time, trigger.at, published);
  const own = ownTimes(sentence, trigger, usable, isSaid).filter((one) => !isOther(one));
  const inClause = own.filter((time) => within(sentence, time, trigger.clause));
  const nearest = (times: readonly FoundTime[]) =>
    times.toSorted((a, b) => gap(sentence, a, trigger.at) - gap(sentence, b, trigger.at))[0];
  const time = nearest(inClause) ?? nearest(own.filter((one) => !inHistory(sentence, one)));
  if (time) return { date: time.range, time, dated: 'own' };
  const bound = boundDay(sentence, trigger, published, isOver);
  if (bound) return { date: bound.range, time: bound, dated: 'own' };
  const said = nearest(usable.filter((one) => !isOther(one)));
  if (said) return { date: said.range, time: said, dated: 'speech' };
  const aside = nearest(usable.filter(isDayLike));
  if (aside) return { date: aside.range, time: aside, dated: 'own' };
  if (CLOCK.test(sentence.text)) return { date: dayRange(published), time: null, dated: 'none' };
  if (context && isNear(context, published)) return { date: context, time: null, dated: 'context' };
  return { date: { from: addDays(published, -1), to: published }, time: null, dated: 'none' };
}

/** Those of what is told and not of its telling, nor of a thing that is spoken of; days go before months. */
function ownTimes(
  sentence: ReadSentence,
  trigger: Trigger,
  usable: readonly FoundTime[],
  isSaid: (time: FoundTime) => boolean,
): readonly FoundTime[] {
  const isStance = trigger.type === 'statement' && usable.some(isSaid);
  const direct = usable.filter((time) => isSaid(time) === isStance);
  const free = direct.filter((time) => !isAttribute(sentence, time, trigger.at));
  const kept = free.length > 0 ? free : direct;
  const days = kept.filter(isDayLike);
  return days.length > 0 ? days : kept;
}

/** "Have been shut since Tuesday" began on that day; "is to decide by 9 August" is told of that day. */
function boundDay(
  sentence: ReadSentence,
  trigger: Trigger,
  published: Day,
  isOver: boolean,
): FoundTime | undefined {
  const tense = trigger.clause.verb?.tense;
  const [first] = sentence.times.filter(
    (time) => !isVague(time) && isBeside(sentence, time, trigger.clause) && time.bound !== 'at',
  );
  if (first?.bound === 'since' && first.precision === 'day' && tense === 'perfect') return first;
  if (first?.bound === 'by' && first.precision === 'day' && isPastDay(first, published)) return first;
  if (first?.bound === 'by' && !isOver && first.range.to > published && !isUntil(sentence, first))
    return { ...first, range: { from: first.range.to, to: first.range.to } };
  return undefined;
}

/** "Had been accepted by Wednesday", of a Wednesday that was. */
function isPastDay({ range }: FoundTime, published: Day): boolean {
  return range.to <= published && daysBetween(range.to, published) <= CONTEXT_DAYS;
}

/** What lasts until a day, or is not before it, is not of that day. */
function isUntil({ text }: ReadSentence, { start, end }: FoundTime): boolean {
  return /\b(?:until|till|before|beyond|exceeding)\b/i.test(text.slice(Math.max(0, start - 18), end));
}

/** "Called off the strike planned for Sunday" is told of today. */
const CALLS_OFF = /_(?:ended|halted|suspended|collapsed|postponed|rejected)$/;

/** "Called a strike for Sunday": told is what it was called for. */
function isWhatFor({ text }: ReadSentence, { start }: FoundTime, { type }: Trigger): boolean {
  const around = text.slice(Math.max(0, start - 5), start + 5).toLowerCase();
  return !ANNOUNCING.has(type) && !CALLS_OFF.test(type) && /\b(?:for|from)\b/.test(around);
}

/** "Was held", "has sent": the verb that tells it says that it is over. */
function isPast({ tokens }: ReadSentence, { at, clause }: Trigger): boolean {
  if (tokens[at]?.pos !== 'VERB') return false;
  return /^(?:past|perfect|pluperfect)$/.test(groupAt(tokens, at, clause.to).tense);
}

/** "Last month's vote", "a letter of 14 January": the time of a thing that is spoken of, unless that is the event. */
function isAttribute(sentence: ReadSentence, time: FoundTime, trigger: number): boolean {
  const { tokens, text } = sentence;
  const from = tokenAt(sentence, time.start);
  const to = tokens.findIndex((token) => token.start >= time.end);
  if (tokens[to] && /^(?:'s|’s|'|’)$/.test(tokens[to].text)) return trigger < to || trigger > to + 4;
  const of = /^of\b/i.test(text.slice(time.start, time.end)) || tokens[from - 1]?.lower === 'of';
  return of && (trigger > from || trigger < from - 4);
}

function isDayLike({ precision }: FoundTime): boolean {
  return precision === 'day' || precision === 'week';
}

/** "This year" and "next year" date nothing. */
function isVague(time: FoundTime): boolean {
  return time.precision === 'year' && time.relative;
}

function isNear(date: DateRange, published: Day): boolean {
  const age = daysBetween(date.to, published);
  return age >= 0 && age <= CONTEXT_DAYS && daysBetween(date.from, date.to) <= 3;
}

function tokenAt(sentence: ReadSentence, offset: number): number {
  return sentence.tokens.findIndex((token) => token.end > offset);
}

function within(sentence: ReadSentence, time: FoundTime, clause: Clause): boolean {
  const at = tokenAt(sentence, time.start);
  return at >= clause.from && at < clause.to;
}

/** In a clause, or right behind it: "since" and "before" part clauses too. */
function isBeside(sentence: ReadSentence, time: FoundTime, clause: Clause): boolean {
  return within(sentence, time, clause) || tokenAt(sentence, time.start) === clause.to;
}

function gap(sentence: ReadSentence, time: FoundTime, at: number): number {
  return Math.abs(tokenAt(sentence, time.start) - Math.max(0, at));
}

function saidAt(
  sentence: ReadSentence,
  time: FoundTime,
  speech: ReadonlySet<string>,
  trigger: number,
): boolean {
  const at = tokenAt(sentence, time.start);
  for (let i = at - 1; i >= Math.max(0, at - 7); i--) {
    const token = sentence.tokens[i];
    if (!token || /^[,;:]$/.test(token.text)) return false;
    if (token.pos === 'VERB') return i !== trigger && speech.has(token.lemma);
  }
  return false;
}

function inHistory(sentence: ReadSentence, time: FoundTime): boolean {
  const clause = sentence.clauses.find((one) => within(sentence, time, one));
  return clause?.verb?.tense === 'pluperfect';
}
