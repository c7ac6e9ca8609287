import path from 'node:path';
import { expect, test } from 'vitest';
import { loadLexicon } from '../../src/config/lexicon.ts';
import { backtest, countsOf } from '../../src/eval/backtest.ts';
import { backtestPicture, countsText } from '../../src/eval/backtest-picture.ts';
import { replay } from '../../src/eval/replay.ts';
import { score } from '../../src/eval/score.ts';
import { loadStory } from '../../src/eval/story.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const story = loadStory(path.join(ROOT, 'tests/stories/niger-us-withdrawal'));
const lexicon = loadLexicon(path.join(ROOT, 'config/lexicon'));
const runs = backtest(story.watch, story, lexicon);
const own = runs[1] ?? expect.fail('there are three sensitivities');

test('a backtest at the usual sensitivity is the replay that eval scores', () => {
  const { counts, missed } = score(story, replay(story, lexicon));
  const { alerts, gains, repeats } = countsOf(own);
  expect({ alerts, gains, repeats }).toEqual({
    alerts: counts.alerts,
    gains: counts.gains,
    repeats: counts.repeats,
  });
  expect(own.missed).toEqual(missed.map(({ article, gist }) => ({ file: article, gist })));
  expect(countsText(own)).toBe(
    `${counts.alerts} alerts, ${missed.length} missed, ${counts.repeats} repeat${counts.repeats === 1 ? '' : 's'}`,
  );
});

test('nothing that came later bears on what is told', () => {
  const stream = story.stream.slice(0, 8);
  const [, half] = backtest(story.watch, { stream, labels: null }, lexicon);
  const files = new Set(stream.map(({ file }) => file));
  const toldOf = (run: typeof own) => run.told.filter(({ file }) => files.has(file));
  expect(half?.told.map(({ development }) => development)).toEqual(
    toldOf(own).map(({ development }) => development),
  );
  expect(half?.missed).toBeNull();
});

test('each article is read at its own time, before 1970 too', () => {
  const shifted = (day: string) => `${Number(day.slice(0, 4)) - 60}${day.slice(4, 10)}`;
  const [first] = story.stream;
  const stream = first ? [{ ...first, article: { ...first.article, publishedAt: '1964-03-28' } }] : [];
  const baseline = story.watch.baseline.map((article) => ({
    ...article,
    publishedAt: shifted(article.publishedAt ?? '2024-01-01'),
  }));
  const [, run] = backtest({ ...story.watch, baseline }, { stream, labels: null }, lexicon);
  for (const { at } of run?.told ?? []) expect(at).toBe('1964-03-28T12:00:00.000Z');
  expect(backtestPicture('The sixties', { stream, labels: null }, runs, 'normal')).toContain('1964-03-28');
});

test('its picture is a document of its own, with nothing of an article unescaped', () => {
  const picture = backtestPicture('Talks <b>& "tolls"', story, runs, 'normal');
  expect(picture).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[\s\S]*<\/svg>\n$/);
  expect(picture).toContain('Talks &lt;b&gt;&amp; &quot;tolls&quot;');
  for (const { sensitivity } of runs) expect(picture).toContain(`>${sensitivity}</text>`);
  expect(picture).not.toMatch(/NaN|Infinity|undefined/);
  expect(backtestPicture('None', { stream: [], labels: null }, [], 'normal')).toContain('no dates');
});
