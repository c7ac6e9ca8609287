import { describe, expect, it } from 'vitest';
import { splitArticle, splitParagraph } from '../../src/compare/sentences.ts';
import { lexicon } from './watch.ts';

describe('splitParagraph', () => {
  it('keeps abbreviations whole', () => {
    const parts = splitParagraph(
      'The U.S. withdrew on Nov. 1, Gen. Smith said. Mr. Jones left at 5 p.m. on Monday.',
    );
    expect(parts.map(({ text }) => text)).toEqual([
      'The U.S. withdrew on Nov. 1, Gen. Smith said.',
      'Mr. Jones left at 5 p.m. on Monday.',
    ]);
  });

  it.each([
    'date 2024-01-26 The strike began on Monday.',
    'Published on: 2024-01-26, The strike began on Monday.',
    'Updated: 2024-01-26 MARHOLM (Wire A) — The strike began on Monday.',
  ])('leaves out what a template puts before %s', (text) => {
    expect(splitParagraph(text).map((part) => part.text)).toEqual(['The strike began on Monday.']);
  });

  it('leaves the dateline out', () => {
    expect(splitParagraph('NIAMEY, March 28 - The troops left.')[0]?.text).toBe('The troops left.');
    expect(splitParagraph('BAGHDAD — Iraq agreed.')[0]?.text).toBe('Iraq agreed.');
    expect(splitParagraph('Iraq agreed - at last.')[0]?.text).toBe('Iraq agreed - at last.');
  });
});

describe('splitArticle', () => {
  it('reads no share buttons, comment forms or repeated title, and offsets count in the text', () => {
    const paragraphs = [
      'Talks resume',
      'Talks resumed today.',
      'Leave a Reply',
      'Photo: A soldier',
      'ALSO READ: Onions',
      'It was quiet.',
    ];
    const { sentences } = splitArticle({ title: 'Talks resume', paragraphs }, lexicon);
    expect(sentences.map(({ text }) => text)).toEqual(['Talks resumed today.', 'It was quiet.']);
    const whole = paragraphs.join('\n\n');
    for (const { text, start, end } of sentences) expect(whole.slice(start, end)).toBe(text);
  });
});
