import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../src/parsers/feed.ts';

const parse = (body: string, url = 'https://gazette.example/feed.xml') =>
  parseFeed({ body: Buffer.from(body), url });
const rss = (items: string, attributes = '') =>
  `<rss version="2.0" ${attributes}><channel><title>Gazette</title><link>https://gazette.example/</link>${items}</channel></rss>`;
const atom = (entry: string, head = '') =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title>${head}<entry>${entry}</entry></feed>`;
const one = async (body: string) => (await parse(body)).items[0];

describe('a title', () => {
  it.each([
    ['escaped three times', 'Tom &amp;amp;amp; Ida', 'Tom & Ida'],
    ['in a section that was escaped with it', '&lt;![CDATA[Tom &amp;amp; Ida]]&gt;', 'Tom & Ida'],
    ['with an emoji in two halves', '&#55357;&#8203;&#55357;&#56832; talks', '\ufffd😀 talks'],
  ])('%s is read', async (_, title, text) => {
    expect((await one(rss(`<item><title>${title}</title></item>`)))?.title).toBe(text);
  });

  it('of plain Atom text is read where it was escaped as if it were HTML', async () => {
    expect((await one(atom('<title>Tom &amp;amp; Ida&amp;#8217;s</title>')))?.title).toBe('Tom & Ida’s');
    expect((await one(atom('<title>a &lt;b&gt; c</title>')))?.title).toBe('a <b> c');
  });

  it('of a feed that has none is not its address', async () => {
    const feed = await parse(
      '<rss><channel><link>https://gazette.example/</link><item><title>A</title></item></channel></rss>',
    );
    expect(feed).not.toHaveProperty('title');
  });
});

describe('an address', () => {
  it.each([
    [
      'escaped twice',
      '<link>https://gazette.example/?a=1&amp;amp;b=2</link>',
      'https://gazette.example/?a=1&b=2',
    ],
    ['without its scheme', '<link>www.gazette.example/1</link>', 'https://www.gazette.example/1'],
    ['that begins with the site', '<link>gazette.example/1</link>', 'https://gazette.example/1'],
    ['after an empty link', '<link/>https://gazette.example/1<guid>7</guid>', 'https://gazette.example/1'],
    ['in an element of its own', '<url>https://gazette.example/1</url>', 'https://gazette.example/1'],
    [
      'behind a service that counts',
      '<link>https://count.example/r/1</link><pheedo:origLink>https://gazette.example/1</pheedo:origLink>',
      'https://gazette.example/1',
    ],
  ])('%s is found', async (_, link, url) => {
    expect((await one(rss(`<item><title>A</title>${link}</item>`)))?.url).toBe(url);
  });

  it('of the page counts, not that of the feed or the comments beside it', async () => {
    const atomLink = (rel: string) =>
      `<link xmlns="http://www.w3.org/2005/Atom" rel="${rel}" href="/${rel}"/>`;
    const links = `${atomLink('self')}<link>https://gazette.example/1</link>${atomLink('replies')}`;
    expect((await one(rss(`<item><title>A</title>${links}</item>`)))?.url).toBe('https://gazette.example/1');
  });

  it('relative like a file stays one', async () => {
    expect((await one(rss('<item><title>A</title><link>news.html</link></item>')))?.url).toBe(
      'https://gazette.example/news.html',
    );
  });

  it('of content elsewhere counts where there is no link', async () => {
    const item = await one(
      atom('<title>A</title><content type="text/html" src="https://gazette.example/1"/>'),
    );
    expect(item?.url).toBe('https://gazette.example/1');
  });
});

