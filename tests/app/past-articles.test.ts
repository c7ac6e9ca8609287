import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type PastItem, readPast } from '../../src/app/past-articles.ts';
import { type Config, loadConfig } from '../../src/config/load.ts';
import { FERRY_FILES, FERRY_STREAM } from '../cli/ferry.ts';
import { PROJECT } from '../cli/home.ts';
import { openNewsstand } from '../jobs/newsstand.ts';

const config: Config = (() => {
  const read = loadConfig({ root: PROJECT, env: {} });
  const net = { ...read.settings.net, allowPrivate: ['127.0.0.0/8'], pause: 0 };
  return { ...read, settings: { ...read.settings, net } };
})();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'newswatch-past-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Uint8Array) => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), content);
};
const days = async (from: string) =>
  (await readPast(config, from)).stream.map(({ article }) => article.publishedAt?.slice(0, 10));
const document = (title: string, date?: string) =>
  `---\ntitle: ${title}\nsource: Gazette\n${date ? `date: ${date}\n` : ''}---\n\n${title}, said the county.\n`;

describe('a folder', () => {
  test('is read in the order of publication, and what is broken in it is named', async () => {
    for (const file of FERRY_FILES) write(`pages/${path.basename(file)}`, readFileSync(file));
    write('early.md', document('The ferry sails', '1962-02-01'));
    write('broken.md', '---\ntitle: [\n---\n');
    write('empty.html', '');
    write('binary.txt', new Uint8Array([0, 1, 2, 0]));
    write('picture.png', 'not looked at');
    write('copy.html', readFileSync(FERRY_FILES[0] ?? ''));
    const heard: PastItem[] = [];
    const past = await readPast(config, folder, (item) => heard.push(item));
    expect(past.stream.map(({ article }) => article.publishedAt?.slice(0, 10))).toEqual([
      '1962-02-01',
      '2026-05-04',
      '2026-05-04',
      '2026-05-11',
      '2026-05-19',
    ]);
    expect(past.skipped.map(({ name }) => name).sort()).toEqual(['binary.txt', 'broken.md', 'empty.html']);
    for (const { why } of past.skipped) expect(why.length).toBeGreaterThan(10);
    expect(heard).toHaveLength(8);
    expect(past.labels).toBeNull();
  });

  test('leaves an article without a date out, unless none has one', async () => {
    write('a.md', document('One'));
    write('b.md', document('Two'));
    expect(await days(folder)).toEqual([undefined, undefined]);
    write('c.md', document('Three', '2026-05-01'));
    const { stream, skipped } = await readPast(config, folder);
    expect(stream.map(({ file }) => file)).toEqual(['c.md']);
    expect(skipped[0]).toEqual({ name: 'a.md', why: 'has no date, so its place is not known' });
  });

  test('that is a labelled story brings its labels, less the articles that are broken', async () => {
    write('story.yaml', 'title: The ferry\n');
    write('dossier/1.md', document('Crews vote', '2026-05-01'));
    write('stream/1.md', document('Talks begin', '2026-05-02'));
    write('stream/2.md', 'no front matter');
    write('stream/3.md', document('Unlabelled', '2026-05-03'));
    write(
      'labels.yaml',
      'events: {}\narticles:\n  1.md: {relevant: true}\n  2.md: {relevant: true}\n  9.md: {relevant: false}\n',
    );
    const { stream, labels, skipped } = await readPast(config, folder);
    expect(stream.map(({ file }) => file)).toEqual(['1.md']);
    expect([...(labels?.articles.keys() ?? [])]).toEqual(['1.md']);
    expect(skipped.map(({ name, why }) => `${path.basename(name)} ${why}`)).toEqual([
      expect.stringContaining('2.md has no front matter'),
      'labels.yaml articles.3.md: has no label',
    ]);
  });

  test.each([
    ['', 'holds no article'],
    ['nowhere', 'There is no'],
  ])('"%s" with nothing to read is answered with a sentence', async (name, sentence) => {
    await expect(readPast(config, path.join(folder, name))).rejects.toThrow(sentence);
  });

  test('a file of another kind is refused with what may be given', async () => {
    write('notes.pdf', 'x');
    await expect(readPast(config, path.join(folder, 'notes.pdf'))).rejects.toThrow('nor a web archive');
  });
});

test('a feed is read with its pages, or its own text where a page cannot be had', async () => {
  const stand = await openNewsstand();
  try {
    stand.feeds.set('/rss', FERRY_STREAM);
    stand.broken.set('/over', 500);
    const { stream } = await readPast(config, `${stand.url}/rss`);
    expect(stream.map(({ article }) => article.via)).toEqual(['page', 'page', 'page', 'feed']);
  } finally {
    await stand.close();
  }
});

describe('a web archive', () => {
  const html = (i: number) => readFileSync(FERRY_FILES[i] ?? '', 'utf8');
  const record = (url: string, body: string, head = 'HTTP/1.1 200 OK\r\nContent-Type: text/html') => {
    const payload = `${head}\r\n\r\n${body}`;
    return `WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: ${url}\r\nWARC-Date: 2026-06-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:${url.length}>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: ${Buffer.byteLength(payload)}\r\n\r\n${payload}\r\n\r\n`;
  };
  const chunked = (body: string) => `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  const records = () => [
    record('https://gazette.example/2', html(1)),
    record('https://gazette.example/picture', 'GIF', 'HTTP/1.1 200 OK\r\nContent-Type: image/gif'),
    record('https://gazette.example/gone', html(2), 'HTTP/1.1 404 Not Found\r\nContent-Type: text/html'),
    record(
      'https://gazette.example/1',
      chunked(html(0)),
      'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked',
    ),
    record('https://gazette.example/', '<html><body><a href="/1">One</a></body></html>'),
  ];

  test.each(['plain', 'gzip'])('%s: its articles are read, other responses left', async (kind) => {
    const parts = records().map((text) => Buffer.from(text));
    const name = kind === 'gzip' ? 'past.warc.gz' : 'past.warc';
    write(name, Buffer.concat(kind === 'gzip' ? parts.map((part) => gzipSync(part)) : parts));
    const { stream, skipped } = await readPast(config, path.join(folder, name));
    expect(stream.map(({ file, article }) => [file, article.title])).toEqual([
      ['https://gazette.example/1', 'Ferry crews on Tarn vote to strike'],
      ['https://gazette.example/2', 'Ferry to Tarn stops as crews walk out'],
    ]);
    expect(skipped).toEqual([
      { name: 'https://gazette.example/', why: expect.stringContaining('no article text') },
    ]);
  });

  test('that is cut off is read up to there, and one that is none is told', async () => {
    const whole = Buffer.concat(records().map((text) => gzipSync(Buffer.from(text))));
    write('cut.warc.gz', whole.subarray(0, whole.length - 300));
    expect(await days(path.join(folder, 'cut.warc.gz'))).toContain('2026-05-11');
    write('none.warc', 'this is no archive\n'.repeat(20));
    await expect(readPast(config, path.join(folder, 'none.warc'))).rejects.toThrow('no article');
  });
});
