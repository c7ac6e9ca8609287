import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadLexicon } from '../../src/config/lexicon.ts';
import { replay } from '../../src/eval/replay.ts';
import { score } from '../../src/eval/score.ts';
import { loadStory, type Story } from '../../src/eval/story.ts';
import type { Lexicon } from '../../src/model/lexicon.ts';
import { loadEcbStories } from './labelled-ecb.ts';
import { auc, fitLogistic, type Row, scoreOf, type Weights } from './logistic.ts';
import { neighbourRows } from './neighbours.ts';
import { addStory, emptyRows, type TrainingRows } from './rows.ts';

import { addSisters } from './sisters.ts';

/*
 * Trains config/lexicon/weights.yaml on labelled stories and shows, leaving one story out at a time, what it gives on
 * stories it has not seen:
 *
 *   node bench/train/train.ts STORY… [--sisters ecbplus.jsonl] [--write] [--set news.bias=0.2 …] [--keep type] [--no-scores]
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sisters: { type: 'string' },
    write: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
    'no-scores': { type: 'boolean', default: false },
    set: { type: 'string', multiple: true, default: [] },
    keep: { type: 'string', multiple: true, default: [] },
    ridge: { type: 'string', multiple: true, default: [] },
    drop: { type: 'string', multiple: true, default: [] },
    light: { type: 'string', multiple: true, default: [] },
  },
});

const ROOT = path.join(import.meta.dirname, '../..');
const RIDGE: Record<string, number> = {
  gate: 0.03,
  baseline: 0.03,
  type: 0.03,
  news: 0.03,
  join: 0.06,
  same: 0.03,
};
/** Added to the trained weights: what a miss costs against a false alarm. */
const SHIFT: Record<string, number> = {
  'gate.bias': 0,
  'news.bias': 0.1,
  'news.secondToll': 3.9,
  'news.series': 2.3,
  'news.opensSince': -1.5,
  'same.bias': 1.2,
  'same.typeAndDay': 1,
  'same.otherTypeAndDay': -2,
  'same.opposed': -6,
  'same.otherPlace': -1.5,
  'same.otherDay': -12,
  'same.nextDay': -1,
  'same.sinceTold': -8,
  'same.longAgo': -3,
  'same.elsewhere': -7,
  'same.otherTurn': -12,
  'same.numberThatDay': 1.3,
  'same.tollThatDay': 3,
};
for (const one of values.set) SHIFT[one.split('=')[0] ?? ''] = Number(one.split('=')[1]);
for (const one of values.ridge) RIDGE[one.split('=')[0] ?? ''] = Number(one.split('=')[1]);

/** What an example counts, by decision, beside one of a story written by others for this task: those of made stories, of ECB+. */
const MADE: Record<string, number> = { gate: 1, baseline: 1, type: 0.1, news: 0.3, join: 0.1, same: 0.3 };
const ECB: Record<string, number> = { same: 0.01 };

const lexicon = loadLexicon(path.join(ROOT, 'config/lexicon'));
const stories = positionals.map(loadStory);
const rows = emptyRows();
for (const story of stories) addStory(rows, story, lexicon);
const light = values.light.map(loadStory);
const lighter = emptyRows();
for (const story of light) addStory(lighter, story, lexicon);
addWeighed(lighter, MADE);
rows.gate.push(...neighbourRows([...stories, ...light], lexicon));
if (values.sisters) {
  addSisters(rows, values.sisters, lexicon);
  const told = emptyRows();
  for (const { story, fine } of loadEcbStories(values.sisters, path.join(import.meta.dirname, 'ecbplus')))
    addStory(told, story, lexicon, fine);
  addWeighed(told, ECB);
}

function addWeighed(more: TrainingRows, worth: Readonly<Record<string, number>>): void {
  for (const name of Object.keys(rows) as (keyof TrainingRows)[]) {
    const factor = worth[name] ?? 0;
    if (factor > 0) for (const row of more[name]) rows[name].push({ ...row, weight: row.weight * factor });
  }
}

/** A row without the features that are to be left out: what does each give? */
function less(row: Row, decision: string): Row {
  const kept = Object.entries(row.features).filter(([name]) => !values.drop.includes(`${decision}.${name}`));
  return { ...row, features: Object.fromEntries(kept) };
}

function train(without?: string): Record<string, Weights> {
  const result: Record<string, Weights> = {};
  for (const name of Object.keys(rows) as (keyof TrainingRows)[]) {
    if (values.keep.includes(name)) {
      result[name] = lexicon.weights[name] ?? {};
      continue;
    }
    const own = rows[name].filter(({ story }) => story !== without);
    const weights: Record<string, number> = {
      ...fitLogistic(
        own.map((row) => less(row, name)),
        RIDGE[name] ?? 0.01,
      ),
    };
    for (const [key, shift] of Object.entries(SHIFT)) {
      const [decision, feature] = key.split('.');
      if (decision === name && feature) weights[feature] = (weights[feature] ?? 0) + shift;
    }
    result[name] = weights;
  }
  return result;
}

function scored(story: Story, weights: Lexicon['weights']) {
  return score(story, replay(story, { ...lexicon, weights })).rates;
}

const SHOWN = [
  'precision',
  'recall',
  'f1',
  'repeatRate',
  'knownLeak',
  'noise',
  'silence',
  'gateF1',
  'typeRight',
  'dateRight',
  'certaintyRight',
  'figuresEqual',
] as const;
const sums = SHOWN.map(() => 0);
for (const story of values['no-scores'] ? [] : [...stories, ...light]) {
  const weights = train(story.id);
  const rates = scored(story, weights);
  SHOWN.forEach((name, i) => {
    sums[i] = (sums[i] ?? 0) + (rates[name] ?? 0) / (stories.length + light.length);
  });
  if (!values.quiet) {
    const curves = (Object.keys(rows) as (keyof TrainingRows)[]).map((name) => {
      const own = rows[name].filter((row) => row.story === story.id);
      return `${name} ${auc(own.map((row) => [scoreOf(row.features, weights[name] ?? {}), row.holds])).toFixed(3)}`;
    });
    console.log(
      story.id,
      'left out:',
      SHOWN.map((name) => `${name} ${(rates[name] ?? 0).toFixed(2)}`).join(' '),
    );
    console.log('  AUC', curves.join(', '));
  }
}
if (!values['no-scores'])
  console.log('left out, mean:', SHOWN.map((name, i) => `${name} ${(sums[i] ?? 0).toFixed(3)}`).join(' '));

if (values.write) {
  const head =
    readFileSync(path.join(ROOT, 'config/lexicon/weights.yaml'), 'utf8').split('weights:')[0] ?? '';
  const lines = Object.entries(train()).map(([name, weights]) => {
    const list = Object.entries(weights).map(
      ([feature, weight]) => `${feature}: ${Number(weight.toFixed(2))}`,
    );
    return `  ${name}:\n    {${list.join(', ')}}`;
  });
  writeFileSync(path.join(ROOT, 'config/lexicon/weights.yaml'), `${head}weights:\n${lines.join('\n')}\n`);
}
