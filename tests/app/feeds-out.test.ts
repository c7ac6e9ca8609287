import { parseAtomFeed, parseJsonFeed } from 'feedsmith';
import ICAL from 'ical.js';
import RssParser from 'rss-parser';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseFeed } from '../../src/parsers/feed.ts';
import { createKeys } from '../../src/store/key-builders.ts';
import { sampleDevelopment } from '../web/sample-data.ts';
import { openWebDesk, type WebDesk } from './web-desk.ts';

const WATCH = 'us-iraq-coalition';
const HOSTILE = `</title><script>alert("x")</script> & 'quotes' ]]> \u0007\ud800`;

let desk: WebDesk;
beforeEach(async () => {
  desk = await openWebDesk();
});
afterEach(() => desk.close());

const get = (name: string, headers: Record<string, string> = {}) =>
  desk.web.inject({ url: `/watches/${WATCH}/${name}`, headers });

async function commit(id: string, change: Parameters<typeof sampleDevelopment>[0] = {}): Promise<void> {
  const development = sampleDevelopment({ id, at: '2024-02-12T09:00:00.000Z', ...change });
  const { watchId, article, at } = development;
  await desk.store.commitCompare({
    ...{ watchId, articleId: `a-${id}`, version: 0, at, developments: [development], outbox: [] },
    change: { entries: [], prints: [] },
    verdict: { watchId, article, relevant: true, why: [], developmentIds: [id], withheld: [], at },
  });
}

