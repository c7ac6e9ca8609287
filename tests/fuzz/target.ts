// A process that parses one case after the other, and says before each which it is: node target.ts SEED FROM [KIND]
import path from 'node:path';
import { compare } from '../../src/compare/compare.ts';
import { foundDossier } from '../../src/compare/dossier.ts';
import { loadLexicon } from '../../src/config/lexicon.ts';
import { loadPageWords } from '../../src/config/page-words.ts';
import { loadWatch } from '../../src/config/watch-files.ts';
import { ParseError } from '../../src/model/errors.ts';
import { parseArticle } from '../../src/parsers/article.ts';
import { parseFeed } from '../../src/parsers/feed.ts';
import { type Case, type Kind, openCases } from './cases.ts';

/** What the process says: it begins a case, or one went wrong. */
export type Word =
  | { readonly begins: number }
  | {
      readonly ended: number;
      readonly ms: number;
      readonly rssMb: number;
      readonly outcome: 'read' | 'refused';
    }
  | { readonly crashed: number; readonly error: string };

const [seed = 1, from = 0] = process.argv.slice(2, 4).map(Number);
const caseAt = openCases(seed, process.argv[4] as Kind | undefined);
const ROOT = path.resolve(import.meta.dirname, '../..');
const URL_OF_ALL = 'https://fuzz.example/news/2024/03/01/talks.html';
const NOW = '2024-03-02T12:00:00.000Z';
const words = loadPageWords(ROOT, path.join(ROOT, 'config/pages'));
const dossier = foundDossier(
  loadWatch(ROOT, path.join(ROOT, 'config/watches/us-iraq-coalition')),
  loadLexicon(path.join(ROOT, 'config/lexicon')),
);

async function read({ kind, body, contentType }: Case): Promise<void> {
  const input = { body, url: URL_OF_ALL, ...(contentType !== undefined && { contentType }) };
  if (kind === 'feed') {
    await parseFeed(input);
    return;
  }
  compare(dossier, parseArticle({ ...input, words, fetchedAt: NOW }), NOW);
}

/** The machine may be busy with others; what counts is the parser's own time. */
function cpuMsSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

const say = (word: Word) => new Promise<void>((resolve) => process.send?.(word, () => resolve()));

for (let number = from; ; number += 1) {
  const each = caseAt(number);
  if (!each) break;
  await say({ begins: number });
  const began = process.cpuUsage();
  try {
    let outcome: 'read' | 'refused' = 'read';
    try {
      await read(each);
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      outcome = 'refused';
    }
    const rssMb = process.memoryUsage.rss() / 2 ** 20;
    await say({ ended: number, ms: cpuMsSince(began), rssMb, outcome });
  } catch (error) {
    await say({
      crashed: number,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}
