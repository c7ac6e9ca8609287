import { describe, expect, it } from 'vitest';
import { parseArticle } from '../../src/parsers/article.ts';
import { WORDS } from './words.ts';

const FETCHED_AT = '2031-03-04T12:00:00.000Z';
const read = (body: string, head = '') =>
  parseArticle({
    words: WORDS,
    body: Buffer.from(
      `<!doctype html><html lang="en"><head><title>Dockers resume talks</title>${head}</head><body>${body}</body></html>`,
    ),
    url: 'https://gazette.example/2031/dock-talks',
    fetchedAt: FETCHED_AT,
  });
const lines = (about: string, count: number) =>
  Array.from(
    { length: count },
    (_, i) =>
      `The ${about} came up again on day ${i + 1}, when both sides met for three hours and agreed on little, a mediator said.`,
  );
const paragraphs = (texts: readonly string[]) => texts.map((text) => `<p>${text}</p>`).join('\n');
const OWN = lines('strike', 6);

describe('where the text lies', () => {
  it('is the article of the headline, though a longer one follows', () => {
    const article = read(
      `<main><article><h1>Dockers resume talks</h1>${paragraphs(OWN)}</article>
       <article class="next"><h2>Ferries sail</h2>${paragraphs(lines('ferry', 20))}</article></main>`,
    );
    expect(article.paragraphs).toEqual(OWN);
  });

  it('leaves out a card for another story that is an article within the article', () => {
    const card = `<div><article class="card"><h3>Ferries sail</h3><p>The ferries to the island sail again after the storm, the company said on its page.</p></article></div>`;
    const article = read(
      `<main><article><h1>Dockers resume talks</h1>${paragraphs(OWN.slice(0, 3))}${card}${paragraphs(OWN.slice(3))}</article></main>`,
    );
    expect(article.paragraphs).toEqual(OWN);
  });

  it('is put together where a page is streamed in parts', () => {
    const article = read(
      `<main><h1>Dockers resume talks</h1>${paragraphs(OWN.slice(0, 3))}<template id="B:1"></template></main>
       <div hidden id="S:1">${paragraphs(OWN.slice(3))}</div>`,
    );
    expect(article.paragraphs).toEqual(OWN);
  });

  it('holds the rows of a table, whatever their class names', () => {
    const rows = ['Roe 17', 'Doe 12'].map((row) => `<tr class="player-${row.length}"><td>${row}</td></tr>`);
    const article = read(
      `<main><h1>Dockers resume talks</h1>${paragraphs(OWN)}<table>${rows.join('')}</table></main>`,
    );
    expect(article.paragraphs.slice(-2)).toEqual(['Roe 17', 'Doe 12']);
  });
});

describe('beside the text', () => {
  it('an article has its section, its picture and the entries of a live blog with their own times', () => {
    const data = {
      '@type': 'LiveBlogPosting',
      headline: 'Dockers resume talks',
      liveBlogUpdate: [
        {
          '@type': 'BlogPosting',
          headline: 'Talks resume',
          datePublished: '2031-03-04T11:00:00+01:00',
          articleBody: 'The talks resumed at noon.',
        },
      ],
    };
    const article = read(
      `<main><h1>Dockers resume talks</h1>${paragraphs(OWN)}</main>`,
      `<meta property="article:section" content="Ports"><meta property="og:image" content="/quay.jpg">
       <script type="application/ld+json">${JSON.stringify(data)}</script>`,
    );
    expect(article).toMatchObject({
      section: 'Ports',
      image: 'https://gazette.example/quay.jpg',
      entries: [
        {
          title: 'Talks resume',
          publishedAt: '2031-03-04T11:00:00+01:00',
          text: 'The talks resumed at noon.',
        },
      ],
    });
  });

  it('a saved page keeps the address of its file', () => {
    const article = parseArticle({
      words: WORDS,
      body: Buffer.from(`<html><body><h1>Dockers resume talks</h1>${paragraphs(OWN)}</body></html>`),
      url: 'file:///tmp/dock-talks.html',
      fetchedAt: FETCHED_AT,
    });
    expect(article).toMatchObject({ url: 'file:///tmp/dock-talks.html', source: 'dock-talks.html' });
  });
});
