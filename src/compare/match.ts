import { type EventType, type Figures, type NewsEvent, rootOf } from '../model/event.ts';
import type { DateRange } from '../model/time.ts';
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
export interface Beside extends Shared {
  /** Days since the event was last told; 0 for one told later. */
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

/** How alike two tellings are, field by field, with their words and the time between them beside. */
export function likeness(a: Comparable, b: NewsEvent, beside: Beside, weights: Weights): Likeness {
  const dates = compareDates(a.event.date, b.date);
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
  b: NewsEvent,
  beside: Beside,
  dates = compareDates(a.event.date, b.date),
): Record<string, number> {
  const { event } = a;
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
    turned: Number((event.certainty === 'planned') !== (b.certainty === 'planned')),
  };
}

export function compareDates(a: DateRange | null, b: DateRange | null): DateRelation {
  if (!a || !b) return 'unknown';
  const gap = a.to < b.from ? daysBetween(a.to, b.from) : b.to < a.from ? daysBetween(b.to, a.from) : 0;
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
