import { describe, expect, test } from 'vitest';
import { EVENT_TYPES } from '../../src/model/event.ts';
import { counted, figureChanges, figureInWords, namedFigure, TYPE_WORDS } from '../../src/model/words.ts';

test('every type of event has its words, none of them a name of the code', () => {
  for (const type of Object.values(EVENT_TYPES).flat())
    expect(TYPE_WORDS[type]).toMatch(/^[a-z]+( [a-z]+)*$/);
});

test('numbers agree with their noun', () => {
  expect([counted(1, 'article'), counted(1_284, 'article')]).toEqual(['1 article', '1,284 articles']);
  expect(counted(2, 'other story', 'other stories')).toBe('2 other stories');
});

describe('figures', () => {
  test.each([
    [{ value: 3, bound: 'exact' }, '3'],
    [{ value: 2_500, bound: 'about' }, 'about 2,500'],
    [{ value: 2, bound: 'at-least' }, 'at least 2'],
    [{ value: 1.5, bound: 'at-most' }, 'up to 1.5'],
  ] as const)('%o is %s', (figure, words) => {
    expect(figureInWords(figure)).toBe(words);
    expect(namedFigure('jobs_cut', figure)).toBe(`${words} jobs cut`);
  });

  test('a change tells what was known and what is; what is new or the same is no change', () => {
    const before = {
      killed: { value: 3, bound: 'at-least' },
      wounded: { value: 25, bound: 'exact' },
      troops: { value: 9, bound: 'exact' },
    } as const;
    const now = {
      killed: { value: 3, bound: 'exact' },
      wounded: { value: 1_040, bound: 'about' },
      troops: { value: 9, bound: 'exact' },
      drones: { value: 4, bound: 'exact' },
    } as const;
    expect(figureChanges(before, now)).toEqual(['Killed: at least 3 → 3', 'Wounded: 25 → about 1,040']);
    expect(figureChanges(undefined, now)).toEqual([]);
  });
});
