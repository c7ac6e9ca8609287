import { z } from 'zod';
import { EVENT_TYPES, type EventType } from '../../model/event.ts';
import { component, pageOf } from './component.ts';

const TYPES = Object.values(EVENT_TYPES).flat() as [EventType, ...EventType[]];

export const eventType = component('EventType', z.enum(TYPES));
export const developmentKind = component(
  'DevelopmentKind',
  z.enum(['new', 'update', 'confirmed', 'denied', 'corrected']),
);
export const withheldReason = component(
  'WithheldReason',
  z.enum(['known', 'background', 'repeat', 'off-story', 'old', 'duplicate']),
);

const instant = z.string().describe('ISO 8601, UTC');
const published = z
  .string()
  .describe('ISO 8601 as the article gave it: a day, or an instant with its offset');

const figure = component(
  'Figure',
  z.object({ value: z.number(), bound: z.enum(['exact', 'about', 'at-least', 'at-most']) }),
);
const figures = z.record(z.string(), figure).describe('By name: killed, wounded, troops, …');

const event = component(
  'Event',
  z.object({
    type: eventType,
    date: z.object({ from: z.string(), to: z.string() }).nullable().describe('Days, both inclusive'),
    place: z.array(z.string()),
    actors: z.array(z.string()),
    figures,
    certainty: z.enum(['happened', 'planned', 'denied', 'claimed']),
  }),
);

export const articleRef = component(
  'ArticleRef',
  z.object({
    articleId: z.string(),
    url: z.string(),
    title: z.string(),
    source: z.string().describe('The outlet'),
    publishedAt: published.optional(),
  }),
);

export const development = component(
  'Development',
  z
    .object({
      id: z.string(),
      watchId: z.string(),
      kind: developmentKind,
      entryId: z.string().describe('The entry of the ledger: all developments of one event share it'),
      event,
      headline: z.string(),
      weight: z.number().min(0).max(1).describe('1 wakes its readers, 0.5 is for the digest'),
      evidence: z
        .object({ text: z.string(), start: z.int(), end: z.int() })
        .describe('The sentence that says so, and where it stands in the article'),
      article: articleRef,
      before: z
        .object({
          entryId: z.string(),
          sentence: z.string(),
          source: z.string(),
          publishedAt: published.optional(),
          figures: figures.optional(),
        })
        .optional()
        .describe('What the dossier held before'),
      outlets: z.int(),
      origins: z.int().describe('Independent ones: copies of one agency report count once'),
      why: z.array(z.string()),
      at: instant.describe('When it was found; strictly growing, over all watches'),
    })
    .describe('A fact the dossier did not hold, or a change to one'),
);

export const developmentPage = pageOf('DevelopmentPage', development);

export const comparedArticle = component(
  'ComparedArticle',
  z
    .object({
      article: articleRef,
      relevant: z.boolean().describe('Whether it is on the story'),
      why: z.array(z.string()),
      developmentIds: z.array(z.string()),
      withheld: z.int().describe('How many of its events were withheld'),
      at: instant.describe('When it was compared'),
    })
    .describe('What a watch made of an article'),
);

export const comparedArticlePage = pageOf('ComparedArticlePage', comparedArticle);

export const withheld = component(
  'Withheld',
  z
    .object({
      article: articleRef,
      type: eventType,
      reason: withheldReason,
      evidence: z.string().describe('The sentence; the title when the whole article was withheld'),
      why: z.array(z.string()),
      entryId: z.string().optional().describe('The entry of the ledger it met'),
      at: instant,
    })
    .describe('An event that was not told, and why'),
);

export const withheldPage = pageOf('WithheldPage', withheld);

export const article = component(
  'Article',
  z.object({
    id: z.string(),
    url: z.string(),
    title: z.string(),
    standfirst: z.string().optional(),
    paragraphs: z.array(z.string()),
    authors: z.array(z.string()),
    publishedAt: published.optional(),
    modifiedAt: published.optional(),
    seenAt: instant.optional().describe('When the poll that brought it ran'),
    language: z.string().optional(),
    source: z.string(),
    origin: z.string().optional().describe('The agency credited for it'),
    via: z.enum(['page', 'feed', 'file']).describe('Where its text is from'),
    note: z.string().optional(),
  }),
);

export const watch = component(
  'Watch',
  z.object({
    id: z.string(),
    title: z.string(),
    follow: z.string(),
    language: z.string(),
    feedIds: z.array(z.string()),
    channels: z.array(z.string()).describe('Webhooks and ntfy topics it sends to, by name'),
    wake: z.object({
      minWeight: z.number(),
      types: z.array(eventType).optional(),
      mute: z.array(eventType),
    }),
    baseline: z.array(z.object({ title: z.string(), source: z.string(), publishedAt: published.optional() })),
    counts: z.object({ articles: z.int(), developments: z.int(), withheld: z.int() }),
    links: z.object({ page: z.string(), atom: z.string(), json: z.string(), calendar: z.string() }),
  }),
);

export const watchList = component('WatchList', z.object({ items: z.array(watch) }));

/** What `src/notify/post.ts` composes for a webhook. */
component(
  'WebhookMessage',
  z.discriminatedUnion('type', [
    z.object({
      type: z.enum([
        'development.new',
        'development.update',
        'development.confirmed',
        'development.denied',
        'development.corrected',
      ]),
      timestamp: instant,
      data: z.object({
        watch: z.object({ id: z.string(), title: z.string() }),
        development,
        developmentIds: z.array(z.string()).describe('All it tells: reports of one event are one message'),
        page: z.string().nullable().describe('Null without web.publicUrl'),
      }),
    }),
    z.object({ type: z.literal('test'), timestamp: instant, data: z.object({ channel: z.string() }) }),
  ]),
);
