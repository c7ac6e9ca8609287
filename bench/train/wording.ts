import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { rankTriggers, typeSigns } from '../../src/compare/choose.ts';
import { indexNames } from '../../src/compare/names.ts';
import { type ReadSentence, readArticle } from '../../src/compare/read.ts';
import { weighLabels, wordingOf } from '../../src/compare/wording.ts';
import { loadLexicon } from '../../src/config/lexicon.ts';
import { EVENT_TYPES } from '../../src/model/event.ts';
import type { WordWeights } from '../../src/model/lexicon.ts';
import { type AlikeGroup, type Example, fitWords } from './softmax.ts';

/*
 * Trains config/lexicon/wording.json on labelled sentences (type, certainty and sentence, parted by tabs):
 *
 *   node bench/train/wording.ts [--folds 5] [--without STORY]... [--write] [--out FILE]
 *
 * --folds trains on all sentences of our own but every n-th, and shows what is right on those, and on all stories but
 * every n-th, and shows what is right on theirs; 1 leaves that out. --without leaves a story's sentences out.
 */
const { values } = parseArgs({
  options: {
    folds: { type: 'string', default: '5' },
    without: { type: 'string', multiple: true, default: [] },
    write: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});
const ROOT = path.join(import.meta.dirname, '../..');
const FOLDER = path.join(import.meta.dirname, 'sentences');
const STORIES = path.join(FOLDER, 'stories');
const OUT = path.join(ROOT, 'config/lexicon/wording.json');
const LABELS: readonly string[] = [...Object.values(EVENT_TYPES).flat(), 'none'];
const FIT = { ridge: 0.0001, least: 3, rounds: 150, most: 5400, alike: readAlike() };
/** What a sentence of a story counts: they are few, and like what is read later. */
const OF_STORY = 3;
/** Any day will do: what a sentence tells hangs little on when it was printed. */
const PRINTED = '2024-05-15';
/** What the first of two types of a sentence is worth. */
const FIRST = 0.7;

interface Labelled {
  readonly types: readonly string[];
  readonly sentence: ReadSentence;
  readonly story: string | null;
}

/** The groups of alike.tsv, each named with those it is in. */
function readAlike(): AlikeGroup[] {
  const lines = readFileSync(path.join(import.meta.dirname, 'alike.tsv'), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line, i) => {
    const [middle = '', coarse = '', words = ''] = line.split('\t');
    return { words: words.split(' '), names: [`#fine ${i}`, `#middle ${middle}`, `#coarse ${coarse}`] };
  });
}

const groupsOf = new Map(
  FIT.alike.flatMap(({ words, names }) => words.map((word) => [word, names] as const)),
);
const lexicon = loadLexicon(path.join(ROOT, 'config/lexicon'));
const nobody = indexNames([]);

function read(text: string) {
  const article = { url: '', title: '', paragraphs: [text] };
  return readArticle(article as unknown as Parameters<typeof readArticle>[0], PRINTED, lexicon, nobody);
}

/** The sentences of our own, and those of stories, by the name of their file. */
function labelled(): Labelled[] {
  const filesOf = (folder: string) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.tsv'))
      .sort();
  const ofStories = filesOf(STORIES).filter((name) => !values.without.includes(path.parse(name).name));
  return [
    ...filesOf(FOLDER).flatMap((name) => linesOf(path.join(FOLDER, name), null)),
    ...ofStories.flatMap((name) => linesOf(path.join(STORIES, name), path.parse(name).name)),
  ];
}

function linesOf(file: string, story: string | null): Labelled[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (line === '') return [];
      const [types = '', , text = ''] = line.split('\t');
      const unknown = types.split('+').find((type) => !LABELS.includes(type));
      if (unknown !== undefined || text === '')
        throw new Error(
          `${file}:${i + 1}: "${unknown ?? line}" is no type; a line is type, certainty and sentence`,
        );
      const sentences = read(text).sentences;
      const sentence = sentences.reduce(
        (a, b) => (b.text.length > a.text.length ? b : a),
        sentences[0] as ReadSentence,
      );
      return sentence ? [{ types: types.split('+'), sentence, story }] : [];
    });
}

interface Told extends Example {
  readonly story: string | null;
}

function toExample({ types, sentence, story }: Labelled): Told {
  const [first = 'none', ...rest] = types;
  const share: Record<string, number> = { [first]: rest.length === 0 ? 1 : FIRST };
  for (const type of rest) share[type] = (1 - FIRST) / rest.length;
  const words = wordingOf(sentence);
  return {
    words,
    groups: [...words].flatMap((word) => groupsOf.get(word) ?? []),
    signs: typeSigns(rankTriggers(sentence, lexicon)),
    share,
    weight: story === null ? 1 : OF_STORY,
    story,
  };
}

/** How many examples' label is right. */
function rightOf(examples: readonly Example[], weights: WordWeights, without?: string): number {
  return examples.filter(({ words, signs, share }) => {
    const chances = weighLabels(words, weights, signs);
    const best = [...chances].filter(([label]) => label !== without).reduce((a, b) => (b[1] > a[1] ? b : a));
    return (share[best[0]] ?? 0) > 0;
  }).length;
}

function shareOf(right: number, examples: readonly Example[]): string {
  return (right / Math.max(1, examples.length)).toFixed(3);
}

/** What is right of every n-th sentence of our own, trained on all others. */
function showOwn(examples: readonly Told[], folds: number): void {
  const own = examples.filter(({ story }) => story === null);
  const out = own.filter((_, i) => i % folds === 0);
  const left = new Set(out);
  const weights = fitWords(
    examples.filter((example) => !left.has(example)),
    LABELS,
    FIT,
  );
  const told = out.filter(({ share }) => !('none' in share));
  const right = [
    `${own.length} sentences; of ${out.length} left out ${shareOf(rightOf(out, weights), out)} right`,
    `of the ${told.length} that tell something ${shareOf(rightOf(told, weights, 'none'), told)}`,
    `by the rules alone ${shareOf(rightOf(told, { ...weights, rows: {} }, 'none'), told)}`,
  ];
  console.log(right.join(', '));
}

/** What is right of each story's sentences, trained on all of our own and on most other stories. */
function showStories(examples: readonly Told[], folds: number): void {
  const stories = [...new Set(examples.flatMap(({ story }) => story ?? []))];
  const parts = Array.from({ length: folds }, (_, part) => stories.filter((_, i) => i % folds === part));
  const right = parts.map((part) => {
    const isOut = ({ story }: Told) => story !== null && part.includes(story);
    const weights = fitWords(
      examples.filter((example) => !isOut(example)),
      LABELS,
      FIT,
    );
    return rightOf(examples.filter(isOut), weights, 'none');
  });
  const told = examples.filter(({ story }) => story !== null);
  const sum = right.reduce((a, b) => a + b, 0);
  console.log(
    `${told.length} sentences of ${stories.length} stories, left out by story: ${shareOf(sum, told)} right`,
  );
}

const examples = labelled().map(toExample);
const folds = Number(values.folds);
if (folds > 1) {
  showOwn(examples, folds);
  showStories(examples, folds);
}
if (values.write || values.out !== undefined)
  writeFileSync(values.out ?? OUT, `${JSON.stringify(fitWords(examples, LABELS, FIT))}\n`);
