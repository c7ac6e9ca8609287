import { afterEach, beforeEach, expect, test } from 'vitest';
import { FetchError } from '../../src/model/errors.ts';
import { createGuard } from '../../src/net/guard.ts';
import { type Site, startSite, testFetcher } from '../net/site.ts';
import { type DnsServer, startDns } from './dns-server.ts';
import { note } from './rows.ts';

/** Where a stranger's site would be; the one address these tests may read. */
const OUTSIDE = '127.0.0.2';
const ASKED = { accept: '*/*', maxBytes: 10_000 };

/** Ways to write 127.0.0.1, ::1 and "any address", which lead to this machine too. */
const LOOPBACK = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '127.0.0.1.',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0x7F.0x0.0x0.0x1',
  ],
  ...['0177.0.0.1', '017700000001', '0177.1', '00000000177.0.0.1', '127.000.000.001', '127.255.255.254'],
  ...['0', '0.0.0.0', '0x0', '00', '１２７.０.０.１', '①②⑦.⓪.⓪.①', '127。0。0。1', '%31%32%37.0.0.1'],
  ...['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[0000::0001]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]'],
  ...['[::127.0.0.1]', '[::7f00:1]', '[0:0:0:0:0:ffff:7f00:1]', '[64:ff9b::7f00:1]', '[64:ff9b::127.0.0.1]'],
  ...[
    '[::ffff:0:127.0.0.1]',
    '[64:ff9b:1::7f00:1]',
    '[2002:7f00:1::]',
    'localhost',
    'LocalHost',
    'localhost.',
  ],
];

/** Never connected to here: what the guard says of them is asked of the guard alone. */
const ELSEWHERE = [
  ...[
    '10.0.0.1',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.254',
    '192.168.0.1',
    '192.168.255.255',
    '167772161',
  ],
  ...['0x0a000001', '012.0.0.1', '100.64.0.1', '198.18.0.1', '192.0.0.1', '192.0.2.1', '240.0.0.1'],
  ...['169.254.169.254', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '[::ffff:169.254.169.254]'],
  ...[
    '[::ffff:a9fe:a9fe]',
    '[fd00:ec2::254]',
    '[fd20:ce::254]',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
  ],
  ...[
    '169.254.170.2',
    '[64:ff9b::a9fe:a9fe]',
    '224.0.0.1',
    '239.255.255.255',
    '255.255.255.255',
    '[ff02::1]',
  ],
  ...[
    '[fe80::1]',
    '[febf::1]',
    '[fc00::1]',
    '[fdff::1]',
    '[fec0::1]',
    '[2001:db8::1]',
    '[2001::1]',
    '[100::1]',
  ],
  ...[
    '[::ffff:10.0.0.1]',
    '[::ffff:c0a8:1]',
    '[64:ff9b::10.0.0.1]',
    '[2002:a00:1::]',
    '[::a00:1]',
    '[5f00::1]',
  ],
];

let canary: Site;
let canary6: Site;
let outside: Site;
let dns: DnsServer;
let location = '';

beforeEach(async () => {
  const secret = (_: unknown, response: { end(text: string): void }) => response.end('the secret');
  canary = await startSite(secret);
  canary6 = await startSite(secret, '::1');
  outside = await startSite((request, response) => {
    if (request.url === '/hop')
      response.writeHead(302, { location: Buffer.from(location).toString('latin1') }).end();
    else response.end(request.headers.authorization ?? 'hello');
  }, OUTSIDE);
  dns = await startDns();
  dns.answers.set('localhost', [['127.0.0.1', '::1']]);
});
afterEach(async () => {
  await dns.close();
  for (const site of [canary, canary6, outside]) await site.close();
});

function noteRefused(task: Parameters<typeof note>[0], fault: string, times: number, more = ''): void {
  note(task, { fault, times, of: 'the fetcher', lost: 0, doubled: 0, note: `0 got through${more}` });
}

const portOf = (site: Site) => /:(\d+)$/.exec(site.url)?.[1];
const reached = () => canary.requests.length + canary6.requests.length;

async function reasonOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return 'read';
  } catch (error) {
    return error instanceof FetchError ? error.reason : String(error);
  }
}

test('no way to write this machine’s address reaches it, asked for or redirected to', async ({ task }) => {
  const net = testFetcher({ allowPrivate: [OUTSIDE], timeoutMs: 2000 });
  const answers: string[] = [];
  for (const host of LOOPBACK) {
    const port = host.includes('::1]') || host === '[::]' ? portOf(canary6) : portOf(canary);
    for (const at of [`http://${host}:${port}/`, `http://user:pass@${host}:${port}/`]) {
      answers.push(await reasonOf(net.fetch(at, ASKED)));
      location = at;
      answers.push(await reasonOf(net.fetch(`${outside.url}/hop`, ASKED)));
    }
    location = `//${host}:${port}/`;
    answers.push(await reasonOf(net.fetch(`${outside.url}/hop`, ASKED)));
  }
  await net.close();
  // A Location in UTF-8 is no header value; what it is read as may be no address at all.
  expect(answers.filter((one) => one !== 'blocked-address' && one !== 'bad-url')).toEqual([]);
  expect(reached()).toBe(0);
  note(task, {
    fault: 'addresses of this machine asked for and redirected to',
    times: answers.length,
    of: `${LOOPBACK.length} ways to write them`,
    lost: 0,
    doubled: 0,
    note: `${reached()} requests reached the canary`,
  });
});

