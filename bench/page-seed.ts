/** A story of many developments, made up, for the benchmark of the page: reports of strikes, talks and tolls over months. */
import type { CompareCommit } from '../src/model/commit.ts';
import type { ArticleVerdict, Development, Withheld } from '../src/model/development.ts';
import type { LedgerEntry } from '../src/model/dossier.ts';
import { EVENT_TYPES, type EventType } from '../src/model/event.ts';
import { contentId } from '../src/model/id.ts';
import type { Delivery } from '../src/model/mail.ts';
import type { Store } from '../src/store/store.ts';

const HOUR_MS = 3_600_000;
const TYPES = Object.values(EVENT_TYPES).flat() as readonly EventType[];
const PLACES = ['Northport', 'Eastgate', 'Millbrook', 'Harrow Bay', 'Old Quay', 'Saint Orme'];
const OUTLETS = ['Wire A', 'Harbour Post', 'The Northern Ledger', 'Coast Daily', 'Union Bulletin'];
const REASONS = ['known', 'repeat', 'background', 'duplicate', 'off-story', 'old'] as const;

const pick = <Of>(list: readonly Of[], at: number): Of => list[at % list.length] as Of;

/** @param everyMs between two articles, the last of them now */
export async function seedStory(
  store: Store,
  watchId: string,
  count: number,
  now: Date,
): Promise<readonly Development[]> {
  const told: Development[] = [];
  const firstMs = now.getTime() - count * HOUR_MS * 0.2;
  for (let at = 0; at < count; at += 1) {
    const commit = commitOf(watchId, at, new Date(firstMs + at * HOUR_MS * 0.2).toISOString());
    await store.commitCompare(commit);
    told.push(...commit.developments);
  }
  return told;
}

function commitOf(watchId: string, at: number, instant: string): CompareCommit {
  const development = developmentOf(watchId, at, instant);
  const { article } = development;
  const withheld = Array.from({ length: 1 + (at % 4) }, (_, n) => withheldOf(at, n));
  const verdict: ArticleVerdict = {
    ...{ watchId, article, relevant: true, developmentIds: [development.id], withheld, at: instant },
    why: ['Names the dockers and the port in its headline.'],
  };
  return {
    ...{ watchId, articleId: article.articleId, version: at, verdict, outbox: [], at: instant },
    change: { entries: [entryOf(development, instant)], prints: [] },
    developments: [development],
  };
}

function developmentOf(watchId: string, at: number, instant: string): Development {
  const [place, source, type] = [pick(PLACES, at), pick(OUTLETS, at * 3), pick(TYPES, at * 7)];
  const killed = 1 + (at % 9);
  const text = `At least ${killed} people were hurt in ${place} on the ${(at % 27) + 1}th, two officials of the port authority said, while the talks between the dockers’ union and the terminal operators went into their ${at}th hour without a word on wages.`;
  const day = instant.slice(0, 10);
  return {
    id: contentId('v', watchId, String(at)),
    watchId,
    kind: pick(['new', 'new', 'update', 'confirmed', 'denied', 'corrected'] as const, at),
    entryId: contentId('e', String(Math.floor(at / 2))),
    event: {
      type,
      date: { from: day, to: day },
      place: [place],
      actors: ['Dockers’ Union', 'Terminal Operators'],
      figures: { wounded: { value: killed, bound: 'at-least' } },
      certainty: pick(['happened', 'happened', 'planned', 'claimed'] as const, at),
    },
    headline: `Report ${at}: ${place} counts ${killed} hurt as talks drag on`,
    weight: pick([1, 0.5, 0.8], at),
    evidence: { text, start: 0, end: text.length },
    article: {
      articleId: contentId('a', String(at)),
      url: `https://news.example/${place.toLowerCase().replace(' ', '-')}/${at}`,
      title: `${place}: dockers and operators talk through the night, ${killed} hurt (${at})`,
      source,
      publishedAt: instant,
    },
    before: { entryId: 'e1', sentence: text, source, publishedAt: instant },
    outlets: 1 + (at % 5),
    origins: 1 + (at % 2),
    why: ['The figure "wounded" rose.', 'Same day, same place, same kind of event.'],
    at: instant,
  };
}

function entryOf({ entryId, event, article, evidence }: Development, instant: string): LedgerEntry {
  const told = { articleId: article.articleId, source: article.source, publishedAt: instant, evidence };
  return {
    ...{ id: entryId, event, held: false, firstSeenAt: instant, lastSeenAt: instant },
    observations: [told, told].map((one) => ({ ...one, certainty: event.certainty })),
    outlets: OUTLETS,
    origins: OUTLETS.slice(0, 2),
  };
}

function withheldOf(at: number, n: number): Withheld {
  const place = pick(PLACES, at + n);
  return {
    type: pick(TYPES, at + n),
    reason: pick(REASONS, at + n),
    evidence: `The strike at ${place} began on a Monday in spring, after ${at} rounds of talks had ended without a result.`,
    why: ['The dossier holds it: same kind, same place, a day of spring.'],
    entryId: 'e1',
  };
}

export async function seedMails(store: Store, told: readonly Development[], count: number): Promise<void> {
  for (const [at, development] of told.slice(-count).entries()) {
    const delivery: Delivery = {
      id: contentId('d', String(at)),
      subscriberId: contentId('s', 'reader@news.example'),
      kind: 'alert',
      developmentIds: [development.id],
      message: {
        messageId: `<${at}@news.example>`,
        from: { address: 'newswatch@news.example' },
        to: { address: 'reader@news.example' },
        subject: development.headline,
        text: development.evidence.text,
        html: `<p>${development.evidence.text}</p>`,
        headers: {},
        date: development.at,
      },
      state: 'pending',
      attempts: 0,
      createdAt: development.at,
    };
    await store.createDelivery(delivery);
  }
}
