import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { loadWatch } from '../../src/config/watch-files.ts';
import { FERRY_FILES, FERRY_STREAM } from '../cli/ferry.ts';
import { type Newsstand, openNewsstand } from '../jobs/newsstand.ts';
import { watchOf } from '../jobs/samples.ts';
import { LOGIN, openPageDesk, type PageDesk } from './page-desk.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FILES = FERRY_FILES.map((file) => ['files', path.basename(file), readFileSync(file, 'utf8')] as const);

describe('a story set up on the page', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'newswatch-drafts-'));
  let desk: PageDesk;
  let newsstand: Newsstand;
  let visitor: ReturnType<PageDesk['visitor']>;
  beforeAll(async () => {
    newsstand = await openNewsstand();
    newsstand.feeds.set('/rss', FERRY_STREAM);
    const loaded = loadConfig({ root: ROOT, env: {} });
    const settings = { ...loaded.settings, net: { ...loaded.settings.net, allowPrivate: ['127.0.0.0/8'] } };
    const config = { watchFolder: folder, settings: { ...settings, web: { ...settings.web, login: LOGIN } } };
    desk = await openPageDesk(watchOf(), { config });
    visitor = desk.visitor();
    await visitor.signIn();
  });
  afterAll(async () => {
    await desk.close();
    await newsstand.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true });
  });

  /** The fields of a draft's form as a browser would send them unchanged. */
  async function fieldsOf(url: string): Promise<Record<string, string | string[]>> {
    const { body } = await visitor.get(url);
    const form = body.slice(
      body.indexOf('<form id="draft"'),
      body.indexOf('</form>', body.indexOf('<form id="draft"')),
    );
    const fields: Record<string, string[]> = {};
    const add = (name: string, value: string) => {
      fields[name] = [
        ...(fields[name] ?? []),
        value.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
      ];
    };
    for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
      const of = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
      const name = of('name');
      if (name === undefined || of('type') === 'file') continue;
      if (of('type') === 'checkbox' && !tag.includes(' checked')) continue;
      add(name, of('value') ?? '');
    }
    for (const [, name = '', value = ''] of form.matchAll(/<textarea name="([^"]*)"[^>]*>\n?([^<]*)</g))
      add(name, value);
    for (const [, name = '', options = ''] of form.matchAll(
      /<select name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g,
    ))
      add(
        name,
        / value="([^"]*)" selected/.exec(options)?.[1] ?? / value="([^"]*)"/.exec(options)?.[1] ?? '',
      );
    return fields;
  }

  async function begin(change: Record<string, string> = {}, files = FILES): Promise<string> {
    const fields = {
      ...(await fieldsOf('/operate/drafts/new')),
      title: 'The ferry strike on Tarn',
      sites: `${newsstand.url}/rss`,
    };
    const answer = await visitor.send('/operate/drafts/new', { ...fields, ...change }, files);
    expect(answer.statusCode).toBe(303);
    return String(answer.headers.location);
  }

  const press = async (url: string, verb: string, change: Record<string, string | string[]> = {}) =>
    visitor.send(url, { ...(await fieldsOf(url)), ...change, do: verb });

  test('from three saved articles and a feed: read, shown, tried, written, and right', async () => {
    const url = await begin();
    const { body } = await visitor.get(url);
    expect(body).toContain('Sund Seafarers Union');
    expect(body).toContain('known from now on');
    expect(body).toContain(`${newsstand.url}/rss`);
    const tried = await press(url, 'try');
    expect(tried.statusCode).toBe(200);
    expect(tried.body).toMatch(
      /4 articles read[\s\S]*100 % replayed[\s\S]*What it would have told[\s\S]*<\/html>/,
    );
    expect(tried.body).toContain('ends');
    expect((await visitor.get(`${url}/picture.svg`)).body).toMatch(/^<svg/);
    expect(readdirSync(folder)).toEqual([]);
    const written = await press(url, 'write');
    expect(written.headers.location).toBe('/operate/watches?written=the-ferry-strike-on-tarn');
    const watch = loadWatch(ROOT, path.join(folder, 'the-ferry-strike-on-tarn'));
    expect(watch).toMatchObject({
      title: 'The ferry strike on Tarn',
      feeds: [{ url: `${newsstand.url}/rss` }],
    });
    expect(watch.baseline).toHaveLength(3);
    expect((await visitor.get(url)).statusCode).toBe(404);
    expect(readdirSync(folder)).toEqual(['the-ferry-strike-on-tarn']);
  });

  test('what is missing is said at its field, and nothing is written', async () => {
    const url = await begin(
      { title: '', sites: '', names: 'the union', addresses: 'ftp://gazette.example/a /etc/passwd' },
      [],
    );
    const refused = await press(url, 'write', { names: 'the union' });
    expect(refused.statusCode).toBe(400);
    for (const [field, words] of [
      ['title', 'Say in a few words'],
      ['documents', 'one article at least'],
      ['feeds', 'one feed at least'],
      ['names', 'is not understood'],
    ])
      expect(refused.body).toMatch(new RegExp(`id="wrong-${field}"><bdi>[^<]*${words}`));
    expect((await visitor.get(url)).body).not.toContain('root:');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a file that is none, a pasted text and a headline put right', async () => {
    const url = await begin(
      {
        'paste-title': 'Crews vote',
        'paste-text': 'Crews of the Tarn ferry voted to strike.\n\nThe union said so.',
        'paste-day': '2026-05-01',
        addresses: '/etc/passwd',
      },
      [['files', '../../x.txt', new Uint8Array([0, 1, 2])] as never],
    );
    const { body } = await visitor.get(url);
    expect(body).toContain('x.txt');
    expect(body).toContain('&quot;/etc/passwd&quot; is not an http or https address');
    await press(url, 'write', { 'title-0': 'Crews vote to strike', 'source-0': 'Tarn Gazette' });
    const watch = loadWatch(ROOT, path.join(folder, 'the-ferry-strike-on-tarn'));
    expect(watch.baseline).toMatchObject([
      { title: 'Crews vote to strike', source: 'Tarn Gazette', publishedAt: '2026-05-01' },
    ]);
  });

  test('an edit keeps comments and the other keys; a second person who saves later is told what changed', async () => {
    await press(await begin(), 'write');
    const file = path.join(folder, 'the-ferry-strike-on-tarn', 'watch.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('minWeight: 1', 'minWeight: 0.5   # mine'));
    const open = async () => {
      const form = await visitor.form('/operate/watches', 'nothing');
      expect(form).toEqual({});
      const csrf = String((await fieldsOf('/operate/drafts/new')).csrf);
      const answer = await visitor.post('/operate/watches/edit', { csrf, watch: 'the-ferry-strike-on-tarn' });
      return String(answer.headers.location);
    };
    const [first, second] = [await open(), await open()];
    const saved = await press(first, 'write', { title: 'The strike on Tarn', follow: 'Whether it sails.' });
    expect(saved.statusCode).toBe(303);
    const conflict = await press(second, 'write', { names: 'place Pier 9', wake: 'only', type: ['walkout'] });
    expect(conflict.statusCode).toBe(409);
    expect(conflict.body).toContain('(the title, what is followed)');
    expect(loadWatch(ROOT, path.dirname(file)).names).toEqual([]);
    expect((await press(second, 'over')).statusCode).toBe(303);
    expect(loadWatch(ROOT, path.dirname(file))).toMatchObject({
      ...{ title: 'The strike on Tarn', follow: 'Whether it sails.' },
      names: [{ name: 'Pier 9', kind: 'place' }],
      wake: { minWeight: 0.5, types: ['walkout'] },
    });
    expect(readFileSync(file, 'utf8')).toContain('# mine');
    expect(readdirSync(folder)).toEqual(['the-ferry-strike-on-tarn']);
  });

  test('a draft open in two windows: the later is refused and sees how it stands', async () => {
    const url = await begin();
    const [fields, other] = [await fieldsOf(url), await fieldsOf(url)];
    expect((await visitor.send(url, { ...fields, title: 'Mine', do: 'look' })).statusCode).toBe(303);
    const late = await visitor.send(url, { ...other, title: 'Theirs', do: 'write' });
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('value="Mine"');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a document left out, another added and a day put right are what the dossier holds then', async () => {
    await press(await begin(), 'write');
    const csrf = String((await fieldsOf('/operate/drafts/new')).csrf);
    const id = 'the-ferry-strike-on-tarn';
    const { headers } = await visitor.post('/operate/watches/edit', { csrf, watch: id });
    const change = {
      keep: ['1', '2'],
      'day-1': '2026-05-10',
      'paste-text': 'The ferry was built in 1999.',
      'paste-title': 'The ferry',
    };
    expect((await press(String(headers.location), 'write', change)).statusCode).toBe(303);
    const { baseline } = loadWatch(ROOT, path.join(folder, id));
    expect(baseline.map(({ title }) => title)).toHaveLength(3);
    expect(baseline.map(({ title }) => title)).toContain('The ferry');
    expect(baseline.map(({ publishedAt }) => publishedAt)).toContain('2026-05-10');
  });

  test('an edit of a watch with more feeds and documents than a page has room for leaves those alone', async () => {
    await press(await begin(), 'write');
    const at = path.join(folder, 'the-ferry-strike-on-tarn');
    const feeds = Array.from(
      { length: 300 },
      (_, n) => `  - url: https://outlet-${n}.example/news/of/the/harbour.rss`,
    );
    writeFileSync(path.join(at, 'watch.yaml'), `title: The ferry\nfeeds:\n${feeds.join('\n')}\n`);
    const text = '---\ntitle: Ferry\nsource: Gazette\ndate: 2026-05-01\n---\n\nThe ferry sails.\n';
    for (let n = 10; n < 70; n += 1) writeFileSync(path.join(at, 'dossier', `${n}.md`), text);
    const csrf = String((await fieldsOf('/operate/drafts/new')).csrf);
    const { headers } = await visitor.post('/operate/watches/edit', { csrf, watch: path.basename(at) });
    const { body } = await visitor.get(String(headers.location));
    expect(body.length).toBeLessThan(100_000);
    expect((await press(String(headers.location), 'write', { title: 'The ferry to Tarn' })).statusCode).toBe(
      303,
    );
    const { title, feeds: left, baseline } = loadWatch(ROOT, at);
    expect([title, left.length, baseline.length]).toEqual(['The ferry to Tarn', 300, 63]);
  });

  test('nothing of it is shown to a stranger, nor done for a form of another site', async () => {
    const stranger = desk.visitor();
    for (const url of ['/operate/watches', '/operate/drafts/new'])
      expect((await stranger.get(url)).headers.location).toMatch(/^\/operate\/login/);
    expect((await stranger.send('/operate/drafts/new', { title: 'x' })).headers.location).toBe(
      '/operate/login',
    );
    expect((await visitor.send('/operate/drafts/new', { title: 'x', csrf: 'no' })).statusCode).toBe(403);
    expect((await visitor.get('/operate/drafts/none')).statusCode).toBe(404);
    expect(
      (await visitor.send('/operate/drafts/none', await fieldsOf('/operate/drafts/new'))).statusCode,
    ).toBe(404);
  });

  test('an upload of 50 MB is refused in words, over a real connection, and nothing is kept of it', async () => {
    const held = () => desk.redis.redis.keys(`${desk.redis.prefix}*draft:*`);
    const before = (await held()).length;
    const origin = await desk.page.listen({ host: '127.0.0.1', port: 0 });
    const form = new FormData();
    form.append('csrf', String((await fieldsOf('/operate/drafts/new')).csrf));
    const part = new Uint8Array(10_000_000);
    for (const n of [1, 2, 3, 4, 5]) form.append('files', new File([part], `${n}.html`));
    const headers = { cookie: visitor.cookie() };
    const answer = await fetch(`${origin}/operate/drafts/new`, { method: 'POST', body: form, headers });
    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain('40 MB');
    expect((await held()).length).toBe(before);
  });

  test('a trial on broken files says of each why, and keeps the page whole', async () => {
    const url = await begin();
    const fields = { ...(await fieldsOf(url)), do: 'try' };
    const past = (name: string, content: string) => ['past', name, content] as const;
    const early =
      '---\ntitle: Crews struck before\nsource: Gazette\ndate: 1926-05-04\n---\n\nCrews of the ferry walked out in Marholm on Tuesday.\n';
    const answer = await visitor.send(url, fields, [
      past('early.md', early),
      past('broken.md', '---\ntitle: [\n---\n'),
      past('empty.html', '<p>'),
      past('a.pdf', 'x'),
    ]);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('1 article of');
    expect(answer.body).toMatch(/Left out: 2[\s\S]*broken\.md[\s\S]*empty\.html/);
    const nothing = await visitor.send(url, { ...(await fieldsOf(url)), do: 'try' }, [past('a.pdf', 'x')]);
    expect(nothing.body).toMatch(/role="alert"><bdi>What was uploaded holds no article[\s\S]*<\/html>/);
    expect(nothing.body).not.toContain(tmpdir() + path.sep);
  });
});
