import { createPeople } from '../../src/app/people.ts';
import { createSubscribing } from '../../src/app/subscribing.ts';
import { deliver } from '../../src/jobs/deliver.ts';
import { makeLinks } from '../../src/notify/links.ts';
import { createServer } from '../../src/web/server.ts';
import { openDesk } from '../jobs/desk.ts';
import { watchOf } from '../jobs/samples.ts';
import { testRedis } from '../support/redis.ts';
import { emptySample, portsOf } from '../web/sample.ts';

export const PUBLIC_URL = 'https://watch.example.org';

/** The page, the store and the deliver job of production put together; mails land in `desk.sent`. */
export function openFrontDesk() {
  const redis = testRedis();
  const watches = [watchOf(), watchOf({ id: 'talks', title: 'Talks in Geneva' })];
  const desk = openDesk(redis.redis, redis.prefix, { watches });
  const { store, ports } = desk;
  const people = createPeople({ store, clock: ports.clock, maxAlertsPerDay: 4 });
  let made = 0;
  const readers = createSubscribing({
    ...{ store, people, clock: ports.clock },
    chance: () => {
      made += 1;
      return made / 1e6;
    },
    from: async () => ({
      sender: ports.sender,
      links: makeLinks({ publicUrl: PUBLIC_URL, secret: await store.secret() }),
    }),
    titleOf: (id) => ports.catalogue.watch(id)?.title,
    deliver: (deliveryId) => deliver(desk.context(), { deliveryId }),
  });
  const sample = { ...emptySample(), watches: watches.map((watch) => ({ watch, baselineEvents: 1 })) };
  const page = createServer({
    ...portsOf(sample),
    store,
    now: ports.clock,
    readers,
  });
  const form = (url: string, fields: Record<string, string | string[]>, from = '192.0.2.1') =>
    page.inject({
      method: 'POST',
      url,
      remoteAddress: from,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(
        Object.entries(fields).flatMap(([name, values]) =>
          [values].flat().map((value): [string, string] => [name, value]),
        ),
      ).toString(),
    });
  return {
    desk,
    people,
    readers,
    page,
    redis,
    form,
    get: (url: string) => page.inject({ method: 'GET', url }),
    /** The path of the link in the latest mail. */
    link: () => {
      const text = desk.sent.at(-1)?.text ?? '';
      return /https:\/\/watch\.example\.org(\/\S+)/.exec(text)?.[1] ?? '';
    },
    close: async () => {
      await page.close();
      await redis.close();
    },
  };
}

export const ASKED = {
  address: 'ada@readers.example',
  watch: 'strike',
  alerts: 'yes',
  digest: 'daily',
  hour: '7',
  timezone: 'Europe/Berlin',
};

export function tokenOf(link: string): string {
  return new URL(link, PUBLIC_URL).searchParams.get('token') ?? '';
}
