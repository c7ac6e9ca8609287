import type { Article } from '../../src/model/article.ts';
import type { CompareCommit } from '../../src/model/commit.ts';
import type { ArticleVerdict, Development, WithheldReason } from '../../src/model/development.ts';
import type { ArticlePrint, LedgerEntry } from '../../src/model/dossier.ts';
import type { NewsEvent } from '../../src/model/event.ts';
import { contentId } from '../../src/model/id.ts';
import type { Delivery, Subscriber } from '../../src/model/mail.ts';
import type { Store } from '../../src/store/store.ts';
import { subscriberOf } from '../support/samples.ts';

export const WATCH = 'dock-strike';
export const AT = '2024-02-11T09:30:00.000Z';
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** `AT`, so many milliseconds later. */
export function later(ms: number): string {
  return new Date(Date.parse(AT) + ms).toISOString();
}

export function article(name: string): Article {
  const url = `https://harbour.example/${name}`;
  return {
    id: contentId('a', url),
    url,
    title: `Dockers “walk out” — ${name}`,
    standfirst: 'Talks broke down at night.',
    paragraphs: [
      'Dockers at the port of Ostmark walked out on Sunday.',
      'The union says Ünal’s 1,200 members follow.',
    ],
    captions: [],
    authors: ['A. Reporter'],
    publishedAt: '2024-02-11T10:00:00+01:00',
    language: 'en',
    source: 'Harbour Post',
    via: 'page',
  };
}

const EVENT: NewsEvent = {
  type: 'walkout',
  date: { from: '2024-02-11', to: '2024-02-11' },
  place: ['Ostmark'],
  actors: ['Dockers’ Union', 'Port of Ostmark'],
  figures: { workers: { value: 1200, bound: 'about' } },
  certainty: 'happened',
};

const EVIDENCE = { text: 'Dockers at the port of Ostmark walked out on Sunday.', start: 0, end: 52 };

export function entry(name: string): LedgerEntry {
  return {
    id: contentId('e', name),
    event: EVENT,
    observations: [
      { articleId: article(name).id, source: 'Harbour Post', evidence: EVIDENCE, certainty: 'happened' },
    ],
    held: false,
    firstSeenAt: AT,
    lastSeenAt: AT,
    outlets: ['Harbour Post'],
    origins: ['Harbour Post'],
  };
}

export function print(name: string): ArticlePrint {
  const { id, title, source } = article(name);
  return { articleId: id, title, source, sketch: [4_294_967_295, 7, 0] };
}

export function development(name: string, at = AT): Development {
  const { id, url, title, source } = article(name);
  return {
    id: contentId('v', name),
    watchId: WATCH,
    kind: 'new',
    entryId: contentId('e', name),
    event: EVENT,
    headline: 'Dockers walk out in Ostmark',
    weight: 1,
    evidence: EVIDENCE,
    article: { articleId: id, url, title, source },
    outlets: 1,
    origins: 1,
    why: ['a walkout that the dossier does not hold'],
    at,
  };
}

export function verdict(name: string, withheld: readonly WithheldReason[] = [], at = AT): ArticleVerdict {
  const { id, url, title, source } = article(name);
  return {
    watchId: WATCH,
    article: { articleId: id, url, title, source },
    relevant: true,
    why: ['names the Port of Ostmark'],
    developmentIds: [],
    withheld: withheld.map((reason) => ({ type: 'walkout', reason, evidence: EVIDENCE.text, why: ['so'] })),
    at,
  };
}

export async function isCompared(store: Store, { id }: Article): Promise<boolean> {
  return (await store.comparisonStart({ watchId: WATCH, articleId: id })).isCompared;
}

/** One development found in one article, alerted. */
export function commit(name: string, version: number, changes: Partial<CompareCommit> = {}): CompareCommit {
  const found = development(name);
  return {
    watchId: WATCH,
    articleId: article(name).id,
    version,
    change: { entries: [entry(name)], prints: [print(name)] },
    developments: [found],
    verdict: { ...verdict(name), developmentIds: [found.id] },
    outbox: [{ watchId: WATCH, developmentId: found.id }],
    at: AT,
    ...changes,
  };
}

/** An article that brings nothing new. */
export function nothingNew(
  name: string,
  version: number,
  withheld: readonly WithheldReason[] = ['off-story'],
  at = AT,
): CompareCommit {
  const change = { entries: [], prints: [] };
  return commit(name, version, {
    change,
    developments: [],
    outbox: [],
    verdict: verdict(name, withheld, at),
    at,
  });
}

export function subscriber(name: string, changes: Partial<Subscriber> = {}): Subscriber {
  const address = `${name}@example.org`;
  return subscriberOf(address, {
    mailbox: { name: 'Réa Der', address },
    watchIds: [WATCH],
    createdAt: AT,
    ...changes,
  });
}

export function alert(reader: Subscriber, name: string, createdAt = AT): Delivery {
  const developmentId = contentId('v', name);
  return {
    id: contentId('d', reader.id, 'alert', developmentId),
    subscriberId: reader.id,
    kind: 'alert',
    developmentIds: [developmentId],
    message: {
      messageId: `<${name}@newswatch.example>`,
      from: { name: 'Newswatch', address: 'news@newswatch.example' },
      to: reader.mailbox,
      subject: 'Dockers walk out in Ostmark — dock strike',
      text: 'New\n\nDockers walked out. ¶\n',
      html: '<p>Dockers walked out. ¶</p>',
      headers: { 'List-Id': '<dock-strike.newswatch.example>' },
      date: createdAt,
    },
    state: 'pending',
    attempts: 0,
    createdAt,
  };
}

export function digest(reader: Subscriber, windowEnd: string, names: readonly string[] = []): Delivery {
  return {
    ...alert(reader, windowEnd, windowEnd),
    id: contentId('d', reader.id, 'digest', windowEnd),
    kind: 'digest',
    developmentIds: names.map((name) => contentId('v', name)),
    windowEnd,
  };
}
