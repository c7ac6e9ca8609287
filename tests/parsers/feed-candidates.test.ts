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

  it('are bounded and found in one pass, whatever the page', () => {
    const many = '<link rel=alternate type=application/rss+xml href=/X>'.repeat(100_000);
    let count = 0;
    expect(urls(many.replace(/X/g, () => String(count++)))).toHaveLength(50);
    expect(urls('<link'.repeat(200_000))).toEqual([]);
    expect(urls('<div>'.repeat(300_000))).toEqual([]);
    expect(urls('<a href="/rss">'.repeat(50_000))).toEqual([]);
  });
});
