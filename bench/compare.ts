import path from 'node:path';
import { parseArgs } from 'node:util';
import winkModel from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import { compare } from '../src/compare/compare.ts';
import { applyChange, type Dossier, foundDossier } from '../src/compare/dossier.ts';
import { loadLexicon } from '../src/config/lexicon.ts';
import { loadStory } from '../src/eval/story.ts';
import { type Article, articleText } from '../src/model/article.ts';
import type { LedgerEntry } from '../src/model/dossier.ts';

/*
 * How fast compare is, against the floor of wink-nlp's own pass over the same text in the same run:
 *
 *   node bench/compare.ts STORY OTHER_STORY
 *
 * STORY is followed; a stream as it comes is one article in ten of it, nine of OTHER_STORY.
 */
const { positionals } = parseArgs({ allowPositionals: true });
const [storyFolder, otherFolder] = positionals;
if (!storyFolder || !otherFolder) throw new Error('usage: node bench/compare.ts STORY OTHER_STORY');

const WORDS = 400;
const ROUNDS = 300;
const NOW = '2030-01-01T00:00:00.000Z';

const began = performance.now();
const lexicon = loadLexicon(path.join(import.meta.dirname, '../config/lexicon'));
const story = loadStory(storyFolder);
const founded = foundDossier(story.watch, lexicon);
const readyMs = performance.now() - began;

const own = articlesOf(story.stream.map(({ article }) => article));
const others = articlesOf(loadStory(otherFolder).stream.map(({ article }) => article));
const mixed = Array.from({ length: ROUNDS }, (_, i) => pick(i % 10 === 0 ? own : others, i));
const onStory = Array.from({ length: ROUNDS }, (_, i) => pick(own, i));
const large = withEntries(founded, 10_000);
const small = withEntries(founded, 100);
const nlp = winkNLP(winkModel, ['pos']);

for (const article of onStory) compare(small, article, NOW);
const floor = timed(mixed, (article) => nlp.readDoc(articleText(article)).tokens().out());
report('floor: wink-nlp alone', floor);
report(
  'stream, one in ten on the story',
  timed(mixed, (article) => compare(small, article, NOW)),
  floor,
);
const few = timed(onStory, (article) => compare(small, article, NOW));
report('all on the story, 100 events', few, floor);
const many = timed(onStory, (article) => compare(large, article, NOW));
report('all on the story, 10,000 events', many, floor);
console.log(`10,000 against 100 events: ${(median(many) / median(few)).toFixed(2)} times`);
console.log(`ready in ${readyMs.toFixed(0)} ms; memory ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);

function pick(articles: readonly Article[], i: number): Article {
  const article = articles[i % articles.length];
  if (!article) throw new Error('the story has no articles');
  return { ...article, id: `${article.id}-${i}` };
}

/** Cut or filled up to 400 words from what follows. */
function articlesOf(articles: readonly Article[]): Article[] {
  return articles.map((article, i) => {
    const paragraphs: string[] = [];
    let words = 0;
    for (let j = i; words < WORDS && j < i + articles.length; j++) {
      for (const paragraph of articles[j % articles.length]?.paragraphs ?? []) {
        if (words >= WORDS) break;
        paragraphs.push(paragraph);
        words += paragraph.split(' ').length;
      }
    }
    return { ...article, paragraphs };
  });
}

function withEntries(dossier: Dossier, count: number): Dossier {
  const templates = [...dossier.entries.values()];
  const entries: LedgerEntry[] = [];
  for (let i = 0; i < count; i++) {
    const template = templates[i % templates.length];
    const day = new Date(Date.UTC(2000, 0, 1 + i)).toISOString().slice(0, 10);
    if (!template) break;
    const observations = template.observations.map((observation) => {
      const text = `${observation.evidence.text} (${word(i)} ${word(i * 7 + 1)} ${word(i * 13 + 2)})`;
      return { ...observation, evidence: { ...observation.evidence, text } };
    });
    entries.push({
      ...template,
      id: `e${i}`,
      event: { ...template.event, date: { from: day, to: day } },
      observations,
    });
  }
  return applyChange(dossier, { entries, prints: [] });
}

function word(i: number): string {
  return `w${(i % 4096).toString(36)}x`;
}

function timed(articles: readonly Article[], run: (article: Article) => unknown): number[] {
  return articles.map((article) => {
    const start = performance.now();
    run(article);
    return performance.now() - start;
  });
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
    `${what}: ${((1000 * times.length) / total).toFixed(0)} articles a second, p95 ${p95.toFixed(1)} ms${ratio}`,
  );
}
