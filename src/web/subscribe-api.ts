import { STATUS_CODES } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { AppError } from '../model/errors.ts';
import { EVENT_TYPES, type EventType } from '../model/event.ts';
import { DATE_LANGUAGES } from '../model/language.ts';
import type { SubscribeWish } from '../model/mail.ts';
import { WATCHES_MOST } from './form.ts';
import { ASKS_PER_HOUR, limitTo } from './network.ts';
import type { PagePorts } from './ports.ts';

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
export function subscribeApiRoutes(app: FastifyInstance, ports: PagePorts): void {
  app.register(async (api) => {
    api.setErrorHandler((error, _request, reply) => answerProblem(reply, error));
    api.post('/api/v1/subscriptions', limitTo(ASKS_PER_HOUR), async ({ body }, reply) => {
      await ports.readers.ask(wishIn(body, ports));
      return reply.code(202).header('cache-control', 'no-store').send(ASKED);
    });
  });
}

/** A request that cannot be; its message names every mistake. */
class BadWish extends Error {}

/** @throws BadWish */
function wishIn(body: unknown, ports: PagePorts): SubscribeWish {
  const read = wishSchema.safeParse(body ?? {});
  if (!read.success) {
    const mistakes = read.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
    throw new BadWish(`${mistakes.join('; ')}.`);
  }
  const { watches, name, ...wish } = read.data;
  const known = ports.watches().map(({ watch }) => watch.id);
  const watchIds = [...new Set(watches ?? known)];
  if (watchIds.some((id) => !known.includes(id))) {
    throw new BadWish(`watches: there are ${known.slice(0, WATCHES_MOST).join(', ')}.`);
  }
  if (watchIds.length > WATCHES_MOST) throw new BadWish(`watches: choose ${WATCHES_MOST} at most.`);
  if (!wish.alerts && wish.digest === 'off') throw new BadWish('Choose alerts, a digest, or both.');
  return withoutUndefined({ ...wish, watchIds, ...(name && { name }) });
}

function withoutUndefined<T extends object>(wish: T): SubscribeWish {
  return Object.fromEntries(
    Object.entries(wish).filter(([, value]) => value !== undefined),
  ) as unknown as SubscribeWish;
}

function answerProblem(reply: FastifyReply, error: unknown): FastifyReply {
  const [status, detail] = problemOf(error);
  if (status === 503) reply.header('retry-after', '3600');
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail }));
}

function problemOf(error: unknown): readonly [status: number, detail: string] {
  if (error instanceof BadWish) return [400, error.message];
  if (error instanceof AppError) return [error.retryable ? 503 : 422, error.message];
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status === 429)
    return [429, `One network asks ${ASKS_PER_HOUR} times an hour at most; try again later.`];
  if (status >= 400 && status < 500) return [status, 'The body is to be JSON, of 16 KB at most.'];
  return [500, 'This is a mistake of Newswatch’s own.'];
}
