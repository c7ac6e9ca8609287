import { afterEach, describe, expect, test } from 'vitest';
import { FeedParsing, type ParsingOptions } from '../../src/app/feed-parsing.ts';
import { ParseError } from '../../src/model/errors.ts';

const URL_OF_FEED = 'https://gazette.example/feed.xml';
const rss = (items: string) => Buffer.from(`<rss version="2.0"><channel>${items}</channel></rss>`);
const ITEM = '<item><title>A</title><link>/a</link></item>';
/** Takes a good while, and many times its size. */
const HEAVY = rss(
  Array.from({ length: 1900 }, (_, i) => `<item><title>${i}</title>${'<b>x</b>'.repeat(200)}</item>`).join(
    '',
  ),
);

let parsing: FeedParsing;
const open = (options?: ParsingOptions) => {
  parsing = new FeedParsing(options);
  return (body: Uint8Array) => parsing.parseFeed({ body, url: URL_OF_FEED });
};
afterEach(() => parsing.close());

describe('parsing in a thread', () => {
  test('gives what parsing gives, for many at once and each its own', async () => {
    const parse = open();
    const feeds = await Promise.all(
      Array.from({ length: 20 }, (_, i) => parse(rss(ITEM.replace('>A<', `>Number ${i}<`)))),
    );
    expect(feeds.map(({ items }) => items[0]?.title)).toEqual(
      Array.from({ length: 20 }, (_, i) => `Number ${i}`),
    );
    expect(feeds[0]?.items[0]?.url).toBe('https://gazette.example/a');
  });

  test('tells what came in place of a feed', async () => {
    const parse = open();
    const error = await parse(Buffer.from('<html><body>Log in</body></html>')).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ParseError);
    expect((error as Error).message).toContain('an HTML page came in place of a feed');
    expect((await parse(rss(ITEM))).items).toHaveLength(1);
  });

  test('gives up a feed that takes too long, and goes on with the others', async () => {
    const parse = open();
    await parse(rss(ITEM));
    await parsing.close();
    const hurried = open({ deadlineMs: 1 });
    const outcomes = await Promise.allSettled([hurried(HEAVY), hurried(HEAVY)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(hurried(HEAVY)).rejects.toThrow('the feed could not be read within 0 s');
  });

  test('gives up a feed that takes too much memory, and reads the next', async () => {
    const parse = open({ maxHeap: 24_000_000 });
    const [heavy, light] = await Promise.allSettled([parse(HEAVY), parse(rss(ITEM))]);
    expect(heavy).toMatchObject({
      status: 'rejected',
      reason: { message: 'the feed takes more than 24 MB to read' },
    });
    expect(light).toMatchObject({ status: 'fulfilled', value: { items: [{ title: 'A' }] } });
  });
});