describe('an entry', () => {
  it.each([
    ['media:group', '<media:group><media:description>Talks.</media:description></media:group>'],
    ['media:content', '<media:content><media:description>Talks.</media:description></media:content>'],
    ['itunes:subtitle', '<itunes:subtitle>Talks.</itunes:subtitle>'],
  ])('has its summary in %s', async (_, inside) => {
    const names =
      'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"';
    expect((await one(rss(`<item><title>A</title>${inside}</item>`, names)))?.summary).toBe('Talks.');
  });

  it('a name that never ends is cut, in the feed whose entries all take it over', async () => {
    const entries = '<entry><id>tag:gazette.example,2031:1</id><title>Talks</title></entry>'.repeat(3);
    const body = `<feed xmlns="http://www.w3.org/2005/Atom"><author><name>${'Ida'.repeat(500_000)}</name></author>${entries}</feed>`;
    expect((await one(body))?.authors[0]?.length).toBe(300);
  });

  it('that names nobody is by those the feed names', async () => {
    const feed = '<author><name>Ida Lund</name></author>';
    expect((await one(atom('<title>A</title>', feed)))?.authors).toEqual(['Ida Lund']);
    expect((await one(atom('<title>A</title><author><name>Tom</name></author>', feed)))?.authors).toEqual([
      'Tom',
    ]);
    const json = {
      version: 'https://jsonfeed.org/version/1.1',
      authors: [{ name: 'Ida Lund' }],
      items: [{ id: '1', title: 'A' }],
    };
    expect((await one(JSON.stringify(json)))?.authors).toEqual(['Ida Lund']);
  });

  it('dated twice has the later word', async () => {
    const item = await one(
      atom('<title>A</title><updated>2031-01-01T00:00:00Z</updated><updated>2031-03-04T10:15:00Z</updated>'),
    );
    expect(item?.updatedAt).toBe('2031-03-04T10:15:00.000Z');
  });

  it('dated to the beginning of Unix time has no date, and is not too old', async () => {
    const item = await one(
      rss('<item><title>A</title><pubDate>Thu, 01 Jan 1970 00:00:00 +0000</pubDate></item>'),
    );
    expect(item).not.toHaveProperty('publishedAt');
  });

  it('is the same though the address that is its id says how a reader came', async () => {
    const id = async (tag: string, address: string) =>
      (await one(rss(`<item><title>A</title><${tag}>${address}</${tag}></item>`)))?.id;
    for (const tag of ['guid', 'link']) {
      const first = await id(tag, 'https://gazette.example/a?id=7&amp;utm_campaign=monday');
      expect(await id(tag, 'http://www.gazette.example/a?id=7&amp;utm_campaign=tuesday')).toBe(first);
      expect(await id(tag, 'https://gazette.example/a?id=8')).not.toBe(first);
      // A live blog tells its entries apart so.
      expect(await id(tag, 'https://gazette.example/a?id=7#later')).not.toBe(first);
    }
  });

  it('is not lost though others bear its id', async () => {
    const items = [1, 2].map(
      (n) => `<item><title>${n}</title><link>/${n}</link><guid>https://gazette.example/</guid></item>`,
    );
    expect((await parse(rss(items.join('')))).items.map(({ title }) => title)).toEqual(['1', '2']);
  });
});

describe('a feed', () => {
  it.each([
    [
      'rss',
      '<x:rss><x:channel><x:item><x:title>A</x:title><x:link>https://gazette.example/1</x:link></x:item></x:channel></x:rss>',
    ],
    [
      'Atom',
      '<x:feed xmlns:x="urn:nobody"><x:entry><x:title>A</x:title><x:link href="https://gazette.example/1"/></x:entry></x:feed>',
    ],
  ])('of %s with a prefix nobody declared is read', async (_, xml) => {
    expect(await one(xml)).toMatchObject({ title: 'A', url: 'https://gazette.example/1' });
  });

  it('goes on after a section that was never closed', async () => {
    const items =
      '<item><title>A</title><description><![CDATA[Talks <b>resumed</b></description></item><item><title>B</title></item>';
    const feed = await parse(rss(items));
    expect(feed.items).toMatchObject([{ title: 'A', contentHtml: 'Talks <b>resumed</b>' }, { title: 'B' }]);
  });

  it('keeps a section that shows how a feed is written', async () => {
    const item = await one(
      rss('<item><title>A</title><description><![CDATA[It ends with </item> as ever]]></description></item>'),
    );
    expect(item?.contentHtml).toBe('It ends with </item> as ever');
  });

  it('cut off ends with its last whole entry, and an entry alone is kept', async () => {
    const item = (n: number) => `<item><title>${n}</title><link>/story/${n}</link></item>`;
    const cut = rss(item(10) + item(20)).replace(/0<\/link>(?!.*<item>).*/s, '');
    expect(cut).toMatch(/story\/2$/);
    expect((await parse(cut)).items.map(({ title }) => title)).toEqual(['10']);
    expect((await parse('<rss><channel><item><title>10'))?.items).toHaveLength(1);
    const unclosed = rss('<item><title>10</title><item><title>20</title>');
    expect((await parse(unclosed)).items).toHaveLength(2);
  });

  it('written twice is read twice', async () => {
    const twice = rss('<item><title>A</title></item>') + rss('<item><title>B</title></item>');
    expect((await parse(twice)).items.map(({ title }) => title)).toEqual(['A', 'B']);
  });

  it('shown in a page is read, a page that only speaks of one is not', async () => {
    const page = (inside: string) => `<html><head></head><body><pre>${inside}</pre></body></html>`;
    expect((await parse(page(rss('<item><title>A</title></item>')))).items).toHaveLength(1);
    await expect(parse(page('<item>A</item>'))).rejects.toThrow('HTML page');
  });

  it.each([
    ['cut off', '{"title":"Gazette","items":[{"id":"1","title":"A, \\"B\\" ]}"},{"id":"2","ti'],
    ['with a comma too many', '{"title":"Gazette","items":[{"id":"1","title":"A, \\"B\\" ]}"},],}'],
    ['in a callback', 'feed({"title":"Gazette","items":[{"id":"1","title":"A, \\"B\\" ]}"}]});'],
  ])('of JSON is read %s', async (_, json) => {
    const feed = await parse(json.replace('{', '{"version":"https://jsonfeed.org/version/1.1",'));
    expect(feed.items).toMatchObject([{ title: 'A, "B" ]}' }]);
  });

  it('of JSON that never ends is refused in time', async () => {
    await expect(parse(`{"items":[${'{"a":"\\"'.repeat(200_000)}`)).rejects.toThrow('no JSON Feed');
  });
});
