import { decodeEntities, foldSpace, plainText } from './text.ts';

/** What is kept of a summary, in characters. */
const MAX_SUMMARY = 4000;

/** References that were escaped once too often: `Tom &amp;amp; Ida` in a text that was decoded. */
const LEFT_OVER = /&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[\da-f]{1,6});/i;

/** HTML as plain text, also where it was escaped once too often. */
export function readable(html: string): string {
  const text = plainText(html);
  return LEFT_OVER.test(text) ? foldSpace(decodeEntities(text)) : text;
}

/** The beginning of a text in HTML as plain text. */
export function summaryOf(html: string): string {
  return readable(html.slice(0, MAX_SUMMARY * 4)).slice(0, MAX_SUMMARY);
}
