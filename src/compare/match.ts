import { type EventType, type Figures, type NewsEvent, rootOf } from '../model/event.ts';
import { compareDates, type DateRelation } from './calendar.ts';
import type { Beside, Comparable } from './comparable.ts';
import { areDaysApart, isElsewhere, isLongAgo, isSinceTold, saidGap } from './days-apart.ts';
import { weigh } from './weigh.ts';

export interface Likeness {
  /** Above 0: one event. */
  readonly score: number;
  /** 0 to 1: how alike the words are. */
  readonly words: number;
  readonly dates: DateRelation;
}

type Weights = Readonly<Record<string, number>>;

/** How alike a telling and a known event are, field by field, with their words and the time between them beside. */
export function likeness(a: Comparable, b: Comparable, beside: Beside, weights: Weights): Likeness {
  const dates = compareDates(a.event.date, b.event.date);
  return { score: weigh(weights, ...likenessParts(a, b, beside, dates)), words: beside.words, dates };
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

/** What speaks for and against a telling and a known event being one. */
export function likenessFeatures(a: Comparable, known: Comparable, beside: Beside): Record<string, number> {
  return Object.assign({}, ...likenessParts(a, known, beside, compareDates(a.event.date, known.event.date)));
}

type Features = Readonly<Record<string, number>>;

/** The same in parts, in their order: most pairs are only weighed. */
function likenessParts(
  a: Comparable,
  known: Comparable,
  beside: Beside,
  dates: DateRelation,
): readonly Features[] {
  const kinds = kindsOf(a.event, known.event);
  return [
    wordFeatures(kinds, beside),
    dateFeatures(a, dates),
    besideFeatures(beside),
    nameFeatures(a.event, known.event),
    typeAndDayFeatures(a, kinds, beside, dates),
    apartFeatures(a, known, beside, dates),
  ];
}

/** How the types of two events stand to each other. */
interface Kinds {
  readonly sameType: boolean;
  readonly sameRoot: boolean;
  readonly vague: boolean;
  readonly force: boolean;
}

function kindsOf({ type: a }: NewsEvent, { type: b }: NewsEvent): Kinds {
  const root = rootOf(a);
  return {
    sameType: a === b,
    sameRoot: root === rootOf(b),
    vague: VAGUE.has(a) || VAGUE.has(b),
    force: root === 'force',
  };
}

function wordFeatures({ sameType, sameRoot, vague }: Kinds, { words }: Beside): Features {
  return {
    bias: 1,
    sameType: Number(sameType && !vague),
    sameRoot: Number(sameRoot && !vague),
    otherRoot: Number(!sameRoot && !vague),
    words,
    wordsHigh: Math.max(0, words - 0.5),
    wordsRoot: sameRoot && !vague ? words : 0,
  };
}

function dateFeatures({ dateIsOwn: own }: Comparable, dates: DateRelation): Features {
  return {
    dateSame: Number(own && dates === 'same'),
    dateNear: Number(own && dates === 'near'),
    dateApart: Number(own && dates === 'apart'),
    lentSame: Number(!own && dates === 'same'),
    lentApart: Number(!own && dates === 'apart'),
  };
}

function besideFeatures({ names, common, silent }: Beside): Features {
  return {
    names,
    common,
    silent: Math.log1p(silent) / 3,
    silentNot: Number(silent <= 1),
    silentLong: Number(silent > 7),
  };
}

function nameFeatures(a: NewsEvent, b: NewsEvent): Features {
  const place = share(a.place, b.place);
  const actors = share(a.actors, b.actors);
  return {
    place,
    otherPlace: Number(a.place.length > 0 && b.place.length > 0 && place === 0),
    actors,
    otherActors: Number(a.actors.length > 0 && b.actors.length > 0 && actors === 0),
    figures: Number(figuresMeet(a.figures, b.figures)),
  };
}

function typeAndDayFeatures(
  { dateIsOwn: own }: Comparable,
  { sameType, sameRoot, vague, force }: Kinds,
  { words }: Beside,
  dates: DateRelation,
): Features {
  return {
    typeAndDay: Number(own && dates === 'same' && sameType && !vague && !force),
    otherTypeAndDay: Number(own && dates === 'apart' && !sameType && !vague),
    wordsApart: own && dates === 'apart' ? words : 0,
    keyed: Number(own && dates === 'same' && sameRoot && !vague),
  };
}

function apartFeatures(a: Comparable, known: Comparable, beside: Beside, dates: DateRelation): Features {
  const { event } = a;
  const b = known.event;
  return {
    opposed: Number(areOpposed(event.type, b.type)),
    otherDay: Number(areDaysApart(a, known, beside)),
    nextDay: Number(saidGap(a, known) === 1),
    sinceTold: Number(isSinceTold(a, b, beside)),
    longAgo: Number(dates === 'apart' && isLongAgo(a, beside)),
    elsewhere: isElsewhere(event, b, beside) ? beside.words : 0,
    otherTurn: Number(beside.otherTurn()),
    numberThatDay: Number(dates === 'same' && isNumberOfDay(a, known, beside)),
    tollThatDay: Number(isTollOfDay(a, known, beside)),
    turned: Number((event.certainty === 'planned') !== (b.certainty === 'planned')),
  };
}

/** As many dead on the same day that was said: of 25 such pairs of labelled stories all were of one event. */
function isTollOfDay(a: Comparable, known: Comparable, beside: Beside): boolean {
  const killed = a.event.figures.killed?.value ?? 0;
  if (killed < 2 || killed !== known.event.figures.killed?.value) return false;
  return isSaidAlike(a, known) && !beside.elsewhere();
}

function isSaidAlike(a: Comparable, known: Comparable): boolean {
  return a.dateIsOwn && known.dateIsOwn && saidGap(a, known) === 0 && a.event.date !== null;
}

function isNumberOfDay(a: Comparable, known: Comparable, beside: Beside): boolean {
  return isSaidAlike(a, known)
    ? beside.sharesNumber()
    : beside.silent <= 1 && beside.tellsOneOf(known.event.figures);
}

/** Share of the smaller set that both hold; 0 when one is empty. */
function share(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  return a.filter((name) => b.includes(name)).length / Math.min(a.length, b.length);
}

function figuresMeet(a: Figures, b: Figures): boolean {
  return Object.entries(a).some(([name, figure]) => b[name]?.value === figure.value && figure.value > 1);
}
