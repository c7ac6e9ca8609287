import { describe, expect, test } from 'vitest';
import type { Development } from '../../src/model/development.ts';
import type { LedgerEntry } from '../../src/model/dossier.ts';
import { composeDigest } from '../../src/notify/digest.ts';
import { lastKnown } from '../../src/notify/last-known.ts';
import { seriesOf } from '../../src/notify/series.ts';
import { from, links, now, resumed, subscriber, toll, watch } from './samples.ts';

function entryOf(id: string, day: string, text = 'A drone hit the base.'): LedgerEntry {
  const evidence = { text, start: 0, end: text.length };
  return {
    id,
    event: { ...toll.event, date: { from: day, to: day } },
    observations: [{ articleId: id, source: 'Reuters', publishedAt: day, evidence, certainty: 'happened' }],
    ...{ held: false, firstSeenAt: now, lastSeenAt: now, outlets: ['Reuters'], origins: ['Reuters'] },
  };
}

const attacks = ['2024-01-28', '2024-02-01', '2024-02-02', '2024-02-07', '2024-02-11', '2024-02-12'].map(
  (day, at) => entryOf(`e${at}`, day),
);

describe('a picture of a series', () => {
  test('attacks are counted by the weeks that end on the reader’s day', () => {
    const [series] = seriesOf([toll], [], attacks, '2024-02-12');
    expect(series?.words).toBe('Attacks known, week by week, the latest last: 0, 0, 0, 1, 2, 3');
  });

  test('a few events, or all in one week, make none', () => {
    expect(seriesOf([toll], [], attacks.slice(0, 3), '2024-02-12')).toEqual([]);
    expect(seriesOf([toll], [], attacks, '2025-02-12')).toEqual([]);
    expect(seriesOf([resumed], [], attacks, '2024-02-12')).toEqual([]);
  });

  test('a toll is told report by report once it has risen twice', () => {
    const rise = (id: string, from: number, to: number, at: string): Development => ({
      ...toll,
      ...{ id, at },
      event: { ...toll.event, figures: { wounded: { value: to, bound: 'exact' } } },
      before: { ...toll.before, figures: { wounded: { value: from, bound: 'exact' } } },
    });
    const first = rise('v1', 25, 34, '2024-01-29T10:00:00.000Z');
    const second = rise('v2', 34, 40, '2024-01-30T10:00:00.000Z');
    expect(seriesOf([second], [first, second], [], '2024-02-12').map(({ words }) => words)).toEqual([
      'Wounded, report by report: 25, 34, 40',
    ]);
    expect(seriesOf([first], [], [], '2024-02-12')).toEqual([]);
  });

  test('stands in a digest as words in both parts and as cells of a table, with no picture to fetch', () => {
    const mail = composeDigest({
      sections: [{ watch, developments: [toll], withheld: {}, entries: attacks }],
      ...{ silentFeeds: [], subscriber, from, links, now },
      window: { from: '2024-02-11T06:00:00.000Z', to: now },
    });
    const words = 'the latest last: 0, 0, 0, 1, 2, 3.';
    expect(mail.text.replaceAll('\n', ' ')).toContain(words);
    expect(mail.html).toContain(words);
    const heights = [...mail.html.matchAll(/class="(?:no)?bar"[^>]* height="(\d+)"/g)].map(([, height]) =>
      Number(height),
    );
    expect(heights).toEqual([2, 2, 2, 13, 27, 40]);
    expect(mail.html).not.toMatch(/<img|<svg|url\(/);
  });
});

describe('what was known before a new fact', () => {
  const attack: Development = {
    ...resumed,
    event: { ...toll.event, date: { from: '2024-02-12', to: '2024-02-12' } },
    evidence: {
      text: 'A drone killed two soldiers at the American outpost near Erbil on Monday.',
      start: 0,
      end: 70,
    },
  };
  const alike = 'Three American soldiers were killed when a drone struck their outpost in Jordan.';

  test('is the dossier’s sentence that is most like it, with its date', () => {
    const known = [
      entryOf('e1', '2024-01-28', alike),
      entryOf('e2', '2024-01-29', 'Parliament met and left in anger again.'),
    ];
    expect(lastKnown(attack, known)).toEqual({
      ...{ entryId: 'e1', sentence: alike, source: 'Reuters', publishedAt: '2024-01-28' },
    });
  });

  test('is nothing where only other matters, later days or its own article tell', () => {
    expect(
      lastKnown(attack, [entryOf('e2', '2024-01-29', 'Parliament met and left in anger again.')]),
    ).toBeUndefined();
    expect(lastKnown(attack, [entryOf('e3', '2024-03-01', alike)])).toBeUndefined();
    expect(lastKnown(attack, [entryOf(attack.article.articleId, '2024-01-28', alike)])).toBeUndefined();
    expect(
      lastKnown({ ...attack, event: resumed.event }, [entryOf('e1', '2024-01-28', alike)]),
    ).toBeUndefined();
  });
});
