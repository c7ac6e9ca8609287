/**
 * How long each page takes and how many bytes it has, with 10,000 developments stored:
 *
 *   node bench/page.ts [--developments 10000] [--requests 200] [--only story] [--stay]
 *
 * The app as it is, with a private Redis, asked over HTTP on loopback, one request after the other. Beside each page
 * stands /healthz of the same run, which does nothing: the floor; and the time on the processor, the asking
 * included, which other work on the machine stretches less. The exit code is 1 when the 95th percentile of a page
 * passes 50 ms or a page 100 kB. `--stay` leaves the pages open in the end, to be looked at.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { request } from 'undici';
import { hashPassword } from '../src/app/login.ts';
import { createTokens } from '../src/app/tokens.ts';
import { openApp } from '../src/app.ts';
import { loadConfig } from '../src/config/load.ts';
import { seedMails, seedStory } from './page-seed.ts';

const LONGEST_MS = 50;
const LARGEST_BYTES = 100_000;
const WARM_UP = 10;
const PASSWORD = 'a password of this bench';
let asked = 0;

const { values } = parseArgs({
  options: {
    developments: { type: 'string', default: '10000' },
    requests: { type: 'string', default: '200' },
    only: { type: 'string', default: '' },
    stay: { type: 'boolean', default: false },
  },
});
const [developments, requests] = [Number(values.developments), Number(values.requests)];

const folder = mkdtempSync(path.join(tmpdir(), 'newswatch-page-'));
const config = await configuration();
const app = await openApp({ config });
try {
  const [watch] = config.watches;
  if (!watch) throw new Error('no watch');
  const seeding = performance.now();
  const told = await seedStory(app.store, watch.id, developments, new Date());
  await seedMails(app.store, told, 300);
  console.log(
    `${told.length} developments stored in ${Math.round((performance.now() - seeding) / 1000)} s, Node ${process.version}`,
  );
  const { url } = await app.startWeb();
  const failed = await measureAll(url, watch.id, told.at(-3)?.id ?? '');
  if (failed.length > 0) process.exitCode = 1;
  console.log(
    failed.length > 0 ? `Too slow or too large: ${failed.join(', ')}` : 'Every page keeps to both.',
  );
  if (values.stay) {
    console.log(`${url}, password "${PASSWORD}"; Ctrl-C ends it.`);
    await new Promise((resolve) => process.once('SIGINT', resolve));
  }
} finally {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
}

/** One watch on dockers, with a dossier of one document and three feeds. */
async function configuration() {
  const configFolder = path.join(folder, 'config');
  const watch = path.join(configFolder, 'watches', 'dock-strike');
  mkdirSync(path.join(watch, 'dossier'), { recursive: true });
  const root = path.resolve(import.meta.dirname, '..');
  cpSync(path.join(root, 'config', 'lexicon'), path.join(configFolder, 'lexicon'), { recursive: true });
  cpSync(path.join(root, 'config', 'pages'), path.join(configFolder, 'pages'), { recursive: true });
  writeFileSync(
    path.join(watch, 'watch.yaml'),
    `title: The dockers and the terminal operators\nfeeds:\n${[1, 2, 3].map((n) => `  - url: https://news.example/${n}.rss\n`).join('')}`,
  );
  writeFileSync(
    path.join(watch, 'dossier', '01.md'),
    '---\ntitle: Dockers and operators begin talks\nsource: Wire A\ndate: 2024-01-05\nurl: https://news.example/talks\n---\nThe dockers’ union and the terminal operators began talks on wages in Northport on Friday.\n',
  );
  writeFileSync(path.join(configFolder, 'newswatch.yaml'), 'web: { proxies: [127.0.0.1] }\n');
  return loadConfig({
    root,
    folder: configFolder,
    env: {
      NEWSWATCH_DATA: path.join(folder, 'data'),
      NEWSWATCH_WEB_PORT: '0',
      NEWSWATCH_LOGIN: await hashPassword(PASSWORD),
    },
  });
}

