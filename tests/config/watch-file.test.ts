import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changeFeeds, changeWatchFiles } from '../../src/config/watch-file.ts';

const WATCH = `# The strike.
title: The dock strike
follow: >-
  Whether the docks
  open again.

feeds:
  # Local
  - url: https://post.example/rss
    title: Harbour Post # first with news
  - url: https://gazette.example/feed # slow

  # Agencies
  - { url: "https://agency.example/atom", title: Agency }

names: [] # none yet
`;

describe('the feeds in the text of a watch', () => {
  test('are added to as lines, and all else stays byte for byte', () => {
    const text = changeFeeds(WATCH, {
      add: [
        { url: 'https://new.example/rss?a=1#x', title: 'New: the "paper" # 1' },
        { url: 'https://b.example' },
      ],
    });
    expect(text).toBe(
      WATCH.replace(
        'title: Agency }\n',
        `title: Agency }
  - url: https://new.example/rss?a=1#x
    title: 'New: the "paper" # 1'
  - url: https://b.example
`,
      ),
    );
  });

  test('are taken out with their own comment, and no other', () => {
    const text = changeFeeds(WATCH, { remove: ['https://post.example/rss'] });
    expect(text).toBe(
      WATCH.replace('  - url: https://post.example/rss\n    title: Harbour Post # first with news\n', ''),
    );
    expect(changeFeeds(WATCH, { remove: ['https://agency.example/atom'] })).toBe(
      WATCH.replace('  - { url: "https://agency.example/atom", title: Agency }\n', ''),
    );
  });

  test('keep the ends of lines of another system', () => {
    const text = changeFeeds(WATCH.replaceAll('\n', '\r\n'), { add: [{ url: 'https://b.example' }] });
    expect(text).toContain('Agency }\r\n  - url: https://b.example\r\n');
    expect(text.match(/(?<!\r)\n/)).toBeNull();
  });

  test('are found in brackets, and at the end of a file that does not end its last line', () => {
    const brackets = 'title: T # why\nfeeds: [{url: https://a.example/rss}]\n';
    const flow = changeFeeds(brackets, { add: [{ url: 'https://b.example' }] });
    expect(flow).toContain('https://b.example');
    expect(flow).toContain('T # why');
    expect(
      changeFeeds('title: T\nfeeds:\n- url: https://a.example', { add: [{ url: 'https://b.example' }] }),
    ).toBe('title: T\nfeeds:\n- url: https://a.example\n- url: https://b.example');
  });

  test('are changed where the last of them goes and another comes', () => {
    const one = 'feeds:\n  - url: https://a.example # old\ntitle: T\n';
    const change = { remove: ['https://a.example'], add: [{ url: 'https://b.example' }] };
    expect(changeFeeds(one, change)).toBe('feeds:\n  - url: https://b.example\ntitle: T\n');
  });

  test('are never emptied, nor guessed at', () => {
    expect(() =>
      changeFeeds('feeds:\n  - url: https://a.example\n', { remove: ['https://a.example'] }),
    ).toThrow('needs at least one feed');
    expect(() => changeFeeds('title: T\n', { add: [{ url: 'https://b.example' }] })).toThrow(
      'no list of feeds',
    );
    expect(() => changeFeeds('feeds: [', { add: [{ url: 'https://b.example' }] })).toThrow();
  });
});

describe('the files of watches', () => {
  let folder: string;
  const file = (name: string) => path.join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'newswatch-watches-'));
    writeFileSync(file('one.yaml'), WATCH);
    writeFileSync(file('two.yaml'), 'title: two\n');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('are all changed, or none', () => {
    const add = [{ url: 'https://b.example' }];
    expect(() =>
      changeWatchFiles([
        { file: file('one.yaml'), add },
        { file: file('two.yaml'), add },
      ]),
    ).toThrow(/two\.yaml could not be changed: it has no list of feeds/);
    expect(readFileSync(file('one.yaml'), 'utf8')).toBe(WATCH);
    changeWatchFiles([{ file: file('one.yaml'), add }]);
    expect(readFileSync(file('one.yaml'), 'utf8')).toContain('https://b.example');
    expect(readdirSync(folder)).toEqual(['one.yaml', 'two.yaml']);
  });
});
