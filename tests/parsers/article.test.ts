import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ParseError } from '../../src/model/errors.ts';
import type { Item } from '../../src/model/feed.ts';
import { articleFromItem, type PageInput, parseArticle } from '../../src/parsers/article.ts';
import { articleIdOf } from '../../src/parsers/url.ts';
import { WORDS } from './words.ts';

const URL_OF_PAGE = 'https://gazette.example/2031/dock-talks?utm_source=rss';
const FETCHED_AT = '2031-03-04T12:00:00.000Z';
const parse = (body: string | Uint8Array, more: Partial<PageInput> = {}) =>
  parseArticle({
    words: WORDS,
    body: typeof body === 'string' ? Buffer.from(body) : body,
    url: URL_OF_PAGE,
    fetchedAt: FETCHED_AT,
    ...more,
  });
const fixture = readFileSync(new URL('../fixtures/pages/dock-talks.html', import.meta.url));
const LINES = [
  'Dockers and the owners of the port resumed talks on Tuesday, four days after a walkout that stopped every crane.',
  'Both sides met for three hours at the customs house, a mediator said, and will meet again on Thursday.',
  'The secretary of the union called the meeting a beginning, though at least 140 dockers are still on strike.',
];
const page = (body: string, head = '') =>
  `<!doctype html><html lang="en"><head><title>Dockers resume talks</title>${head}</head><body><main><h1>Dockers resume talks</h1>${body}</main></body></html>`;
const text = LINES.map((line) => `<p>${line}</p>`).join('\n');

const failure = (body: string | Uint8Array, more: Partial<PageInput> = {}) => {
  try {
    return `read: ${JSON.stringify(parse(body, more).paragraphs)}`;
  } catch (error) {
    return error instanceof ParseError ? error.message : error;
  }
};

