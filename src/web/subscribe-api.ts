import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { EVENT_TYPES, type EventType } from '../model/event.ts';
import { DATE_LANGUAGES } from '../model/language.ts';
import type { SubscribeWish } from '../model/mail.ts';
import { ApiProblem, answerProblem } from './api/problem.ts';
import { WATCHES_MOST } from './form.ts';
import type { AsksTogether } from './network.ts';
import type { PagePorts } from './ports.ts';

/** As of every request of the API. */
const BODY_BYTES_MOST = 64 * 1024;
const ADDRESS_MOST = 320;
const ALL_TYPES = Object.values(EVENT_TYPES).flat() as [EventType, ...EventType[]];
const hour = z.int().min(0).max(23);

/** What a program asks for a stranger. */
export const wishSchema = z.strictObject({
  address: z.string().max(ADDRESS_MOST),
  name: z.string().max(100).optional(),
  watches: z
    .array(z.string().max(64))
    .min(1)
    .max(WATCHES_MOST)
    .optional()
    .describe('Ids of watches; without any, all'),
  alerts: z.boolean().default(true),
  digest: z.enum(['off', 'hourly', 'daily', 'weekdays', 'weekly']).default('daily'),
  hour: hour.default(7),
  timezone: z.string().max(64).default('UTC'),
  quiet: z.strictObject({ from: hour, to: hour }).optional(),
  mutedTypes: z.array(z.enum(ALL_TYPES)).max(ALL_TYPES.length).optional(),
  language: z.enum(DATE_LANGUAGES).optional(),
  signOfLife: z.boolean().optional(),
});

/** Whatever is known of the address. */
const ASKED = {
  status: 'asked',
  detail:
    'If this address can be written to, a mail is on its way with a link: to confirm, or, where it is subscribed already, to its preferences.',
} as const;

/**
 * `POST /api/v1/subscriptions`: what the form does, for a program that speaks for a stranger. It needs no token, and
 * promises the same: one mail to confirm, one answer, the limits by address and by network. What is wrong is told as a
 * problem (RFC 9457).
 */
export function subscribeApiRoutes(app: FastifyInstance, ports: PagePorts, asks: AsksTogether): void {
  app.register(async (api) => {
    api.setErrorHandler(answerProblem);
    const options = { ...asks, bodyLimit: BODY_BYTES_MOST };
    api.post('/api/v1/subscriptions', options, async ({ body }, reply) => {
      await ports.readers.ask(wishIn(body, ports));
      return reply.code(202).header('cache-control', 'no-store').send(ASKED);
    });
  });
}

/** @throws ApiProblem with every mistake */
function wishIn(body: unknown, ports: PagePorts): SubscribeWish {
  const read = wishSchema.safeParse(body ?? {});
  if (!read.success) {
    const mistakes = read.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
    throw new ApiProblem(400, `${mistakes.join('; ')}.`);
  }
  const { watches, name, ...wish } = read.data;
  const known = ports.watches().map(({ watch }) => watch.id);
  const watchIds = [...new Set(watches ?? known)];
  if (watchIds.some((id) => !known.includes(id))) {
    throw new ApiProblem(400, `watches: there are ${known.slice(0, WATCHES_MOST).join(', ')}.`);
  }
  if (watchIds.length > WATCHES_MOST) throw new ApiProblem(400, `watches: choose ${WATCHES_MOST} at most.`);
  if (!wish.alerts && wish.digest === 'off') throw new ApiProblem(400, 'Choose alerts, a digest, or both.');
  return withoutUndefined({ ...wish, watchIds, ...(name && { name }) });
}

function withoutUndefined<T extends object>(wish: T): SubscribeWish {
  return Object.fromEntries(
    Object.entries(wish).filter(([, value]) => value !== undefined),
  ) as unknown as SubscribeWish;
}
