import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Article, articleText } from '../src/model/article.ts';

/*
 * What a process holds that compares with 10,000 events in its ledger, or, without STORY, one that has wink-nlp alone
 * read the same articles; these come as JSON on standard input. Prints JSON: megabytes at the end and at most.
 * Started by bench/compare.ts.
 */
const { positionals } = parseArgs({ allowPositionals: true });
const [storyFolder] = positionals;
const NOW = '2030-01-01T00:00:00.000Z';
const articles: readonly Article[] = JSON.parse(readFileSync(0, 'utf8'));

await (storyFolder ? compareAll(storyFolder) : readAll());
const { maxRSS } = process.resourceUsage();
console.log(JSON.stringify({ end: process.memoryUsage().rss / 1e6, most: (maxRSS * 1024) / 1e6 }));

async function readAll(): Promise<void> {
  const { default: winkNLP } = await import('wink-nlp');
  const { default: winkModel } = await import('wink-eng-lite-web-model');
  const nlp = winkNLP(winkModel, ['pos']);
  for (const article of articles) nlp.readDoc(articleText(article)).tokens().out();
}

async function compareAll(folder: string): Promise<void> {
  const { loadLexicon } = await import('../src/config/lexicon.ts');
  const { loadStory } = await import('../src/eval/story.ts');
  const { foundDossier } = await import('../src/compare/dossier.ts');
  const { compare } = await import('../src/compare/compare.ts');
  const { withEntries } = await import('./compare-ledger.ts');
  const lexicon = loadLexicon(path.join(import.meta.dirname, '../config/lexicon'));
  let dossier = withEntries(foundDossier(loadStory(folder).watch, lexicon), 10_000);
  for (const article of articles) dossier = compare(dossier, article, NOW).dossier;
}
