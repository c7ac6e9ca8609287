import { type EventType, type Figures, type NewsEvent, rootOf } from '../model/event.ts';
import type { DateRange, Day } from '../model/time.ts';
import type { Apart } from './apart.ts';
import { daysBetween } from './calendar.ts';
import type { Shared } from './terms.ts';
import { weigh } from './weigh.ts';

/** A telling as it is compared: its fields, and how sure its date is. */
export interface Comparable {
  readonly event: NewsEvent;
  /** False when its date was taken over from around it. */
  readonly dateIsOwn: boolean;
}

/** What stands beside the fields of a telling and a known event. */
export interface Beside extends Shared, Apart {
  /** The day of print of what is compared. */
  readonly printed: Day;
  /** The day the event was last told. */
  readonly lastTold: Day;
  /** Days since then; 0 for one told later. */
  readonly silent: number;
}

export interface Likeness {
  /** Above 0: one event. */
  readonly score: number;
  /** 0 to 1: how alike the words are. */
  readonly words: number;
  readonly dates: DateRelation;
}

export type DateRelation = 'same' | 'near' | 'apart' | 'unknown';
type Weights = Readonly<Record<string, number>>;

/** How alike a telling and a known event are, field by field, with their words and the time between them beside. */
export function likeness(a: Comparable, b: Comparable, beside: Beside, weights: Weights): Likeness {
  const dates = compareDates(a.event.date, b.event.date);
  return { score: weigh(weights, likenessFeatures(a, b, beside, dates)), words: beside.words, dates };
}

const VAGUE = new Set<EventType>(['other', 'statement']);

const BEGUN: readonly EventType[] = ['talks_agreed', 'talks_started', 'talks_round_held', 'talks_resumed'];
const FORCE: readonly EventType[] = ['attack', 'strike', 'clash', 'threat'];
const LEAVING: readonly EventType[] = ['withdrawal_announced', 'withdrawal_started', 'withdrawal_completed'];
/** What ends or undoes a thing is never the thing itself, however alike the words are. */
const UNDOES: readonly (readonly [what: EventType, undone: readonly EventType[]])[] = [
  ['talks_suspended', BEGUN],
  ['talks_collapsed', BEGUN],
  ['agreement_rejected', ['agreement_reached', 'agreement_signed']],
  ['ceasefire_broken', ['ceasefire_declared', 'ceasefire_extended']],
  ['attacks_halted', FORCE],
  ['withdrawal_postponed', LEAVING],
  ['deployment', LEAVING],
  ['walkout_ended', ['walkout']],
  ['release', ['arrest']],
  ['resignation', ['appointment']],
];

const OPPOSED = new Set(
  UNDOES.flatMap(([what, undone]) => undone.flatMap((one) => [`${what} ${one}`, `${one} ${what}`])),
);
/** Of all pairs met, few are of types that undo anything. */
const OPPOSABLE = new Set<EventType>(UNDOES.flatMap(([what, undone]) => [what, ...undone]));

function areOpposed(a: EventType, b: EventType): boolean {
  return OPPOSABLE.has(a) && OPPOSABLE.has(b) && OPPOSED.has(`${a} ${b}`);
}

export function likenessFeatures(
  a: Comparable,
  known: Comparable,
  beside: Beside,
  dates = compareDates(a.event.date, known.event.date),
): Record<string, number> {
  const { event } = a;
  const b = known.event;
  const { words, silent } = beside;
  const sameType = event.type === b.type;
  const sameRoot = rootOf(event.type) === rootOf(b.type);
  const vague = VAGUE.has(event.type) || VAGUE.has(b.type);
  const own = a.dateIsOwn;
  const place = share(event.place, b.place);
  const actors = share(event.actors, b.actors);
  return {
    bias: 1,
    sameType: Number(sameType && !vague),
    sameRoot: Number(sameRoot && !vague),
    otherRoot: Number(!sameRoot && !vague),
    words,
    wordsHigh: Math.max(0, words - 0.5),
    wordsRoot: sameRoot && !vague ? words : 0,
    dateSame: Number(own && dates === 'same'),
    dateNear: Number(own && dates === 'near'),
    dateApart: Number(own && dates === 'apart'),
    lentSame: Number(!own && dates === 'same'),
    lentApart: Number(!own && dates === 'apart'),
    names: beside.names,
    common: beside.common,
    silent: Math.log1p(silent) / 3,
    silentNot: Number(silent <= 1),
    silentLong: Number(silent > 7),
    place,
    otherPlace: Number(event.place.length > 0 && b.place.length > 0 && place === 0),
    actors,
    otherActors: Number(event.actors.length > 0 && b.actors.length > 0 && actors === 0),
    figures: Number(figuresMeet(event.figures, b.figures)),
    typeAndDay: Number(own && dates === 'same' && sameType && !vague && rootOf(event.type) !== 'force'),
    otherTypeAndDay: Number(own && dates === 'apart' && !sameType && !vague),
    wordsApart: own && dates === 'apart' ? words : 0,
    keyed: Number(own && dates === 'same' && sameRoot && !vague),
    opposed: Number(areOpposed(event.type, b.type)),
    otherDay: Number(areDaysApart(a, known, beside)),
    nextDay: Number(saidGap(a, known) === 1),
    sinceTold: Number(isSinceTold(a, b, beside)),
    elsewhere: isElsewhere(event, b, beside) ? words : 0,
    otherTurn: Number(beside.otherTurn()),
    turned: Number((event.certainty === 'planned') !== (b.certainty === 'planned')),
  };
}

