import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../src/config/document.ts';
import { ConfigError } from '../../src/model/errors.ts';

const FILE = 'config/watches/dock/dossier/01-strike.md';

function document(frontMatter: string, body = 'Dockers walked out on Monday.') {
  return `---\n${frontMatter}\n---\n\n${body}\n`;
}

function mistakesOf(content: string) {
  try {
    parseDocument(content, FILE);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('a document', () => {
  test('becomes an article with its headline, outlet, date, address and paragraphs', () => {
    const article = parseDocument(
      document(
        'title: "Dockers walk out: port at a halt"\nsource: Harbour Post\ndate: 2024-03-04\nurl: https://news.example/harbour/1',
        'First paragraph,\nover two lines.\n\n \nSecond   paragraph.',
      ),
      FILE,
    );
    expect(article).toMatchObject({
      url: 'https://news.example/harbour/1',
      title: 'Dockers walk out: port at a halt',
      source: 'Harbour Post',
      publishedAt: '2024-03-04',
      paragraphs: ['First paragraph, over two lines.', 'Second paragraph.'],
      via: 'file',
    });
    expect(article.id).toMatch(/^a[0-9a-f]{20}$/);
  });

  test('keeps an unquoted instant as it is written, offset and all', () => {
    const article = parseDocument(document('title: T\nsource: S\ndate: 2024-02-07T22:50:00+03:00'), FILE);
    expect(article.publishedAt).toBe('2024-02-07T22:50:00+03:00');
  });

  test('has no date when its front matter gives none', () => {
    expect(parseDocument(document('title: T\nsource: S'), FILE)).not.toHaveProperty('publishedAt');
  });

  test('without an address is known by its path, the same on every machine', () => {
    const article = parseDocument(document('title: T\nsource: S'), 'dossier/a strike #1.md');
    expect(article.url).toBe('file:///dossier/a%20strike%20%231.md');
    expect(parseDocument(document('title: T\nsource: S'), 'dossier\\a strike #1.md').id).toBe(article.id);
  });

  test('may have Windows line ends and a byte-order mark', () => {
    const content = `\uFEFF${document('title: T\nsource: S', 'One.\n\nTwo.').replaceAll('\n', '\r\n')}`;
    expect(parseDocument(content, FILE).paragraphs).toEqual(['One.', 'Two.']);
  });

  test('keeps a line of dashes in its text', () => {
    expect(parseDocument(document('title: T\nsource: S', 'One.\n\n---\n\nTwo.'), FILE).paragraphs).toEqual([
      'One.',
      '---',
      'Two.',
    ]);
  });
});

describe('a faulty document', () => {
  test('has every mistake reported at once, with its file and place', () => {
    const mistakes = mistakesOf(document('tittle: T\nsource: 7\ndate: 2024-02-30\nurl: news.example/1', ''));
    expect(mistakes.map(({ file, path, hint }) => ({ file, path, hint }))).toEqual(
      expect.arrayContaining([
        { file: FILE, path: '', hint: undefined },
        { file: FILE, path: 'tittle', hint: 'did you mean "title"?' },
        { file: FILE, path: 'title', hint: undefined },
        { file: FILE, path: 'source', hint: undefined },
        { file: FILE, path: 'date', hint: undefined },
        { file: FILE, path: 'url', hint: undefined },
      ]),
    );
    expect(mistakes).toHaveLength(6);
  });

  test.each(['2024', '11 February 2024', '2024-02-11T09:30:00', '2024-02-11T29:30:00Z', '2023-02-29'])(
    'is told that %s is no date that can be relied on',
    (date) => {
      const [mistake] = mistakesOf(document(`title: T\nsource: S\ndate: "${date}"`));
      expect(mistake?.message).toContain(`"${date}" is not a date; write a day like 2024-02-11`);
    },
  );

  test('without front matter is told how to begin', () => {
    expect(mistakesOf('Dockers walked out.')).toEqual([
      expect.objectContaining({
        file: FILE,
        message: 'has no front matter',
        hint: expect.stringContaining('title:'),
      }),
    ]);
    expect(mistakesOf('Text.\n---\ntitle: T\n---\nMore.')[0]?.message).toBe('has no front matter');
  });

  test('with broken YAML is told the line of the file', () => {
    const mistakes = mistakesOf(document('source: S\ntitle: Dockers: walk out: now'));
    expect(mistakes[0]?.file).toBe(`${FILE}:3:8`);
    expect(mistakes[0]?.hint).toContain('quotation marks');
  });
});
