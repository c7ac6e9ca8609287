import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Config } from '../config/load.ts';
import { backtestSteps, factsOf, VERDICT_WORDS } from '../eval/backtest.ts';
import { backtestPicture, countsText } from '../eval/backtest-picture.ts';
import { AppError } from '../model/errors.ts';
import { SENSITIVITIES, type Watch } from '../model/watch.ts';
import type { Trial } from '../model/watch-draft.ts';
import { counted } from '../model/words.ts';
import type { TrialSource } from '../web/draft-ports.ts';
import { withReadersHeadlines } from './backtest-headlines.ts';
import { inFolder } from './draft-reading.ts';
import { isOneFile, type PastArticles, readPast } from './past-articles.ts';

const LINES = 60;
const NAMED = 10;
/** Sentences of lines and reasons are told this far. */
const TEXT_MOST = 400;
/** Told at each of these shares of the replay. */
const PARTS = 10;

type Tell = (line: string) => void;

/** Replays past articles on a watch, one trial at a time: each takes a core for a while. */
export function openTrials(config: Config) {
  let busy = false;
  return async (watch: Watch, source: TrialSource, tell: Tell): Promise<Trial> => {
    if (watch.baseline.length === 0)
      throw new AppError('Hand over one article at least that says what you know; then it can be tried.');
    if (busy) throw new AppError('Another trial is under way; try again in a moment.');
    busy = true;
    try {
      const { past, from } = await readSource(config, source, tell);
      return await replay(config, watch, { past, from }, tell);
    } finally {
      busy = false;
    }
  };
}

interface Replayed {
  readonly past: PastArticles;
  readonly from: string;
}

async function readSource(config: Config, source: TrialSource, tell: Tell): Promise<Replayed> {
  let read = 0;
  const onRead = ({ name }: { readonly name: string }) => {
    read += 1;
    tell(`${counted(read, 'article')} read: ${path.basename(name) || name}`);
  };
  if (source.kind === 'feed') {
    tell(`Asking ${source.address}`);
    return { past: await readPast(config, source.address, onRead), from: source.address };
  }
  return inFolder(source.files, async (folder, names) => {
    const [first = ''] = names;
    const labelled = names.includes('labels.yaml');
    if (labelled) await asLabelled(folder, names);
    const at = names.length === 1 && isOneFile(first) ? path.join(folder, first) : folder;
    try {
      return { past: await readPast(config, at, onRead), from: namesText(names) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const why = error.message
        .replaceAll(`${folder}${path.sep}`, '')
        .replaceAll(folder, 'What was uploaded');
      throw new AppError(why, { cause: error });
    }
  });
}

/** Labels and the articles they are about, as a labelled story's folder has them. */
async function asLabelled(folder: string, names: readonly string[]): Promise<void> {
  await mkdir(path.join(folder, 'stream'));
  for (const name of names)
    if (name.endsWith('.md')) await rename(path.join(folder, name), path.join(folder, 'stream', name));
}

function namesText(names: readonly string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return names.slice(0, 3).join(', ') + more;
}

async function replay(
  { lexicon }: Config,
  watch: Watch,
  { past, from }: Replayed,
  tell: Tell,
): Promise<Trial> {
  const all = past.stream.length * SENSITIVITIES.length;
  const steps = backtestSteps(watch, past, lexicon);
  for (let done = 1; ; done += 1) {
    const step = steps.next();
    if (step.done) return trialOf(watch, { past, from }, step.value);
    if (Math.floor((done * PARTS) / all) > Math.floor(((done - 1) * PARTS) / all))
      tell(`${Math.floor((100 * done) / all)} % replayed`);
    // Pages are answered in between.
    await setImmediate();
  }
}

function trialOf(watch: Watch, { past, from }: Replayed, runs: Parameters<typeof factsOf>[0]): Trial {
  const own = watch.sensitivity ?? 'normal';
  const facts = factsOf(withReadersHeadlines(runs));
  const missed = runs.find(({ sensitivity }) => sensitivity === own)?.missed ?? [];
  const named = past.skipped.slice(0, NAMED).map(({ name, why }) => `${name}: ${why}`.slice(0, TEXT_MOST));
  const unnamed = past.skipped.length - named.length;
  return {
    ...{ version: 0, at: new Date().toISOString(), from, articles: past.stream.length },
    counts: runs.map((run) => ({ sensitivity: run.sensitivity, words: countsText(run) })),
    told: facts.slice(0, LINES).map(({ at, development, toldAt, verdict }) => ({
      ...{ at, headline: development.headline, sentence: development.evidence.text.slice(0, TEXT_MOST) },
      ...{ source: development.article.source, toldAt },
      ...(verdict && VERDICT_WORDS[verdict] && { verdict: VERDICT_WORDS[verdict] }),
    })),
    further: Math.max(0, facts.length - LINES),
    missed: missed.slice(0, LINES).map(({ gist }) => gist.slice(0, TEXT_MOST)),
    skipped: unnamed > 0 ? [...named, `and ${unnamed} more`] : named,
    picture: backtestPicture(watch.title, past, runs, own),
  };
}
