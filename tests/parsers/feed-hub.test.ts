import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../src/parsers/feed.ts';
import { hubOfHeader } from '../../src/parsers/feed-hub.ts';

const HUB = { hub: 'https://hub.example/', topic: 'https://gazette.example/feed' };
const parse = async (body: string) =>
  (await parseFeed({ body: Buffer.from(body), url: 'https://gazette.example/all' })).hub;

describe('the hub of a feed', () => {
  it.each([
    [
      'RSS',
      '<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><a:link rel="self" href="/feed"/><a:link rel="hub" href="https://hub.example"/><item><title>A</title></item></channel></rss>',
    ],
    [
      'Atom',
      '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="feed"/><link rel="hub" href="https://hub.example/"/><entry><title>A</title></entry></feed>',
    ],
    [
      'JSON Feed',
      '{"version":"https://jsonfeed.org/version/1.1","title":"T","feed_url":"https://gazette.example/feed","hubs":[{"type":"rssCloud","url":"https://x.example"},{"type":"WebSub","url":"https://hub.example"}],"items":[{"id":"1","content_text":"A"}]}',
    ],
  ])('is read from %s', async (_, body) => {
    expect(await parse(body)).toEqual(HUB);
  });

  it('is read from the Link header, in one or many', () => {
    const base = 'https://gazette.example/x';
    expect(hubOfHeader('<https://hub.example/>; rel="hub", </feed>; rel=self', base)).toEqual(HUB);
    expect(
      hubOfHeader('<https://hub.example/>; title="a, b"; rel="alternate hub",</feed>;rel="self"', base),
    ).toEqual(HUB);
    expect(hubOfHeader('<https://hub.example/>; rel=hub', base)).toBeUndefined();
    expect(hubOfHeader('<javascript:x>; rel=hub, </feed>; rel=self', base)).toBeUndefined();
    expect(hubOfHeader(undefined, base)).toBeUndefined();
  });

  it('is none where an entry names one, or none is named', async () => {
    expect(
      await parse('<rss version="2.0"><channel><link>/</link><item><title>A</title></item></channel></rss>'),
    ).toBeUndefined();
  });
});
