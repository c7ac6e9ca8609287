import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import type { Article } from '../model/article.ts';
import { AppError } from '../model/errors.ts';
import type { EventType } from '../model/event.ts';
import type { Watch } from '../model/watch.ts';
import { isDayOrInstant } from './dates.ts';
import { loadWatch } from './watch-files.ts';

/** A watch as it is to be written. */
export interface NewWatch {
  readonly watch: Watch;
  /** Named in a comment beside `wake.types`, for who wants fewer kinds. */
  readonly suggestedTypes: readonly EventType[];
}

/**
 * Writes a watch's folder, read back by the same code as any other before it is put in its place, in one step.
 * Nothing is ever written over.
 *
 * @returns the folder
 * @throws ConfigError when what was written has a mistake; AppError when there is such a watch, or it cannot be written
 */
export function writeNewWatch(
  root: string,
  watchFolder: string,
  { watch, suggestedTypes }: NewWatch,
): string {
  const target = path.join(watchFolder, watch.id);
  let staging: string | undefined;
  try {
    mkdirSync(watchFolder, { recursive: true });
    staging = mkdtempSync(path.join(watchFolder, '.new-'));
    const draft = path.join(staging, watch.id);
    mkdirSync(path.join(draft, 'dossier'), { recursive: true });
    writeFileSync(path.join(draft, 'watch.yaml'), watchText(watch, suggestedTypes));
    watch.baseline.forEach((article, i) => {
      writeFileSync(path.join(draft, 'dossier', documentName(article, i)), documentText(article));
    });
    loadWatch(root, draft);
    renameSync(draft, target);
    return target;
  } catch (error) {
    throw inWords(error, target, watch.id);
  } finally {
    if (staging) rmSync(staging, { recursive: true, force: true });
  }
}

function inWords(error: unknown, target: string, id: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'ENOTEMPTY' || error.code === 'EEXIST' || error.code === 'ENOTDIR')
    return new AppError(`There is a watch "${id}" already; nothing was written. Give another --id.`);
  return new AppError(`${target} could not be written: ${error.message}`, { cause: error });
}

/** `01-dockers-vote-to-strike.md` */
export function documentName({ title }: Article, index: number): string {
  return `${String(index + 1).padStart(2, '0')}-${slugOf(title, 40) || 'document'}.md`;
}

/** Lower-case letters and digits of a text, hyphens between its words. */
export function slugOf(text: string, most: number): string {
  const plain = text.normalize('NFKD').replace(/[\u0300-\u036f'’]/g, '');
  const words = plain.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.reduce((slug, word) => {
    const longer = slug ? `${slug}-${word}` : word.slice(0, most);
    return longer.length <= most ? longer : slug;
  }, '');
}

/** A document of a dossier, as its file has it. */
export function documentText(article: Article): string {
  const { title, source, publishedAt, url, standfirst, paragraphs } = article;
  const dated = publishedAt !== undefined && isDayOrInstant(publishedAt);
  const lines = [
    '---',
    `title: ${scalar(title)}`,
    `source: ${scalar(source)}`,
    dated
      ? `date: ${publishedAt}`
      : '# date: 2026-05-01   (not found; give the day, so that "on Monday" can be read)',
    ...(/^https?:/.test(url) ? [`url: ${scalar(url)}`] : []),
    '---',
  ];
  const lead = standfirst && !paragraphs[0]?.includes(standfirst) ? [standfirst] : [];
  return `${lines.join('\n')}\n\n${[...lead, ...paragraphs].join('\n\n')}\n`;
}

function scalar(value: string): string {
  return stringify(value.replace(/\s+/g, ' ').trim(), { lineWidth: 0, schema: 'core' }).trimEnd();
}

function watchText(watch: Watch, suggested: readonly EventType[]): string {
  const { id, title, follow, feeds, names, sensitivity = 'normal', wake } = watch;
  return `# A watch: one story that is followed, with what is known of it in dossier/. Edits take effect while Newswatch
# runs; one with mistakes is not taken, and \`newswatch config check\` names them. docs/watch-files.md has every key.

# What is followed, in a few words: it stands in mails and on the page.
title: ${scalar(title)}

# One sentence on what matters in it. Its names and words count like the dossier's.
${follow ? `follow: ${scalar(follow)}` : '# follow: Whether …, and what happens to …'}

# The language of the articles; only English is read so far.
# language: en

# What is polled. Further feeds are found by: newswatch feed add <address of a site> --watch ${id}
feeds:
${feeds.map(feedText).join('\n')}

# Names that the dossier does not teach, and other names of the same. Actors and places of the dossier are learnt.
${names.length > 0 ? `names:\n${names.map(nameText).join('\n')}` : NO_NAMES}

# How readily a sentence is told as news: low (fewer alerts), normal, high (fewer misses). Past articles tell which
# suits: newswatch backtest ${id} --from <folder or feed>
sensitivity: ${sensitivity}

# What is worth a mail at once; everything else that is new waits for the digest.
wake:
  # 0 to 1. What changes the story weighs 1, statements and claims of one side 0.5.
  minWeight: ${wake.minWeight}
  # Only these kinds of events; all of them when left out. Those of the dossier and what usually follows on them:
${typesText(wake.types, suggested)}
  # Never these.
  ${wake.mute.length > 0 ? '' : '# '}mute: [${wake.mute.join(', ')}]

# Webhooks and ntfy topics that are sent what wakes, by their names in newswatch.yaml (docs/webhooks.md).
# notify: []
`;
}

const NO_NAMES = `# names:
#   - name: Islamic State
#     kind: actor            # or place
#     aliases: [Daesh, ISIS]`;

function feedText({ url, title }: Watch['feeds'][number]): string {
  return `  - url: ${scalar(url)}${title ? `\n    title: ${scalar(title)}` : ''}`;
}

function nameText({ name, kind, aliases }: Watch['names'][number]): string {
  return `  - name: ${scalar(name)}\n    kind: ${kind}\n    aliases: [${aliases.map((alias) => JSON.stringify(alias)).join(', ')}]`;
}

function typesText(types: readonly EventType[] | undefined, suggested: readonly EventType[]): string {
  const words = types ?? suggested;
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 90) lines[lines.length - 1] = `${last}, ${word}`;
    else lines.push(word);
  }
  const start = types ? '  ' : '  # ';
  return `${start}types: [${lines.join(`,\n${start}  `)}]`;
}
