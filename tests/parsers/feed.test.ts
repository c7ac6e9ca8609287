import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ParseError } from '../../src/model/errors.ts';
import { parseFeed } from '../../src/parsers/feed.ts';

const URL_OF_FEED = 'https://gazette.example/feed.xml';
const fixture = (name: string) => readFileSync(new URL(`../fixtures/feeds/${name}`, import.meta.url));
const parse = (body: string | Uint8Array, contentType?: string) =>
  parseFeed({
    body: typeof body === 'string' ? Buffer.from(body) : body,
    url: URL_OF_FEED,
    ...(contentType && { contentType }),
  });
const rss = (items: string) => `<rss version="2.0"><channel><title>T</title>${items}</channel></rss>`;

describe('a feed', () => {
  it('of RSS 2.0 gives its items as plain text with UTC instants', async () => {
    const feed = await parse(fixture('harbour.rss.xml'));
    expect(feed.title).toBe('Harbour Gazette & Post');
    expect(feed.ttlMs).toBe(30 * 60_000);
    expect(feed.items[0]).toEqual({
      id: expect.stringMatching(/^i[\da-f]{20}$/),
      url: 'https://gazette.example/2031/dock-talks?utm_source=rss',
      title: 'Dockers & owners resume talks',
      summary: 'Talks in Port Elm resumed on Tuesday.',
      contentHtml:
        '<p>Talks in Port Elm resumed on Tuesday.</p><p>Both sides met for three hours, a mediator said.</p>',
      authors: ['Ida Lund'],
      publishedAt: '2031-03-04T08:15:00.000Z',
    });
  });

  it('takes a guid that is an address as the link, and a date without a zone as UTC', async () => {
    const { items } = await parse(fixture('harbour.rss.xml'));
    expect(items[1]).toMatchObject({
      url: 'https://gazette.example/2031/crane',
      publishedAt: '2031-03-03T18:00:00.000Z',
    });
  });

  it('gives an entry without title, address and date a title from its text and a stable id', async () => {
    const { items } = await parse(fixture('harbour.rss.xml'));
    const again = await parse(fixture('harbour.rss.xml'));
    expect(items[2]?.title).toMatch(/^A line without a title.*…$/);
    expect(items[2]).not.toHaveProperty('url');
    expect(again.items[2]?.id).toBe(items[2]?.id);
  });

  it('of Atom has marked-up titles as text, addresses by xml:base, several authors, and no date where it is nonsense', async () => {
    const feed = await parse(fixture('harbour.atom.xml'));
    expect(feed.title).toBe('Harbour Gazette');
    expect(feed.items[0]).toMatchObject({
      url: 'https://gazette.example/news/dock-talks',
      title: 'Dockers resume talks',
      summary: 'Talks in Port Elm resumed; 3 < 4 demands remain.',
      authors: ['Ida Lund', 'Per Moe'],
      publishedAt: '2031-03-04T08:15:00.000Z',
      updatedAt: '2031-03-04T12:00:00.000Z',
    });
    expect(feed.items[1]).toMatchObject({ title: 'An entry whose date is nonsense' });
    expect(feed.items[1]).not.toHaveProperty('publishedAt');
  });

  it('in JSON is read too', async () => {
    const feed = await parse(fixture('harbour.json'), 'application/feed+json');
    expect(feed.title).toBe('Harbour Gazette');
    expect(feed.items).toEqual([
      expect.objectContaining({
        url: 'https://gazette.example/dock-talks',
        title: 'Dockers resume talks',
        summary: '',
        contentHtml: '<p>Talks in Port Elm resumed.</p>',
        authors: ['Ida Lund'],
        publishedAt: '2031-03-04T08:15:00.000Z',
      }),
    ]);
  });

  it('of RDF holds its items beside the channel', async () => {
    const feed = await parse(
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
        <channel rdf:about="x"><title>Quay</title><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency></channel>
        <item rdf:about="https://gazette.example/1"><title>One</title><dc:date>2031-03-04</dc:date></item></rdf:RDF>`,
    );
    expect(feed.ttlMs).toBe(6 * 3_600_000);
    expect(feed.items).toMatchObject([
      { title: 'One', url: 'https://gazette.example/1', publishedAt: '2031-03-04T00:00:00.000Z' },
    ]);
  });

  it('leads to the page itself and not through FeedBurner', async () => {
    const { items } = await parse(
      rss(
        '<item><link>https://burner.example/~r/1</link><feedburner:origLink>https://gazette.example/1</feedburner:origLink></item>',
      ),
    );
    expect(items[0]?.url).toBe('https://gazette.example/1');
  });

  it('may use entities of its own for plain text', async () => {
    const xml = `<!DOCTYPE rss [<!ENTITY port "Port Elm">]>${rss('<item><title>Talks in &port;</title></item>')}`;
    expect((await parse(xml)).items[0]?.title).toBe('Talks in Port Elm');
  });

  it('lists an entry once though it stands there twice', async () => {
    const item = '<item><title>A</title><guid isPermaLink="false">1</guid></item>';
    expect((await parse(rss(item + item))).items).toHaveLength(1);
  });

  it('gives an item the same id wherever else it changes', async () => {
    const one = await parse(rss('<item><title>A</title><guid isPermaLink="false">1</guid></item>'));
    const two = await parse(
      rss('<item><title>A, corrected</title><guid isPermaLink="false">1</guid></item>'),
    );
    expect(two.items[0]?.id).toBe(one.items[0]?.id);
  });
});

describe('a damaged feed', () => {
  const two =
    '<item><title>A &amp; B</title><link>https://gazette.example/a</link></item><item><title>C</title><link>https://gazette.example/c</link></item>';
  it.each([
    ['with a bare ampersand', rss(two.replace('&amp;', '&'))],
    ['with HTML entities', rss(two.replace('A &amp;', 'A&nbsp;&amp;'))],
    ['with junk before it', `\n\n<!-- cache -->PHP Warning: x\n<?xml version="1.0"?>${rss(two)}`],
    ['cut off after its entries', rss(two).slice(0, -12)],
    ['with a tag not closed', rss(two.replace('</title>', ''))],
    ['with an item not closed', rss(two.replace('</item>', ''))],
    ['without a version', rss(two).replace(' version="2.0"', '')],
    [
      'with tags in capitals',
      rss(two).replace(/<(\/?)(item|title|link)/g, (_, slash, name) => `<${slash}${name.toUpperCase()}`),
    ],
  ])('%s is read all the same', async (_, xml) => {
    const { items } = await parse(xml);
    expect(items.map((item) => item.title)).toEqual(['A & B', 'C']);
    expect(items.map((item) => item.url)).toEqual(['https://gazette.example/a', 'https://gazette.example/c']);
  });

  it('never pollutes prototypes', async () => {
    await parse(
      rss(
        '<__proto__><polluted>1</polluted></__proto__><item><title>A</title><constructor>x</constructor></item>',
      ),
    );
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('relative addresses in a feed', () => {
  const items = async (body: string, base?: string) =>
    (await parseFeed({ body: Buffer.from(body), url: URL_OF_FEED, ...(base && { base }) })).items;
  const linked = (site: string) =>
    `<rss version="2.0"><channel><link>${site}</link><item><link>2031/a</link><description>&lt;a href="b"&gt;</description></item></channel></rss>`;

  it('begin where it was found, and the item stays the same one', async () => {
    const [here] = await items(linked('/'));
    const [there] = await items(linked('/'), 'https://mirror.example/feeds/all.xml');
    expect(here?.url).toBe('https://gazette.example/2031/a');
    expect(there).toMatchObject({ url: 'https://mirror.example/feeds/2031/a' });
  });

  it('begin at its site where a feed service carries it', async () => {
    const [item] = await items(linked('https://harbour.example/news/'));
    expect(item).toMatchObject({
      url: 'https://harbour.example/news/2031/a',
      contentHtml: '<a href="https://harbour.example/news/b">',
    });
  });

  it('begin at xml:base where it has one', async () => {
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://base.example/x/"><link href="https://site.example/"/>
<entry><title>A</title><link href="a"/></entry></feed>`;
    expect((await items(atom))[0]?.url).toBe('https://base.example/x/a');
  });

  it('do not begin at a base so long that it would multiply the feed, and a link of such a length is none', async () => {
    const long = `https://base.example/${'x'.repeat(30_000)}/`;
    const entries = Array.from(
      { length: 1500 },
      (_, i) => `<entry><title>${i}</title><link href="${i}"/></entry>`,
    );
    const found = await items(
      `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="${long}">${entries.join('')}<entry><title>last</title><link href="${long}"/></entry></feed>`,
      'https://site.example/feed',
    );
    expect(found.map(({ url }) => url)).toEqual([
      ...entries.map((_, i) => `https://site.example/${i}`),
      undefined,
    ]);
  });
});

it('an item stays the same one when its site moves to https or drops www', async () => {
  const idOf = async (guid: string) =>
    (await parse(rss(`<item><title>A</title><guid>${guid}</guid></item>`))).items[0]?.id;
  const id = await idOf('http://www.gazette.example/2031/a/');
  expect(await idOf('https://gazette.example/2031/a')).toBe(id);
  expect(await idOf('https://gazette.example/2031/b')).not.toBe(id);
  expect(await idOf('urn:x:http://www.gazette.example/2031/a')).not.toBe(id);
});

it('a text has the characters that references to windows-1252 mean, and no prefixes HTML does not know', async () => {
  const { items } = await parse(
    rss(`<item><title>Don&amp;#146;t</title><description>A &amp;#x93;b&amp;#148; &amp;#65;</description></item>
<item><title>B</title><content:encoded><svg:svg xmlns:svg="http://www.w3.org/2000/svg"><svg:a/></svg:svg></content:encoded></item>`),
  );
  expect(items[0]).toMatchObject({ title: 'Don’t', contentHtml: 'A “b” &#65;' });
  expect(items[1]?.contentHtml).toBe('<svg><a></a></svg>');
});

describe('the characters of a feed', () => {
  const xml = (declaration: string, title: string) =>
    `<?xml version="1.0"${declaration}?>${rss(`<item><title>${title}</title></item>`)}`;
  it.each([
    [
      'by their BOM',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(xml('', 'Krå'), 'utf16le')]),
      undefined,
    ],
    [
      'as UTF-8 though the label says Latin-1',
      Buffer.from(xml(' encoding="iso-8859-1"', 'Krå')),
      'text/xml; charset=iso-8859-1',
    ],
    ['by the header', Buffer.from(xml('', 'Krå'), 'latin1'), 'text/xml; charset="iso-8859-1"'],
    ['by the declaration', Buffer.from(xml(' encoding="iso-8859-1"', 'Krå'), 'latin1'), undefined],
    ['as windows-1252 when nothing is said', Buffer.from(xml('', 'Krå'), 'latin1'), undefined],
  ])('are known %s', async (_, body, contentType) => {
    expect((await parse(body, contentType)).items[0]?.title).toBe('Krå');
  });
});

