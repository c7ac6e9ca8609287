import type { Config } from '../config/load.ts';
import { FEED_TYPES } from '../jobs/poll-feed.ts';
import { freshForMs, habitOf } from '../jobs/poll-waits.ts';
import { AppError } from '../model/errors.ts';
import type { FeedAsks, Item } from '../model/feed.ts';
import type { Fetcher, FetchResult } from '../model/fetch.ts';
import { parseFeed } from '../parsers/feed.ts';
import { feedSchedule } from '../parsers/feed-schedule.ts';
import { baseOfAnswer } from '../parsers/url.ts';
import { openFetcher } from './reading.ts';

export interface FeedTest {
  /** As asked, and after redirects. */
  readonly url: string;
  readonly finalUrl: string;
  readonly movedTo?: string;
  readonly bytes: number;
  readonly title?: string;
  readonly items: readonly Item[];
  readonly asks: FeedAsks;
  readonly habitMs?: number;
}

export type Answer = Extract<FetchResult, { kind: 'ok' }>;

/**
 * Fetches and parses a feed now, by the worker's own reader. Stores nothing.
 * @throws FetchError or ParseError that says why it cannot be read
 */
export async function testFeed(config: Config, url: string): Promise<FeedTest> {
  const fetcher = openFetcher(config);
  try {
    return await readAnswer(url, await ask(fetcher, config, url));
  } finally {
    await fetcher.close();
  }
}

/** What is at an address, be it a feed or a page. @throws FetchError */
export async function ask(fetcher: Fetcher, { settings }: Config, url: string): Promise<Answer> {
  const answer = await fetcher.fetch(url, { accept: FEED_TYPES, maxBytes: settings.net.maxFeedSize });
  if (answer.kind === 'ok') return answer;
  throw new AppError(`${url} answered 304 to a request without conditions.`);
}

/** @throws ParseError when it is no feed */
export async function readAnswer(asked: string, answer: Answer): Promise<FeedTest> {
  const { body, contentType, movedTo, url } = answer;
  const base = baseOfAnswer(url, answer.headers);
  const parsed = await parseFeed({ body, url: asked, base, ...(contentType ? { contentType } : {}) });
  const now = new Date();
  const freshMs = freshForMs(answer.headers, now);
  const habitMs = habitOf(parsed.items, now);
  return {
    url: asked,
    finalUrl: url,
    ...(movedTo ? { movedTo } : {}),
    bytes: body.length,
    ...(parsed.title ? { title: parsed.title } : {}),
    items: parsed.items,
    asks: {
      ...(freshMs === undefined ? {} : { freshMs }),
      ...(parsed.ttlMs === undefined ? {} : { ttlMs: parsed.ttlMs }),
      ...feedSchedule(body),
    },
    ...(habitMs === undefined ? {} : { habitMs }),
  };
}
