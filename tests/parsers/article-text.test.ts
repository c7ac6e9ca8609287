import { describe, expect, it } from 'vitest';
import { parseArticle } from '../../src/parsers/article.ts';
import { WORDS } from './words.ts';

const FETCHED_AT = '2031-03-04T12:00:00.000Z';
const TITLE = 'Dockers resume talks';
const read = (main: string, head = '') =>
  parseArticle({
    words: WORDS,
    body: Buffer.from(
      `<!doctype html><html lang="en"><head><title>${TITLE}</title>${head}</head><body><main>${main}</main></body></html>`,
    ),
    url: 'https://gazette.example/2031/dock-talks',
    fetchedAt: FETCHED_AT,
  });
const H1 = `<h1>${TITLE}</h1>`;
const lines = (about: string, count: number) =>
  Array.from(
    { length: count },
    (_, i) =>
      `The ${about} came up again on day ${i + 1}, when both sides met for three hours and agreed on little, a mediator said.`,
  );
const p = (...texts: readonly string[]) => texts.map((text) => `<p>${text}</p>`).join('\n');
const OWN = lines('strike', 6);
const [FIRST = '', ...REST] = OWN;

describe('the text keeps', () => {
  it('a paragraph whose id was made by chance and holds `ad`', () => {
    const [a = '', b = '', ...rest] = OWN;
    const article = read(
      `${H1}<p id="block-n1AuAdJlVL">${a}</p><section id="component_1ad269af0d">${p(b)}</section>${p(...rest)}`,
    );
    expect(article.paragraphs).toEqual(OWN);
  });

  it('what somebody says in a figure of its own', () => {
    const said = 'We have never been so close to an agreement, said the mediator, and so far from our beds.';
    const article = read(
      `${H1}${p(FIRST)}<figure><blockquote><p>${said}</p></blockquote></figure>${p(...REST)}`,
    );
    expect(article.paragraphs).toEqual([FIRST, said, ...REST]);
  });

  it('the linked headings of a round-up', () => {
    const items = OWN.map((line, i) => `<h3><a href="/${i}">Port ${i} agrees</a></h3><p>${line}</p>`);
    const expected = OWN.flatMap((line, i) => [`Port ${i} agrees`, line]);
    expect(read(`${H1}${items.join('')}`).paragraphs).toEqual(expected);
  });

  it('the opening that a paywall cuts off, though no heading is the title', () => {
    const article = read(
      `<article><h2>On the quay at night</h2><div id="free">${p(FIRST)}</div><div id="metered">${p(...REST)}</div></article>`,
    );
    expect(article.paragraphs).toEqual(OWN);
  });
});

describe('the text leaves out', () => {
  it('a pull quote that says what a paragraph says', () => {
    const quote =
      '<blockquote class="pullquote">both sides met for three hours and agreed on little</blockquote>';
    expect(read(`${H1}${p(FIRST)}${quote}${p(...REST)}`).paragraphs).toEqual(OWN);
  });

  it.each([
    [
      'words around a form',
      '<section><h3>The Harbour Letter</h3><p>All about ships, each Sunday morning in your mail.</p><form action="/join"><input type="email"></form></section>',
    ],
    [
      'a card with a link laid over it',
      '<div class="card"><a class="stretched-link" href="/ferries"></a><h3>Ferries sail again</h3><p>The ferries to the island sail again after the storm.</p></div>',
    ],
    [
      'a card whose link covers it',
      '<div><a class="absolute inset-0" href="/ferries"></a><span>Ferries sail again after the storm, says the company</span></div>',
    ],
    [
      'a label for screen readers',
      '<div><span class="h-offscreen">Open the box and close the box again, please</span></div>',
    ],
  ])('%s', (_, box) => {
    expect(read(`${H1}${p(...OWN.slice(0, 3))}${box}${p(...OWN.slice(3))}`).paragraphs).toEqual(OWN);
  });

  it('the heading of a single card, but not its own', () => {
    const card = '<div><h3><a href="/ferries">Ferries sail again</a></h3></div>';
    expect(read(`${H1}${p(FIRST)}${card}${p(...REST)}`).paragraphs).toEqual(OWN);
  });

  it('its date and the name of who wrote, as lines of their own', () => {
    const head = '<meta name="author" content="Ida Lund">';
    const article = read(
      `${H1}<div class="body">${p('Tuesday, 4 March 2031, 10:15 CET', FIRST, 'Ida Lund', ...REST)}</div>`,
      head,
    );
    expect(article.paragraphs).toEqual(OWN);
  });

  it.each([
    'Article continues below',
    'Click here to read the agreement in full',
    'Read our full report on the harbour',
    'Mehr zum Thema finden Sie auch in unserem Hafen-Blog',
    'この記事は会員限定です。',
    '（责编：牛镛、岳弘彬）',
    'Dieser Artikel ist exklusiv für Abonnenten',
    'Il vous reste 75% de cet article à lire',
    'Este contenido es exclusivo para suscriptores',
    'This story is only for subscribers',
  ])('the line “%s”', (line) => {
    expect(read(`${H1}${p(FIRST, line, ...REST)}`).paragraphs).toEqual(OWN);
  });

  it.each([
    'The deal was signed on 5 May 2029.',
    'This article of the treaty is for subscribers to it a burden.',
  ])('not a sentence: “%s”', (line) => {
    expect(read(`${H1}${p(line, ...OWN)}`).paragraphs).toEqual([line, ...OWN]);
  });
});

describe('the standfirst', () => {
  const SUM = 'Four days after the walkout both sides sit at one table again.';
  it('may end in a break', () => {
    const article = read(
      `<div>${H1}</div><div class="article--lead">${SUM}<br></div><div>${p(...OWN)}</div>`,
    );
    expect(article.standfirst).toBe(SUM);
  });

  it('may be several paragraphs', () => {
    const more = 'Nobody knows when the cranes will move again.';
    const article = read(
      `<header>${H1}</header><div class="preamble">${p(SUM, more)}</div><div class="body">${p(...OWN)}</div>`,
    );
    expect(article.standfirst).toBe(`${SUM} ${more}`);
  });

  it('may have the word that a heading in the text is', () => {
    const article = read(
      `<header>${H1}<h2 class="subtitle">${SUM}</h2></header><div class="body">${p(FIRST)}<h3>Walkout</h3>${p(...REST)}</div>`,
    );
    expect(article.standfirst).toBe(SUM);
  });
});
