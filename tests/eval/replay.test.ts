import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadLexicon } from '../../src/config/lexicon.ts';
import { readingTimes, replay } from '../../src/eval/replay.ts';
import { score } from '../../src/eval/score.ts';
import { loadStory } from '../../src/eval/story.ts';
import { article, story, tells } from './dock-strike.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const niger = loadStory(path.join(ROOT, 'tests/stories/niger-us-withdrawal'));
const lexicon = loadLexicon(path.join(ROOT, 'config/lexicon'));

describe('a replay', () => {
  const lines = replay(niger, lexicon);

  test('has one line an article, in the order of the stream', () => {
    expect(lines.map((line) => line.article)).toEqual(niger.stream.map(({ file }) => file));
  });

  test('tells more the more sensitive the watch is', () => {
    const told = (['low', 'normal', 'high'] as const).map((sensitivity) =>
      replay({ ...niger, watch: { ...niger.watch, sensitivity } }, lexicon).flatMap((line) => line.alerts),
    );
    const [low = 0, normal = 0, high = 0] = told.map((alerts) => alerts.length);
    expect(low).toBeLessThan(normal);
    expect(normal).toBeLessThan(high);
    expect(told[1]?.length).toBe(lines.flatMap((line) => line.alerts).length);
  });

  test('prints the fields of the stories in their order', () => {
    const alerts = lines.flatMap((line) => line.alerts);
    expect(alerts.length).toBeGreaterThan(0);
    for (const line of lines)
      expect(Object.keys(line)).toEqual(['article', 'relevant', 'alerts', 'withheld']);
    for (const alert of alerts) {
      expect(Object.keys(alert)).toEqual([
        'kind',
        'type',
        'date',
        'certainty',
        'place',
        'actors',
        'figures',
        'weight',
        'evidence',
        'why',
      ]);
      for (const value of Object.values(alert.figures)) expect(value).toBeTypeOf('number');
      expect(alert.why.length).toBeGreaterThan(0);
    }
    for (const withheld of lines.flatMap((line) => line.withheld)) {
      expect(Object.keys(withheld)).toEqual(['type', 'reason', 'evidence']);
    }
  });

  test('is the same every time', () => {
    expect(replay(niger, lexicon)).toEqual(lines);
  });

  test('quotes its evidence word for word', () => {
    expect(score(niger, lines).rates.grounded).toBe(1);
  });
});

describe('an article of a stream is read', () => {
  const timesOf = (dates: readonly (string | undefined)[], baseline?: string) => {
    const empty = story(dates.map(() => tells()));
    const dated = (number: number, publishedAt: string | undefined) => {
      const { publishedAt: _, ...undated } = article(number);
      return publishedAt === undefined ? undated : { ...undated, publishedAt };
    };
    return readingTimes({
      watch: { ...empty.watch, baseline: [dated(20, baseline)] },
      stream: dates.map((date, index) => ({ file: `${index}.md`, article: dated(index, date) })),
    });
  };

  test('when it was published, at noon when only the day is known', () => {
    expect(timesOf(['2031-03-01T08:00:00+03:00', '2031-03-02'])).toEqual([
      '2031-03-01T05:00:00.000Z',
      '2031-03-02T12:00:00.000Z',
    ]);
  });

  test('with the one before it where it has no date, the first with the dossier', () => {
    expect(timesOf([undefined, '2031-03-02', undefined], '2031-02-01')).toEqual([
      '2031-02-01T12:00:00.000Z',
      '2031-03-02T12:00:00.000Z',
      '2031-03-02T12:00:00.000Z',
    ]);
  });

  test('never before the one before it', () => {
    expect(timesOf(['2031-03-02T18:00:00Z', '2031-03-02'])).toEqual([
      '2031-03-02T18:00:00.000Z',
      '2031-03-02T18:00:00.000Z',
    ]);
  });
});
