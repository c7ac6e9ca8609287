import { z } from 'zod';
import { wishSchema } from '../subscribe-api.ts';
import { component } from './component.ts';
import type { Described } from './route.ts';

/** Subscribing as a stranger does: `src/web/subscribe-api.ts` serves it, this tells of it. */
export const strangersSubscription: Described = {
  ...{ method: 'POST', path: '/subscriptions', tag: 'subscribers', scope: null },
  summary: 'Ask to subscribe an address, for a stranger',
  description:
    'Its owner is asked by mail to confirm, and nothing else is sent before. The answer is the same whether or not the address is known. Ten times an hour from one network.',
  params: z.strictObject({}),
  query: z.strictObject({}),
  body: component('SubscriptionWish', wishSchema),
  answers: {
    202: component('SubscriptionAsked', z.object({ status: z.literal('asked'), detail: z.string() })),
  },
};