describe('what is no feed', () => {
  const failure = async (body: string | Uint8Array) => {
    const error = await parse(body).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ParseError);
    return (error as ParseError).message;
  };

  it('but a page is said to be one, with the feed it names', async () => {
    const page =
      '<!doctype html><html><head><title>Please log in</title><link rel="alternate" type="application/rss+xml" href="/rss"></head><body><p>x</body></html>';
    expect(await failure(page)).toBe(
      'an HTML page (“Please log in”) came in place of a feed; it names its feed: https://gazette.example/rss',
    );
  });

  it('is said to be what it is', async () => {
    expect(await failure('')).toBe('the answer was empty; a feed was expected');
    expect(await failure(Buffer.from('%PDF-1.7 …'))).toBe('a PDF came in place of a feed');
    expect(await failure('{"error": "no"}')).toBe(
      'JSON came that is no JSON Feed; it begins with “{"error": "no"}”',
    );
    expect(await failure('Service paused')).toBe('this is no feed; it begins with “Service paused”');
  });
});

describe('a hostile feed', () => {
  const hostile: readonly (readonly [string, () => string])[] = [
    [
      '100 kB of <p<p<p in a text',
      () => rss(`<item><title>A</title><description><![CDATA[${'<p'.repeat(50_000)}]]></description></item>`),
    ],
    ['2 MB of <', () => rss(`<item><title>A</title><description>${'<'.repeat(2_000_000)}`)],
    ['half a million levels', () => rss(`<item><title>A</title>${'<a>'.repeat(500_000)}`)],
    ['200,000 items', () => rss('<item><title>A</title></item>'.repeat(200_000))],
    [
      'a million attributes',
      () =>
        rss(
          `<item ${Array.from({ length: 1_000_000 }, (_, n) => `a${n}="1"`).join(' ')}><title>A</title></item>`,
        ),
    ],
    ['unclosed quotes', () => rss(`<item><title>A</title>${'<a b="'.repeat(200_000)}`)],
    [
      'unclosed links in a text',
      () =>
        rss(
          `<item><title>A</title><description><![CDATA[${' href="'.repeat(100_000)}]]></description></item>`,
        ),
    ],
    [
      'a million ampersands',
      () => rss(`<item><title>A</title><description>${'&amp;lt;'.repeat(1_000_000)}</description></item>`),
    ],
    [
      'entities that multiply',
      () =>
        `<!DOCTYPE r [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;">]>${rss('<item><title>A</title><description>&b;&b;</description></item>')}`,
    ],
    [
      'an external entity',
      () =>
        `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${rss('<item><title>A</title><description>&x;</description></item>')}`,
    ],
  ];
  it.each(hostile)(
    'of %s takes no long time',
    async (_, make) => {
      const xml = make();
      const before = process.cpuUsage();
      const { items } = await parse(xml);
      const { user, system } = process.cpuUsage(before);
      // Of the processor: what grows with the square of its size takes minutes.
      expect((user + system) / 1e6).toBeLessThan(5);
      expect(items[0]?.title).toBe('A');
      expect(JSON.stringify(items[0]).length).toBeLessThan(300_000);
      expect(JSON.stringify(items[0])).not.toContain('root:');
    },
    20_000,
  );

  it('of 50 MB is refused', async () => {
    await expect(parse(Buffer.alloc(50_000_000, 'x'))).rejects.toThrow(
      'a feed of 50 MB is not read (16 MB at most)',
    );
  });
});

describe('what feeds write otherwise', () => {
  it('is read: RDF by another prefix, a guid that is a path, a relation by its address, no name that is none', async () => {
    const rdf = `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://purl.org/rss/1.0/">
<s:channel><s:title>C</s:title></s:channel><s:item r:about="https://gazette.example/1"><s:title>A &notable; B</s:title></s:item></r:RDF>`;
    const [item] = (await parse(rdf)).items;
    expect(item).toMatchObject({ title: 'A &notable; B', url: 'https://gazette.example/1' });
    const guid = (await parse(rss('<item><title>A</title><guid isPermaLink="true">/1</guid></item>')))
      .items[0];
    expect(URL.parse(guid?.url ?? '')?.pathname).toBe('/1');
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><id>1</id>
<link rel="http://www.iana.org/assignments/relation/alternate" href="https://gazette.example/1"/></entry></feed>`;
    expect((await parse(atom)).items[0]?.url).toBe('https://gazette.example/1');
  });
});