describe('an article page', () => {
  it('is read with its text alone: no caption, related box, byline, newsletter, comment or footer', () => {
    const article = parse(fixture);
    expect(article.paragraphs).toEqual([
      'PORT ELM, March 4 (Reuters) - Dockers and the owners of the port resumed talks on Tuesday, four days after a walkout that stopped every crane.',
      'Both sides met for three hours at the customs house, a mediator said. They will meet again on Thursday.',
      'What is on the table',
      'A wage rise of 6 per cent',
      'Two more crane crews at night',
      'The union’s secretary, Mona Reed, called the meeting “a beginning”. At least 140 dockers are still on strike.',
    ]);
  });

  it('of two lines is not its footer of ten', () => {
    const note = '<p>PORT ELM, March 4 (Reuters) - Dockers walked out at the port of Elm on Tuesday.</p>';
    const footer = `<p>The Gazette is printed and published by the Gazette company in Port Elm. ${'All rights are reserved. '.repeat(9)}</p>`;
    const html = `<html><body><h1>Dockers walk out</h1>${note}<footer>${footer.repeat(10)}</footer></body></html>`;
    expect(parse(html).paragraphs).toEqual([
      'PORT ELM, March 4 (Reuters) - Dockers walked out at the port of Elm on Tuesday.',
    ]);
  });

  it('is by who signed it where it names the outlet alone', () => {
    const head = '<meta name="author" content="Gazette"><meta property="og:site_name" content="Gazette">';
    expect(parse(page(`${text}<p>Ida Lund</p>`, head)).authors).toEqual(['Ida Lund']);
    expect(parse(page(`<p>By Ida Lund</p>${text}`)).authors).toEqual(['Ida Lund']);
    expect(parse(page(`${text}<p>Port Elm</p>`)).authors).toEqual([]);
  });

  it('is read without what a link pays, tags, who reported from where, a call to log in and a date alone', () => {
    const lines = [
      'We may earn a commission when you buy through links on this page.',
      'Tags: Ports, Strikes',
      'Lund reported from Port Elm and Moe from Oslo.',
      'Additional reporting from AFP',
      'Already a subscriber? Log in.',
      '2031年3月4日 10時15分',
    ];
    expect(parse(page(text + lines.map((line) => `<p>${line}</p>`).join(''))).paragraphs).toEqual(LINES);
  });

  it('has the dates of its tables', () => {
    const rows = ['1/3/2031', '1/4/2031'].map((day) => `<tr><td>${day}</td><td>140 on strike</td></tr>`);
    expect(parse(page(`${text}<table>${rows.join('')}</table>`)).paragraphs.slice(3)).toEqual([
      '1/3/2031',
      '140 on strike',
      '1/4/2031',
      '140 on strike',
    ]);
  });

  it('is read with its metadata', () => {
    expect(parse(fixture)).toMatchObject({
      id: articleIdOf('https://gazette.example/2031/dock-talks'),
      url: 'https://gazette.example/2031/dock-talks',
      title: 'Dockers and owners resume talks in Port Elm',
      standfirst: 'The two sides met for three hours after a walkout that stopped every crane in the port.',
      captions: ['Cranes at rest on the east quay on Monday. Photo: Per Moe'],
      authors: ['Ida Lund'],
      publishedAt: '2031-03-04T10:15:00+02:00',
      modifiedAt: '2031-03-04T11:40:00+02:00',
      language: 'en',
      source: 'Harbour Gazette',
      origin: 'Reuters',
      via: 'page',
    });
  });

  it('gives no date that lies after the fetch', () => {
    const article = parse(fixture, { fetchedAt: '2031-03-04T09:00:00.000Z' });
    expect(article.publishedAt).toBe('2031-03-04T10:15:00+02:00');
    expect(article).not.toHaveProperty('modifiedAt');
    expect(parse(fixture, { fetchedAt: '2031-03-01T00:00:00.000Z' })).not.toHaveProperty('publishedAt');
  });

  it('is dated by what a reader sees where metadata lacks, and by its feed where the page says nothing', () => {
    const item = { id: 'i1', title: 'T', summary: '', authors: [], publishedAt: '2031-03-03T07:00:00.000Z' };
    expect(
      parse(page(`<div class="date">Tuesday 4 March 2031, 10:15</div>${text}`), { item }).publishedAt,
    ).toBe('2031-03-04');
    expect(parse(page(text), { item }).publishedAt).toBe('2031-03-03T07:00:00.000Z');
    expect(parse(page(text))).not.toHaveProperty('publishedAt');
  });

  it('keeps its own address when the canonical one is of another site or the front page', () => {
    const own = 'https://gazette.example/2031/dock-talks';
    expect(parse(page(text, '<link rel="canonical" href="https://other.example/x">')).url).toBe(own);
    expect(parse(page(text, '<link rel="canonical" href="https://gazette.example/">')).url).toBe(own);
    expect(parse(page(text, '<link rel="canonical" href="https://www.gazette.example/x">')).url).toBe(
      'https://www.gazette.example/x',
    );
  });

  it('is not lost when its container is named like the frame', () => {
    expect(parse(page(`<div class="sidebar-grid">${text}</div>`)).paragraphs).toEqual(LINES);
  });

  it('is read where its paragraphs are lines with breaks', () => {
    expect(parse(page(`<div>${LINES.join('<br><br>\n')}</div>`)).paragraphs).toEqual(LINES);
  });

  it('is whole when a paywall cuts its first paragraph from the rest', () => {
    const [first, ...rest] = LINES.map((line) => `<p>${line}</p>`);
    const html = page(
      `<div class="preview">${first}</div><div class="paid">${rest.join('')}${rest.join('').replaceAll('a ', 'one ')}</div>`,
    );
    expect(parse(html).paragraphs[0]).toBe(LINES[0]);
  });

  it('keeps a link to a topic in its sentence, though the link has a class of the frame', () => {
    const linked = text.replace('walkout', '<a class="tag topic-link" href="/t">walkout</a>');
    expect(parse(page(linked)).paragraphs).toEqual(LINES);
  });

  it('has no boxes that lead to other stories, nor a text that stands there twice', () => {
    const box =
      '<section><h3>Lesen Sie auch</h3><p>Why the ferries of the west quay sail again after two long weeks.</p></section>';
    expect(parse(page(`${text}${box}${text}`)).paragraphs).toEqual(LINES);
  });

  it('is read with the outlet’s byline when its data names the outlet alone', () => {
    const data = JSON.stringify({
      '@type': 'NewsArticle',
      author: { name: 'Gazette' },
      publisher: { name: 'Gazette' },
    });
    const html = page(
      `<p class="byline">By Ida Lund and Per Moe</p>${text}`,
      `<script type="application/ld+json">${data}</script>`,
    );
    expect(parse(html).authors).toEqual(['Ida Lund', 'Per Moe']);
  });

  it('falls back to the page’s structured data where the text is not shown', () => {
    const data = JSON.stringify({
      '@type': 'NewsArticle',
      headline: 'Dockers resume talks',
      articleBody: LINES.join('\n'),
    });
    const article = parse(page('<p>Loading…</p>', `<script type="application/ld+json">${data}</script>`));
    expect(article.paragraphs).toEqual(LINES);
    expect(article.note).toBe('text is the page’s structured data');
  });

  it('behind a paywall is marked as a teaser', () => {
    const data = JSON.stringify({
      '@type': 'NewsArticle',
      headline: 'Dockers resume talks',
      isAccessibleForFree: 'False',
    });
    const article = parse(page(text, `<script type="application/ld+json">${data}</script>`));
    expect(article.note).toBe('text is a teaser; the rest is behind a paywall');
  });

  it('is decoded by its own declaration', () => {
    const html = page(text.replace('Tuesday', 'Tirsdag på'), '<meta charset="iso-8859-1">');
    expect(parse(Buffer.from(html, 'latin1')).paragraphs[0]).toContain('Tirsdag på');
  });
});

