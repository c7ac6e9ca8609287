import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fetch } from 'undici';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadStory } from '../../src/eval/story.ts';
import { type Newsstand, openNewsstand } from '../jobs/newsstand.ts';
import { type Home, makeHome, PROJECT } from './home.ts';

const STORY = path.join(PROJECT, 'tests/stories/niger-us-withdrawal');
const STREAM = loadStory(STORY).stream.map(({ article }) => article);
const FIRST = readFileSync(path.join(STORY, 'dossier/03-accord-revoked.md'), 'utf8');

let home: Home;
let newsstand: Newsstand;

beforeEach(async () => {
  newsstand = await openNewsstand();
  newsstand.feeds.set('/first', STREAM.slice(0, 3));
  newsstand.feeds.set('/second', STREAM.slice(3, 6));
  home = makeHome({ poll: { maxItemAge: '36500d', every: '2s', quiet: '2s' }, web: { port: 0 } });
  put('withdrawal', { title: 'The withdrawal', feeds: [{ url: `${newsstand.url}/first` }] });
});
afterEach(async () => {
  await newsstand.close();
  home.remove();
});

function put(id: string, watch: unknown): void {
  home.write(`watches/${id}/watch.yaml`, typeof watch === 'string' ? watch : stringify(watch));
  home.write(`watches/${id}/dossier/1.md`, FIRST);
}

const statusOf = async () => JSON.parse((await home.ask('status', '--json')).stdout);

test('two workers take a new watch, go on with what stood before a broken edit, and end a watch that is removed', async () => {
  const started = home.start('start');
  await started.says('"job":"compare-article"');
  const second = home.start('worker');
  await second.says('watching');
  const page = /page\s+(http\S+)/.exec(started.output())?.[1] ?? '';

  put('second', { title: 'Another story', feeds: [{ url: `${newsstand.url}/second` }] });
  for (const one of [started, second]) {
    await one.says('"watch":"second","change":"added"');
  }
  expect(await (await fetch(page)).text()).toContain('Another story');
  const polled = await home.run('poll', 'second', '--wait');
  expect(polled).toMatchObject({ code: 0, stdout: expect.stringContaining('/second: ') });
  expect((await statusOf()).watches).toMatchObject([{ id: 'second', articles: 3 }, { id: 'withdrawal' }]);

  put('second', 'titel: Another story\nfeeds: []\n');
  for (const one of [started, second]) await one.says('edit not taken');
  expect(await (await fetch(page)).text()).toMatch(/An edit was not taken.*titel: this key is not known/);
  const broken = await home.ask('status');
  expect(broken.stdout).toContain('2 processes running on what stood before');
  expect(broken.stdout).toContain('second/watch.yaml: titel');

  rmSync(path.join(home.folder, 'config/watches/second'), { recursive: true });
  for (const one of [started, second]) await one.says('"watch":"second","change":"removed"');
  expect(await (await fetch(page)).text()).not.toContain('Another story');
  const { feeds, processes } = await statusOf();
  expect(feeds.map(({ url }: { url: string }) => url)).toEqual([`${newsstand.url}/first`]);
  expect(processes.map((one: { mistakes: unknown[] }) => one.mistakes)).toEqual([[], []]);
  const before = newsstand.requests.length;
  const asked = () => newsstand.requests.slice(before).map(({ url }) => url);
  while (asked().filter((url) => url === '/first').length < 2) await sleep(200);
  expect(asked()).not.toContain('/second');

  second.kill('SIGTERM');
  started.kill('SIGTERM');
  for (const one of [started, second]) {
    const { code, stderr } = await one.ended;
    expect(code).toBe(0);
    expect(stderr).not.toContain('"level":50');
  }
}, 180_000);

test('a watch that changes is decided anew with what it says now, and keeps what was told', async () => {
  const started = home.start('start');
  await started.says('"job":"compare-article"');
  home.write(
    'watches/withdrawal/dossier/2.md',
    readFileSync(path.join(STORY, 'dossier/01-french-gone.md'), 'utf8'),
  );
  await started.says('"change":"changed","feeds":1,"documents":2');
  const feeds = ['first', 'second'].map((name) => ({ url: `${newsstand.url}/${name}` }));
  put('withdrawal', { title: 'The withdrawal', feeds });
  await started.says('"change":"changed","feeds":2,"documents":2');
  await home.ask('poll', 'withdrawal', '--wait');
  const [watch] = (await statusOf()).watches;
  expect(watch.articles).toBe(6);
  started.kill('SIGTERM');
  expect((await started.ended).code).toBe(0);
});
