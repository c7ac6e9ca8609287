import { isIPv6 } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Requests that write a mail, from one network: by form and by the API together. */
export const ASKS_PER_HOUR = 10;

/** Route options that let one network send a form so often in an hour. */
export function limitTo(max: number) {
  return {
    config: {
      rateLimit: {
        max,
        timeWindow: '1 hour',
        keyGenerator: (request: FastifyRequest) => networkOf(request.ip),
      },
    },
  };
}

/** Route options of all that write a mail to an address somebody types: one network's are counted together. */
export function asksTogether(app: FastifyInstance) {
  // The plugin counts each route apart, unless they share one handler.
  return { onRequest: app.rateLimit(limitTo(ASKS_PER_HOUR).config.rateLimit) };
}

export type AsksTogether = ReturnType<typeof asksTogether>;

/** An IPv4 address, or the /64 an IPv6 address is in: whoever has one of its addresses has all of them. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = (address.split('%')[0] ?? '').split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const groups = address.includes('::')
    ? [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
    : left;
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
