import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { previewSelector } from '../../src/app/page-source.ts';
import { loadConfig } from '../../src/config/load.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const config = loadConfig({ root: ROOT, env: {} });
let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'newswatch-source-'));
  file = path.join(folder, 'page.html');
  await writeFile(
    file,
    '<main><div id="lead" class="big  box" data-part="a">Dockers walk out<p data-part="b">inside</p></div><p data-part="c"></p></main>',
  );
});
afterAll(() => rm(folder, { recursive: true }));

test('a preview of a selector names what it catches, none within another', async () => {
  expect(await previewSelector(config, file, '[data-part]')).toEqual([
    { element: 'div#lead.big.box', text: 'Dockers walk out inside' },
    { element: 'p', text: '' },
  ]);
  expect(await previewSelector(config, file, 'article')).toEqual([]);
});

test('what is no selector is said to be none', async () => {
  await expect(previewSelector(config, file, 'main >> p[')).rejects.toThrow('is no CSS selector');
});
