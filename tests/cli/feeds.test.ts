import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadStory } from '../../src/eval/story.ts';
import { type Newsstand, openNewsstand } from '../jobs/newsstand.ts';
import { type Home, makeHome, PROJECT } from './home.ts';

const STORY = path.join(PROJECT, 'tests/stories/niger-us-withdrawal');

let home: Home;
let newsstand: Newsstand;

beforeEach(async () => {
  newsstand = await openNewsstand();
  newsstand.feeds.set(
    '/rss',
    loadStory(STORY)
      .stream.slice(0, 2)
      .map(({ article }) => article),
  );
  newsstand.feeds.set('/broken', 500);
  home = makeHome({ poll: { maxItemAge: '1d' } });
  const feeds = ['rss', 'broken'].map((name) => ({ url: `${newsstand.url}/${name}`, title: `The ${name}` }));
  home.write('watches/withdrawal/watch.yaml', stringify({ title: 'The withdrawal', feeds }));
  const document = '01-french-gone.md';
  home.write(
    `watches/withdrawal/dossier/${document}`,
    readFileSync(path.join(STORY, 'dossier', document), 'utf8'),
  );
});
afterEach(async () => {
  await newsstand.close();
  home.remove();
});

describe('the feed commands', () => {
  test('tell how each feed is, in words', async () => {
    expect((await home.run('feed', 'list')).stdout).toMatch(/The rss .*not polled yet/);
    await home.ask('poll', '--all');
    const { stdout } = await home.ask('feed', 'list');
    expect(stdout).toMatch(/The rss .*read \d+ s ago/);
    expect(stdout).toMatch(
      /The broken .*read never .*next in \d+ min, as it fails .*failing, 1 in a row: .*500/,
    );
    const shown = (await home.ask('feed', 'show', 'rss')).stdout;
    expect(shown).toMatch(/Health +answers, silent for/);
    expect(shown).toMatch(/Next poll +in \d+ min, as it publishes seldom/);
    const json = JSON.parse((await home.ask('feed', 'show', 'The broken', '--json')).stdout);
    expect(json).toMatchObject({ state: { failures: 1 }, paused: false });
  });

  test('pause a feed, which is then not asked though one asks by hand, and resume it', async () => {
    expect((await home.run('feed', 'pause', 'The rss')).code).toBe(0);
    expect((await home.ask('poll', `${newsstand.url}/rss`)).stdout).toContain('paused');
    expect(newsstand.requests).toHaveLength(0);
    expect((await home.ask('feed', 'list')).stdout).toMatch(/The rss .*not till resumed +paused/);
    expect((await home.ask('feed', 'resume', 'The rss')).code).toBe(0);
    expect((await home.ask('poll', `${newsstand.url}/rss`)).stdout).toContain('2 items');
  });

  test('try a feed, by address or name, and store nothing', async () => {
    const { code, stdout } = await home.run('feed', 'test', `${newsstand.url}/rss`);
    expect(code).toBe(0);
    expect(stdout).toContain('The Stand');
    expect(stdout).toContain('2 items');
    expect((await home.ask('feed', 'test', 'The broken')).stderr).toContain('500');
    const [first] = JSON.parse((await home.ask('feed', 'list', '--json')).stdout);
    expect(first.state).toEqual({ failures: 0 });
  });

  test('say which feeds there are when the one named is not among them, or is several', async () => {
    expect((await home.ask('feed', 'show', 'nonsense')).stderr).toContain('newswatch feed list');
    const { code, stderr } = await home.ask('feed', 'pause', '127.0.0.1');
    expect(code).toBe(1);
    expect(stderr).toContain('fits 2 feeds');
  });
});
