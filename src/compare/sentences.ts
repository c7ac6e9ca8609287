import type { Article } from '../model/article.ts';
import type { Lexicon } from '../model/lexicon.ts';
import { anyPattern } from './any-pattern.ts';

/** A sentence and where it stands; offsets count in `articleText`. */
export interface Sentence {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Number of the sentence and of its paragraph among those that are read, from 0. */
  readonly index: number;
  readonly paragraph: number;
}

export interface SplitArticle {
  readonly sentences: readonly Sentence[];
  /** True when the article is longer than what is read of it. */
  readonly cut: boolean;
}

/** What is read of one article, in UTF-16 units; longer pages are lists or books, not news. */
export const READ_LIMIT = 40_000;
const SENTENCE_LIMIT = 1_200;

const ABBREVIATION =
  /(?:^|[\s("'“])(?:[A-Z]|[A-Z]\.[A-Z]|U\.S|U\.N|U\.K|E\.U|[ap]\.m|Mr|Mrs|Ms|Dr|St|Jr|Sr|Gen|Lt|Col|Maj|Capt|Sgt|Brig|Adm|Cmdr|Gov|Sen|Rep|Rev|Prof|Pres|No|Nos|vs|Inc|Corp|Co|Ltd|Bros|etc|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.["'”)]?\s*$/;
const DATELINE =
  /^(?:\p{Lu}[\p{Lu}'’.-]+(?:[ ,/]+(?:\p{Lu}[\p{L}'’.-]*|[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} \p{L}+)){0,6}|\p{Lu}[\p{L}'’-]+(?:,? \p{Lu}[\p{L}.]+){0,3})(?:,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]+))?(?:,? \d{4})?\s*(?:\([^)]{2,40}\)|\/ ?[^–—-]{2,40})?\s*(?:—|–|--| - )\s*/u;

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Splits what is the article (no share buttons, comment forms, datelines, repeated title) into sentences. */
export function splitArticle(article: Pick<Article, 'title' | 'paragraphs'>, lexicon: Lexicon): SplitArticle {
  const isChrome = chromeTest(lexicon);
  const title = fold(article.title);
  const sentences: Sentence[] = [];
  let offset = 0;
  let paragraph = 0;
  for (const text of article.paragraphs) {
    if (offset >= READ_LIMIT) break;
    const read = text.slice(0, READ_LIMIT - offset);
    if (read.trim() !== '' && fold(read) !== title && !isChrome(read)) {
      const before = sentences.length;
      for (const part of splitParagraph(read)) {
        if (part.text !== read && isChrome(part.text)) continue;
        sentences.push({
          text: part.text,
          start: offset + part.start,
          end: offset + part.start + part.text.length,
          index: sentences.length,
          paragraph,
        });
      }
      if (sentences.length > before) paragraph++;
    }
    offset += text.length + 2;
  }
  return { sentences, cut: offset - 2 > READ_LIMIT };
}

interface Part {
  readonly text: string;
  readonly start: number;
}

/** What a page's template puts before a text: "Published: 2024-01-26". */
const PRINTED_ON = /^\s*(?:date|published|posted|updated)(?: on)?:?\s+\d{4}-\d\d-\d\d[,.:]?\s+/iu;

/** How much of a paragraph's beginning says where and when it was written, not what. */
function headLength(text: string): number {
  const printed = PRINTED_ON.exec(text.slice(0, 60))?.[0].length ?? 0;
  const dateline = DATELINE.exec(text.slice(printed, printed + 120))?.[0] ?? '';
  return printed + (/[A-Z]{3}|[—–]|--| - /.test(dateline) ? dateline.length : 0);
}

/** One paragraph's sentences, with their place in it. */
export function splitParagraph(text: string): Part[] {
  const skipped = headLength(text);
  const parts: Part[] = [];
  let start = skipped;
  let end = skipped;
  for (const { segment } of segmenter.segment(text.slice(skipped))) {
    end += segment.length;
    const so = text.slice(start, end);
    const next = text.slice(end, end + 2);
    if (ABBREVIATION.test(so.slice(-12)) && !/^[“"]/.test(next)) continue;
    if (/^[a-z,;]/.test(next) && /[.?!]["'”’)]*\s*$/.test(so) && end - start < SENTENCE_LIMIT) continue;
    parts.push(...trimPart(so, start));
    start = end;
  }
  if (start < text.length) parts.push(...trimPart(text.slice(start), start));
  return parts;
}

/** Trims, and breaks what has no full stop at spaces. */
function trimPart(raw: string, start: number): Part[] {
  const lead = raw.length - raw.trimStart().length;
  const text = raw.trim();
  if (!/\p{L}/u.test(text)) return [];
  if (text.length <= SENTENCE_LIMIT) return [{ text, start: start + lead }];
  const space = text.lastIndexOf(' ', SENTENCE_LIMIT);
  const cut = space > SENTENCE_LIMIT / 2 ? space : SENTENCE_LIMIT;
  const parts: Part[] = [{ text: text.slice(0, cut), start: start + lead }];
  for (let from = cut; from < text.length; from += SENTENCE_LIMIT) {
    const piece = text.slice(from, from + SENTENCE_LIMIT);
    const inner = piece.length - piece.trimStart().length;
    if (piece.trim() !== '') parts.push({ text: piece.trim(), start: start + lead + from + inner });
  }
  return parts;
}

/** What merely begins like furniture must be short to be it; what ends like a picture's credit may be a caption long. */
const SHORT = 160;
const LONG_CAPTION = 400;

const tests = new WeakMap<Lexicon, (text: string) => boolean>();

function chromeTest(lexicon: Lexicon): (text: string) => boolean {
  const known = tests.get(lexicon);
  if (known) return known;
  const { chrome } = lexicon.cues;
  const isFurniture = anyPattern(chrome);
  const endsAsFurniture = anyPattern(chrome.filter((source) => source.endsWith('$')));
  const test = (text: string) => {
    if (text.length > LONG_CAPTION) return false;
    const lower = text.trim().toLowerCase();
    return text.length > SHORT ? endsAsFurniture(lower) : isFurniture(lower);
  };
  tests.set(lexicon, test);
  return test;
}

/** Letters and digits alone, lower case: for telling a repeated title. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
