import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { foundDossier } from '../../src/compare/dossier.ts';
import { loadLexicon } from '../../src/config/lexicon.ts';
import { replay } from '../../src/eval/replay.ts';
import { loadStory } from '../../src/eval/story.ts';
import { rootOf } from '../../src/model/event.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const story = loadStory(path.join(ROOT, 'tests/replays/first-watch'));
const lexicon = loadLexicon(path.join(ROOT, 'config/lexicon'));
const lines = replay(story, lexicon);
const alertsOf = (file: string) => lines.find(({ article }) => article.startsWith(file))?.alerts ?? [];

describe("the default watch's dossier, its articles one after another", () => {
  test('the first founds the talks', () => {
    const held = [...foundDossier(story.watch, lexicon).entries.values()];
    expect(held.map(({ event }) => event.type)).toContain('talks_agreed');
  });

  test('every article is on the story', () => {
    expect(lines.map(({ relevant }) => relevant)).toEqual([true, true, true, true]);
  });

  test.each(['001', '002', '003'])('%s, another report of the same agreement, tells nothing', (file) => {
    expect(alertsOf(file)).toEqual([]);
  });

  test('the last tells that talks resumed and that they had been suspended', () => {
    const alerts = alertsOf('004');
    const day = (one: string) => ({ from: one, to: one });
    expect(alerts).toContainEqual(
      expect.objectContaining({ type: 'talks_resumed', date: day('2024-02-11'), kind: 'new' }),
    );
    expect(alerts).toContainEqual(
      expect.objectContaining({ type: 'talks_suspended', date: day('2024-01-28'), kind: 'new' }),
    );
    expect(alerts).toHaveLength(4);
  });

  test.each([
    ['the three dead in Jordan', 'killed three members'],
    ['the count of attacks', 'more than 165'],
  ])('the last tells %s', (_, words) => {
    const told = alertsOf('004').filter(({ type }) => rootOf(type) === 'force');
    expect(told.map(({ evidence }) => evidence).some((sentence) => sentence.includes(words))).toBe(true);
  });
});