describe('the Atom feed', () => {
  test('is read by feed readers, the newest first, each entry with its page and its article', async () => {
    const { statusCode, headers, body } = await get('feed.atom');
    expect([statusCode, headers['content-type']]).toEqual([200, 'application/atom+xml; charset=utf-8']);
    const read = await new RssParser().parseString(body);
    expect(read.title).toBe(desk.config.watches[0]?.title);
    expect(read.items.map(({ title }) => title)).toEqual(
      desk.sample.developments.map(({ kind, headline }) =>
        kind === 'new' ? headline : `${kind[0]?.toUpperCase()}${kind.slice(1)}: ${headline}`,
      ),
    );
    const atom = parseAtomFeed(body);
    const [first] = atom.entries ?? [];
    expect(first?.links?.map(({ rel }) => rel)).toEqual(['alternate', 'related']);
    expect(first?.links?.[0]?.href).toBe(`http://localhost:8080/developments/${WATCH}/v-resumed`);
    expect(first?.content?.value ?? first?.content).toContain('taking up talks');
    expect(atom.updated).toBe(desk.sample.developments[0]?.at);
  });

  test('is read by Newswatch itself', async () => {
    const { body } = await get('feed.atom');
    const { items } = await parseFeed({ body: Buffer.from(body), url: 'http://localhost:8080/feed.atom' });
    expect(items).toHaveLength(desk.sample.developments.length);
  });

  test('keeps its ids when headlines and addresses change', async () => {
    const idsOf = (body: string) => parseAtomFeed(body).entries?.map(({ id }) => id) ?? [];
    const before = idsOf((await get('feed.atom')).body);
    await commit('v-new');
    const after = idsOf((await get('feed.atom')).body);
    expect(after.slice(1)).toEqual(before);
    expect(new Set(after).size).toBe(after.length);
    for (const id of after) {
      expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  test('bears whatever a page may have in its title', async () => {
    await commit('v-evil', {
      headline: HOSTILE,
      article: { ...sampleDevelopment().article, title: HOSTILE },
    });
    const { body } = await get('feed.atom');
    const [first] = (await new RssParser().parseString(body)).items;
    expect(first?.title).toContain(`</title><script>alert("x")</script> & 'quotes' ]]>`);
    expect(first?.content).not.toContain('<script>');
    expect(body).not.toContain('\u0007');
  });

  test('of a watch without a development is valid and empty', async () => {
    const keys = createKeys(desk.redis.prefix);
    await desk.redis.redis.del(keys.developmentTimes(WATCH), keys.developments(WATCH));
    const { statusCode, headers, body } = await get('feed.atom');
    expect(statusCode).toBe(200);
    expect(headers['last-modified']).toBeUndefined();
    expect((await new RssParser().parseString(body)).items).toEqual([]);
  });
});

test('the JSON Feed is 1.1, with the whole development beside what readers show', async () => {
  const { headers, body } = await get('feed.json');
  expect(headers['content-type']).toBe('application/feed+json; charset=utf-8');
  const feed = parseJsonFeed(JSON.parse(body));
  expect(JSON.parse(body).version).toBe('https://jsonfeed.org/version/1.1');
  expect(feed.feed_url).toBe(`http://localhost:8080/watches/${WATCH}/feed.json`);
  expect(feed.items?.map(({ url }) => url)).toEqual(
    desk.sample.developments.map(({ id }) => `http://localhost:8080/developments/${WATCH}/${id}`),
  );
  const [first] = JSON.parse(body).items;
  expect(first._newswatch.development).toEqual(await desk.store.development(WATCH, 'v-resumed'));
});

describe('the calendar', () => {
  const ENTRY = {
    id: 'e1',
    event: {
      type: 'talks_round_held' as const,
      date: { from: '2024-02-18', to: '2024-02-18' },
      place: ['Baghdad; the capital, at noon'],
      actors: ['Iraq'],
      figures: {},
      certainty: 'planned' as const,
    },
    observations: [
      {
        ...{ articleId: 'a1', source: 'Wire A', publishedAt: '2024-02-11', certainty: 'planned' as const },
        evidence: { text: 'The next round, long awaited, is on Sunday.', start: 0, end: 43 },
      },
    ],
    held: false,
    firstSeenAt: '2024-02-11T10:00:00.000Z',
    lastSeenAt: '2024-02-11T10:00:00.000Z',
    ...{ outlets: ['Wire A'], origins: ['Wire A'] },
  };

  async function expectEvent(): Promise<void> {
    const [verdict] = desk.sample.verdicts;
    if (!verdict) throw new Error('the sample has a verdict');
    await desk.store.commitCompare({
      ...{ watchId: WATCH, articleId: 'a-cal', version: 0, at: '2024-02-11T10:00:00.000Z', verdict },
      ...{ developments: [], outbox: [], change: { entries: [ENTRY], prints: [] } },
    });
  }

  test('holds what is expected, as calendars read it', async () => {
    await expectEvent();
    const { headers, body } = await get('calendar.ics');
    expect(headers['content-type']).toBe('text/calendar; charset=utf-8');
    const calendar = new ICAL.Component(ICAL.parse(body));
    const events = calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
    const round = events.find(({ uid }) => uid.startsWith('e1@'));
    expect(round?.summary).toBe('Round of talks, Baghdad; the capital, at noon');
    expect([String(round?.startDate), String(round?.endDate)]).toEqual(['2024-02-18', '2024-02-19']);
    expect(round?.description).toContain('long awaited');
    expect(calendar.getFirstPropertyValue('refresh-interval')?.toString()).toBe('PT1H');
    expect(body.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  });

  test('stays the same until something changes', async () => {
    const first = await get('calendar.ics');
    expect((await get('calendar.ics')).headers.etag).toBe(first.headers.etag);
    await expectEvent();
    const second = await get('calendar.ics');
    expect(second.headers.etag).not.toBe(first.headers.etag);
    const { at } = desk.sample.verdicts[0] ?? { at: '' };
    expect(second.headers['last-modified']).toBe(new Date(at).toUTCString());
  });
});

describe('each of them', () => {
  const NAMES = ['feed.atom', 'feed.json', 'calendar.ics'];

  test('answers 304 to who has it, and the whole again once it changed', async () => {
    for (const name of NAMES) {
      const { headers } = await get(name);
      const etag = String(headers.etag);
      expect(etag).toMatch(/^"[\w-]{27}"$/);
      const again = await get(name, { 'if-none-match': `"other", W/${etag}` });
      expect([name, again.statusCode, again.body, again.headers.etag]).toEqual([name, 304, '', etag]);
      expect((await get(name, { 'if-none-match': '"other"' })).statusCode).toBe(200);
    }
    const { headers } = await get('feed.atom');
    const since = { 'if-modified-since': String(headers['last-modified']) };
    expect((await get('feed.atom', since)).statusCode).toBe(304);
    await commit('v-later', { at: '2024-02-12T09:20:00.000Z' });
    expect((await get('feed.atom', since)).statusCode).toBe(200);
    expect((await get('feed.atom', { 'if-none-match': String(headers.etag) })).statusCode).toBe(200);
  });

  test('answers HEAD, and 404 for a watch there is not', async () => {
    for (const name of NAMES) {
      const head = await desk.web.inject({ method: 'HEAD', url: `/watches/${WATCH}/${name}` });
      expect([name, head.statusCode, head.body]).toEqual([name, 200, '']);
      expect((await desk.web.inject(`/watches/none/${name}`)).statusCode).toBe(404);
    }
  });

  test('is found from the page of its watch', async () => {
    const { body } = await desk.web.inject(`/watches/${WATCH}`);
    const links = [...body.matchAll(/<link rel="alternate" type="([^"]+)"[^>]* href="([^"]+)"/g)];
    expect(links.map(([, type, href]) => [type, href])).toEqual([
      ['application/atom+xml', `/watches/${WATCH}/feed.atom`],
      ['application/feed+json', `/watches/${WATCH}/feed.json`],
      ['text/calendar', `/watches/${WATCH}/calendar.ics`],
    ]);
    for (const [, , href = ''] of links) expect((await desk.web.inject(href)).statusCode).toBe(200);
  });
});
