import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { isMap, isSeq, type Node, parseDocument, stringify, type YAMLSeq } from 'yaml';
import { AppError } from '../model/errors.ts';
import type { WatchFeed } from '../model/watch.ts';

/** A change of the feeds of a watch. */
export interface FeedsChange {
  readonly add?: readonly WatchFeed[];
  /** Addresses, as the file has them. */
  readonly remove?: readonly string[];
}

/** A change of one file. */
export interface FileChange extends FeedsChange {
  /** A `watch.yaml`. */
  readonly file: string;
}

/**
 * Changes the feeds in files of watches: all of the files, or none when one cannot be changed. A file is replaced in
 * one step, so that nobody reads half of it.
 *
 * @throws AppError that says which file could not be read, changed or written, and why
 */
export function changeWatchFiles(changes: readonly FileChange[]): void {
  const written: { readonly draft: string; readonly file: string }[] = [];
  try {
    for (const change of changes) {
      const { file } = change;
      const draft = `${file}.${process.pid}.tmp`;
      told(file, () => {
        const text = changeFeeds(readFileSync(file, 'utf8'), change);
        written.push({ draft, file });
        writeFileSync(draft, text);
      });
    }
    for (const { draft, file } of written) told(file, () => renameSync(draft, file));
  } finally {
    for (const { draft } of written) rmSync(draft, { force: true });
  }
}

function told(file: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError(`${file} could not be changed: ${why}`, { cause: error });
  }
}

/**
 * The text of a watch file with other feeds. All else stays byte for byte, comments with it; only a list in
 * brackets (`feeds: [{url: …}]`) is laid out anew.
 *
 * @throws AppError when the list of feeds is missing, would be left empty, or is written in a way that is not understood
 */
export function changeFeeds(text: string, { add = [], remove = [] }: FeedsChange): string {
  const before = feedsOf(text);
  const isKept = (item: Node) => !remove.includes(urlOf(item));
  const wanted = [...before.items.filter(isKept).map((item) => item.toJSON()), ...add];
  if (wanted.length === 0) throw new AppError('a watch needs at least one feed; this would take its last');
  const changed = before.seq.flow ? inBrackets(text, isKept, add) : inLines(text, before, isKept, add);
  const { items, rest } = feedsOf(changed);
  const asWanted = isDeepStrictEqual(
    items.map((item) => item.toJSON()),
    wanted,
  );
  if (!asWanted || !isDeepStrictEqual(rest, before.rest)) {
    throw new AppError('its list of feeds is written in a way that is not understood; change it by hand');
  }
  return changed;
}

interface FoundFeeds {
  readonly seq: YAMLSeq;
  readonly items: readonly Node[];
  /** All but the feeds. */
  readonly rest: unknown;
}

function feedsOf(text: string): FoundFeeds {
  const document = parseDocument(text, { schema: 'core' });
  const [error] = document.errors;
  if (error) throw new AppError(error.message);
  const seq = document.get('feeds', true);
  if (!isSeq(seq) || seq.items.length === 0) throw new AppError('it has no list of feeds');
  const { feeds: _, ...rest } = document.toJS();
  return { seq, items: seq.items as Node[], rest };
}

function urlOf(item: Node): string {
  return isMap(item) ? String(item.get('url')) : '';
}

/** Lines are cut out and put in; everything else is left alone. */
function inLines(
  text: string,
  { items }: FoundFeeds,
  isKept: (item: Node) => boolean,
  add: readonly WatchFeed[],
): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/);
  const lineAt = (offset: number) => text.slice(0, offset).split(/\r?\n/).length - 1;
  const spans = items.map((item) => {
    const [start, end] = item.range ?? [0, 0];
    return { first: lineAt(start), last: lineAt(Math.max(start, end - 1)), kept: isKept(item) };
  });
  const indent = /^\s*(?=-)/.exec(lines[spans[0]?.first ?? 0] ?? '')?.[0] ?? '  ';
  const last = spans.at(-1)?.last ?? lines.length - 1;
  const gone = new Set(
    spans
      .filter(({ kept }) => !kept)
      .flatMap((span) => Array.from({ length: span.last - span.first + 1 }, (_, i) => span.first + i)),
  );
  return lines
    .flatMap((line, i) => [
      ...(gone.has(i) ? [] : [line]),
      ...(i === last ? add.flatMap((feed) => feedLines(feed, indent)) : []),
    ])
    .join(eol);
}

function feedLines({ url, title }: WatchFeed, indent: string): readonly string[] {
  return [
    `${indent}- url: ${scalar(url)}`,
    ...(title === undefined ? [] : [`${indent}  title: ${scalar(title)}`]),
  ];
}

function scalar(value: string): string {
  return stringify(value, { lineWidth: 0, schema: 'core' }).trimEnd();
}

function inBrackets(text: string, isKept: (item: Node) => boolean, add: readonly WatchFeed[]): string {
  const document = parseDocument(text, { schema: 'core' });
  const seq = document.get('feeds', true);
  if (!isSeq(seq)) return text;
  seq.items = [...(seq.items as Node[]).filter(isKept), ...add.map((feed) => document.createNode(feed))];
  return document.toString({ lineWidth: 0 });
}
