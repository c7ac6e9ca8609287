import { z } from 'zod';
import type { Delivery, Subscriber } from '../../model/mail.ts';
import { maskAddress, redact, redactText } from '../redact.ts';
import { collect, paging } from './paging.ts';
import * as schemas from './people-schemas.ts';
import { notThere } from './problem.ts';
import { ids, type Route, route } from './route.ts';
import { watchOf } from './watch-routes.ts';

const ofSubscriber = ids('subscriberId');
const ofDelivery = ids('deliveryId');

/** Who gets mails. Addresses are told to whoever may operate, and to nobody else. */
export const subscriberRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/subscribers', tag: 'subscribers', scope: 'operate' },
    summary: 'All subscribers, by address',
    query: z.strictObject({
      status: z.enum(['active', 'unsubscribed', 'suspended']).optional(),
      watch: z.string().max(64).optional().describe('Only those of this watch'),
      ...paging,
    }),
    answers: { 200: schemas.subscriberPage },
    handle: async ({ query }, { store }) => {
      const all = await store.subscribers();
      const body = await collect(
        query,
        async ({ after, limit }) => {
          const start = after ? all.findIndex(({ mailbox }) => mailbox.address > after.member) : 0;
          const batch = start < 0 ? [] : all.slice(start, start + limit);
          const entries = batch.map((item) => ({ item, at: { score: 0, member: item.mailbox.address } }));
          return { entries, next: batch.length < limit ? null : (entries.at(-1)?.at ?? null) };
        },
        (one) =>
          (query.status === undefined || one.status === query.status) &&
          (query.watch === undefined || one.watchIds.includes(query.watch))
            ? [subscriberView(one)]
            : [],
      );
      return { status: 200, body };
    },
  }),
  route({
    ...{ method: 'GET', path: '/subscribers/{subscriberId}', tag: 'subscribers', scope: 'operate' },
    summary: 'One subscriber',
    params: ofSubscriber,
    answers: { 200: schemas.subscriber },
    handle: async ({ params }, { store }) => {
      const found = await store.subscriber(params.subscriberId);
      if (!found) throw notThere(`subscriber "${params.subscriberId}"`);
      return { status: 200, body: subscriberView(found) };
    },
  }),
  route({
    ...{ method: 'POST', path: '/subscribers', tag: 'subscribers', scope: 'operate' },
    summary: 'Subscribe an address, or change what it gets',
    description: 'At once, for you answer for it; with `confirm` its owner is asked by mail first.',
    body: schemas.subscriberWish,
    answers: { 200: schemas.subscriber, 202: schemas.asked },
    handle: async ({ body: { confirm, name, ...wish } }, ports) => {
      for (const watchId of wish.watchIds) watchOf(ports, watchId);
      const named = { ...wish, ...(name !== undefined && { name }) };
      if (!confirm) return { status: 200, body: subscriberView(await ports.subscribe(named)) };
      await ports.ask(named);
      return { status: 202, body: { asked: true as const } };
    },
  }),
  route({
    ...{ method: 'DELETE', path: '/subscribers/{subscriberId}', tag: 'subscribers', scope: 'operate' },
    summary: 'Send a subscriber nothing more',
    params: ofSubscriber,
    answers: { 204: null },
    handle: async ({ params }, { store, unsubscribe }) => {
      const found = await store.subscriber(params.subscriberId);
      if (!found) throw notThere(`subscriber "${params.subscriberId}"`);
      await unsubscribe(found.id);
      return { status: 204 };
    },
  }),
];

/** What was sent, or is to be. */
export const deliveryRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/deliveries', tag: 'deliveries', scope: 'read' },
    summary: 'Mails and messages to channels, the latest first',
    query: z.strictObject({
      state: schemas.deliveryState.optional(),
      kind: z.enum(['alert', 'digest', 'notice']).optional(),
      via: z.enum(['mail', 'webhook', 'ntfy']).optional(),
      subscriber: z.string().max(64).optional().describe('Id of a subscriber or a channel'),
      ...paging,
    }),
    answers: { 200: schemas.deliveryPage },
    handle: async ({ query }, { store }) => {
      const { state, kind, via, subscriber } = query;
      const body = await collect(
        query,
        (ask) => store.deliveryPage(ask, subscriber),
        (one) =>
          (state === undefined || one.state === state) &&
          (kind === undefined || one.kind === kind) &&
          (via === undefined || (one.channel?.kind ?? 'mail') === via)
            ? [deliveryView(one)]
            : [],
      );
      return { status: 200, body };
    },
  }),
  route({
    ...{ method: 'GET', path: '/deliveries/{deliveryId}', tag: 'deliveries', scope: 'read' },
    summary: 'One of them with its text',
    params: ofDelivery,
    answers: { 200: schemas.deliveryInFull },
    handle: async ({ params }, { store }) => {
      const found = await store.delivery(params.deliveryId);
      if (!found) throw notThere(`delivery "${params.deliveryId}"`);
      const text = found.channel ? found.message.text : redact(found.message).text;
      return { status: 200, body: { ...deliveryView(found), text } };
    },
  }),
];

function subscriberView({ mailbox: { address, name }, ...rest }: Subscriber) {
  return { ...rest, address, ...(name !== undefined && { name }) };
}

function deliveryView(delivery: Delivery) {
  const { message, response, channel, news: _news, windowEnd: _windowEnd, ...told } = delivery;
  const { address } = message.to;
  return {
    ...told,
    ...(channel && { channel }),
    to: channel ? channel.name : maskAddress(address),
    subject: channel ? message.subject : redact(message).subject,
    ...(response !== undefined && { response: channel ? response : redactText(response, address) }),
  };
}
