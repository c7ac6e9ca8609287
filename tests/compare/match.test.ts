import { describe, expect, it } from 'vitest';
import { NOT_APART } from '../../src/compare/apart.ts';
import type { Beside } from '../../src/compare/comparable.ts';
import { likeness } from '../../src/compare/match.ts';
import type { EventType, NewsEvent } from '../../src/model/event.ts';
import { lexicon } from './watch.ts';

const day = { from: '2024-05-11', to: '2024-05-11' };
const event = (type: EventType): NewsEvent => ({
  type,
  date: day,
  place: ['Marholm'],
  actors: ['Sund Seafarers Union'],
  figures: {},
  certainty: 'happened',
});
const beside = (words: number): Beside => ({
  ...NOT_APART,
  words,
  names: words,
  common: words,
  printed: '2024-05-13',
  lastTold: '2024-05-12',
  silent: 1,
  counts: false,
  tolls: lexicon.counting.tolls,
});
const alike = (a: EventType, b: EventType) =>
  likeness(
    { event: event(a), dateIsOwn: true },
    { event: event(b), dateIsOwn: true },
    beside(0.6),
    lexicon.weights.same ?? {},
  ).score > 0;

describe('likeness', () => {
  it('takes two tellings of one type, day, place and actor for one event', () => {
    expect(alike('walkout', 'walkout')).toBe(true);
    expect(alike('talks_resumed', 'talks_round_held')).toBe(true);
  });

  it('takes attacks of one day in two countries for two, though put much alike', () => {
    const told = (place: string) => ({ ...event('attack'), place: [place], actors: [] });
    const { score } = likeness(
      { event: told('Mali'), dateIsOwn: true },
      { event: told('Niger'), dateIsOwn: true },
      beside(0.4),
      lexicon.weights.same ?? {},
    );
    expect(score).toBeLessThan(0);
  });

  it.each<[EventType, EventType]>([
    ['walkout', 'walkout_ended'],
    ['talks_suspended', 'talks_resumed'],
    ['attacks_halted', 'attack'],
    ['release', 'arrest'],
    ['withdrawal_completed', 'deployment'],
    ['ceasefire_declared', 'ceasefire_broken'],
  ])('never takes %s and %s for one event', (a, b) => {
    expect(alike(a, b)).toBe(false);
    expect(alike(b, a)).toBe(false);
  });
});

describe('a toll told again in a few words', () => {
  const killed = (value: number) => ({
    ...event('other'),
    figures: { killed: { value, bound: 'exact' as const } },
  });
  const meets = (a: number, b: number, change: Partial<Beside> = {}) =>
    likeness(
      { event: killed(a), dateIsOwn: true },
      { event: killed(b), dateIsOwn: true },
      { ...beside(0.15), ...change },
      lexicon.weights.same ?? {},
    ).score > 0;

  it('is of the event of that day with as many dead', () => {
    expect(meets(2, 2)).toBe(true);
  });

  it('is of another where the number is another, the place is, or it is one', () => {
    expect(meets(2, 3)).toBe(false);
    expect(meets(2, 2, { elsewhere: () => true })).toBe(false);
    expect(meets(1, 1)).toBe(false);
  });
});

describe('what was announced days after a like event was last told', () => {
  const result = { ...event('election'), date: { from: '2025-09-24', to: '2025-09-24' } };
  const trend = { ...event('election'), date: { from: '2025-09-18', to: '2025-09-18' } };
  const meets = (words: number, silent: number) =>
    likeness(
      { event: result, dateIsOwn: false, dateIsSpoken: true },
      { event: trend, dateIsOwn: false },
      { ...beside(words), printed: '2025-09-24', lastTold: '2025-09-19', silent },
      lexicon.weights.same ?? {},
    ).score > 0;

  it('is another, however the names are the same', () => {
    expect(meets(0.56, 5)).toBe(false);
  });

  it('is the same where it is put much alike, or was told of late', () => {
    expect(meets(0.8, 5)).toBe(true);
    expect(meets(0.56, 1)).toBe(true);
  });
});
