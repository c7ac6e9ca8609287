/** News pages of the size and build that news sites have, around texts that no two of them share. */
import path from 'node:path';
import { loadStory, type Story } from '../src/eval/story.ts';
import type { Article } from '../src/model/article.ts';
import { markup, scriptJson } from '../src/model/markup.ts';

const STORIES = path.join(import.meta.dirname, '../tests/stories');
const WORDS = 400;
export const PAGE_BYTES = 150_000;
/** Fourteen of them: of a news page scripts and styles are about half, links and pictures around the text most of the rest. */
const SCRIPT_BYTES = 5_000;

export const FOLLOWED = loadStory(path.join(STORIES, 'niger-us-withdrawal'));
export const OTHER = loadStory(path.join(STORIES, 'armenia-azerbaijan-peace'));
/** The day after the last article of the story that is followed. */
export const NOW = new Date(
  Math.max(...FOLLOWED.stream.map(({ article }) => Date.parse(article.publishedAt ?? ''))) + 86_400_000,
);

export interface Text {
  readonly title: string;
  readonly publishedAt: string;
  readonly paragraphs: readonly string[];
}

const paragraphsOf = ({ stream }: Story) => stream.flatMap(({ article }) => article.paragraphs);
const POOLS = [paragraphsOf(FOLLOWED), paragraphsOf(OTHER)] as const;

/** The n-th text of an endless stream: every tenth is on the story. Paragraphs of all its articles, mixed anew each time. */
export function textOf(n: number, onStory = n % 10 === 0): Text {
  const story = onStory ? FOLLOWED : OTHER;
  const pool = POOLS[onStory ? 0 : 1];
  const { article } = story.stream[n % story.stream.length] as { article: Article };
  const paragraphs: string[] = [];
  // The minimal standard generator (Park and Miller).
  for (
    let words = 0, at = (n * 7919 + 1) % 2_147_483_647;
    words < WORDS;
    at = (at * 48_271) % 2_147_483_647
  ) {
    const paragraph = pool[at % pool.length] ?? '';
    if (paragraphs.includes(paragraph)) continue;
    paragraphs.push(paragraph);
    words += paragraph.split(' ').length;
  }
  return { title: `${article.title} (${n})`, publishedAt: NOW.toISOString(), paragraphs };
}

const SCRIPTS = Array.from({ length: 14 }, (_, i) => script(i, SCRIPT_BYTES));
const LIST_ITEM_BYTES = 640;

/** @param bytes how large, about; a smaller page has less around its text */
export function pageOf({ title, publishedAt, paragraphs }: Text, bytes = PAGE_BYTES): string {
  const data = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: title,
    datePublished: publishedAt,
  };
  const head = markup`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${title} - The Daily Example</title>
<meta property="og:title" content="${title}"><meta property="og:site_name" content="The Daily Example">
<meta property="article:published_time" content="${publishedAt}">
${scriptJson('application/ld+json', data)}`;
  const text = markup`<main><article><header><h1>${title}</h1><time datetime="${publishedAt}">today</time></header>
<div class="article-body">${paragraphs.map((paragraph) => markup`<p>${paragraph}</p>\n<div class="ad-slot"></div>`)}</div>
</article></main>`;
  const scripts = SCRIPTS.slice(0, Math.round((SCRIPTS.length * bytes) / PAGE_BYTES)).join('\n');
  const rest = bytes - head.toString().length - text.toString().length - scripts.length;
  const items = Array.from({ length: Math.max(0, Math.floor(rest / LIST_ITEM_BYTES)) }, (_, i) => teaser(i));
  const half = Math.floor(items.length / 2);
  return `${head}${scripts}</head><body><nav><ul>${items.slice(0, half).join('\n')}</ul></nav>${text}
<aside><h2>More stories</h2><ul>${items.slice(half).join('\n')}</ul></aside><footer><p>The Daily Example</p></footer></body></html>`;
}

function script(i: number, bytes: number): string {
  const line = `!function(w,d){w.q${i}=w.q${i}||[];if(d.a<3&&w.b>1){w.q${i}.push({"k":"v${i}","s":[1,2,3]})}}(window,document);`;
  return `<script>${line.repeat(Math.ceil(bytes / line.length)).slice(0, bytes)}</script>`;
}

function teaser(i: number): string {
  const href = `/section-${i % 9}/2024/05/${i}/what-happened-next-in-the-long-story-of-the-day`;
  const html = `<li class="teaser teaser--${i % 4} u-mb-${i % 3}" data-id="${i}" data-track="click:teaser:${i}"><a class="teaser__link" href="${href}"><picture><source media="(min-width: 48em)" srcset="/img/${i}-640.webp 640w, /img/${i}-1280.webp 1280w" type="image/webp"><img loading="lazy" width="320" height="180" alt="" src="/img/${i}.jpg"></picture><span class="teaser__kicker">World</span><h3 class="teaser__title">What happened next in the long story of day ${i} &amp; why</h3></a><p class="teaser__meta"><time datetime="2024-05-0${(i % 9) + 1}">May ${(i % 9) + 1}</time> <span>by A. Writer</span></p></li>`;
  return html;
}

export interface FeedItem {
  readonly n: number;
  readonly title: string;
  readonly publishedAt: string;
}

export function feedOf(base: string, items: readonly FeedItem[]): string {
  return markup`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>The Daily Example</title><link>${base}/</link><description>news</description>${items.map(
    ({ n, title, publishedAt }) => markup`
<item><title>${title}</title><link>${`${base}/page/${n}`}</link><guid>${`${base}/page/${n}`}</guid><pubDate>${new Date(publishedAt).toUTCString()}</pubDate></item>`,
  )}
</channel></rss>`.toString();
}
