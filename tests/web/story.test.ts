import { describe, expect, test } from 'vitest';
import type { Development } from '../../src/model/development.ts';
import { createServer } from '../../src/web/server.ts';
import { openStoryIndex } from '../../src/web/story-index.ts';
import { bucketsOf } from '../../src/web/volume.ts';
import { pick, queryOf, wantedIn } from '../../src/web/wanted.ts';
import { busySample, fullSample, portsOf, type Sample, SESSION } from './sample.ts';
import { NOW, sampleDevelopment } from './sample-data.ts';

const STORY = '/watches/us-iraq-coalition';

async function get(sample: Sample, url: string, cookie = '') {
  const app = createServer(portsOf(sample));
  const { statusCode, body } = await app.inject({ method: 'GET', url, headers: cookie ? { cookie } : {} });
  await app.close();
  return { statusCode, body, text: body.replaceAll('\u00a0', ' ') };
}

/** A development a day, the first on 1 January 2024; each an event of its own. */
function aDay(count: number, change: (at: number) => Partial<Development> = () => ({})): Development[] {
  return Array.from({ length: count }, (_, at) =>
    sampleDevelopment({
      ...{ id: `v-${at}`, entryId: `e-${at}`, headline: `Report number ${at}` },
      at: new Date(Date.UTC(2024, 0, 1 + at)).toISOString(),
      ...change(at),
    }),
  ).toReversed();
}

