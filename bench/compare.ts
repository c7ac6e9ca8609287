import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import winkModel from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import { compare } from '../src/compare/compare.ts';
import { type Dossier, foundDossier } from '../src/compare/dossier.ts';
import { loadLexicon } from '../src/config/lexicon.ts';
import { loadStory } from '../src/eval/story.ts';
import { type Article, articleText } from '../src/model/article.ts';
import { articlesOf, pick } from './compare-articles.ts';
import { withEntries } from './compare-ledger.ts';

/*
 * How fast compare is, against the floor of wink-nlp's own pass over the same text, and what it holds in memory:
 *
 *   node bench/compare.ts STORY OTHER_STORY
 *
 * STORY is followed; a stream as it comes is one article in ten of it, nine of OTHER_STORY. Times are those of the
 * processor, all threads of the process together, so that what else the machine does bears on them little; floor and
 * compare take turns, article by article.
 */
const { positionals } = parseArgs({ allowPositionals: true });
const [storyFolder, otherFolder] = positionals;
if (!storyFolder || !otherFolder) throw new Error('usage: node bench/compare.ts STORY OTHER_STORY');

const ROUNDS = 300;
const NOW = '2030-01-01T00:00:00.000Z';
/** As bin/newswatch starts a worker. */
const NODE_OPTIONS = ['--max-semi-space-size=4', '--heap-growing-percent=60'];
const NODE_COMPILE_CACHE = path.join(import.meta.dirname, '../.cache/node');

const began = performance.now();
const lexicon = loadLexicon(path.join(import.meta.dirname, '../config/lexicon'));
const founded = foundDossier(loadStory(storyFolder).watch, lexicon);
const readyMs = performance.now() - began;

const own = articlesOf(storyFolder);
const others = articlesOf(otherFolder);
const mixed = Array.from({ length: ROUNDS }, (_, i) => pick(i % 10 === 0 ? own : others, i));
const onStory = Array.from({ length: ROUNDS }, (_, i) => pick(own, i));
const large = withEntries(founded, 10_000);
const small = withEntries(founded, 100);
const nlp = winkNLP(winkModel, ['pos']);
const floor = (article: Article) => nlp.readDoc(articleText(article)).tokens().out();
const few = follow(small);
const many = follow(large);

for (const article of onStory) few(article);
const [mixedFloor, stream] = inTurns(mixed, floor, few);
const [ownFloor, withFew] = inTurns(onStory, floor, few);
const [, withMany] = inTurns(onStory, few, many);
report('floor: wink-nlp alone', mixedFloor);
report('stream, one in ten on the story', stream, mixedFloor);
report('all on the story, 100 events', withFew, ownFloor);
report('all on the story, 10,000 events', withMany, ownFloor);
console.log(`10,000 against 100 events: ${(median(withMany) / median(withFew)).toFixed(2)} times`);
console.log(`ready in ${readyMs.toFixed(0)} ms`);
const [held, alone] = [memoryOf([storyFolder]), memoryOf([])];
console.log(
  `memory with 10,000 events: ${say(held.end)} MB, at most ${say(held.most)} MB; wink-nlp alone: ${say(alone.end)} MB`,
);

/** Compares each article with the dossier as the one before left it. */
function follow(from: Dossier): (article: Article) => void {
  let dossier = from;
  return (article) => {
    dossier = compare(dossier, article, NOW).dossier;
  };
}

/** Processor milliseconds an article, for each of two ways taken in turn. */
function inTurns(
  articles: readonly Article[],
  first: (article: Article) => unknown,
  second: (article: Article) => unknown,
): [number[], number[]] {
  const times: [number[], number[]] = [[], []];
  for (const article of articles) {
    times[0].push(timed(() => first(article)));
    times[1].push(timed(() => second(article)));
  }
  return times;
}

function timed(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Of the second of two runs: the first leaves its compiled code behind, as a worker finds it. */
function memoryOf(story: readonly string[]): { end: number; most: number } {
  const script = path.join(import.meta.dirname, 'compare-memory.ts');
  const options = {
    input: JSON.stringify(onStory),
    env: { ...process.env, NODE_COMPILE_CACHE, MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072' },
  };
  const run = () => execFileSync(process.execPath, [...NODE_OPTIONS, script, ...story], options).toString();
  run();
  return JSON.parse(run());
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

function report(what: string, times: readonly number[], floorTimes?: readonly number[]): void {
  const total = times.reduce((a, b) => a + b, 0);
  const p95 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
  const ratio = floorTimes
    ? `, ${(total / floorTimes.reduce((a, b) => a + b, 0)).toFixed(1)} times the floor`
    : '';
  console.log(
    `${what}: ${say((1000 * times.length) / total)} articles a second, p95 ${p95.toFixed(1)} ms${ratio}`,
  );
}

function say(value: number): string {
  return value.toFixed(0);
}
