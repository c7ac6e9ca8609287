import { describe, expect, it } from 'vitest';
import { readFeedList, writeOpml } from '../../src/parsers/feed-list.ts';

const read = (text: string) => readFeedList(Buffer.from(text));

describe('a list of feeds', () => {
  it('is read from OPML with its folders, though it is not well-formed', () => {
    const opml = `<?xml version="1.0" encoding="ISO-8859-1"?><opml version="1.1"><head><title>Mine</title></head><body>
<outline text="Docks & harbours"><outline type="rss" text="Post" title="The Post" xmlUrl="https://post.example/rss?a=1&b=2" htmlUrl="/"/>
<outline text="Abroad"><outline text="Far" xmlurl="https://far.example/atom"></outline></outline></outline>
<outline type="rss" text="Broken"/></body>`;
    expect(read(opml)).toEqual([
      {
        where: 'outline 2 (“The Post”)',
        url: 'https://post.example/rss?a=1&b=2',
        title: 'The Post',
        folders: ['Docks & harbours'],
      },
      {
        where: 'outline 4 (“Far”)',
        url: 'https://far.example/atom',
        title: 'Far',
        folders: ['Docks & harbours', 'Abroad'],
      },
      { where: 'outline 5 (“Broken”)', url: '', title: 'Broken', folders: [] },
    ]);
  });

  it('is read from OPML after junk, with outlines that were never closed, and with addresses called otherwise', () => {
    const opml = `Exported by a reader <opml><body><outline text="Docks"><outline type="rss" url="https://post.example/rss">
<outline text="Far" xmlUrl="https://far.example/atom"></body></opml>`;
    expect(read(opml)).toMatchObject([
      { url: 'https://post.example/rss', folders: ['Docks'] },
      { url: 'https://far.example/atom', folders: ['Docks'] },
    ]);
  });

  it('is read from lines, with titles and comments', () => {
    expect(read('\uFEFF# mine\r\n\r\nhttps://a.example/#frag The A  # best\nb.example\n')).toEqual([
      { where: 'line 3', url: 'https://a.example/#frag', title: 'The A', folders: [] },
      { where: 'line 4', url: 'b.example', folders: [] },
    ]);
  });

  it('that is none is refused with what came in its place', () => {
    expect(() => read('<html><body>Log in</body></html>')).toThrow('no <opml>');
    expect(() => read('\n# nothing\n')).toThrow('names no feed');
    expect(() => readFeedList(Buffer.from('%PDF-1.7 x'))).toThrow('a PDF');
  });

  it('written as OPML reads back as it was', () => {
    const feeds = [{ url: 'https://a.example/?x=1&y="2"', title: 'A < B & "C"' }];
    expect(read(writeOpml('All', [{ title: 'Docks & more', feeds }]))).toEqual([
      { where: 'outline 2 (“A < B & "C"”)', ...feeds[0], folders: ['Docks & more'] },
    ]);
  });
});
