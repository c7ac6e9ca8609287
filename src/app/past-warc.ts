import { createReadStream } from 'node:fs';
import path from 'node:path';
import { WARCParser, type WARCRecord } from 'warcio';
import type { Config } from '../config/load.ts';
import { AppError } from '../model/errors.ts';
import { parseArticle } from '../parsers/article.ts';
import type { PastItem } from './past-articles.ts';

/**
 * The articles of a web archive (WARC 1.0 and 1.1, ISO 28500): every response of status 200 whose body is HTML, with
 * the time of its capture. Pages that are no article are told with the reason; an archive that is cut off or broken
 * is read up to there.
 */
export async function* readWarcArticles(config: Config, file: string): AsyncGenerator<PastItem> {
  const name = path.basename(file);
  const records = new WARCParser(createReadStream(file))[Symbol.asyncIterator]();
  for (;;) {
    try {
      const next = await records.next();
      if (next.done) return;
      const item = await readRecord(config, next.value);
      if (item) yield item;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return yield { name, why: `is no web archive, or broken from here on: ${why}` };
    }
  }
}

async function readRecord(config: Config, record: WARCRecord): Promise<PastItem | null> {
  const url = record.warcTargetURI ?? '';
  if (record.warcType !== 'response' || !/^https?:/i.test(url)) return null;
  // Reading it whole also parses the HTTP headers, and undoes chunks and compression.
  const body = await record.readFully(true);
  const contentType = record.httpHeaders?.headers.get('content-type') ?? '';
  if (record.httpHeaders?.statusCode !== 200 || !/html/i.test(contentType)) return null;
  const fetchedAt = new Date(record.warcDate ?? Date.now()).toISOString();
  try {
    const { sites, words } = config;
    return { name: url, article: parseArticle({ body, url, contentType, fetchedAt, sites, words }) };
  } catch (error) {
    if (error instanceof AppError) return { name: url, why: error.message };
    throw error;
  }
}
