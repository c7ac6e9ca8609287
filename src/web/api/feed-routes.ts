import { z } from 'zod';
import type { Feed } from '../../model/feed.ts';
import { conditionOf } from '../feed-view.ts';
import * as schemas from './people-schemas.ts';
import type { ApiPorts } from './ports.ts';
import { notThere } from './problem.ts';
import { ids, type Route, route } from './route.ts';

const ofFeed = ids('feedId');

/** Where the news comes from. */
export const feedRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/feeds', tag: 'feeds', scope: 'read', summary: 'All feeds and how they are' },
    query: z.strictObject({
      watch: z.string().max(64).optional(),
      condition: schemas.feed.shape.condition.optional(),
    }),
    answers: { 200: schemas.feedList },
    handle: async ({ query }, ports) => {
      const feeds = ports.feeds().filter(({ watchIds }) => !query.watch || watchIds.includes(query.watch));
      const items = await Promise.all(feeds.map((feed) => feedView(feed, ports)));
      const wanted = items.filter((one) => !query.condition || one.condition === query.condition);
      return { status: 200, body: { items: wanted } };
    },
  }),
  route({
    ...{ method: 'GET', path: '/feeds/{feedId}', tag: 'feeds', scope: 'read', summary: 'One feed' },
    params: ofFeed,
    answers: { 200: schemas.feed },
    handle: async ({ params }, ports) => ({
      status: 200,
      body: await feedView(feedOf(ports, params.feedId), ports),
    }),
  }),
  route({
    ...{ method: 'POST', path: '/feeds/{feedId}/pause', tag: 'feeds', scope: 'operate' },
    summary: 'Ask a feed no more, by schedule or by hand, till it is resumed',
    params: ofFeed,
    answers: { 200: schemas.feed },
    handle: async ({ params }, ports) => {
      const feed = feedOf(ports, params.feedId);
      await ports.pauseFeed(feed);
      return { status: 200, body: await feedView(feed, ports) };
    },
  }),
  route({
    ...{ method: 'POST', path: '/feeds/{feedId}/resume', tag: 'feeds', scope: 'operate' },
    summary: 'Ask a feed again, though it was paused, had failed or was gone',
    params: ofFeed,
    answers: { 200: schemas.feed },
    handle: async ({ params }, ports) => {
      const feed = feedOf(ports, params.feedId);
      await ports.resumeFeed(feed);
      return { status: 200, body: await feedView(feed, ports) };
    },
  }),
];

/** @throws ApiProblem where there is none */
export function feedOf({ feeds }: Pick<ApiPorts, 'feeds'>, feedId: string): Feed {
  const feed = feeds().find(({ id }) => id === feedId);
  if (!feed) throw notThere(`feed "${feedId}" in any watch`);
  return feed;
}

async function feedView(feed: Feed, { store, now }: ApiPorts) {
  const [state, paused] = await Promise.all([store.feedState(feed.id), store.isFeedPaused(feed.id)]);
  const { failures, error, lastPollAt, lastSuccessAt, lastItemAt, notBefore } = state;
  const title = feed.title ?? state.title;
  return {
    ...{ id: feed.id, url: feed.url, watchIds: feed.watchIds, failures },
    condition: conditionOf({ feed, state, paused }, now()),
    ...(title !== undefined && { title }),
    ...(error !== undefined && { error }),
    ...(lastPollAt !== undefined && { lastPollAt }),
    ...(lastSuccessAt !== undefined && { lastSuccessAt }),
    ...(lastItemAt !== undefined && { lastItemAt }),
    ...(notBefore !== undefined && { notBefore }),
  };
}
