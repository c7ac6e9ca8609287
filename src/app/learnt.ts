import { foundDossier } from '../compare/dossier.ts';
import { findNames } from '../compare/names.ts';
import { lightTokens } from '../compare/profile.ts';
import type { LedgerEntry } from '../model/dossier.ts';
import { EVENT_TYPES, type EventRoot, type EventType, rootOf } from '../model/event.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Watch } from '../model/watch.ts';

/** What a dossier teaches of its story. */
export interface Learnt {
  /** The most central first. */
  readonly actors: readonly string[];
  readonly places: readonly string[];
  /** Every event known, in the order the documents tell them. */
  readonly events: readonly LedgerEntry[];
  /** What a reader may want to be woken for: the types the dossier tells, and their natural sequels. */
  readonly suggestedTypes: readonly EventType[];
}

/** A name told in passing in one document of many is not central. */
const CENTRAL = 0.3;

/** Reads a watch's dossier as the worker does. */
export function learn(watch: Watch, lexicon: Lexicon): Learnt {
  const { profile, entries } = foundDossier(watch, lexicon);
  const events = [...entries.values()];
  const told = new Set(events.flatMap(({ event }) => [...event.actors, ...event.place]));
  const kindOf = (name: string) => findNames(lightTokens(name), profile.names)[0]?.kind;
  const inPlace = new Set(events.flatMap(({ event }) => event.place));
  const isPlace = (name: string) =>
    kindOf(name) === 'place' || (kindOf(name) === 'both' && inPlace.has(name));
  const names = [...profile.actors]
    .filter(([name, central]) => central >= CENTRAL || told.has(name))
    .sort(([, a], [, b]) => b - a)
    .map(([name]) => name);
  return {
    actors: names.filter((name) => kindOf(name) !== 'place'),
    places: names.filter(isPlace),
    events,
    suggestedTypes: withSequels(new Set(events.map(({ event }) => event.type))),
  };
}

/** What commonly follows: talks lead to agreements, attacks to ceasefires, walkouts to talks. */
const SEQUELS: Readonly<Record<EventRoot, readonly EventRoot[]>> = {
  talks: ['talks', 'agreement'],
  agreement: ['agreement', 'posture'],
  force: ['force', 'agreement'],
  posture: ['posture', 'agreement'],
  politics: ['politics'],
  people: ['people', 'talks', 'agreement'],
  other: ['other'],
};

function withSequels(seen: ReadonlySet<EventType>): readonly EventType[] {
  const roots = new Set([...seen].flatMap((type) => SEQUELS[rootOf(type)]));
  return [...roots].flatMap((root) => EVENT_TYPES[root]);
}
