import { expect, test } from 'vitest';
import { DUMMIES } from '../../src/eval/dummies.ts';
import type { Story } from '../../src/eval/story.ts';
import { article, story, tells } from './dock-strike.ts';

function sentBy(name: string, titles: readonly string[]): readonly string[] {
  const empty = story(titles.map(() => tells()));
  const of: Story = {
    ...empty,
    watch: {
      ...empty.watch,
      baseline: [article(20, { title: 'Dockers threaten to walk out', paragraphs: DOSSIER })],
    },
    stream: empty.stream.map((entry, index) => ({
      ...entry,
      article: article(index + 1, { title: titles[index] ?? '' }),
    })),
  };
  const dummy = DUMMIES.find((candidate) => candidate.name === name);
  const lines = dummy?.replay(of) ?? [];
  expect(lines.map((line) => line.article)).toEqual(of.stream.map(({ file }) => file));
  return lines.flatMap((line, index) => (line.alerts.length > 0 ? [titles[index] ?? ''] : []));
}

const DOSSIER = [
  'The dockers of Ellery are restless.',
  'On Friday, in Ellery, and on Friday again, they met.',
];

test('there are four dummies', () => {
  expect(DUMMIES.map(({ name }) => name)).toEqual([
    'send nothing',
    'send everything',
    'keyword',
    'title Jaccard < .55',
  ]);
});

test('one sends nothing, one everything', () => {
  expect(sentBy('send nothing', ['One', 'Two'])).toEqual([]);
  expect(sentBy('send everything', ['One', 'Two'])).toEqual(['One', 'Two']);
});

test('one sends a title with a name from the dossier and a trigger word', () => {
  const titles = ['Ellery dockers strike', 'Ellery in the rain', 'Strike in Odesk', 'Talks resume on Friday'];
  expect(sentBy('keyword', titles)).toEqual(['Ellery dockers strike']);
});

test('one sends a title unlike every title before it, in dossier and stream', () => {
  const titles = [
    'Dockers threaten to walk out again',
    'Gale closes harbour',
    'Gale closes the harbour',
    'Rain',
  ];
  expect(sentBy('title Jaccard < .55', titles)).toEqual(['Gale closes harbour', 'Rain']);
});
