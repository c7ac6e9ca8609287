import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { startSite, testFetcher } from './site.ts';

const HAS_IPV6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

test.skipIf(!HAS_IPV6)('a host is read over IPv6, and a private address written so is refused', async () => {
  const site = await startSite((_, response) => response.end('six'), '::1');
  const port = new URL(site.url.replace('http://::1:', 'http://[::1]:')).port;
  const fetcher = testFetcher({ allowPrivate: ['::1', '127.0.0.0/8'] });
  try {
    const answer = await fetcher.fetch(`http://[::1]:${port}/`, { accept: '*/*', maxBytes: 100 });
    expect(answer.kind === 'ok' && Buffer.from(answer.body).toString()).toBe('six');
    await expect(
      fetcher.fetch(`http://[::ffff:10.0.0.1]:${port}/`, { accept: '*/*', maxBytes: 100 }),
    ).rejects.toMatchObject({ reason: 'blocked-address' });
  } finally {
    await fetcher.close();
    await site.close();
  }
});