describe('a page that is no article', () => {
  it.each([
    ['%PDF-1.7 x', undefined, 'a PDF came in place of an article'],
    ['{"a": 1}', 'application/json', 'JSON came in place of an article'],
    ['', 'text/html', 'the answer was empty; an article was expected'],
    ['GIF89a', 'image/gif', 'a GIF image came in place of an article'],
    ['Just words.', 'text/plain', 'plain text came in place of an article'],
    ['<rss version="2.0"><channel/></rss>', undefined, 'a feed came in place of an article'],
  ])('%s is said to be what it is', (body, contentType, message) => {
    expect(failure(body, contentType ? { contentType } : {})).toBe(message);
  });

  it.each([
    [
      'Just a moment...',
      'Enable JavaScript and cookies to continue',
      'a captcha came in place of the article',
    ],
    [
      'Before you continue',
      'We use cookies and data to deliver our services.',
      'a consent page came in place of the article',
    ],
    [
      'Bote',
      'Besuchen Sie den Boten mit Werbung. Wir und unsere 213 Partner verarbeiten personenbezogene Daten.',
      'a consent page came in place of the article',
    ],
    [
      'Le Messager',
      'Avec votre accord, nos 213 partenaires et nous utilisons des technologies pour accéder à des données.',
      'a consent page came in place of the article',
    ],
    ['404 - Page not found', 'Sorry, the page has moved.', 'an error page came in place of the article'],
  ])('%s is said to be what it is', (title, line, message) => {
    expect(
      failure(
        `<html><head><title>${title}</title></head><body><h1>${title}</h1><p>${line}</p></body></html>`,
      ),
    ).toBe(message);
  });

  it('without text says so, with its title', () => {
    expect(
      failure(
        '<html><head><title>Harbour</title></head><body><div id="app"></div><script>1</script></body></html>',
      ),
    ).toBe('no article text was found on the page (“Harbour”); it may be made by scripts in the browser');
  });
});

