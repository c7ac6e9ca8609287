import { describe, expect, test } from 'vitest';
import { markup } from '../../src/model/markup.ts';
import { bounded } from '../../src/web/bounded.ts';
import { articleDay, moment, rangeInWords, relative } from '../../src/web/dates.ts';
import { conditionOf } from '../../src/web/feed-view.ts';
import { maskAddress, redactText } from '../../src/web/redact.ts';
import { clip } from '../../src/web/words.ts';
import { NOW, READER } from './sample-data.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('dates', () => {
  test.each([
    [-30, 'just now'],
    [30, 'in a moment'],
    [-60, '1 min ago'],
    [59 * 60, 'in 59 min'],
    [-3_600, '1 h ago'],
    [-86_400, '1 day ago'],
    [-5 * 86_400, '5 days ago'],
  ])('%d seconds from now is %s', (seconds, words) => {
    expect(plain(relative(new Date(NOW.getTime() + seconds * 1_000), NOW))).toBe(words);
  });

  test('an instant shows its day only when it is another than today', () => {
    expect(plain(String(moment('2024-02-12T09:26:00.000Z', NOW)))).toContain('4 min ago, 09:26 UTC');
    expect(plain(String(moment('2024-02-11T09:30:00.000Z', NOW)))).toContain(
      '1 day ago, 11 Feb 2024, 09:30 UTC',
    );
    expect(String(moment('<b>', NOW))).toBe('&lt;b&gt;');
  });

  test('an article keeps the day its outlet gave, whatever its offset', () => {
    expect(String(articleDay('2024-02-08T00:20:00+03:00'))).toContain('>8 Feb 2024<');
    expect(String(articleDay('2024-02-08'))).toContain('>8 Feb 2024<');
    expect(String(articleDay('lately'))).toContain('>lately<');
  });

  test('a range of one day is one day', () => {
    expect(rangeInWords({ from: '2024-02-08', to: '2024-02-08' })).toBe('8 Feb 2024');
    expect(rangeInWords({ from: '1969-10-17', to: '2024-02-04' })).toBe('17 Oct 1969 to 4 Feb 2024');
  });
});

describe('words', () => {
  test('a cut never splits a character', () => {
    expect(clip('ab😀cd', 3)).toBe('ab…');
    expect(clip('short', 5)).toBe('short');
  });
});

describe('redacting', () => {
  test.each([
    [READER, 'r***@m***.org'],
    ['@example.org', '***'],
    ['nonsense', '***'],
    ['root@localhost', 'r***@l***'],
  ])('%s is shown as %s', (address, shown) => {
    expect(maskAddress(address)).toBe(shown);
  });

  test('finds an address in any case and in a URL, and tokens after & and &amp;', () => {
    const text = `A.B+c@Example.org a.b%2Bc%40example.org ?x=1&amp;token=abc.DEF_-~%20 end`;
    expect(redactText(text, 'a.b+c@example.org')).toBe('a***@e***.org a***@e***.org ?x=1&amp;token=… end');
  });
});

describe('a feed', () => {
  const feed = { id: 'f', url: 'https://news.example/rss', watchIds: [] };
  const polled = { failures: 0, lastPollAt: NOW.toISOString(), lastSuccessAt: NOW.toISOString() };
  test.each([
    ['waiting', { failures: 0 }],
    ['well', polled],
    ['well', { ...polled, lastItemAt: '2024-02-10T09:30:00.000Z' }],
    ['silent', { ...polled, lastItemAt: '2024-02-09T09:30:00.000Z' }],
    ['failing', { ...polled, failures: 1 }],
    ['gone', { ...polled, failures: 1, gone: true }],
  ] as const)('is %s', (condition, state) => {
    expect(conditionOf({ feed, state, paused: false }, NOW)).toBe(condition);
  });

  test('is paused, however else it is', () => {
    expect(conditionOf({ feed, state: { failures: 3 }, paused: true }, NOW)).toBe('paused');
  });
});

test('a bounded list stops at its number and at its bytes, and counts what is left', () => {
  const items = ['aaaa', 'bbbb', 'cccc', 'dddd'];
  const render = (item: string) => markup`${item}`;
  expect(bounded(items, { most: 3, bytes: 100 }, render)).toMatchObject({ left: 1 });
  expect(bounded(items, { most: 9, bytes: 9 }, render).shown.map(String)).toEqual(['aaaa', 'bbbb']);
  expect(bounded(items, { most: 9, bytes: 3 }, render)).toEqual({ shown: [], left: 4 });
});