/** Put so much alike, with the same marks, a telling is a copy whose weekday was reckoned from another day of print. */
const COPIED = 0.8;

/**
 * Two days that were both said, and are not one: of 503 pairs of tellings put somewhat alike in labelled stories, nine
 * were of one event. Reports of one event differ by a day, but then neither in the place nor by a toll that fell, nor are
 * they put alike but for the day.
 */
function areDaysApart(a: Comparable, b: Comparable, beside: Beside): boolean {
  const gap = saidGap(a, b);
  if (gap === 0 || isCopy(beside) || !isOfLate(a.event, beside)) return false;
  if (gap > 1 || beside.words >= COPIED) return true;
  return isElsewhere(a.event, b.event, beside) || fell(b.event.figures, a.event.figures);
}

const LATE_DAYS = 7;

/** A day further back is rather of something else in the sentence: "since the war broke out on October 7". */
function isOfLate({ date }: NewsEvent, { printed }: Beside): boolean {
  return date !== null && daysBetween(date.from, printed) <= LATE_DAYS;
}

function isCopy({ words, sameMarks }: Beside): boolean {
  return words >= COPIED && sameMarks();
}

/**
 * What happened on a day that was said is hardly what was last told two days before it (6 of 362 such pairs), but for a
 * toll that rose.
 */
function isSinceTold({ event, dateIsOwn }: Comparable, known: NewsEvent, beside: Beside): boolean {
  if (!dateIsOwn || !isDay(event.date) || event.certainty === 'planned') return false;
  if (isCopy(beside) || !isOfLate(event, beside)) return false;
  return daysBetween(beside.lastTold, event.date.from) > 1 && !rose(known.figures, event.figures);
}

/** Days between two days that were both said; 0 where one was not. */
function saidGap(a: Comparable, b: Comparable): number {
  const [one, other] = [a.event.date, b.event.date];
  return a.dateIsOwn && b.dateIsOwn && isDay(one) && isDay(other) ? gapBetween(one, other) : 0;
}

/** A day, or the night between two. */
function isDay(range: DateRange | null): range is DateRange {
  return range !== null && daysBetween(range.from, range.to) <= 1;
}

/** An attack is in one place; of talks and statements one report tells where they were, another where they were told. */
function isElsewhere(a: NewsEvent, b: NewsEvent, { elsewhere }: Beside): boolean {
  return rootOf(a.type) === 'force' && rootOf(b.type) === 'force' && elsewhere();
}

/** Days between two ranges; 0 where they meet. */
function gapBetween(a: DateRange, b: DateRange): number {
  return Math.max(0, daysBetween(a.to, b.from), daysBetween(b.to, a.from));
}

export function compareDates(a: DateRange | null, b: DateRange | null): DateRelation {
  if (!a || !b) return 'unknown';
  const gap = gapBetween(a, b);
  const wide = Math.max(daysBetween(a.from, a.to), daysBetween(b.from, b.to));
  if (gap <= 1) return wide > 20 ? 'near' : 'same';
  return gap <= 3 ? 'near' : 'apart';
}

/** Share of the smaller set that both hold; 0 when one is empty. */
function share(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  return a.filter((name) => b.includes(name)).length / Math.min(a.length, b.length);
}

function figuresMeet(a: Figures, b: Figures): boolean {
  return Object.entries(a).some(([name, figure]) => b[name]?.value === figure.value && figure.value > 1);
}

function fell(from: Figures, to: Figures): boolean {
  return Object.entries(to).some(
    ([name, { value, bound }]) => bound === 'exact' && value < (from[name]?.value ?? 0),
  );
}

/** What reports count on for days after an event. */
export const TOLLS = ['killed', 'wounded', 'missing', 'displaced', 'evacuated', 'homes', 'cases', 'attacks'];

function rose(from: Figures, to: Figures): boolean {
  return Object.entries(to).some(
    ([name, { value }]) => TOLLS.includes(name) && value > (from[name]?.value ?? value),
  );
}
