import { z } from 'zod';
import type { Article } from '../../model/article.ts';
import type { ArticleVerdict, Development } from '../../model/development.ts';
import type { Watch } from '../../model/watch.ts';
import * as news from './news-schemas.ts';
import { collect, paging } from './paging.ts';
import type { ApiPorts } from './ports.ts';
import { notThere } from './problem.ts';
import { ids, type Route, route } from './route.ts';

const ofWatch = ids('watchId');

const window = {
  since: z.iso.datetime({ offset: true }).optional().describe('Found at or after this instant'),
  until: z.iso.datetime({ offset: true }).optional().describe('Found at or before this instant'),
};

const developmentQuery = z.strictObject({
  kind: news.developmentKind.optional(),
  type: news.eventType.optional(),
  q: z.string().max(200).optional().describe('Words in the headline or the sentence, in any case'),
  ...window,
  ...paging,
});

/** What is watched and what was found. */
export const watchRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/watches', tag: 'watches', scope: 'read', summary: 'All watches' },
    answers: { 200: news.watchList },
    handle: async (_input, ports) => {
      const items = await Promise.all(ports.watches().map((watch) => watchView(watch, ports)));
      return { status: 200, body: { items } };
    },
  }),
  route({
    ...{ method: 'GET', path: '/watches/{watchId}', tag: 'watches', scope: 'read', summary: 'One watch' },
    params: ofWatch,
    answers: { 200: news.watch },
    handle: async ({ params }, ports) => ({
      status: 200,
      body: await watchView(watchOf(ports, params.watchId), ports),
    }),
  }),
  route({
    ...{ method: 'GET', path: '/watches/{watchId}/developments', tag: 'developments', scope: 'read' },
    summary: 'Developments of a watch, the newest first',
    params: ofWatch,
    query: developmentQuery,
    answers: { 200: news.developmentPage },
    handle: async ({ params, query }, ports) => {
      const { id } = watchOf(ports, params.watchId);
      const { since, until } = query;
      const bounds = {
        ...(since !== undefined && { since: Date.parse(since) }),
        ...(until !== undefined && { until: Date.parse(until) }),
      };
      const body = await collect(
        query,
        (ask) => ports.store.developmentPage(id, { ...ask, ...bounds }),
        (development) => (isWanted(development, query) ? [development] : []),
      );
      return { status: 200, body };
    },
  }),
  route({
    ...{ method: 'GET', path: '/watches/{watchId}/developments/{developmentId}', tag: 'developments' },
    ...{ scope: 'read', summary: 'One development' },
    params: ids('watchId', 'developmentId'),
    answers: { 200: news.development },
    handle: async ({ params }, ports) => {
      const { id } = watchOf(ports, params.watchId);
      const development = await ports.store.development(id, params.developmentId);
      if (!development) throw notThere(`development "${params.developmentId}" of this watch`);
      return { status: 200, body: development };
    },
  }),
  route({
    ...{ method: 'GET', path: '/watches/{watchId}/export', tag: 'developments', scope: 'read' },
    summary: 'All developments of a watch, as CSV or one JSON object a line',
    params: ofWatch,
    query: z.strictObject({ format: z.enum(['csv', 'jsonl']).default('jsonl') }),
    answers: { 200: ['text/csv', 'application/jsonl'] },
    handle: async ({ params, query: { format } }, ports) => {
      const { id } = watchOf(ports, params.watchId);
      return {
        status: 200,
        type: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8',
        filename: `${id}.${format}`,
        parts: ports.exportDevelopments(id, format),
      };
    },
  }),
  route({
    ...{ method: 'GET', path: '/watches/{watchId}/articles', tag: 'articles', scope: 'read' },
    summary: 'Articles a watch compared, the latest first, and what it made of them',
    params: ofWatch,
    query: z.strictObject({
      relevant: z.enum(['true', 'false']).optional().describe('Only those on the story, or off it'),
      ...paging,
    }),
    answers: { 200: news.comparedArticlePage },
    handle: async ({ params, query }, ports) => {
      const { id } = watchOf(ports, params.watchId);
      const body = await collect(
        query,
        (ask) => ports.store.verdictPage(id, ask),
        (verdict) =>
          query.relevant === undefined || String(verdict.relevant) === query.relevant
            ? [comparedView(verdict)]
            : [],
      );
      return { status: 200, body };
    },
  }),
  route({
    ...{ method: 'GET', path: '/watches/{watchId}/withheld', tag: 'withheld', scope: 'read' },
    summary: 'What was not told, the latest first, and why',
    params: ofWatch,
    query: z.strictObject({ reason: news.withheldReason.optional(), ...paging }),
    answers: { 200: news.withheldPage },
    handle: async ({ params, query }, ports) => {
      const { id } = watchOf(ports, params.watchId);
      const body = await collect(
        query,
        (ask) => ports.store.verdictPage(id, ask),
        ({ article, withheld, at }) =>
          withheld
            .filter(({ reason }) => query.reason === undefined || reason === query.reason)
            .map((event) => ({ article, ...event, at })),
      );
      return { status: 200, body };
    },
  }),
  route({
    ...{ method: 'GET', path: '/articles/{articleId}', tag: 'articles', scope: 'read' },
    summary: 'One article with its text, as long as it is kept',
    params: ids('articleId'),
    answers: { 200: news.article },
    handle: async ({ params }, ports) => {
      const article = await ports.store.article(params.articleId);
      if (!article) throw notThere(`article "${params.articleId}", or its text has passed its keep time`);
      return { status: 200, body: articleView(article) };
    },
  }),
];

/** @throws ApiProblem where there is none */
export function watchOf(ports: Pick<ApiPorts, 'watches'>, watchId: string): Watch {
  const watch = ports.watches().find(({ id }) => id === watchId);
  if (!watch) throw notThere(`watch "${watchId}"`);
  return watch;
}

function isWanted(
  { kind, event, headline, evidence }: Development,
  wanted: {
    readonly kind?: string | undefined;
    readonly type?: string | undefined;
    readonly q?: string | undefined;
  },
): boolean {
  const words = wanted.q?.toLowerCase() ?? '';
  return (
    (wanted.kind === undefined || kind === wanted.kind) &&
    (wanted.type === undefined || event.type === wanted.type) &&
    `${headline}\n${evidence.text}`.toLowerCase().includes(words)
  );
}

async function watchView(watch: Watch, { feeds, store, baseUrl }: ApiPorts) {
  const { id, title, follow, language, wake, notify = [], baseline } = watch;
  const page = `${baseUrl()}/watches/${encodeURIComponent(id)}`;
  return {
    ...{ id, title, follow, language, wake, channels: notify },
    feedIds: feeds().flatMap((feed) => (feed.watchIds.includes(id) ? [feed.id] : [])),
    baseline: baseline.map(({ title, source, publishedAt }) => ({
      ...{ title, source },
      ...(publishedAt !== undefined && { publishedAt }),
    })),
    counts: await store.counts(id),
    links: { page, atom: `${page}/feed.atom`, json: `${page}/feed.json`, calendar: `${page}/calendar.ics` },
  };
}

function comparedView({ article, relevant, why, developmentIds, withheld, at }: ArticleVerdict) {
  return { article, relevant, why, developmentIds, withheld: withheld.length, at };
}

/** Captions, pictures and entries of live blogs are for comparing, not for reading. */
function articleView(article: Article) {
  const { captions: _captions, image: _image, entries: _entries, section: _section, ...told } = article;
  return told;
}