test('private, link-local, multicast and metadata addresses are refused in every notation', ({ task }) => {
  const guard = createGuard([]);
  const passed = ELSEWHERE.filter((host) => {
    try {
      guard.checkLiteral(new URL(`http://${host}/`));
      return true;
    } catch (error) {
      return !(error instanceof FetchError);
    }
  });
  expect(passed).toEqual([]);
  noteRefused(task, 'private, link-local, multicast and metadata addresses asked for', ELSEWHERE.length);
});

test('a name that leads to any of them has no address', async ({ task }) => {
  const { lookup } = createGuard([]);
  const addresses = ELSEWHERE.map((host) => new URL(`http://${host}/`).hostname.replace(/^\[|\]$/g, ''));
  for (const address of addresses) {
    dns.answers.set('feeds.example', [[address]]);
    const error = await new Promise((resolve) => lookup('feeds.example', { all: true }, resolve));
    expect(error, address).toMatchObject({ reason: 'blocked-address' });
  }
  noteRefused(task, 'names that lead to them, told by a DNS server', addresses.length);
});

test('a name that changes its address between two questions reaches nothing it should not', async ({
  task,
}) => {
  const net = testFetcher({ allowPrivate: [OUTSIDE], timeoutMs: 2000 });
  const at = `http://rebind.example:${portOf(canary)}/`;
  dns.answers.set('rebind.example', [
    ['127.0.0.1'],
    [OUTSIDE],
    ['127.0.0.1'],
    ['::ffff:127.0.0.1'],
    ['::1', '127.0.0.1'],
  ]);
  const answers: string[] = [];
  for (let i = 0; i < 20; i += 1) answers.push(await reasonOf(net.fetch(at, ASKED)));
  await net.close();
  expect(reached()).toBe(0);
  // Where it led outside, nobody listened at the canary's port.
  expect(new Set(answers)).toEqual(new Set(['blocked-address', 'network']));
  noteRefused(task, 'a name whose address changes between two questions (DNS rebinding)', answers.length);
});

test('of several addresses of a name only the allowed ones are used', async () => {
  const net = testFetcher({ allowPrivate: [OUTSIDE], timeoutMs: 2000 });
  dns.answers.set('mixed.example', [['127.0.0.1', OUTSIDE, '::1']]);
  for (let i = 0; i < 5; i += 1) {
    const result = await net.fetch(`http://mixed.example:${portOf(outside)}/`, ASKED);
    expect(result).toMatchObject({ kind: 'ok' });
  }
  await net.close();
  expect(reached()).toBe(0);
});

test('schemes other than http and https are refused, asked for or redirected to', async ({ task }) => {
  const net = testFetcher({ allowPrivate: [OUTSIDE] });
  let times = 0;
  const schemes = [
    'file:///etc/passwd',
    'ftp://127.0.0.2/',
    'gopher://127.0.0.2/',
    'data:text/html,x',
    'javascript:1',
  ];
  for (const address of [...schemes, 'ws://127.0.0.2/', 'blob:http://127.0.0.2/1', 'unix:/run/redis.sock']) {
    expect(await reasonOf(net.fetch(address, ASKED))).toBe('bad-url');
    location = address;
    expect(await reasonOf(net.fetch(`${outside.url}/hop`, ASKED))).toBe('bad-url');
    times += 2;
  }
  await net.close();
  noteRefused(task, 'other schemes than http and https, asked for and redirected to', times);
});

test('credentials in an address are sent to nobody', async ({ task }) => {
  const net = testFetcher({ allowPrivate: [OUTSIDE] });
  const at = (path: string) => `${outside.url.replace('http://', 'http://reader:hunter2@')}${path}`;
  location = at('/');
  for (const address of [at('/'), at('/hop')]) {
    const result = await net.fetch(address, ASKED);
    expect(result).toMatchObject({ kind: 'ok', url: expect.not.stringContaining('hunter2') });
    expect(result.kind === 'ok' && Buffer.from(result.body).toString()).toBe('hello');
  }
  await net.close();
  noteRefused(task, 'credentials in an address, asked for and redirected to', 2);
});

test('who needs an address of their own network names it, and gets that one alone', async ({ task }) => {
  const net = testFetcher({ allowPrivate: ['127.0.0.1'] });
  expect(await net.fetch(canary.url, ASKED)).toMatchObject({ kind: 'ok' });
  expect(await reasonOf(net.fetch(outside.url, ASKED))).toBe('blocked-address');
  expect(await reasonOf(net.fetch(canary6.url.replace('::1', '[::1]'), ASKED))).not.toBe('read');
  await net.close();
  noteRefused(task, 'addresses beside one that is allowed by name', 2, '; the allowed one is read');
});
