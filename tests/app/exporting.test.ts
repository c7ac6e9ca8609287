import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportDevelopments } from '../../src/app/exporting.ts';
import { createTokens } from '../../src/app/tokens.ts';
import type { Development } from '../../src/model/development.ts';
import { sampleDevelopment } from '../web/sample-data.ts';
import { openWebDesk, type WebDesk } from './web-desk.ts';

const WATCH = 'us-iraq-coalition';

let desk: WebDesk;
beforeEach(async () => {
  desk = await openWebDesk();
});
afterEach(() => desk.close());

/** A CSV taken apart as RFC 4180 says. */
function rowsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

async function commit(...developments: readonly Development[]): Promise<void> {
  for (const development of developments) {
    const { watchId, article, at, id } = development;
    await desk.store.commitCompare({
      ...{ watchId, articleId: `a-${id}`, version: 0, at, developments: [development], outbox: [] },
      change: { entries: [], prints: [] },
      verdict: { watchId, article, relevant: true, why: [], developmentIds: [id], withheld: [], at },
    });
  }
}

test('JSONL holds every development whole, the newest first', async () => {
  const lines = (await text(exportDevelopments(desk.store, WATCH, 'jsonl'))).trimEnd().split('\n');
  const ids = lines.map((line) => (JSON.parse(line) as Development).id);
  expect(ids).toEqual(desk.sample.developments.map(({ id }) => id));
  expect(JSON.parse(lines[0] ?? '')).toEqual(await desk.store.development(WATCH, ids[0] ?? ''));
});

test('CSV has a row of names and as many cells in every row, whatever stands in them', async () => {
  const awkward = 'A "quoted" word, a comma,\nand a line break';
  await commit(sampleDevelopment({ id: 'v-awkward', headline: awkward, at: '2024-02-13T00:00:00.000Z' }));
  const [names = [], first = [], ...others] = rowsOf(
    await text(exportDevelopments(desk.store, WATCH, 'csv')),
  );
  expect(names.slice(0, 3)).toEqual(['id', 'found_at', 'kind']);
  expect(first[names.indexOf('headline')]).toBe(awkward);
  expect(others.length).toBe(desk.sample.developments.length);
  expect([first, ...others].every((row) => row.length === names.length)).toBe(true);
});

test('no cell of a CSV is a formula', async () => {
  const evil = ['=HYPERLINK("http://evil.example")', '+1+1', '-2', '@SUM(A1)', '\t=1', ' =1', '＝1'];
  await commit(...evil.map((headline, i) => sampleDevelopment({ id: `v-${i}`, headline })));
  const [names = [], ...rows] = rowsOf(await text(exportDevelopments(desk.store, WATCH, 'csv')));
  const headlines = rows.map((row) => row[names.indexOf('headline')] ?? '');
  for (const headline of evil) expect(headlines).toContain(`'${headline}`);
  expect(rows.flat().filter((cell) => /^[=+@\t]/.test(cell))).toEqual([]);
});

test('more than a batch is exported whole, and over the API too', async () => {
  const many = Array.from({ length: 620 }, (_, i) => sampleDevelopment({ id: `v-${i}` }));
  await commit(...many);
  const expected = many.length + desk.sample.developments.length;
  const { text: token } = await createTokens(desk.store, () => new Date()).create('exports', 'read');
  const answer = await desk.web.inject({
    url: `/api/v1/watches/${WATCH}/export?format=csv`,
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(answer.headers['content-disposition']).toContain(`${WATCH}.csv`);
  const rows = rowsOf(answer.body).slice(1);
  expect(new Set(rows.map(([id]) => id)).size).toBe(expected);
});
