import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { parseDocument } from '../config/document.ts';
import { check } from '../config/mistakes.ts';
import { parseYaml } from '../config/yaml.ts';
import { type Article, articleText } from '../model/article.ts';
import { ConfigError, type ConfigMistake } from '../model/errors.ts';
import type { Watch } from '../model/watch.ts';
import { type LabelledArticle, type Labels, labelsSchema } from './labels.ts';

export interface StreamArticle {
  /** Its file name: what labels and replay lines call it. */
  readonly file: string;
  readonly article: Article;
}

/** One thing a reader follows, with the articles that came in and the truth about them. */
export interface Story {
  /** The name of its folder. */
  readonly id: string;
  /** The least a watch takes: a title, a dossier, defaults for the rest. */
  readonly watch: Watch;
  /** In order of publication. */
  readonly stream: readonly StreamArticle[];
  readonly labels: Labels;
}

const storySchema = z.strictObject({
  title: z.string().min(1),
  follow: z.string().default(''),
  language: z.string().default('en'),
});

/**
 * Reads a story's folder: `story.yaml`, `dossier/*.md`, `stream/*.md` and `labels.yaml`.
 * @throws ConfigError with every mistake of every file, and every label that does not fit the stream
 */
export function loadStory(folder: string): Story {
  const mistakes: ConfigMistake[] = [];
  const id = path.basename(path.resolve(folder));
  const about = readChecked(storySchema, path.join(folder, 'story.yaml'), mistakes);
  const labels = readChecked(labelsSchema, path.join(folder, 'labels.yaml'), mistakes);
  const baseline = readDocuments(path.join(folder, 'dossier'), mistakes).map(({ article }) => article);
  const stream = readDocuments(path.join(folder, 'stream'), mistakes);
  if (!about || !labels || mistakes.length > 0) throw new ConfigError(mistakes);
  const misfits = misfitsOf(labels, stream, path.join(folder, 'labels.yaml'));
  if (misfits.length > 0) throw new ConfigError(misfits);
  const watch = { id, ...about, feeds: [], names: [], wake: { minWeight: 1, mute: [] }, baseline };
  return { id, watch, stream, labels };
}

/** A labelled stream, as far as it can be read. */
export interface LabelledStream {
  readonly stream: readonly StreamArticle[];
  /** Null when they cannot be read at all. */
  readonly labels: Labels | null;
  /** Why articles were left out, each with its file. */
  readonly mistakes: readonly ConfigMistake[];
}

/** Reads `stream/*.md` and `labels.yaml` of a folder; an article that cannot be read, or whose labels do not fit, is left out. */
export function readLabelledStream(folder: string): LabelledStream {
  const mistakes: ConfigMistake[] = [];
  const labelFile = path.join(folder, 'labels.yaml');
  const labels = readChecked(labelsSchema, labelFile, mistakes);
  const all = readDocuments(path.join(folder, 'stream'), mistakes);
  if (!labels) return { stream: all, labels, mistakes };
  const stream = all.filter(({ file, article }) => {
    const label = labels.articles.get(file);
    const misfits = label
      ? misfitsOfArticle(labels, label, article)
      : [{ path: '', message: 'has no label' }];
    mistakes.push(
      ...misfits.map(({ path: at, message }) => ({
        file: labelFile,
        path: `articles.${file}${at}`,
        message,
      })),
    );
    return misfits.length === 0;
  });
  const kept = new Set(stream.map(({ file }) => file));
  const articles = new Map([...labels.articles].filter(([file]) => kept.has(file)));
  return { stream, labels: { events: labels.events, articles }, mistakes };
}

function readChecked<Schema extends z.ZodType>(
  schema: Schema,
  file: string,
  mistakes: ConfigMistake[],
): z.output<Schema> | null {
  if (!existsSync(file)) {
    mistakes.push({ file, path: '', message: 'this file is missing', hint: 'a story has one' });
    return null;
  }
  const yaml = parseYaml(readFileSync(file, 'utf8'), file);
  const checked = yaml.ok ? check(schema, yaml.value, file) : yaml;
  if (checked.ok) return checked.value;
  mistakes.push(...checked.mistakes);
  return null;
}

function readDocuments(folder: string, mistakes: ConfigMistake[]): readonly StreamArticle[] {
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.md'))
        .sort()
    : [];
  if (files.length === 0) mistakes.push({ file: folder, path: '', message: 'holds no article' });
  return files.flatMap((file) => {
    const where = path.join(folder, file);
    try {
      return [{ file, article: parseDocument(readFileSync(where, 'utf8'), where) }];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      mistakes.push(...error.mistakes);
      return [];
    }
  });
}

/** What the schema cannot see: labels and stream have to tell of the same articles, events and sentences. */
function misfitsOf(labels: Labels, stream: readonly StreamArticle[], file: string): readonly ConfigMistake[] {
  const articles = new Map(stream.map((entry) => [entry.file, entry.article]));
  const unlabelled = stream
    .filter((entry) => !labels.articles.has(entry.file))
    .map((entry) => ({ file, path: 'articles', message: `"${entry.file}" of the stream has no label` }));
  const misfits = [...labels.articles].flatMap(([name, label]) => {
    const article = articles.get(name);
    return article
      ? misfitsOfArticle(labels, label, article).map((m) => ({
          file,
          path: `articles.${name}${m.path}`,
          message: m.message,
        }))
      : [{ file, path: `articles.${name}`, message: 'the stream has no such article' }];
  });
  return [...unlabelled, ...misfits];
}

type Misfit = Pick<ConfigMistake, 'path' | 'message'>;

function misfitsOfArticle(labels: Labels, label: LabelledArticle, article: Article): readonly Misfit[] {
  const misfits: Misfit[] = [];
  const unknown = (id: string) => `there is no event "${id}"`;
  if (!label.relevant && label.reports.length + label.background.length > 0) {
    misfits.push({ path: '', message: 'a distractor tells no event of the story' });
  }
  const text = articleText(article);
  const seen = new Set<string>();
  label.reports.forEach((report, index) => {
    const at = `.reports[${index}]`;
    if (!labels.events.has(report.event))
      misfits.push({ path: `${at}.event`, message: unknown(report.event) });
    if (seen.has(report.event))
      misfits.push({ path: `${at}.event`, message: `"${report.event}" stands here twice` });
    seen.add(report.event);
    report.evidence.forEach((sentence, place) => {
      if (text.includes(sentence)) return;
      misfits.push({
        path: `${at}.evidence[${place}]`,
        message: 'does not stand in the article word for word',
      });
    });
  });
  label.background.forEach((id, index) => {
    const path = `.background[${index}]`;
    if (!labels.events.has(id)) misfits.push({ path, message: unknown(id) });
    else if (seen.has(id)) misfits.push({ path, message: `"${id}" is reported here as well` });
  });
  return misfits;
}