async function measureAll(url: string, watchId: string, developmentId: string): Promise<readonly string[]> {
  const story = `/watches/${watchId}`;
  const cookie = await signIn(url);
  const first = performance.now();
  await get(url + story, {});
  console.log(
    `The first look at the story, which reads all of it into memory: ${Math.round(performance.now() - first)} ms\n`,
  );
  const floor = await measure(`${url}/healthz`, {});
  console.log(row('page', 'p50 ms', 'p95 ms', '÷ /healthz', 'CPU p95 ms', 'bytes'));
  const signedIn = { cookie };
  const { text } = await createTokens(app.store, () => new Date()).create('bench', 'operate');
  const api = { authorization: `Bearer ${text}` };
  const list = `/api/v1/watches/${watchId}`;
  const pages: readonly (readonly [name: string, path: string, as?: Headers])[] = [
    ['front', '/'],
    ['story', story],
    ['story, signed in', story, signedIn],
    ['story, search', `${story}?q=northport+hurt&type=talks`],
    ['story, no hit', `${story}?q=nowhere`],
    ['story, far back', `${story}?skip=${Math.max(0, developments - 20)}`],
    ['development', `/developments/${watchId}/${developmentId}`],
    ['withheld', `${story}/withheld`],
    ['withheld, signed in', `${story}/withheld`, signedIn],
    ['withheld, search', `${story}/withheld?q=nowhere`],
    ['feeds', '/feeds'],
    ['outbox', '/outbox'],
    ['subscribe', '/subscribe'],
    ['preferences', '/preferences'],
    ['sign in', '/operate/login'],
    ['operate', '/operate', signedIn],
    ['settings', '/operate/settings', signedIn],
    ['stories', '/operate/watches', signedIn],
    ['set up a story', '/operate/drafts/new', signedIn],
    ['edit a story', await openDraft(url, watchId, cookie), signedIn],
    ['Atom', `${story}/feed.atom`],
    ['JSON Feed', `${story}/feed.json`],
    ['calendar', `${story}/calendar.ics`],
    ['API watches', '/api/v1/watches', api],
    ['API developments', `${list}/developments`, api],
    ['API developments, 200', `${list}/developments?limit=200`, api],
    ['API developments, q', `${list}/developments?q=nowhere`, api],
    ['API articles', `${list}/articles`, api],
    ['API withheld', `${list}/withheld`, api],
    ['API deliveries', '/api/v1/deliveries', api],
    ['API subscribers', '/api/v1/subscribers', api],
    ['API feeds', '/api/v1/feeds', api],
    ['API document', '/api/v1/openapi.json'],
    ['export, JSON lines *', `${list}/export?format=jsonl`, api],
    ['export, CSV *', `${list}/export?format=csv`, api],
  ];
  const failed: string[] = [];
  for (const [name, page, as = {}] of pages.filter(([name]) => name.startsWith(values.only))) {
    const { p50, p95, cpu95, bytes, type } = await measure(url + page, as);
    const over = p95 > LONGEST_MS || (type.startsWith('text/html') && bytes > LARGEST_BYTES);
    if (over) failed.push(name);
    console.log(
      row(
        name,
        p50.toFixed(1),
        p95.toFixed(1),
        (p95 / floor.p95).toFixed(1),
        cpu95.toFixed(1),
        String(bytes),
      ),
    );
  }
  console.log('* till its first bytes; all of it is one stream');
  return failed;
}

type Headers = Readonly<Record<string, string>>;

function row(name: string, ...cells: readonly string[]): string {
  return name.padEnd(22) + cells.map((cell) => cell.padStart(11)).join('');
}

async function measure(address: string, headers: Headers) {
  const times: number[] = [];
  let last = { bytes: 0, type: '' };
  const cpuTimes: number[] = [];
  for (let at = 0; at < WARM_UP + requests; at += 1) {
    const cpu = process.cpuUsage();
    const started = performance.now();
    last = await get(address, headers);
    if (at < WARM_UP) continue;
    times.push(performance.now() - started);
    const { user, system } = process.cpuUsage(cpu);
    cpuTimes.push((user + system) / 1000);
  }
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    cpu95: percentile(cpuTimes, 0.95),
    ...last,
  };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function get(address: string, headers: Headers) {
  // Each asks as another reader behind a proxy, so that no limit is met.
  asked += 1;
  const from = { 'x-forwarded-for': `198.51.${asked >> 8}.${asked & 255}` };
  const { statusCode, headers: told, body } = await request(address, { headers: { ...headers, ...from } });
  const type = String(told['content-type']);
  // A stream has no end to wait for: it is there with its first bytes.
  const isStream = /^(text\/csv|application\/jsonl)/.test(type);
  let bytes = 0;
  for await (const chunk of body) {
    bytes += (chunk as Uint8Array).byteLength;
    if (isStream) break;
  }
  if (statusCode !== 200) throw new Error(`${address} answered ${statusCode}`);
  return { bytes, type };
}

/** Opens the watch to be edited, as its button does. @returns the path of the draft */
async function openDraft(url: string, watchId: string, cookie: string): Promise<string> {
  const list = await request(`${url}/operate/watches`, { headers: { cookie } });
  const csrf = /name="csrf" value="([^"]+)"/.exec(await list.body.text())?.[1] ?? '';
  const { headers, body } = await request(`${url}/operate/watches/edit`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
    body: new URLSearchParams({ csrf, watch: watchId }).toString(),
  });
  await body.dump();
  return String(headers.location);
}

async function signIn(url: string): Promise<string> {
  const { headers, statusCode, body } = await request(`${url}/operate/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ password: PASSWORD, back: '/operate' }).toString(),
  });
  await body.dump();
  const cookie = String(headers['set-cookie'] ?? '').split(';')[0] ?? '';
  if (statusCode !== 303 || cookie === '') throw new Error(`signing in answered ${statusCode}`);
  return cookie;
}