describe('a story’s page', () => {
  test('says first what is known now: the last of each root that happened', async () => {
    const sample = fullSample();
    sample.developments = sample.developments.map((one) => ({ ...one, entryId: `e-${one.id}` }));
    const { body } = await get(sample, STORY);
    const known = body.slice(body.indexOf('id="known"'), body.indexOf('class="picture"'));
    expect(known).toContain('Talks resume in Baghdad');
    expect(known).toContain('Toll of the Baghdad strike rises to three');
    // Planned only, and told before.
    expect(known).not.toContain('Talks are to resume');
    expect(known).not.toContain('Drone strike on a vehicle');
  });

  test('before anything was told falls back on the dossier', async () => {
    const { body } = await get({ ...fullSample(), developments: [] }, STORY);
    expect(body).toContain('What the dossier says');
    expect(body).toContain('Iraq and US hold first round of talks on the coalition');
  });

  test('draws what was told, read and withheld, and says the same in a table', async () => {
    const { body } = await get(busySample(), STORY);
    const picture = /<svg class="timeline"[\s\S]*?<\/svg>/.exec(body)?.[0] ?? '';
    expect(picture).toContain('role="img" aria-label="From 7 Feb 2024 to 12 Feb 2024: 6 developments');
    expect(picture.match(/<circle/g)).toHaveLength(5);
    expect(picture).toContain('class="read"');
    expect(picture).toContain('class="kept"');
    const table = body.slice(body.indexOf('The picture as a table'), body.indexOf('id="developments"'));
    expect(table).toContain(`href="${STORY}?from=2024-02-11&amp;to=2024-02-11#developments"`);
  });

  test('charts a figure as each report gives it, with its source, and adds nothing up', async () => {
    const { text } = await get(busySample(), STORY);
    expect(text).toContain('Killed: 2 reports, 7 Feb 2024 to 8 Feb 2024; the latest 3, Gulf Daily.');
    expect(text).toMatch(/<b>at least 2<\/b> <span class="outlet"><bdi>Wire A/);
    expect(text).toContain('<polyline');
  });

  test('tells what is to come, and whose day passed in silence', async () => {
    const { body } = await get(busySample(), STORY);
    const expected = body.slice(body.indexOf('id="expected"'), body.indexOf('id="figures"'));
    expect(expected.indexOf('18 Feb 2024: Round of talks')).toBeGreaterThan(0);
    expect(expected.indexOf('1 Feb 2024: Round of talks')).toBeGreaterThan(expected.indexOf('18 Feb 2024'));
    expect(expected.match(/passed in silence/g)).toHaveLength(1);
  });

  test('names those who told it, and where they have it from', async () => {
    const { body } = await get(busySample(), STORY);
    expect(body).toContain('3 outlets, 2 origins');
    expect(body).toContain('Told by <bdi>Wire B, Northern Post, Gulf Daily</bdi>');
  });

  test('has buttons for who is signed in, and none for a stranger', async () => {
    expect((await get(busySample(), STORY)).body).not.toContain('name="judgement"');
    const { body } = await get(busySample(), STORY, `newswatch=${SESSION}`);
    expect(body).toContain('aria-label="Wrong: Talks resume in Baghdad"');
    expect((await get(busySample(), STORY, 'newswatch=forged')).body).not.toContain('name="judgement"');
  });

  test('pages through all developments, none twice and none left out', async () => {
    const sample = { ...fullSample(), developments: aDay(40) };
    const seen: string[] = [];
    let url: string | undefined = STORY;
    for (let pages = 0; url !== undefined && pages < 40; pages += 1) {
      const { body } = await get(sample, url);
      const list = body.slice(body.indexOf('id="developments"'), body.indexOf('id="expected"'));
      seen.push(...[...list.matchAll(/<h3><a [^>]*><bdi>Report number (\d+)</g)].map(([, at]) => at ?? ''));
      url = /rel="next" href="([^"#]*)/.exec(body)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(seen).toEqual(Array.from({ length: 40 }, (_, at) => String(39 - at)));
  });

  test('finds by words, type, kind and day', async () => {
    const sample = fullSample();
    const found = async (query: string) => {
      const { body } = await get(sample, `${STORY}?${query}`);
      return [...body.matchAll(/<article class="development" id="([^"]*)"/g)].map(([, id]) => id);
    };
    expect(await found('q=three%20DIED')).toEqual(['v-toll']);
    expect(await found('type=force')).toEqual(['v-toll', 'v-strike']);
    expect(await found('type=talks_resumed&kind=confirmed')).toEqual(['v-resumed']);
    expect(await found('from=2024-02-08&to=2024-02-09')).toEqual(['v-sunday', 'v-toll']);
    expect(await found('q=zebra')).toEqual([]);
  });

  test.each([
    [
      'a search of 10,000 characters',
      `q=${'a'.repeat(10_000)}`,
      'it has 10000 characters, and 200 is the most',
    ],
    ['a type there is not', 'type=party', 'no such type'],
    ['a kind there is not', 'kind=__proto__', 'no such kind'],
    ['a day there is not', 'from=2024-02-30', 'written like 2024-02-11'],
    ['days the wrong way round', 'from=2024-02-11&to=2024-02-10', 'after the last'],
    ['a page there is not', 'skip=-1', 'no such page'],
    ['a page without end', 'skip=9999999999', 'no such page'],
  ])('answers %s with 400 and what is wrong', async (_what, query, words) => {
    const { statusCode, body } = await get(fullSample(), `${STORY}?${query}`);
    expect(statusCode).toBe(400);
    expect(body).toContain(words);
    expect(body.length).toBeLessThan(60_000);
  });

  test('of a watch that is gone is answered by 404, whatever is asked of it', async () => {
    for (const path of ['', '/withheld', '?q=a']) {
      expect((await get(fullSample(), `/watches/removed${path}`)).statusCode, path).toBe(404);
    }
    expect((await get(fullSample(), '/feeds?watch=removed')).statusCode).toBe(404);
    expect((await get(fullSample(), '/developments/removed/v-toll')).statusCode).toBe(404);
  });
});

describe('times before 1970', () => {
  const old = { ...sampleDevelopment(), id: 'v-old', at: '1968-10-31T20:00:00.000Z' };
  old.event = { ...old.event, date: { from: '1968-10-31', to: '1968-10-31' } };

  test('are found, drawn and told like any other', async () => {
    const { statusCode, body, text } = await get({ ...fullSample(), developments: [old] }, STORY);
    expect(statusCode).toBe(200);
    expect(text).toMatch(/From \d+ \w+ 196\d to 12 Feb 2024/);
    expect(body).toContain('31 Oct 1968');
    const found = await get(
      { ...fullSample(), developments: [old] },
      `${STORY}?from=1968-01-01&to=1968-12-31`,
    );
    expect(found.body).toContain('id="v-old"');
  });

  test('and a span of centuries are put into few buckets', () => {
    for (const first of ['0001-01-01', '1200-06-01', '1969-12-31', '2024-02-11', '2024-02-12']) {
      const { count, startMs, stepMs } = bucketsOf(Date.parse(first), NOW.getTime());
      expect(count, first).toBeLessThanOrEqual(48);
      expect(startMs, first).toBeLessThanOrEqual(Date.parse(first));
      expect(startMs + count * stepMs, first).toBeGreaterThan(NOW.getTime());
    }
  });
});

describe('what was withheld', () => {
  test('is counted by reason, listed with why, and found by words and reason', async () => {
    const { body } = await get(fullSample(), `${STORY}/withheld`);
    expect(body).toContain('Explainer: what the international coalition does in Iraq');
    expect(body).toContain('Told on 11 February 2024 from Wire B');
    const off = await get(fullSample(), `${STORY}/withheld?reason=off-story`);
    expect(off.body).toContain('Iran and Pakistan mend fences');
    expect(off.body).not.toContain('Explainer: what');
    const words = await get(fullSample(), `${STORY}/withheld?q=islamic+STATE`);
    expect(words.body).toContain('Explainer: what');
    expect(words.body).not.toContain('mend fences');
    expect((await get(fullSample(), `${STORY}/withheld?q=zebra`)).body).toContain('Nothing withheld fits');
  });

  test('is paged through to its end', async () => {
    const sample = fullSample();
    const [first] = sample.verdicts;
    if (!first) throw new Error('no verdict');
    sample.verdicts = Array.from({ length: 190 }, (_, at) => ({
      ...first,
      article: { ...first.article, articleId: `a${at}`, title: `Article number ${at}.` },
    }));
    const seen = new Set<string>();
    let url: string | undefined = `${STORY}/withheld`;
    for (let pages = 0; url !== undefined && pages < 30; pages += 1) {
      const { body } = await get(sample, url);
      for (const [, at] of body.matchAll(/Article number (\d+)\./g)) seen.add(at ?? '');
      url = /rel="next" href="([^"#]*)/.exec(body)?.[1];
    }
    expect(seen.size).toBe(190);
    // What fits nothing is looked through a part at a time.
    const { body } = await get(sample, `${STORY}/withheld?q=zebra`);
    expect(body).toContain('rel="next"');
  });

  test.each([
    [`q=${'a'.repeat(10_000)}`, '200 is the most'],
    ['reason=weather', 'no such reason'],
    ['skip=x', 'no such page'],
  ])('answers what cannot be with 400: %.20s', async (query, words) => {
    const { statusCode, body } = await get(fullSample(), `${STORY}/withheld?${query}`);
    expect([statusCode, body.includes(words)]).toEqual([400, true]);
  });
});

describe('the index of a story', () => {
  test('reads on from what it knows, and anew when Redis was put back', async () => {
    const all = aDay(1200).toReversed();
    let stored = all.slice(0, 1100);
    let reads = 0;
    const index = openStoryIndex({
      developmentCount: async () => stored.length,
      developmentsSince: async (_watch, since, limit) => {
        reads += 1;
        return stored.filter(({ at }) => at >= since).slice(0, limit);
      },
      withheldByHour: async () => [],
    });
    const [one, other] = await Promise.all([index.story('w'), index.story('w')]);
    expect([one.lines.length, one === other, reads]).toEqual([1100, true, 3]);
    expect(await index.story('w')).toBe(one);
    stored = all;
    expect((await index.story('w')).lines.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(reads).toBe(4);
    stored = all.slice(0, 3);
    expect((await index.story('w')).lines).toHaveLength(3);
  });

  test('a query and what it asks for lead to each other', () => {
    const read = wantedIn({
      q: ' two words ',
      type: 'attack',
      kind: 'new',
      from: '',
      to: '2024-02-11',
      skip: '12',
    });
    if (!read.ok) throw new Error(read.why);
    expect(queryOf(read.wanted)).toBe('?q=two+words&type=attack&kind=new&to=2024-02-11&skip=12');
    expect(pick([], read.wanted)).toEqual([]);
    // A field given twice is none.
    expect(wantedIn({ q: ['a', 'b'] })).toMatchObject({ ok: true, wanted: { search: '' } });
  });
});
