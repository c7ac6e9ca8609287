/**
 * Trains the dictionaries of src/store/dictionaries, with which articles and all other records are compressed, on what
 * comparing the stories made for training leaves, and shows what they give on stories not seen, beside Brotli:
 *
 *   node bench/train/dictionary.ts [--write]
 *
 * Needs the program `zstd` (Debian's package of that name). A dictionary in use is never replaced: values compressed
 * with it could not be read any more. A better one becomes a further file, with a first byte of its own (packing.ts).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, deflateRawSync } from 'node:zlib';
import { compare } from '../../src/compare/compare.ts';
import { foundDossier } from '../../src/compare/dossier.ts';
import { loadLexicon } from '../../src/config/lexicon.ts';
import { loadStory, type Story } from '../../src/eval/story.ts';
import { contentId } from '../../src/model/id.ts';
import { composeAlert } from '../../src/notify/alert.ts';
import { makeLinks } from '../../src/notify/links.ts';
import { subscriberOf } from '../../tests/support/samples.ts';

const { values } = parseArgs({
  options: { write: { type: 'boolean', default: false } },
});
const ROOT = path.join(import.meta.dirname, '../..');
const TRAINED_ON = path.join(import.meta.dirname, 'stories');
const TESTED_ON = ['us-iraq-coalition', 'niger-us-withdrawal', 'armenia-azerbaijan-peace'].map((id) =>
  path.join(ROOT, 'tests/stories', id),
);
const LEXICON = loadLexicon(path.join(ROOT, 'config/lexicon'));

/** Of zstd's own tables before the texts, at most. */
const HEAD_BYTES = 1000;

type Records = Readonly<Record<string, string[]>>;

/** What is kept in Redis of these stories, each followed by a watch of its own, as JSON by kind. */
function recordsOf(stories: readonly Story[]): Records {
  const records = { article: [], verdict: [], entry: [], print: [], development: [], envelope: [], mail: [] };
  const add = (kind: keyof typeof records, value: unknown) =>
    (records[kind] as string[]).push(JSON.stringify(value));
  for (const { watch } of stories) {
    let dossier = foundDossier(watch, LEXICON);
    for (const { article } of stories.flatMap(({ stream }) => stream)) {
      const { id: articleId, url, title, source, publishedAt = '2024-05-01' } = article;
      const at = `${publishedAt.slice(0, 10)}T09:41:07.318Z`;
      const decided = compare(dossier, article, at);
      const { developments, withheld, relevant, why, change } = decided;
      dossier = decided.dossier;
      if (watch === stories[0]?.watch) add('article', { ...article, seenAt: at });
      const developmentIds = developments.map(({ id }) => id);
      const ref = { articleId, url, title, source, publishedAt };
      add('verdict', { watchId: watch.id, article: ref, relevant, why, developmentIds, withheld, at });
      for (const entry of change.entries) add('entry', entry);
      for (const print of change.prints) add('print', print);
      for (const development of developments) {
        add('development', development);
        const id = contentId('s', development.id);
        const { text, html, ...envelope } = composeAlert({
          ...{ watch, development, now: at },
          subscriber: { ...subscriberOf('reader@example.com', { watchIds: [watch.id] }), id },
          from: { name: 'Newswatch', address: 'newswatch@example.org' },
          links: makeLinks({ publicUrl: 'https://news.example.org', secret: id }),
        });
        add('envelope', envelope);
        add('mail', { text, html });
      }
    }
  }
  return records;
}

function train(records: Records, bytes: number): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), 'newswatch-dictionary-'));
  const files = Object.entries(records).flatMap(([kind, texts]) => {
    mkdirSync(path.join(folder, kind));
    return texts.map((text, n) => {
      const file = path.join(folder, kind, `${n}.json`);
      writeFileSync(file, text);
      return file;
    });
  });
  const made = path.join(folder, 'dictionary');
  execFileSync('zstd', ['-q', '--train', ...files, `--maxdict=${bytes + HEAD_BYTES}`, '-o', made]);
  // What is before the texts is for zstd; deflate takes the texts alone, the commonest at the end.
  const dictionary = readFileSync(made).subarray(-bytes);
  rmSync(folder, { recursive: true });
  return dictionary;
}

function brotli(text: string): number {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 16 };
  return brotliCompressSync(text, { params }).length;
}

function show(records: Records, dictionaries: { readonly articles: Buffer; readonly records: Buffer }): void {
  console.log('kind            records   bytes   Brotli   deflate with its dictionary   microseconds, both');
  for (const [kind, texts] of Object.entries(records)) {
    const dictionary = kind === 'article' ? dictionaries.articles : dictionaries.records;
    const deflate = (text: string) => deflateRawSync(text, { dictionary, chunkSize: 4096 }).length;
    const mean = (size: (text: string) => number) =>
      texts.reduce((sum, text) => sum + size(text), 0) / texts.length;
    const time = (size: (text: string) => number) => {
      const before = process.cpuUsage();
      mean(size);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / texts.length;
    };
    const cells = [mean(Buffer.byteLength), mean(brotli), mean(deflate), time(brotli), time(deflate)];
    const shown = cells.map((cell) => cell.toFixed(0).padStart(8)).join(' ');
    console.log(`${kind.padEnd(14)} ${String(texts.length).padStart(8)}${shown}`);
  }
}

const folders = readdirSync(TRAINED_ON, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const { article, ...others } = recordsOf(folders.map(({ name }) => loadStory(path.join(TRAINED_ON, name))));
const dictionaries = {
  articles: train({ article: article ?? [] }, 32_000),
  records: train(others, 16_000),
};
show(recordsOf(TESTED_ON.map(loadStory)), dictionaries);
for (const [name, dictionary] of Object.entries(values.write ? dictionaries : {}))
  writeFileSync(path.join(ROOT, `src/store/dictionaries/${name}.txt`), dictionary);
