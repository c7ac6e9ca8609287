import { describe, expect, it } from 'vitest';
import type { SiteRules } from '../../src/model/site.ts';
import { parseArticle } from '../../src/parsers/article.ts';
import { WORDS } from './words.ts';

const PAGE = `<!doctype html><html lang="en"><head><title>Wrong title</title></head><body><main><h2 class="head">Dockers resume talks</h2>
<p class="writer">Jane Roe</p><div class="day">4 March 2031</div>
<div class="column"><p>Dockers and the owners of the port resumed talks on Tuesday, four days after a walkout that stopped every crane.</p>
<p class="appeal">Our paper lives on its readers, and a gift from you keeps the lights on in our little newsroom by the sea.</p></div>
<div class="other"><p>Ferries to the island sail again after the storm, the company said, and tickets are valid until the end of June.</p></div>
<div class="column"><p>Both sides met for three hours at the customs house, a mediator said, and will meet again on Thursday.</p></div></main></body></html>`;
const RULES: SiteRules = {
  hosts: ['gazette.example'],
  body: '.column',
  title: '.head',
  authors: '.writer',
  published: '.day',
  remove: ['.appeal'],
};
const read = (url: string, sites: readonly SiteRules[]) =>
  parseArticle({ words: WORDS, body: Buffer.from(PAGE), url, fetchedAt: '2031-03-04T12:00:00.000Z', sites });

describe('rules for a site', () => {
  it('say what is title, author, date and text, and what is none of it', () => {
    const article = read('https://www.gazette.example/dock-talks', [RULES]);
    expect(article).toMatchObject({
      title: 'Dockers resume talks',
      authors: ['Jane Roe'],
      publishedAt: '2031-03-04',
    });
    expect(article.paragraphs).toEqual([
      'Dockers and the owners of the port resumed talks on Tuesday, four days after a walkout that stopped every crane.',
      'Both sides met for three hours at the customs house, a mediator said, and will meet again on Thursday.',
    ]);
  });

  it('hold for no other site', () => {
    const other = read('https://herald.example/dock-talks', [RULES]);
    expect(other.paragraphs.join(' ')).toContain('Ferries to the island');
  });

  it('that catch nothing leave the page as the parser reads it', () => {
    const url = 'https://gazette.example/dock-talks';
    expect(read(url, [{ hosts: ['gazette.example'], body: '.gone', title: '.gone' }])).toEqual(read(url, []));
  });
});
