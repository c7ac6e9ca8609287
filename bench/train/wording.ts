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
import { type Example, fitWords } from './softmax.ts';

/*
 * Trains config/lexicon/wording.json on labelled sentences (type, certainty and sentence, parted by tabs):
 *
 *   node bench/train/wording.ts [--folds 5] [--write]
 *
 * --folds trains on all sentences but every n-th, and shows what is right on those; 1 leaves that out.
 */
const { values } = parseArgs({
  options: {
    folds: { type: 'string', default: '5' },
    write: { type: 'boolean', default: false },
  },
});
const ROOT = path.join(import.meta.dirname, '../..');
const FOLDER = path.join(import.meta.dirname, 'sentences');
const OUT = path.join(ROOT, 'config/lexicon/wording.json');
const LABELS: readonly string[] = [...Object.values(EVENT_TYPES).flat(), 'none'];
const FIT = { ridge: 0.001, least: 2, rounds: 150 };
/** Any day will do: what a sentence tells hangs little on when it was printed. */
const PRINTED = '2024-05-15';
/** What the first of two types of a sentence is worth. */
const FIRST = 0.7;

interface Labelled {
  readonly types: readonly string[];
  readonly sentence: ReadSentence;
}

const lexicon = loadLexicon(path.join(ROOT, 'config/lexicon'));
const nobody = indexNames([]);

function read(text: string) {
  const article = { url: '', title: '', paragraphs: [text] };
  return readArticle(article as unknown as Parameters<typeof readArticle>[0], PRINTED, lexicon, nobody);
}

function labelled(): Labelled[] {
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.tsv'))
    .sort();
  return files.flatMap((name) =>
    readFileSync(path.join(FOLDER, name), 'utf8')
      .split('\n')
      .flatMap((line, i) => {
        if (line === '') return [];
        const [types = '', , text = ''] = line.split('\t');
        const unknown = types.split('+').find((type) => !LABELS.includes(type));
        if (unknown !== undefined || text === '')
          throw new Error(
            `${name}:${i + 1}: "${unknown ?? line}" is no type; a line is type, certainty and sentence`,
          );
        const sentences = read(text).sentences;
        const sentence = sentences.reduce(
          (a, b) => (b.text.length > a.text.length ? b : a),
          sentences[0] as ReadSentence,
        );
        return sentence ? [{ types: types.split('+'), sentence }] : [];
      }),
  );
}

function toExample({ types, sentence }: Labelled): Example {
  const [first = 'none', ...rest] = types;
  const share: Record<string, number> = { [first]: rest.length === 0 ? 1 : FIRST };
  for (const type of rest) share[type] = (1 - FIRST) / rest.length;
  return { words: wordingOf(sentence), signs: typeSigns(rankTriggers(sentence, lexicon)), share };
}

/** The share of examples whose label is right, and of those that tell something. */
function rightOf(examples: readonly Example[], weights: WordWeights, without?: string): number {
  const right = examples.filter(({ words, signs, share }) => {
    const chances = weighLabels(words, weights, signs);
    const best = [...chances].filter(([label]) => label !== without).reduce((a, b) => (b[1] > a[1] ? b : a));
    return (share[best[0]] ?? 0) > 0;
  });
  return right.length / Math.max(1, examples.length);
}

const examples = labelled().map(toExample);
const folds = Number(values.folds);
if (folds > 1) {
  const part = (kept: boolean) => examples.filter((_, i) => (i % folds !== 0) === kept);
  const weights = fitWords(part(true), LABELS, FIT);
  const told = part(false).filter(({ share }) => !('none' in share));
  const right = [
    `${examples.length} sentences; of ${part(false).length} left out ${rightOf(part(false), weights).toFixed(3)} right`,
    `of the ${told.length} that tell something ${rightOf(told, weights, 'none').toFixed(3)}`,
    `by the rules alone ${rightOf(told, { ...weights, rows: {} }, 'none').toFixed(3)}`,
  ];
  console.log(right.join(', '));
}
if (values.write) writeFileSync(OUT, `${JSON.stringify(fitWords(examples, LABELS, FIT))}\n`);
