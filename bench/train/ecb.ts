import { readFileSync } from 'node:fs';
import type { Article } from '../../src/model/article.ts';

/** A document of ECB+: its sentences as they were tokenised, the first of them often its address. */
export interface EcbDocument {
  readonly id: string;
  readonly topic: number;
  readonly event: string;
  readonly sentences: readonly string[];
}

export function readEcb(file: string): EcbDocument[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as EcbDocument);
}

/** What ECB+ keeps no day of was printed on this one. */
const PRINTED = '2013-01-01';
const SHORTEST = 15;

/** The document as an article, its first sentence that is one the title. */
export function articleOf({ id, sentences }: EcbDocument, publishedAt = PRINTED): Article {
  const lines = sentences.map(untokenise).filter(isSentence);
  return {
    id,
    url: `file:${id}`,
    title: lines[0] ?? '',
    paragraphs: lines.slice(1),
    captions: [],
    authors: [],
    publishedAt,
    source: id,
    via: 'file',
  };
}

export function isSentence(line: string): boolean {
  return !line.startsWith('http') && line.length > SHORTEST;
}

/** A sentence as it was printed, as far as its tokens tell. */
export function untokenise(sentence: string): string {
  return sentence
    .replace(/`` ?/g, '“')
    .replace(/ ?''/g, '”')
    .replace(/ ([.,;:!?%)\]”’])/g, '$1')
    .replace(/([($[“‘]) /g, '$1')
    .replace(/ ('s|n't|'re|'ve|'ll|'d|'m|')(?=\W|$)/g, '$1')
    .replace(/’ (s|t|re|ve|ll|d|m)\b/g, '’$1')
    .replace(/(?<=\w) - (?=\w)/g, '-')
    .replace(/\b([A-Z])\. (?=[A-Z]\.)/g, '$1.')
    .replace(/(\d)([,.:]) (?=\d)/g, '$1$2');
}
