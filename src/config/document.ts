import { z } from 'zod';
import type { Article } from '../model/article.ts';
import { ConfigError, type ConfigMistake } from '../model/errors.ts';
import { contentId } from '../model/id.ts';
import { isDayOrInstant } from './dates.ts';
import { check } from './mistakes.ts';
import { parseYaml } from './yaml.ts';

const text = () =>
  z.string({ error: 'is not text; put the value in quotation marks if it should be' }).trim();

const line = (what: string) => text().min(1, `is empty; give ${what}`);

/** What stands between the two lines of hyphens. */
export const frontMatter = z.strictObject({
  title: line("the article's headline"),
  source: line("the outlet's name"),
  date: text()
    .refine(isDayOrInstant, {
      error: (issue) =>
        `"${String(issue.input)}" is not a date; write a day like 2024-02-11, or an instant with its offset like 2024-02-11T09:30:00+03:00`,
    })
    .optional(),
  url: text()
    .refine((value) => /^https?:\/\/[^\s/]/i.test(value) && URL.canParse(value), {
      error: (issue) => `"${String(issue.input)}" is not an http or https address`,
    })
    .optional(),
});

/**
 * A document of a dossier or a stream: Markdown whose front matter gives `title` and `source`, and may give `date`
 * and `url`; below it the text, a blank line between paragraphs.
 *
 * @param content the file's text
 * @param file its path: named in mistakes, and the article's `file:` URL when the front matter gives none
 * @throws ConfigError with every mistake
 */
export function parseDocument(content: string, file: string): Article {
  const parts = splitFrontMatter(content);
  if (!parts) {
    const hint = 'begin the file with a line ---, then title: and source:, then a line --- again';
    throw new ConfigError([{ file, path: '', message: 'has no front matter', hint }]);
  }
  // The front matter begins on the file's second line.
  const yaml = parseYaml(parts.frontMatter, file, 2);
  const fields = yaml.ok ? check(frontMatter, yaml.value, file) : yaml;
  const paragraphs = paragraphsOf(parts.body);
  const mistakes: ConfigMistake[] = fields.ok ? [] : [...fields.mistakes];
  if (paragraphs.length === 0)
    mistakes.push({ file, path: '', message: 'has no text below its front matter' });
  if (!fields.ok || mistakes.length > 0) throw new ConfigError(mistakes);

  const { title, source, date } = fields.value;
  const url = fields.value.url === undefined ? fileUrl(file) : new URL(fields.value.url).href;
  return {
    id: contentId('a', url),
    url,
    title: fold(title),
    paragraphs,
    captions: [],
    authors: [],
    ...(date === undefined ? {} : { publishedAt: date }),
    source: fold(source),
    via: 'file',
  };
}

function splitFrontMatter(content: string): { readonly frontMatter: string; readonly body: string } | null {
  const match = /^---[ \t]*\n([\s\S]*?)^---[ \t]*(?:\n|$)/m.exec(normalised(content));
  if (match?.index !== 0) return null;
  return { frontMatter: match[1] ?? '', body: normalised(content).slice(match[0].length) };
}

function normalised(content: string): string {
  return content.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}

function paragraphsOf(body: string): readonly string[] {
  return body
    .split(/\n[ \t]*\n/)
    .map(fold)
    .filter((paragraph) => paragraph !== '');
}

function fold(value: string): string {
  return value.replace(/\s+/g, ' ').trim();
}

/** From the path alone: the same on every machine, so that a relative path gives the same id everywhere. */
function fileUrl(file: string): string {
  const segments = file.replaceAll('\\', '/').split('/').filter(Boolean);
  return new URL(`file:///${segments.map(encodeURIComponent).join('/')}`).href;
}
