import path from 'node:path';
import { expect, test } from 'vitest';
import { anyPattern } from '../../src/compare/any-pattern.ts';
import { loadFeedPlaces } from '../../src/config/feed-places.ts';
import { loadLexicon } from '../../src/config/lexicon.ts';
import { patternMistake, urlPatternMistake } from '../../src/config/patterns.ts';
import { note } from '../faults/rows.ts';

const PIECES = 100_000;
const CONFIG = path.resolve(import.meta.dirname, '../../config');

function cpuMs(work: () => unknown): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

test.each([
  ['(unclosed', 'is no pattern: missing closing )'],
  ['(?=ahead)', 'looks ahead or behind, which RE2 has not'],
  ['a(?!ahead)', 'looks ahead or behind, which RE2 has not'],
  ['(?<=behind)a', 'looks ahead or behind, which RE2 has not'],
  ['(?<!behind)a', 'looks ahead or behind, which RE2 has not'],
  ['(a)\\1', 'refers back to a group, which RE2 has not'],
  ['(?<name>a)\\k<name>', 'refers back to a group, which RE2 has not'],
  ['a{1,2000}', 'is no pattern: invalid repeat count'],
  ['\\\\(?<', 'is no pattern: invalid named capture'],
])('%s is refused, and why', (source, words) => {
  expect(patternMistake(source)).toContain(words);
});

test.each(['^by [a-z.]{3,60}$', '\\)+', '[)+]*x', '\\p{Lu}\\w+', '(?i:red|blue){0,3}', '(?<name>a)', '©'])(
  '%s is taken',
  (source) => {
    expect(patternMistake(source)).toBeNull();
  },
);

/** With what each is kept busy. Node's own engine would be at any of these for ever. */
const ENDLESS = [
  ['(a+)+$', 'a'],
  ['^(?:\\w+\\s?)*$', 'a '],
  ['(a|aa){2,}b', 'a'],
  ['.*a.*b.*c.*d', 'abc'],
  ['(?:x?){200}x{200}', 'x'],
  ['(?:a|b)*a(?:a|b){300}$', 'ab'],
  ['(?:(?:(?:a*)*)*)*c', 'a'],
] as const;

test('what takes other engines for ever is taken, and ends soon on a long text made against it', ({
  task,
}) => {
  const slowest = ENDLESS.map(([source, piece]) => {
    expect(patternMistake(source)).toBeNull();
    const text = `${piece.repeat(PIECES)}\u0000`;
    const ms = cpuMs(() => anyPattern([source, `${source}z`])(text));
    expect(ms, source).toBeLessThan(20_000);
    return ms;
  });
  note(task, {
    fault: 'patterns of the configuration that take other engines for ever',
    times: ENDLESS.length,
    of: `texts of ${PIECES.toLocaleString('en')} pieces made against them`,
    lost: 0,
    doubled: 0,
    note: `all ended; the slowest took ${Math.round(Math.max(...slowest))} ms of CPU`,
  });
});

test('one of many patterns is found, whichever it is, and none where there are none', () => {
  const found = anyPattern(['^by \\w+$', '(?<name>photo)$', '(?<name>file) (?i:PHOTO)']);
  expect(['by somebody', 'a photo', 'a file photo shows', 'nearby somebody'].map(found)).toEqual([
    ...[true, true, true, false],
  ]);
  expect(anyPattern([])('')).toBe(false);
});

test('every pattern of the lexicon finds what Node’s own engine would', () => {
  const { chrome, retrospect } = loadLexicon(path.join(CONFIG, 'lexicon')).cues;
  expect(chrome.length + retrospect.length).toBeGreaterThan(10);
  const texts = [
    '',
    'by a. reporter',
    'a bridge (photo: getty images)',
    '12:30 gmt',
    'live',
    'tags: war',
    '© 2024',
  ];
  const titles = [
    'explainer: the deal',
    'what we know',
    'five takeaways from the vote',
    'talks resume',
    'a day on',
  ];
  for (const source of [...chrome, ...retrospect]) {
    const native = new RegExp(source, 'u');
    const linear = anyPattern([source]);
    for (const text of [...texts, ...titles])
      expect(linear(text), `${source}: ${text}`).toBe(native.test(text));
  }
});

test.each([
  ['https://[', 'is no URL pattern'],
  ['https://a.example/:name((?:a+)+)', 'has an expression of its own'],
  ['https://a.example/*a*b*c*', 'has 4 times * (3 at most)'],
])('the URL pattern %s is refused, and why', (source, words) => {
  expect(urlPatternMistake(source)).toContain(words);
});

test('no address takes a pattern of the feeds’ places more than a moment', () => {
  const { platforms } = loadFeedPlaces(CONFIG, path.join(CONFIG, 'feed-places.yaml'));
  const pages = platforms.flatMap((platform) => platform.pages);
  expect(pages.length).toBeGreaterThan(5);
  for (const page of pages) {
    const pattern = new URLPattern(page);
    const host = /^https:\/\/([\w.{}?:-]+)/.exec(page)?.[1]?.replaceAll(/\{|\}\??|:\w+/g, 'a') ?? 'a.example';
    for (const tail of ['/', '/a', '/topics/', '?', '//']) {
      expect(
        cpuMs(() => pattern.test(`https://${host}${tail.repeat(4000)}`)),
        page,
      ).toBeLessThan(500);
    }
  }
});
