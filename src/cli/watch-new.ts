import path from 'node:path';
import { type Learnt, learn } from '../app/learnt.ts';
import {
  createWatch,
  distinctFeeds,
  feedPlaces,
  type Handed,
  idFor,
  parseName,
  readHanded,
  seekFeed,
} from '../app/new-watch.ts';
import type { Config } from '../config/load.ts';
import type { Article } from '../model/article.ts';
import { AppError } from '../model/errors.ts';
import type { Sensitivity, Watch, WatchFeed, WatchName } from '../model/watch.ts';
import { TYPE_WORDS } from '../model/words.ts';
import { type Asker, openAsker } from './ask.ts';
import { runBacktest } from './backtest.ts';
import { bad, bold, dim, good, printJson, printLine, printNote, startProgress, wrap } from './print.ts';
import { documentLine, learntText } from './watch-words.ts';

export interface NewWatchOptions {
  readonly title?: string;
  readonly id?: string;
  readonly follow?: string;
  readonly feed?: readonly string[];
  readonly name?: readonly WatchName[];
  readonly wake: 'all' | 'suggested';
  readonly sensitivity: Sensitivity;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/**
 * Sets up a watch from what is known: asks what is missing where a person is there to answer, takes the flags where not.
 * @returns the watch that was written, null after a dry run
 * @throws AppError when something is missing that has to be known; nothing is written then
 */
export async function newWatch(
  config: Config,
  sources: readonly string[],
  options: NewWatchOptions,
): Promise<Watch | null> {
  const asker = options.yes || options.json ? null : openAsker();
  try {
    const title = await titleOf(options, asker);
    const id = idFor(config, title, options.id);
    const handed = await readAll(config, await sourcesOf(sources, asker), options.json === true);
    const draft = await correct(config, draftOf(id, title, options, handed), asker);
    const feeds = await feedsOf(config, options, handed, asker);
    const watch = await withWake(config, { ...draft, feeds }, options, asker);
    if (options.dryRun) return report(watch, learn(watch, config.lexicon), options);
    const folder = createWatch(config, watch);
    if (options.json) printJson({ id, folder, documents: watch.baseline.length, feeds: watch.feeds });
    else {
      if (!asker) printLine(`\n${learntText(learn(watch, config.lexicon))}`);
      printLine(`\n${good('Written:')} ${shortened(folder)}`);
    }
    if (asker) await offerBacktest(config, watch, asker);
    return watch;
  } finally {
    asker?.close();
  }
}

/** What fails here is told; the watch stands. */
async function offerBacktest(config: Config, watch: Watch, asker: Asker): Promise<void> {
  const wish = await asker.ask(
    'Try it on past articles? (y: those its first feed carries; or a folder, a feed, a web archive; Enter: no)',
  );
  const from = /^y(es)?$/i.test(wish) ? watch.feeds[0]?.url : wish;
  if (!from || /^no?$/i.test(from)) return;
  try {
    await runBacktest(config, watch, from, {});
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    printNote(bad(error.message));
  }
}

/** As seen from where the command was given. */
function shortened(folder: string): string {
  const relative = path.relative(process.cwd(), folder);
  return relative.startsWith('..') ? folder : relative;
}

async function titleOf({ title }: NewWatchOptions, asker: Asker | null): Promise<string> {
  const given = title ?? (await asker?.ask('What do you follow, in a few words?')) ?? '';
  const folded = given.replace(/\s+/g, ' ').trim();
  if (!folded) throw new AppError('Give the story a title: --title "The dock strike at Port Ellery".');
  return folded;
}

async function sourcesOf(given: readonly string[], asker: Asker | null): Promise<readonly string[]> {
  if (given.length > 0 || !asker) return given;
  printNote('What do you know already? Addresses of articles or files (HTML, Markdown, text), one a line.');
  const sources: string[] = [];
  for (;;) {
    const source = await asker.ask(sources.length === 0 ? 'Article:' : 'Article (Enter: no more):');
    if (!source) return sources;
    sources.push(source);
  }
}

async function readAll(
  config: Config,
  sources: readonly string[],
  quiet: boolean,
): Promise<readonly Handed[]> {
  if (sources.length === 0)
    throw new AppError(
      'Say what you know already: addresses or files of two or three articles, after "watch new".',
    );
  let documents = 0;
  const progress = startProgress();
  progress.update(`Reading ${sources.length} documents …`);
  const handed = await readHanded(config, sources, (one) => {
    progress.end();
    if (one.kind === 'failed') printNote(`${bad('  ✗')}  ${failedText(one)}`);
    else if (!quiet) printNote(documentLine(one.article, ++documents));
  });
  if (handed.every(({ kind }) => kind === 'failed'))
    throw new AppError('Nothing of what you know could be read; nothing was written.');
  return handed;
}

function failedText({ source, why }: Extract<Handed, { readonly kind: 'failed' }>): string {
  return why.includes(source) ? why : `${source}: ${why}`;
}

function draftOf(id: string, title: string, options: NewWatchOptions, handed: readonly Handed[]): Watch {
  const baseline = handed.flatMap((one) => (one.kind === 'read' ? [one.article] : []));
  return {
    ...{ id, title, follow: options.follow ?? '', language: 'en', feeds: [], names: options.name ?? [] },
    ...{ wake: { minWeight: 1, mute: [] }, sensitivity: options.sensitivity, baseline: byDay(baseline) },
  };
}

/** Oldest first, as the watch will be read. */
function byDay(documents: readonly Article[]): readonly Article[] {
  const day = ({ publishedAt = '' }: Article) => publishedAt.slice(0, 10);
  return documents.toSorted((a, b) => day(a).localeCompare(day(b)));
}

/** Shows what was learnt till the person has nothing to correct. */
async function correct(config: Config, draft: Watch, asker: Asker | null): Promise<Watch> {
  let watch = draft;
  if (!asker) return watch;
  for (;;) {
    printNote(`\n${learntText(learn(watch, config.lexicon))}\n`);
    for (const [i, article] of watch.baseline.entries()) printNote(documentLine(article, i + 1));
    printNote(
      dim('To correct: "drop 2" leaves a document out, "actor Harbour Union = HU" or "place …" adds a name.'),
    );
    const wish = await asker.ask('Right? (Enter: go on)');
    if (!wish) return watch;
    const corrected = correctedBy(watch, wish);
    if (corrected) watch = corrected;
    else printNote(bad(notDone(watch, wish)));
  }
}

function notDone({ baseline }: Watch, wish: string): string {
  if (!/^drop\b/i.test(wish)) return `"${wish}" is not understood.`;
  if (baseline.length === 1) return 'The last document stays: a watch needs one.';
  return `"${wish}" names none of the documents; write "drop" and a number from 1 to ${baseline.length}.`;
}

function correctedBy(watch: Watch, wish: string): Watch | null {
  const dropped = Number(/^drop (\d+)$/i.exec(wish)?.[1]);
  if (dropped >= 1 && dropped <= watch.baseline.length && watch.baseline.length > 1)
    return { ...watch, baseline: watch.baseline.filter((_, i) => i !== dropped - 1) };
  const name = parseName(wish);
  return name ? { ...watch, names: [...watch.names, name] } : null;
}

async function feedsOf(
  config: Config,
  { feed = [], json }: NewWatchOptions,
  handed: readonly Handed[],
  asker: Asker | null,
): Promise<readonly WatchFeed[]> {
  const feeds: WatchFeed[] = [];
  const seek = async (at: string) => {
    const progress = startProgress();
    progress.update(`Looking for the feed of ${at} …`);
    const found = await seekFeed(config, at);
    progress.end();
    if (found.kind === 'none') return printNote(`${bad('  ✗')}  no feed: ${found.why}`);
    feeds.push(found.feed);
    if (!json)
      printNote(
        `${good('  ✓')}  ${found.feed.title ?? found.feed.url} ${dim(`${found.feed.url} · ${found.items} items`)}`,
      );
  };
  for (const at of [...feed, ...feedPlaces(handed)]) await seek(at);
  for (;;) {
    const at = await asker?.ask(
      feeds.length === 0 ? 'Which site or feed reports on it?' : 'A further site or feed? (Enter: no)',
    );
    if (!at) return distinctFeeds(feeds);
    await seek(/^https?:/i.test(at) ? at : `https://${at}`);
  }
}

async function withWake(
  config: Config,
  watch: Watch,
  { wake }: NewWatchOptions,
  asker: Asker | null,
): Promise<Watch> {
  const { suggestedTypes: types } = learn(watch, config.lexicon);
  const words = types.map((type) => TYPE_WORDS[type]).join(', ');
  if (asker) printNote(wrap(`Seen in the dossier, or usual after it: ${words}.`, '  '));
  const only = asker
    ? /^o/i.test(await asker.ask('Wake you for all that is new, or only for these? (all/only)', 'all'))
    : wake === 'suggested';
  return only ? { ...watch, wake: { ...watch.wake, types } } : watch;
}

function report(watch: Watch, learnt: Learnt, { json }: NewWatchOptions): null {
  const { suggestedTypes } = learnt;
  if (json) printJson({ watch, learnt: { ...learnt, suggestedTypes } });
  else {
    printLine(bold(`${watch.title} (${watch.id})`));
    printLine(learntText(learnt));
    printLine(`${bold('Feeds')}   ${watch.feeds.map(({ url }) => url).join(', ') || bad('none')}`);
    printLine(dim('Nothing was written.'));
  }
  return null;
}
