import { describe, expect, test } from 'vitest';
import type { Development } from '../../src/model/development.ts';
import { contentId } from '../../src/model/id.ts';
import { countWords } from '../../src/notify/budget.ts';
import { composeDigest, type DigestInput } from '../../src/notify/digest.ts';
import {
  denied,
  from,
  links,
  noLinks,
  now,
  resumed,
  strikeWatch,
  subscriber,
  toll,
  visibleText,
  walkout,
  watch,
  words,
} from './samples.ts';

const window = { from: '2024-02-11T06:00:00.000Z', to: '2024-02-12T06:00:00.000Z' };
const base: DigestInput = {
  sections: [
    { watch: strikeWatch, developments: [walkout], withheld: { 'off-story': 3 } },
    { watch, developments: [denied, toll, resumed], withheld: { known: 12, repeat: 7, background: 0 } },
  ],
  silentFeeds: [{ title: 'Al Sumaria', since: '2024-02-09T10:00:00Z' }],
  subscriber,
  from,
  links,
  window,
  now,
};

function headlines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.startsWith('* '));
}

describe('what a digest says', () => {
  const { subject, text, html } = composeDigest(base);

  test('the subject is the weightiest fact and how many more there are', () => {
    expect(subject).toBe('Talks resume in Baghdad, and 3 more — Newswatch digest');
    const one = composeDigest({ ...base, sections: base.sections.slice(1) });
    expect(one.subject).toBe('Talks resume in Baghdad, and 2 more — US–Iraq coalition');
  });

  test('the weightiest first, grouped by watch', () => {
    expect(headlines(text)).toEqual([
      '* Talks resume in Baghdad',
      '* Update: Wounded rise to 40 at Tower 22 in Jordan',
      '* Washington denies a date for withdrawal from Iraq',
      '* Machinists walk out in Seattle',
    ]);
    expect(text.indexOf('US–Iraq coalition\n---')).toBeLessThan(text.indexOf('Boeing machinists\n---'));
  });

  test('its window, in the reader’s zone', () => {
    expect(text).toContain('4 new developments.\n11 February, 07:00 to 12 February, 07:00, Berlin time.\n');
  });

  test('a changed figure as before → now; another change with the sentence it changes', () => {
    expect(text).toContain('  Wounded: at least 25 → at least 40\n');
    expect(text).toContain('  What it denies: “US and Iraqi officials say');
    expect(html).toContain('Wounded: at least 25 → at least 40');
  });

  test('what was withheld, counted by reason in words, and where to see it', () => {
    expect(text).toContain(
      'Not told: 12 known already, 7 told before.\nSee which and why: https://news.example.org/watches/us-iraq-coalition#articles',
    );
    expect(text).toContain('Not told: 3 off the story.');
  });

  test('feeds that fell silent, and when it comes', () => {
    expect(text).toContain('Silent sources: Al Sumaria since 9 February.');
    expect(text).toContain('You get this digest every day at 07:00, Berlin time.');
  });

  test('a feed silent since a day is told with that day', () => {
    const mail = composeDigest({ ...base, silentFeeds: [{ title: 'X', since: '2024-02-09' }] });
    expect(mail.text).toContain('Silent sources: X since 9 February.');
  });

  test('HTML and text say the same', () => {
    expect(countWords(visibleText(html))).toBe(countWords(text));
  });

  test('a watch with nothing new says so', () => {
    const mail = composeDigest({
      ...base,
      sections: [{ watch, developments: [], withheld: { known: 2 } }],
      silentFeeds: [],
    });
    expect(mail.subject).toBe('Nothing new — US–Iraq coalition');
    expect(mail.text).toContain('Nothing new on “US–Iraq coalition”; not told: 2 known already.');
    expect(mail.text).not.toContain('Silent');
  });

  test('without pages it has no links and leaves no holes', () => {
    const mail = composeDigest({ ...base, links: noLinks });
    expect(mail.text + mail.html).not.toMatch(/null|undefined|news\.example\.org/);
    expect(mail.text).not.toContain('\n\n\n');
  });
});

describe('seven developments and 400 words at most', () => {
  const many = (count: number, change: (i: number) => Partial<Development> = () => ({})) =>
    Array.from(
      { length: count },
      (_, i): Development => ({
        ...resumed,
        id: `v${i}`,
        headline: `Fact number ${i}`,
        weight: 1 - i / count,
        ...change(i),
      }),
    );

  test('of 500 the seven weightiest, and how many are left, with a link', () => {
    const developments = many(500).reverse();
    const { text, subject } = composeDigest({ ...base, sections: [{ watch, developments, withheld: {} }] });
    expect(headlines(text)).toEqual([0, 1, 2, 3, 4, 5, 6].map((i) => `* Fact number ${i}`));
    expect(text).toContain('493 more developments: https://news.example.org/watches/us-iraq-coalition');
    expect(subject).toBe('Fact number 0, and 499 more — US–Iraq coalition');
    expect(countWords(text)).toBeLessThanOrEqual(400);
  });

  test('of the same weight the latest comes first, and the same mail is composed again', () => {
    const developments = many(3, (i) => ({ weight: 0.5, at: `2024-02-1${i}T00:00:00.000Z` }));
    const sections = [{ watch, developments, withheld: {} }];
    const mail = composeDigest({ ...base, sections });
    expect(headlines(mail.text).map((line) => line.slice(-1))).toEqual(['2', '1', '0']);
    expect(
      composeDigest({
        ...base,
        sections: [{ watch, developments: [...developments].reverse(), withheld: {} }],
      }),
    ).toEqual(mail);
  });

  test('when every field is as long as a page and there are forty watches', () => {
    const long = words(500);
    const withheld = { known: 99, repeat: 98, duplicate: 97, background: 96, old: 95, 'off-story': 94 };
    const sections = Array.from({ length: 40 }, (_, n) => ({
      watch: { id: `w${n}`, title: long },
      withheld,
      developments:
        n > 9
          ? []
          : many(20, (i) => ({
              id: `v${n}-${i}`,
              kind: 'corrected' as const,
              headline: long,
              evidence: { text: long, start: 0, end: 1 },
              article: { ...resumed.article, source: long },
              before: { entryId: 'e', sentence: long, source: long },
            })),
    }));
    const silentFeeds = Array.from({ length: 50 }, () => ({ title: long, since: now }));
    const mail = composeDigest({ ...base, sections, silentFeeds });
    expect(countWords(mail.text)).toBeLessThanOrEqual(400);
    expect(countWords(visibleText(mail.html))).toBeLessThanOrEqual(400);
    expect(headlines(mail.text).length).toBeGreaterThanOrEqual(1);
    expect(mail.text).toMatch(/\d+ more developments on \d other stories: https:\/\/news\.example\.org\//);
    const counts = [...mail.text.matchAll(/^(\d+) more dev/gm)].map(([, left]) => Number(left));
    expect(counts.reduce((sum, left) => sum + left, headlines(mail.text).length)).toBe(200);
  });
});

test('the Message-ID is the delivery’s id: the end of its window', () => {
  const id = contentId('d', subscriber.id, 'digest', window.to);
  expect(composeDigest(base).messageId).toBe(`<${id}@example.org>`);
});

test('its list is the digest, its archive the front page', () => {
  expect(composeDigest(base).headers).toMatchObject({
    'List-Id': '"Newswatch digest" <digest.newswatch.example.org>',
    'List-Archive': '<https://news.example.org/>',
    'Feedback-ID': 'digest:digest:newswatch',
  });
});
