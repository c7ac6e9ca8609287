import { expect, it } from 'vitest';
import { parseArticle } from '../../src/parsers/article.ts';
import { WORDS } from './words.ts';

const TEXT =
  'Both sides met for three hours at the customs house, a mediator said, and will meet again on Thursday.';

interface Titles {
  readonly h1?: string | readonly string[];
  readonly window?: string;
  readonly shared?: string;
  readonly stated?: string;
  readonly type?: string;
}

function titleOf({ h1 = [], window, shared, stated, type = 'Article' }: Titles): string {
  const head = [
    window && `<title>${window}</title>`,
    shared && `<meta property="og:title" content="${shared}">`,
    stated &&
      `<script type="application/ld+json">${JSON.stringify({ '@type': type, headline: stated })}</script>`,
  ].join('');
  const headings = [h1].flat().map((text) => `<h1>${text}</h1>`);
  return parseArticle({
    words: WORDS,
    body: Buffer.from(
      `<html><head>${head}</head><body><main>${headings.join('')}<p>${TEXT}</p></main></body></html>`,
    ),
    url: 'https://www.harbour-gazette.example/2031/dock-talks',
    fetchedAt: '2031-03-04T12:00:00.000Z',
  }).title;
}

it.each<[string, Titles, string]>([
  [
    'the site’s name after a bar',
    { window: 'Dockers resume talks | Harbour Gazette' },
    'Dockers resume talks',
  ],
  [
    'the section and the site',
    { window: 'Dockers resume talks - Ports - Harbour Gazette' },
    'Dockers resume talks',
  ],
  [
    'the site’s name before',
    { window: 'Harbour Gazette: Dockers resume talks today' },
    'Dockers resume talks today',
  ],
  [
    'what the heading does not have',
    {
      h1: 'Dockers resume talks',
      window: 'Dockers resume talks — the long name of a society for news of the sea',
    },
    'Dockers resume talks',
  ],
  [
    'a site named only beside the shared title',
    { h1: 'Quay Notes', window: 'Quay Notes: Dockers resume talks', shared: 'Dockers resume talks' },
    'Dockers resume talks',
  ],
])('a title is told without %s', (_what, titles, title) => {
  expect(titleOf(titles)).toBe(title);
});

it('what follows a dash and is no name of the site belongs to the title', () => {
  const shared = 'Talks in Port Elm – “We are close”';
  expect(titleOf({ shared, window: `${shared} - Harbour Gazette` })).toBe(shared);
});

it('the heading that the other titles are about goes before a box’s', () => {
  const h1 = ['Log in', 'Dockers and owners resume talks', 'Also on the quay'];
  expect(titleOf({ h1, shared: 'Dockers, owners resume talks today' })).toBe(h1[1]);
});

it('on any page the heading goes before a title for sharing that differs', () => {
  expect(
    titleOf({ h1: 'Cranes: a guide', shared: 'The ten best cranes', window: 'The ten best cranes' }),
  ).toBe('Cranes: a guide');
});

it.each<[string, Titles, string]>([
  [
    'two that agree go before the heading',
    { h1: 'Live: the strike', stated: 'Dockers resume talks', shared: 'Dockers resume talks' },
    'Dockers resume talks',
  ],
  [
    'one written for sharing alone is taken',
    {
      h1: 'What the strike is about',
      stated: 'What the strike is about',
      window: 'What the strike is about',
      shared: 'Dockers resume talks',
    },
    'Dockers resume talks',
  ],
  [
    'one that only lacks words of the heading is not',
    {
      h1: 'On the quay: Dockers resume talks',
      stated: 'On the quay: Dockers resume talks',
      window: 'On the quay: Dockers resume talks',
      shared: 'Dockers resume talks',
    },
    'On the quay: Dockers resume talks',
  ],
])('of titles that differ on a page that calls itself news, %s', (_which, titles, title) => {
  expect(titleOf({ ...titles, type: 'NewsArticle' })).toBe(title);
});

it('a line break in a heading parts words', () => {
  expect(titleOf({ h1: 'Dockers<br>resume talks' })).toBe('Dockers resume talks');
});
