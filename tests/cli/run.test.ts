import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fetch } from 'undici';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadStory } from '../../src/eval/story.ts';
import { type Newsstand, openNewsstand } from '../jobs/newsstand.ts';
import { type Home, makeHome, PROJECT } from './home.ts';

const STORY = path.join(PROJECT, 'tests/stories/niger-us-withdrawal');
const STREAM = loadStory(STORY).stream.map(({ article }) => article);

let home: Home;
let newsstand: Newsstand;

beforeEach(async () => {
  newsstand = await openNewsstand();
  newsstand.feeds.set('/rss', STREAM.slice(0, 5));
  home = makeHome({ poll: { maxItemAge: '36500d', every: '2s' }, web: { port: 0 } });
  const feeds = [{ url: `${newsstand.url}/rss` }, { url: 'http://127.0.0.1:9/nobody-there' }];
  home.write('watches/withdrawal/watch.yaml', stringify({ title: 'The withdrawal', feeds }));
  home.write(
    'watches/withdrawal/dossier/1.md',
    readFileSync(path.join(STORY, 'dossier/03-accord-revoked.md'), 'utf8'),
  );
});
afterEach(async () => {
  await newsstand.close();
  home.remove();
});

test('start runs worker and page on an embedded Redis, a feed that cannot be reached disturbs nobody, and SIGTERM ends it', async () => {
  const started = home.start('start');
  await started.says('page');
  await started.says('"job":"compare-article"');
  await started.says('refused');
  const url = /page\s+(http\S+)/.exec(started.output())?.[1];
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const page = await (await fetch(`${url}/`)).text();
  expect(page).toContain('The withdrawal');
  const status = JSON.parse((await home.ask('status', '--json')).stdout);
  expect(status.workers).toBe(1);
  expect(status.feeds[1].error).toMatch(/refused/);
  started.kill('SIGTERM');
  const { code, stderr } = await started.ended;
  expect(code).toBe(0);
  expect(stderr).not.toContain('"level":50');
});

test('a port that is taken is told in a sentence', async () => {
  const port = new URL(newsstand.url).port;
  const { code, stderr } = await home.run('web', '--port', port);
  expect(code).toBe(1);
  expect(stderr).toContain(`${port} is taken by another program, or by a Newswatch that runs already`);
});
