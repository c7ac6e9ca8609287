import { describe, expect, test } from 'vitest';
import { renderReport, reportCard, reportData } from '../../src/eval/report.ts';
import { distractor, lines, reports, story, telling, tells } from './dock-strike.ts';

const strike = story([tells(reports('walkout', 'walkout')), tells(reports('talks', 'talks')), distractor]);
const half = lines(strike, [[telling('walkout', 'walkout')]]);
const whole = lines(strike, [[telling('walkout', 'walkout')], [telling('talks', 'talks')]]);
const cards = [reportCard(strike, half), { ...reportCard(strike, whole), story: 'lock-out' }];

describe('the report card', () => {
  test('has each story beside its four dummies, as data', () => {
    const { stories } = reportData(cards);
    expect(stories[0]).toMatchObject({ story: 'dock-strike', title: 'The dock strike at Port Ellery' });
    expect(stories[0]?.newswatch.rates).toMatchObject({ precision: 1, recall: 0.5 });
    expect(stories[0]?.dummies.map(({ name, score }) => [name, score.counts.alerts])).toEqual([
      ['send nothing', 0],
      ['send everything', 3],
      ['keyword', 0],
      ['title Jaccard < .55', 1],
    ]);
    expect(JSON.parse(JSON.stringify(reportData(cards)))).toEqual(reportData(cards));
  });

  test('has one mean of all its stories when none was set aside', () => {
    const { means } = reportData(cards);
    expect(means.map(({ name, stories, newswatch }) => [name, stories, newswatch.recall])).toEqual([
      ['mean', ['dock-strike', 'lock-out'], 0.75],
    ]);
  });

  test('has the mean of the stories set aside apart from that of those learnt from', () => {
    const { means } = reportData(cards, { setAside: ['lock-out'] });
    expect(means.map(({ name, newswatch }) => [name, newswatch.recall])).toEqual([
      ['mean, learnt', 0.5],
      ['mean, set aside', 1],
    ]);
  });

  test('takes the mean of a rate over the stories that have it', () => {
    const silent = { ...reportCard(strike, lines(strike, [])), story: 'silent' };
    expect(reportData([...cards, silent]).means[0]?.newswatch).toMatchObject({ precision: 1, recall: 0.5 });
  });

  test('is a table that a terminal shows in columns', () => {
    const table = renderReport(cards, { setAside: ['lock-out'] });
    expect(table.split('\n').slice(0, 5).join('\n')).toMatchInlineSnapshot(`
      "                       gains  alerts  there  prec  rec   F1  repeat  known  noise  silence  gate  type  date  cert  figs  ground

      dock-strike
        newswatch                1       1      2     1  .50  .67     .00    .00    .00        1     1     1     1     1     1       1
        send nothing             0       0      2     –  .00  .00       –      –      –        1   .00     –     –     –     –       –"
    `);
    expect(table).toContain('\nmean, set aside (1)\n');
    const rows = table.split('\n').filter((row) => row.startsWith('  '));
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  });

  test('is a Markdown table too', () => {
    const [heading, rule, first, second] = renderReport(cards, { format: 'markdown' }).split('\n');
    expect(heading).toMatch(/^\| {2}\| {2}\| gains \| alerts \| there \| prec \| rec \| F1 \|/);
    expect(rule).toMatch(/^\| --- \| --- \| --: \|/);
    expect(first).toMatch(/^\| \*\*dock-strike\*\* \| newswatch \| 1 \| 1 \| 2 \| 1 \| \.50 \| \.67 \|/);
    expect(second).toMatch(/^\| {2}\| send nothing \| 0 \| 0 \| 2 \| – \| \.00 \|/);
  });

  test('never shows as 1 what is not quite 1', () => {
    const [card] = cards;
    if (!card) throw new Error('there is a card');
    const rates = { ...card.newswatch.rates, grounded: 0.999 };
    const table = renderReport([{ ...card, newswatch: { ...card.newswatch, rates } }], {
      format: 'markdown',
    });
    expect(table.split('\n')[2]).toMatch(/\| \.99 \|$/);
  });
});
