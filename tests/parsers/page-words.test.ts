import { expect, it } from 'vitest';
import type { PageWords } from '../../src/model/site.ts';
import { parseArticle } from '../../src/parsers/article.ts';

const TEXT = [
  'Dockers and the owners of the port resumed talks on Tuesday, four days after a walkout that stopped every crane.',
  'Both sides met for three hours at the customs house, a mediator said, and will meet again on Thursday.',
];
const NONE: PageWords = {
  chatter: { lines: [], elsewhere: [], pointers: [], presents: [], credits: [] },
  dates: { updated: [], published: [], at: [], signed: [] },
  agencies: [],
};
const read = (lines: readonly string[], words: PageWords) =>
  parseArticle({
    words,
    body: Buffer.from(
      `<html lang="en"><head><meta name="author" content="Jane Roe"></head><body><main><h1>Dockers resume talks</h1>${[...TEXT, ...lines].map((line) => `<p>${line}</p>`).join('')}</main></body></html>`,
    ),
    url: 'https://gazette.example/2031/dock-talks',
    fetchedAt: '2031-03-04T12:00:00.000Z',
  });
const known = (chatter: Partial<PageWords['chatter']>): PageWords => ({
  ...NONE,
  chatter: { ...NONE.chatter, ...chatter },
});

it('a line is left out where the words on pages have it, whole, and stays elsewhere', () => {
  const lines = ['Zeg het voort!', 'Zeg het voort aan wie het horen wil.', 'Kijk ook: Ferries sail again'];
  const words = known({ lines: ['zeg het voort[.!]?'], pointers: ['kijk ook'] });
  expect(read(lines, NONE).paragraphs).toEqual([...TEXT, ...lines]);
  expect(read(lines, words).paragraphs).toEqual([...TEXT, lines[1]]);
});

it.each([
  ['.*?gull wire'],
  ['.{0,90}gull wire'],
  ['[^.!?]{0,90}\\b(gull|tern) wire'],
  ['[^\\].]{9,90}?\\bgull wire'],
  ['.+ gull wire|something else'],
])('a pattern that begins with anything, %s, fits whole lines alone', (pattern) => {
  const lines = ['A crane stands still, photo by Gull Wire', 'The Gull Wire had it first, it said.'];
  expect(read(lines, known({ lines: [pattern] })).paragraphs).toEqual([...TEXT, lines[1]]);
});

it('so is a date with the time and who wrote, in the words that stand between', () => {
  const lines = [
    '04.03.2031 geschreven door Jane Roe van de havenredactie in Port Elm',
    '4 maart 2031 om 15:26, Port Elm',
  ];
  const dates = { ...NONE.dates, signed: ['geschreven door'], at: ['om'] };
  expect(read(lines, NONE).paragraphs).toEqual([...TEXT, ...lines]);
  expect(read(lines, { ...NONE, dates }).paragraphs).toEqual(TEXT);
});

it.each([
  ['Ergänzt am 3. März 2031, veröffentlicht am 1. März 2031', '2031-03-01', undefined],
  ['Ergänzt am 3. März 2031', undefined, '2031-03-03'],
])('of “%s” the day of publication is %s, and of the change %s', (line, published, modified) => {
  const dates = { ...NONE.dates, updated: ['ergänzt'], published: ['veröffentlicht'] };
  const body = `<html lang="de"><body><main><h1>Gespräche im Hafen</h1><span class="date">${line}</span>${TEXT.map((text) => `<p>${text}</p>`).join('')}</main></body></html>`;
  const article = parseArticle({
    words: { ...NONE, dates },
    body: Buffer.from(body),
    url: 'https://gazette.example/2031/dock-talks',
    fetchedAt: '2031-03-04T12:00:00.000Z',
  });
  expect([article.publishedAt, article.modifiedAt]).toEqual([published, modified]);
});

it('so are the heading of a box and its list, who else worked on it, and who presents an author', () => {
  const lines = ['Jane Roe keeps bees in Port Elm.', 'Met medewerking van Ida Lund.', 'Verder lezen'];
  const words = known({
    presents: ['keeps'],
    credits: ['met medewerking van .{3,60}'],
    elsewhere: ['verder lezen'],
  });
  expect(read(lines, NONE).paragraphs).toEqual([...TEXT, ...lines]);
  expect(read(lines, words).paragraphs).toEqual(TEXT);
});

it.each([
  ['(Gull)', 'Gull'],
  ['(Gulls)', undefined],
  ['(gull)', undefined],
  ['(Чайку)', 'Seagull'],
  ['(Буря)', 'Storm'],
  ['(Буряк)', undefined],
  ['(A+B)', 'A+B'],
  ['（港口鸥社）', '鸥社'],
  ['鸥社港口3月4日电', '鸥社'],
])('a report that ends with or opens as %s is of the agency %s', (credit, origin) => {
  const words = {
    ...NONE,
    agencies: [
      { name: 'Gull', credits: ['Gull'] },
      { name: 'Seagull', credits: ['Чайк*'] },
      { name: 'Storm', credits: ['Буря'] },
      { name: 'A+B', credits: ['A+B'] },
      { name: '鸥社', credits: ['鸥社'], telegram: ['鸥社'] },
    ],
  };
  const body = `<html><body><main><h1>Dockers resume talks</h1><p>${credit} — ${TEXT[0]}</p><p>${TEXT[1]}</p></main></body></html>`;
  const article = parseArticle({
    words,
    body: Buffer.from(body),
    url: 'https://gazette.example/a',
    fetchedAt: '2031-03-04T12:00:00.000Z',
  });
  expect(article.origin).toBe(origin);
});
