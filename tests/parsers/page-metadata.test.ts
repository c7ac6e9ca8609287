import { describe, expect, it } from 'vitest';
import { parseArticle } from '../../src/parsers/article.ts';
import { WORDS } from './words.ts';

const TEXT = [
  'Dockers and the owners of the port resumed talks on Tuesday, four days after a walkout that stopped every crane.',
  'Both sides met for three hours at the customs house, a mediator said, and will meet again on Thursday.',
];
const read = (head: string, before = '', url = 'https://gazette.example/2031/dock-talks') =>
  parseArticle({
    words: WORDS,
    body: Buffer.from(
      `<!doctype html><html lang="en"><head><title>Dockers resume talks</title>${head}</head><body><main><h1>Dockers resume talks</h1>${before}${TEXT.map((line) => `<p>${line}</p>`).join('')}</main></body></html>`,
    ),
    url,
    fetchedAt: '2031-03-04T12:00:00.000Z',
  });
const data = (more: object) =>
  `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', ...more })}</script>`;

describe('the authors of a page', () => {
  it('may be stated by given and family name', () => {
    expect(
      read(data({ author: { '@type': 'Person', givenName: 'Jane', familyName: 'Roe' } })).authors,
    ).toEqual(['Jane Roe']);
  });

  it.each([
    ['By Jane Roe, Senior Political Correspondent', ['Jane Roe']],
    ['Por Juana Ruiz y José Díaz', ['Juana Ruiz', 'José Díaz']],
    ['Por José Ortega y Gasset', ['José Ortega y Gasset']],
    ['di Giovanna Rossi e Mario Verdi', ['Giovanna Rossi', 'Mario Verdi']],
    ['Par Jeanne Roux avec AFP', ['Jeanne Roux', 'AFP']],
  ])('are read in “%s”', (line, authors) => {
    expect(read('', `<p class="byline">${line}</p>`).authors).toEqual(authors);
  });
});

describe('the dates of a page', () => {
  it('tell what was updated from what was published', () => {
    const shown =
      '<p class="date">Updated 4 March 2031, 11:00 GMT</p><p class="date">Published 3 March 2031, 10:15 GMT</p>';
    expect(read('', shown).publishedAt).toBe('2031-03-03T10:15:00Z');
    expect(read('', '<p class="date">Updated 4 March 2031, published 3 March 2031</p>').publishedAt).toBe(
      '2031-03-03',
    );
  });

  it('say nothing of publication where only the update is shown', () => {
    const article = read('', '<p class="date">Aktualisiert am 3. März 2031, 10:15 Uhr</p>');
    expect(article).toMatchObject({ modifiedAt: '2031-03-03' });
    expect(article.publishedAt).toBeUndefined();
  });
});

describe('the address of a page', () => {
  it.each([
    ['http://gazette.example/2031/dock-talks', 'https://gazette.example/2031/dock-talks'],
    ['https://gazette.example/news/', 'https://gazette.example/2031/dock-talks'],
    ['https://gazette.example/404', 'https://gazette.example/2031/dock-talks'],
    ['https://gazette.example/dock-talks-resume', 'https://gazette.example/dock-talks-resume'],
  ])('where it calls itself %s is %s', (stated, url) => {
    expect(read(`<link rel="canonical" href="${stated}">`).url).toBe(url);
  });
});

it.each([
  '<meta property="article:content_tier" content="locked">',
  data({ hasPart: [{ '@type': 'WebPageElement', isAccessibleForFree: 'False', cssSelector: '.wall' }] }),
])('a short page behind a paywall is a teaser: %s', (head) => {
  expect(read(head).note).toMatch(/teaser/);
});
