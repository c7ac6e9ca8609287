import { afterEach, describe, expect, it } from 'vitest';
import { type Handler, type Site, startSite, testFetcher } from './site.ts';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function siteWith(robots: Handler): Promise<Site> {
  const site = await startSite((request, response) => {
    if (request.url === '/robots.txt') robots(request, response);
    else response.end('page');
  });
  open.push(site);
  return site;
}

function fetcher(options = {}) {
  const made = testFetcher(options);
  open.push(made);
  return made;
}

describe('robots.txt', () => {
  it('that forbids this agent a page makes it an error, and others stay free', async () => {
    const site = await siteWith((_, response) =>
      response.end('User-agent: *\nDisallow: /\n\nUser-agent: NewswatchTest\nDisallow: /private/\n'),
    );
    const net = fetcher();
    await expect(net.checkRobots(`${site.url}/private/a`)).rejects.toMatchObject({
      reason: 'robots',
      retryable: false,
      message: expect.stringMatching(/^robots\.txt of 127\.0\.0\.1:\d+ forbids this page$/),
    });
    await expect(net.checkRobots(`${site.url}/news/a`)).resolves.toBeUndefined();
  });

  it('is asked for once, also by many pages at the same time', async () => {
    const site = await siteWith((_, response) => response.end(''));
    const net = fetcher();
    await Promise.all([1, 2, 3].map((n) => net.checkRobots(`${site.url}/${n}`)));
    await net.checkRobots(`${site.url}/4`);
    expect(site.requests).toHaveLength(1);
  });

  it('made of stars, against a long address, takes no time to speak of', async () => {
    const stars = `Disallow: /${'*a'.repeat(30)}b\n`.repeat(7000);
    const site = await siteWith((_, response) => response.end(`User-agent: *\nDisallow: /no/\n${stars}`));
    const net = fetcher();
    const began = process.cpuUsage();
    await net.checkRobots(`${site.url}/${'a'.repeat(7900)}`);
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(5000);
    await expect(net.checkRobots(`${site.url}/no/a`)).rejects.toMatchObject({ reason: 'robots' });
    await expect(net.checkRobots(`${site.url}/${'a'.repeat(8000)}`)).rejects.toMatchObject({
      reason: 'bad-url',
    });
  });

  it('is asked for again after a day', async () => {
    const site = await siteWith((_, response) => response.end(''));
    let now = new Date('2024-02-11T00:00:00Z');
    const net = fetcher({ now: () => now });
    await net.checkRobots(`${site.url}/1`);
    now = new Date('2024-02-12T00:00:01Z');
    await net.checkRobots(`${site.url}/1`);
    expect(site.requests).toHaveLength(2);
  });

  it.each([404, 403, 410])('that answers %s forbids nothing', async (status) => {
    const site = await siteWith((_, response) => response.writeHead(status).end());
    await expect(fetcher().checkRobots(`${site.url}/1`)).resolves.toBeUndefined();
  });

  it('that fails forbids nothing, and is asked for again after ten minutes', async () => {
    const site = await siteWith((_, response) => response.writeHead(500).end());
    let now = new Date('2024-02-11T00:00:00Z');
    const net = fetcher({ now: () => now });
    await net.checkRobots(`${site.url}/1`);
    await net.checkRobots(`${site.url}/1`);
    expect(site.requests).toHaveLength(1);
    now = new Date('2024-02-11T00:11:00Z');
    await net.checkRobots(`${site.url}/1`);
    expect(site.requests).toHaveLength(2);
  });

  it('of endless size counts with its first half megabyte', async () => {
    const site = await siteWith((_, response) => {
      response.write('User-agent: *\nDisallow: /private/\n');
      const timer = setInterval(() => response.write(`# ${'x'.repeat(65_536)}\n`), 1);
      response.on('close', () => clearInterval(timer));
    });
    await expect(fetcher().checkRobots(`${site.url}/private/a`)).rejects.toMatchObject({ reason: 'robots' });
  });

  it('is not asked for when the setting is off', async () => {
    const site = await siteWith((_, response) => response.end('User-agent: *\nDisallow: /\n'));
    await expect(fetcher({ respectRobots: false }).checkRobots(`${site.url}/1`)).resolves.toBeUndefined();
    expect(site.requests).toHaveLength(0);
  });
});
