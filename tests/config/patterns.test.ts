import path from 'node:path';
import { expect, test } from 'vitest';
import { loadFeedPlaces } from '../../src/config/feed-places.ts';
import { loadLexicon } from '../../src/config/lexicon.ts';
import { patternMistake } from '../../src/config/patterns.ts';

const CONFIG = path.resolve(import.meta.dirname, '../../config');

test.each([
  ['(a+)+$', 'repeats a group without an end'],
  ['^(?:\\w+\\s?)*$', 'repeats a group without an end'],
  ['(a|aa){2,}b', 'repeats a group without an end'],
  ['.*a.*b.*c.*d', 'has 4 repeats without an end (3 at most)'],
  ['a*|(?:b*|c*)d*e*', 'has 4 repeats without an end (3 at most)'],
  ['(unclosed', 'is no pattern: Invalid regular expression'],
])('%s is refused, and why', (source, words) => {
  expect(patternMistake(source)).toContain(words);
});

test.each(['^by [a-z.]{3,60}$', '\\)+', '[)+]*x', '\\(\\s*a\\)\\s*$', '(red|blue){0,3}'])(
  '%s is taken',
  (source) => {
    expect(patternMistake(source)).toBeNull();
  },
);

/** Texts made of a pattern's own pieces, over and over, that nearly fit it. */
function nearly(source: string, length: number): string[] {
  const words = (source.match(/[a-z]{2,}/g) ?? []).slice(0, 8);
  const pumps = ['a', ' ', '(', 'a ', ' a', '.', '1', ...words, ...words.map((word) => `${word} `)];
  const heads = ['', '(', 'by ', ...words.slice(0, 3)];
  return heads.flatMap((head) =>
    // The last character fits nothing, so that all is tried.
    pumps.map((pump) => `${head}${pump.repeat(length).slice(0, length)}\u0000`),
  );
}

test('no pattern of the lexicon takes more than a moment on a text made against it', () => {
  const { chrome, retrospect } = loadLexicon(path.join(CONFIG, 'lexicon')).cues;
  expect(chrome.length + retrospect.length).toBeGreaterThan(10);
  for (const source of [...chrome, ...retrospect]) {
    const pattern = new RegExp(source, 'u');
    for (const text of nearly(source, 500)) {
      const began = process.cpuUsage();
      pattern.test(text);
      const { user, system } = process.cpuUsage(began);
      expect((user + system) / 1000, `${source} on ${text.slice(0, 20)}…`).toBeLessThan(500);
    }
  }
});

test('no address takes a pattern of the feeds’ places more than a moment', () => {
  const { platforms } = loadFeedPlaces(CONFIG, path.join(CONFIG, 'feed-places.yaml'));
  const pages = platforms.flatMap((platform) => platform.pages);
  expect(pages.length).toBeGreaterThan(5);
  for (const page of pages) {
    const pattern = new URLPattern(page);
    const host = /^https:\/\/([\w.{}?:-]+)/.exec(page)?.[1]?.replaceAll(/\{|\}\??|:\w+/g, 'a') ?? 'a.example';
    for (const tail of ['/', '/a', '/topics/', '?', '//']) {
      const began = process.cpuUsage();
      pattern.test(`https://${host}${tail.repeat(4000)}`);
      const { user, system } = process.cpuUsage(began);
      expect((user + system) / 1000, page).toBeLessThan(500);
    }
  }
});
