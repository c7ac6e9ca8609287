import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Config } from '../config/load.ts';
import type { Article } from '../model/article.ts';
import { contentId } from '../model/id.ts';
import type { WatchFeed } from '../model/watch.ts';
import type { DraftDocument } from '../model/watch-draft.ts';
import { webAddress } from '../model/web-address.ts';
import type { DraftWish, PastedArticle, UploadedFile } from '../web/draft-ports.ts';
import { feedPlaces, type Handed, readHanded, seekFeed } from './new-watch.ts';

/** What a form asked to be read, and what came of it. */
export interface ReadWish {
  readonly documents: readonly DraftDocument[];
  readonly feeds: readonly WatchFeed[];
  readonly notes: readonly string[];
}

/**
 * Reads the articles a form hands over and looks for feeds: those of the sites it names, and those of the outlets of
 * the articles. What cannot be read or found is told in a sentence, and the rest goes on.
 */
export async function readWished(
  config: Config,
  wish: DraftWish,
  held: readonly DraftDocument[],
): Promise<ReadWish> {
  const notes: string[] = [];
  const handed = [
    ...(await readAddresses(config, wish.addresses, notes)),
    ...(await readFiles(config, wish.files)),
  ];
  const articles: Article[] = [];
  for (const one of handed) {
    if (one.kind === 'failed')
      notes.push(one.why.includes(one.source) ? one.why : `${one.source}: ${one.why}`);
    else articles.push(one.article);
  }
  if (wish.pasted) articles.push(pastedArticle(wish.pasted));
  const known = new Set(held.map(({ article }) => article.id));
  const documents = articles.flatMap((article): DraftDocument[] => {
    if (known.has(article.id)) {
      notes.push(`${article.title}: is there already.`);
      return [];
    }
    known.add(article.id);
    return [{ article, day: article.publishedAt ?? '' }];
  });
  const found = await Promise.all([...wish.sites, ...feedPlaces(handed)].map((at) => seekFeed(config, at)));
  for (const one of found) if (one.kind === 'none') notes.push(`No feed: ${one.why}`);
  return { documents, feeds: found.flatMap((one) => (one.kind === 'found' ? [one.feed] : [])), notes };
}

/** Only what is on the web: a path would be one of this machine's own files. */
async function readAddresses(
  config: Config,
  addresses: readonly string[],
  notes: string[],
): Promise<readonly Handed[]> {
  const urls = addresses.flatMap((address) => {
    const url = webAddress(address);
    if (url === null) notes.push(`"${address}" is not an http or https address.`);
    return url ?? [];
  });
  return readHanded(config, urls, () => undefined);
}

async function readFiles(config: Config, files: readonly UploadedFile[]): Promise<readonly Handed[]> {
  if (files.length === 0) return [];
  return inFolder(files, async (folder, names) => {
    const handed = await readHanded(
      config,
      names.map((name) => path.join(folder, name)),
      () => undefined,
    );
    return handed.map((one) => ({
      ...one,
      source: path.basename(one.source),
      ...(one.kind === 'failed' && { why: one.why.replaceAll(`${folder}${path.sep}`, '') }),
    }));
  });
}

/** Puts uploaded files into a folder of their own for as long as they are worked on. */
export async function inFolder<Result>(
  files: readonly UploadedFile[],
  work: (folder: string, names: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'newswatch-upload-'));
  try {
    const names: string[] = [];
    for (const { name, bytes } of files) {
      const plain = plainName(name);
      const free = names.includes(plain) ? `${names.length + 1}-${plain}` : plain;
      names.push(free);
      await writeFile(path.join(folder, free), bytes, { flag: 'wx' });
    }
    return await work(folder, names);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A file name that leads nowhere else: its last part, without what file systems take amiss. */
function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const plain = last.replace(/[^\p{L}\p{N}._ -]/gu, '_').replace(/^\.+/, '_');
  return plain.slice(-100) || 'file';
}

function pastedArticle({ title, source, day, text }: PastedArticle): Article {
  const paragraphs = text
    .split(/\r?\n[ \t]*\r?\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
  const url = `file:///pasted/${contentId('p', title, ...paragraphs)}`;
  return {
    ...{ id: contentId('a', url), url, title: title || (paragraphs[0] ?? '').slice(0, 100), paragraphs },
    ...{ captions: [], authors: [], source: source || 'pasted', via: 'file' },
    ...(day !== '' && { publishedAt: day }),
  };
}
