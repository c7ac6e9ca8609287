import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LiveCatalogue, openCatalogue } from '../../src/app/catalogue.ts';
import { followWatchFiles } from '../../src/app/follow-files.ts';
import type { Running } from '../../src/app/worker.ts';
import { settingsSchema } from '../../src/config/schema.ts';
import { readWatches } from '../../src/config/watch-files.ts';
import { type OpenStore, openStore } from '../store/open-store.ts';

const DOCUMENT = '---\ntitle: The dam\nsource: Gazette\n---\n\nThe dam stands.\n';

let root: string;
let open: OpenStore;
let catalogue: LiveCatalogue;
let following: Running;
let log: string[];

beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'newswatch-follow-'));
  open = openStore();
  log = [];
  put('dam', yaml('The dam'));
  put('ferry', yaml('The ferry'));
  const watchFolder = path.join(root, 'watches');
  catalogue = openCatalogue(readWatches(root, watchFolder).watches);
  following = await followWatchFiles({
    config: { root, watchFolder, settings: settingsSchema.parse({}) },
    catalogue,
    store: open.store,
    logger: pino({ base: null }, { write: (line: string) => log.push(line) }),
    lookEveryMs: 20,
  });
});
afterEach(async () => {
  await following.close();
  await open.close();
  rmSync(root, { recursive: true, force: true });
});

const yaml = (title: string, more = '') =>
  `title: ${title}\nfeeds: [{url: "https://a.example/rss"}]\n${more}`;

function put(id: string, watch: string): void {
  mkdirSync(path.join(root, 'watches', id, 'dossier'), { recursive: true });
  writeFileSync(path.join(root, 'watches', id, 'dossier/1.md'), DOCUMENT);
  writeFileSync(path.join(root, 'watches', id, 'watch.yaml'), watch);
}

const titles = () => catalogue.watches().map(({ title }) => title);

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20);
}

const mistakesReported = async () => (await open.store.processReports())[0]?.mistakes ?? [];

test('a watch that did not change stays the same object, so that nothing is read anew', async () => {
  const ferry = catalogue.watch('ferry');
  put('dam', yaml('The dam at Vale'));
  await until(() => titles().includes('The dam at Vale'));
  expect(catalogue.watch('ferry')).toBe(ferry);
  expect(log.join('')).toContain('"watch":"dam","change":"changed"');
  expect(log.join('')).not.toContain('"watch":"ferry"');
});

test('what is written in pieces is taken when it is whole', async () => {
  const file = path.join(root, 'watches/dam/watch.yaml');
  const text = yaml('The dam at Vale', 'sensitivity: high\n');
  for (let end = 5; end < text.length; end += 5) {
    writeFileSync(file, text.slice(0, end));
    await sleep(5);
  }
  writeFileSync(file, text);
  await until(() => titles().includes('The dam at Vale'));
  expect(catalogue.watch('dam')?.sensitivity).toBe('high');
});

test.each([
  ['broken YAML', 'title: [\n'],
  ['an unknown key', yaml('The dam', 'titel: x\n')],
  ['a channel that nobody configured', yaml('The dam', 'notify: [nowhere]\n')],
  ['no feed', 'title: The dam\nfeeds: []\n'],
])(
  '%s is not taken: the old goes on, said in the log and to the store till it is mended',
  async (_, text) => {
    const dam = catalogue.watch('dam');
    put('dam', text);
    await until(async () => (await mistakesReported()).length > 0);
    expect(catalogue.watch('dam')).toBe(dam);
    expect(log.join('')).toContain('"msg":"edit not taken; it stays as it was"');
    expect((await mistakesReported())[0]?.file).toMatch(/dam.watch\.yaml/);
    put('dam', yaml('The dam, mended'));
    await until(() => titles().includes('The dam, mended'));
    await until(async () => (await mistakesReported()).length === 0);
  },
);

test('an empty dossier, and a folder that vanishes as a whole, end nothing', async () => {
  rmSync(path.join(root, 'watches/dam/dossier/1.md'));
  await until(async () => (await mistakesReported()).some(({ message }) => message === 'holds no document'));
  renameSync(path.join(root, 'watches'), path.join(root, 'elsewhere'));
  await until(async () =>
    (await mistakesReported()).some(({ message }) => message.includes('does not exist')),
  );
  expect(titles()).toEqual(['The dam', 'The ferry']);
});

test('a watch whose folder is gone ends, a new one with a mistake is told and does not begin', async () => {
  rmSync(path.join(root, 'watches/ferry'), { recursive: true });
  put('New', yaml('New'));
  await until(() => titles().join() === 'The dam');
  await until(() => log.join('').includes('new watch not taken'));
  expect(log.join('')).toContain('"watch":"ferry","change":"removed"');
  expect(titles()).toEqual(['The dam']);
});

test('a process that ends is not reported any more', async () => {
  await until(async () => (await open.store.processReports()).length === 1);
  await following.close();
  expect(await open.store.processReports()).toEqual([]);
});
