import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseArticle } from '../../src/parsers/article.ts';
import { WORDS } from './words.ts';

/** Pages as the systems of news sites make them, in a dozen languages, each with what it says as JSON beside it. */
const FOLDER = new URL('../fixtures/pages/shapes/', import.meta.url);
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.html'))
  .map((file) => file.slice(0, -'.html'.length));

describe('a page', () => {
  it.each(NAMES)('of the shape “%s” is read with its own text and what it says of itself', (name) => {
    const { at = `https://gazette.example/2031/${name}`, ...said } = JSON.parse(
      readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'),
    );
    const article = parseArticle({
      words: WORDS,
      body: readFileSync(new URL(`${name}.html`, FOLDER)),
      url: at,
      fetchedAt: '2031-03-04T12:00:00.000Z',
    });
    expect(article).toMatchObject(said);
  });
});

describe('a page that shows nothing', () => {
  const refused = (script: string) => () =>
    parseArticle({
      words: WORDS,
      body: Buffer.from(
        `<html><head><title>Ferries sail again after the storm</title></head><body>${script}</body></html>`,
      ),
      url: 'https://gazette.example/2031/ferries',
      fetchedAt: '2031-03-04T12:00:00.000Z',
    });
  const text =
    '<p>Dockers and the owners of the port resumed talks on Tuesday, four days after a walkout.</p>';

  it('is not read from the data of another story', () => {
    const data = JSON.stringify({ related: [{ title: 'Dockers resume talks in Port Elm', body: text }] });
    expect(refused(`<script type="application/json">${data}</script>`)).toThrow(/no article text/);
  });

  it('is not read from a menu of data beside its own title', () => {
    const data = JSON.stringify({
      title: 'Ferries sail again after the storm',
      next: { title: 'Dockers resume talks', body: text },
    });
    expect(refused(`<script type="application/json">${data}</script>`)).toThrow(/no article text/);
  });

  it('may have scripts that never end, or are no data', () => {
    expect(refused('<script>'.repeat(100_000))).toThrow(/no article text/);
    expect(
      refused(`<script>${'['.repeat(100_000)}</script><noscript>Switch on JavaScript.</noscript>`),
    ).toThrow(/no article text/);
  });
});