describe('a hostile page', () => {
  const hostile: readonly (readonly [string, () => string | Buffer, string | RegExp])[] = [
    ['100,000 divs in one another', () => page('<div>'.repeat(100_000) + text), /deep in one another/],
    [
      'a million attributes',
      () => page(`<div ${Array.from({ length: 1_000_000 }, (_, n) => `a${n}="1"`).join(' ')}>${text}</div>`),
      /140 dockers/,
    ],
    [
      '20 MB of paragraphs',
      () => page(text + `<p>${'Nothing more is known. '.repeat(10)}</p>`.repeat(80_000)).slice(0, 19_900_000),
      /read: /,
    ],
    ['2 MB of <', () => page(text + '<'.repeat(2_000_000)), /140 dockers/],
    ['a million elements', () => page(text + '<i></i>'.repeat(1_000_000)), /more than 500000 elements/],
    ['a script that never ends', () => page(`${text}<script>${'x'.repeat(5_000_000)}`), /140 dockers/],
    [
      'half a million comments and drawings that never end',
      () => page(text + '<svg><!--<svg ><style>'.repeat(250_000)),
      /140 dockers/,
    ],
    ['half a million scripts', () => page(text + '<script></script>'.repeat(500_000)), /140 dockers/],
    ['nesting that never closes', () => page(`${text}${'<p><b><i>'.repeat(200)}`), /140 dockers/],
    ['null bytes and broken UTF-8', () => page(`${text}\u0000\ufffd`), /140 dockers/],
    [
      '5 MB of bytes that are no UTF-8',
      () => Buffer.concat([Buffer.from(page(text)), Buffer.alloc(5_000_000, 0xff)]),
      /140 dockers/,
    ],
    ['a title of three million parts', () => page(text, `<title>${'x | '.repeat(3_000_000)}</title>`), /140/],
    [
      '100,000 articles in one, each of a class of its own',
      () =>
        page(
          `<article>${text}${Array.from({ length: 100_000 }, (_, n) => `<article class="c${n}"><p>x</p></article>`).join('')}</article>`,
        ),
      /140 dockers/,
    ],
    [
      'JSON-LD of 5 million brackets',
      () => page(text, `<script type="application/ld+json">${'['.repeat(5_000_000)}</script>`),
      /140 dockers/,
    ],
  ];
  it.each(hostile)(
    'of %s takes bounded time and memory',
    (_, make, outcome) => {
      const body = make();
      const before = process.cpuUsage();
      expect(failure(body)).toMatch(outcome);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1e6).toBeLessThan(8);
      expect(process.memoryUsage().rss).toBeLessThan(2e9);
    },
    60_000,
  );

  it('cut off in the middle of a tag is read as far as it came', () => {
    expect(parse(`${page(text).split('</main>')[0]}<p>Nothing more is known of <a hre`).paragraphs).toEqual([
      ...LINES,
      'Nothing more is known of',
    ]);
  });

  it('with an odd base or canonical address keeps its own', () => {
    const head =
      '<base href="javascript:alert(1)"><link rel="canonical" href="http://[bad"><meta property="og:image" content="//">';
    const article = parse(page(text, head));
    expect(article.url).toBe('https://gazette.example/2031/dock-talks');
    expect(article).not.toHaveProperty('image');
    expect(parse(page(text, '<base href="/elsewhere/"><link rel="canonical" href="x">')).url).toBe(
      'https://gazette.example/elsewhere/x',
    );
  });

  it('encoded twice is decoded twice', () => {
    const line =
      'A walkout – “the longest yet” – stopped every crane in Ørland’s port, the café owners said.';
    const twice = new TextDecoder('windows-1252').decode(Buffer.from(line));
    expect(parse(page(`<p>${twice}</p>${text}`)).paragraphs[0]).toBe(line);
  });

  it('of more than 20 MB is refused', () => {
    expect(failure(Buffer.alloc(21_000_000, ' '))).toBe('a page of 21 MB is not read (20 MB at most)');
  });
});

describe('an article from its feed', () => {
  const item: Item = {
    id: 'i1',
    url: URL_OF_PAGE,
    title: 'Dockers resume talks',
    summary: 'Talks in Port Elm resumed.',
    authors: ['Ida Lund'],
    publishedAt: '2031-03-04T08:15:00.000Z',
  };
  const input = {
    source: 'Harbour Gazette',
    note: 'page refused (403); text is the feed’s own',
    words: WORDS,
  };

  it('has the feed’s full text in paragraphs, and says why', () => {
    const article = articleFromItem({ ...item, contentHtml: text }, input);
    expect(article).toMatchObject({
      id: articleIdOf(URL_OF_PAGE),
      url: 'https://gazette.example/2031/dock-talks',
      paragraphs: LINES,
      source: 'Harbour Gazette',
      via: 'feed',
      note: input.note,
      publishedAt: item.publishedAt,
    });
  });

  it('has the summary where there is no more, also where that stands as HTML', () => {
    expect(articleFromItem(item, input)?.paragraphs).toEqual(['Talks in Port Elm resumed.']);
    const html = { ...item, summary: '', contentHtml: '<b>Talks</b> in Port Elm resumed.' };
    expect(articleFromItem(html, input)?.paragraphs).toEqual(['Talks in Port Elm resumed.']);
  });

  it('is none without text or address', () => {
    const { url: _, ...homeless } = item;
    expect(articleFromItem({ ...item, summary: '' }, input)).toBeNull();
    expect(articleFromItem(homeless, input)).toBeNull();
  });
});
