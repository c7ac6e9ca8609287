import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadWatch } from '../../src/config/watch-files.ts';
import { setSchedules } from '../../src/jobs/schedules.ts';
import type { Watch } from '../../src/model/watch.ts';
import { createSmtpTransport } from '../../src/notify/transport.ts';
import { openNewsstand } from '../jobs/newsstand.ts';
import { openOffice } from '../jobs/office.ts';
import { openPress } from '../jobs/press.ts';
import { feedOf } from '../jobs/samples.ts';
import { testFetcher } from '../net/site.ts';
import { testRedis } from '../support/redis.ts';
import { note } from './rows.ts';
import { accountOf, reader, WATCH } from './town.ts';
import { openBadMailbox, openBadSite } from './weather-servers.ts';
import { BORDER_DOSSIER, borderWatch, wire } from './wire.ts';

const ITEMS = 200;
const FEEDS = 10;
const READERS = 25;
const LIMITS = {
  ...{ pollEveryMs: 500, quietPollMs: 500, slowestPollMs: 3000 },
  mailRetry: { firstMs: 200, longestMs: 2000, giveUpMs: 3_600_000 },
};
const TIMES = { pollEveryMs: 1000, sweepEveryMs: 2000, spreadMs: 500, chance: Math.random };

function watchOn(feeds: readonly string[]): Watch {
  const root = mkdtempSync(path.join(tmpdir(), 'newswatch-weather-'));
  const folder = path.join(root, WATCH);
  mkdirSync(path.join(folder, 'dossier'), { recursive: true });
  writeFileSync(path.join(folder, 'watch.yaml'), stringify(borderWatch(feeds)));
  writeFileSync(path.join(folder, 'dossier/1.md'), BORDER_DOSSIER);
  try {
    return loadWatch(root, folder);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const total = (faults: ReadonlyMap<string, number>) => [...faults.values()].reduce((sum, n) => sum + n, 0);
const listed = (faults: ReadonlyMap<string, number>) =>
  [...faults].map(([fault, times]) => `${times} ${fault}`).join(', ');

test('sites and a mail server that fail in every way at once, under load, lose nothing', {
  timeout: 400_000,
}, async ({ task }) => {
  const redis = testRedis();
  const stand = await openNewsstand();
  const site = await openBadSite(stand);
  const gone = reader('gone@example.org');
  const mailbox = await openBadMailbox('gone@example.org');
  const articles = wire(ITEMS, new Date());
  const paths = Array.from({ length: FEEDS }, (_, i) => `/feed-${i}`);
  for (const [i, at] of paths.entries())
    stand.feeds.set(
      at,
      articles.filter((_, n) => n % FEEDS === i),
    );
  const urls = paths.map((at) => site.url + at);
  const feeds = urls.map((url) => feedOf(url, [WATCH]));
  const press = openPress({
    ...{ redis: redis.redis, prefix: redis.prefix, feeds, watches: [watchOn(urls)] },
    ...{ smtpUrl: mailbox.url, clock: () => new Date(), limits: LIMITS },
  });
  const fetcher = testFetcher({ perHost: 8, timeoutMs: 2000, respectRobots: false });
  const transport = createSmtpTransport({ url: mailbox.url, silenceTimeoutMs: 1500 });
  const readers = Array.from({ length: READERS }, (_, i) => reader(`reader-${i}@example.org`));
  for (const one of [...readers, gone]) await press.store.saveSubscriber(one);
  const office = openOffice(redis);
  const account = () => accountOf({ store: press.store, mailbox, readers, queues: office.queues }, ITEMS);
  try {
    const began = performance.now();
    await setSchedules(office.queues, { ...TIMES, feeds: () => feeds });
    const ports = { ...press.ports, fetcher, transport };
    for (let n = 0; n < 2; n += 1) await office.start(ports, { retry: { firstMs: 200, longestMs: 2000 } });
    let now = await account();
    while ((now.read < ITEMS || now.uncompared + now.untold > 0) && performance.now() - began < 300_000) {
      await sleep(500);
      now = await account();
    }
    const tookMs = performance.now() - began;
    expect(now).toMatchObject({
      read: ITEMS,
      uncompared: 0,
      untold: 0,
      toldTwice: 0,
      missing: 0,
      failedJobs: [],
    });
    // How many differ from what was told before hangs on the order in which they were read.
    expect(now.found).toBeGreaterThan(2);
    expect(now.doubled).toBeLessThanOrEqual(mailbox.faults.get('lost after DATA') ?? 0);
    expect(mailbox.mails.flatMap(({ to }) => to?.map(({ address }) => address))).not.toContain(
      'gone@example.org',
    );
    expect((await press.store.subscriber(gone.id))?.status).not.toBe('active');
    note(task, {
      fault: 'sites and the mail server failing in every way at once, under load',
      times: total(site.faults) + total(mailbox.faults),
      of: `${ITEMS} items of ${FEEDS} feeds, ${now.found} developments × ${READERS} readers`,
      lost: now.items - now.read + now.uncompared + now.untold + now.missing,
      doubled: now.doubled + now.toldTwice,
      note: `net: ${listed(site.faults)}; mail: ${listed(mailbox.faults)}. Doubled: the server took the mail and hung up before it said so. All told within ${(tookMs / 1000).toFixed(0)} s`,
    });
  } finally {
    await office.close();
    await transport.close();
    await fetcher.close();
    await press.close();
    await mailbox.close();
    await site.close();
    await stand.close();
    await redis.close();
  }
});
