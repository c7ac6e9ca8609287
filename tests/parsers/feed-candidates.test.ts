import { describe, expect, it } from 'vitest';
import { feedCandidates } from '../../src/parsers/feed-candidates.ts';

const PAGE = 'https://post.example/news/index.html';
const urls = (html: string) => feedCandidates(html, PAGE).map(({ url }) => url);

describe('the feeds a page names', () => {
  it('are its link tags, absolute, each once, with their titles', () => {
    const html = `<html><head><base href="/docs/">
<link rel="alternate" type="application/rss+xml" title="All &amp; everything" href="rss.xml#top">
<link rel='alternate home' type='application/atom+xml; charset=utf-8' href=https://other.example/atom>
<LINK REL="ALTERNATE" TYPE="application/feed+json" HREF="feed:https://post.example/feed.json">
<link rel="alternate" type="application/rss+xml" href="rss.xml">
<link rel="alternate" hreflang="fr" href="/fr/"><link rel="stylesheet" type="text/xml" href="/x">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
</head><body><a href="/rss/sport">Sport</a></body></html>`;
    expect(feedCandidates(html, PAGE)).toEqual([
      { url: 'https://post.example/docs/rss.xml', title: 'All & everything' },
      { url: 'https://other.example/atom', title: '' },
      { url: 'https://post.example/feed.json', title: '' },
    ]);
  });

  it('are the links in its text that look like feeds, where there is no tag', () => {
    const html = `<p><a href="/rss/world"><b>World</b> news</a> <a href="news.xml">no</a> <a href="/feeds/">Feeds</a>
<a href="/about">rss</a> <a href="https://post.example/sport.rss">Sport</a></p>`;
    expect(feedCandidates(html, PAGE)).toEqual([
      { url: 'https://post.example/rss/world', title: 'World news' },
      { url: 'https://post.example/feeds/', title: 'Feeds' },
      { url: 'https://post.example/sport.rss', title: 'Sport' },
    ]);
  });

  it('leave out comments and other formats of the same, as a blog of WordPress has them', () => {
    const alternate = (type: string, title: string, href: string) =>
      `<link rel="alternate" type="${type}" title="${title}" href="${href}">`;
    const blog = [
      alternate('application/rss+xml', 'Harbour Post » Feed', 'https://post.example/feed/'),
      alternate('application/atom+xml', 'Harbour Post » Atom', 'https://post.example/feed/atom/'),
      alternate('application/rss+xml', 'Harbour Post » Comments Feed', 'https://post.example/comments/feed/'),
      alternate(
        'application/rss+xml',
        'Harbour Post » Talks resume Comments Feed',
        'https://post.example/2031/03/talks/feed/',
      ),
      alternate('application/json', 'JSON', 'https://post.example/wp-json/wp/v2/posts/7'),
      alternate('application/json+oembed', 'oEmbed', 'https://post.example/wp-json/oembed/1.0/embed?url=x'),
      alternate('text/xml+oembed', 'oEmbed', 'https://post.example/wp-json/oembed/1.0/embed?format=xml'),
    ].join('');
    const on = (page: string) => feedCandidates(blog, page).map(({ url }) => url);
    expect(on('https://post.example/2031/03/talks/')).toEqual(['https://post.example/feed/']);
    expect(feedCandidates(alternate('application/rss+xml', '', '/comments/feed/'), PAGE)).toHaveLength(1);
  });

  it('are several where they are about several things', () => {
    const tags = ['world/rss', 'sport/rss', 'feeds/podcast.xml', 'atom.xml', 'rss.xml', 'feed.json'].map(
      (href) => `<link rel=alternate type=application/rss+xml href="/${href}" title="RSS">`,
    );
    const found = urls(tags.join(''));
    expect(found).toEqual(
      ['world/rss', 'sport/rss', 'feeds/podcast.xml', 'atom.xml'].map(
        (each) => `https://post.example/${each}`,
      ),
    );
  });

  it('of a type that says little count where no tag says more', () => {
    const html =
      '<link rel=alternate type="text/xml" href="/news.xml"><link rel=alternate type="application/json" href="/feed.json">';
    expect(urls(html)).toEqual(['https://post.example/news.xml', 'https://post.example/feed.json']);
  });

  it('are bounded and found in one pass, whatever the page', () => {
    const many = '<link rel=alternate type=application/rss+xml href=/X>'.repeat(100_000);
    let count = 0;
    expect(urls(many.replace(/X/g, () => String(count++)))).toHaveLength(50);
    expect(urls('<link'.repeat(200_000))).toEqual([]);
    expect(urls('<div>'.repeat(300_000))).toEqual([]);
    expect(urls('<a href="/rss">'.repeat(50_000))).toEqual([]);
  });
});
