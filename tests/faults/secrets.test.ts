import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { unpack } from '../../src/store/packing.ts';
import { startCommand } from '../cli/home.ts';
import { askStanding } from '../cli/standing.ts';
import { freePort } from './redis-process.ts';
import { note } from './rows.ts';
import { openTown, type Town, WATCH } from './town.ts';

const CANARY = {
  redis: 'canary-redis-5f1d',
  smtp: 'canary-smtp-9c3e',
  webhook: 'canary-hook-77ab',
  feed: 'canary-feed-21d0',
};

let town: Town;
afterEach(() => town.close());

/** A mail server that greets, repeats what it was told, and refuses. */
async function rudeServer() {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('220 rude\r\n');
    socket.on('data', (data) => {
      const said = String(data).trim();
      const reply = said.startsWith('EHLO')
        ? '250-rude\r\n250 AUTH PLAIN LOGIN'
        : `535 no: ${said} ${Buffer.from(said.split(' ').at(-1) ?? '', 'base64').toString()}`;
      socket.write(`${reply}\r\n`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Every value in Redis, compressed ones unpacked. */
async function valuesOf({ client }: Town): Promise<string> {
  const texts: string[] = [];
  const read = (bytes: Buffer) => texts.push((bytes[0] === 1 ? unpacked(bytes) : bytes).toString('latin1'));
  for (const key of await client.keys('*')) {
    const type = await client.type(key);
    if (type === 'string') read((await client.getBuffer(key)) ?? Buffer.alloc(0));
    if (type === 'hash') for (const one of Object.values(await client.hgetallBuffer(key))) read(one);
    if (type === 'list') for (const one of await client.lrangeBuffer(key, 0, -1)) read(one);
    if (type === 'set') for (const one of await client.smembersBuffer(key)) read(one);
    if (type === 'zset') for (const one of await client.zrangeBuffer(key, '0', '-1')) texts.push(String(one));
    if (type === 'stream') texts.push(JSON.stringify(await client.xrange(key, '-', '+')));
  }
  return texts.join('\n');
}

function unpacked(bytes: Buffer): Buffer {
  try {
    return Buffer.from(JSON.stringify(unpack('a value', bytes)));
  } catch {
    return bytes;
  }
}

test('no secret of the configuration comes to light: not in logs, errors, pages, nor in what is stored', async ({
  task,
}) => {
  const rude = await rudeServer();
  const { port: smtpPort } = rude.address() as { port: number };
  const web = await freePort();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  town = await openTown({
    items: 15,
    readers: 1,
    settings: {
      log: { level: 'trace' },
      web: { port: web },
      mail: {
        smtp: `smtp://mailer:${CANARY.smtp}@127.0.0.1:${smtpPort}`,
        hold: '0s',
        dkim: { domain: 'example.org', selector: 'news', keyFile: 'KEYFILE' },
      },
    },
  });
  const keyFile = path.join(town.home.folder, 'dkim.pem');
  writeFileSync(keyFile, pem, { mode: 0o600 });
  const config = path.join(town.home.folder, 'config');
  const yaml = path.join(config, 'newswatch.yaml');
  await town.client.config('SET', 'requirepass', CANARY.redis);
  const withLogin = (password: string) => town.redis.url.replace('redis://', `redis://default:${password}@`);
  const feed = `http://reader:${CANARY.feed}@127.0.0.1:${new URL(town.newsstand.url).port}/feed-0`;
  const watch = path.join(config, `watches/${WATCH}/watch.yaml`);
  writeFileSync(watch, readFileSync(watch, 'utf8').replace(/url: http\S+\/feed-0/, `url: ${feed}`));
  writeFileSync(yaml, readFileSync(yaml, 'utf8').replace('KEYFILE', keyFile));
  const env = { NEWSWATCH_DATA: town.home.data, REDIS_URL: withLogin(CANARY.redis) };
  const ask = (args: readonly string[], more = {}) =>
    askStanding({ args: ['--config', config, ...args], env: { ...env, ...more } });

  const worker = startCommand(['--config', config, 'start'], env);
  const said: string[] = [];
  try {
    await worker.says('worker started');
    await worker.says('put-off');
    for (const args of [
      ['status', '--json'],
      ['config', 'check'],
      ['mail', 'test', 'ada@example.org'],
      ['subscribers', '--json'],
      ['doctor'],
    ]) {
      const { stdout, stderr } = await ask(args);
      said.push(stdout, stderr);
    }
    const wrong = await ask(['status'], { REDIS_URL: withLogin(`${CANARY.redis}-wrong`) });
    const nobody = await ask(['status'], { REDIS_URL: `redis://default:${CANARY.redis}@127.0.0.1:9` });
    const unreadable = await ask(['status'], {
      REDIS_URL: `http://default:${CANARY.redis}@x`,
      SMTP_URL: `ftp://a:${CANARY.smtp}@x`,
    });
    for (const { stdout, stderr } of [wrong, nobody, unreadable]) said.push(stdout, stderr);
    const secret = (await town.client.get('{newswatch}:1:secret')) ?? expect.fail('no secret was made');
    for (const at of [
      '/',
      '/outbox',
      `/watches/${WATCH}`,
      '/readyz',
      '/metrics',
      '/feeds',
      '/settings',
      '/api',
      '/nowhere',
    ]) {
      said.push(await (await fetch(`http://127.0.0.1:${web}${at}`)).text());
    }
    const stored = (await valuesOf(town)).replaceAll(secret, '');
    const canaries = [...Object.values(CANARY), secret, pem.split('\n')[3] ?? expect.fail('no key')];
    const everything = [...said, worker.output(), stored].join('\n');
    const base64 = canaries.map((canary) =>
      Buffer.from(canary).toString('base64').replace(/=+$/, '').slice(0, -2),
    );
    expect([...canaries, ...base64].filter((canary) => everything.includes(canary))).toEqual([]);
    expect(everything.length).toBeGreaterThan(20_000);
    note(task, {
      fault: 'secrets planted in the configuration, and everything searched for them',
      times: canaries.length,
      of: `${Math.round(everything.length / 1000)} kB of logs at trace, errors, pages and stored values`,
      lost: 0,
      doubled: 0,
      note: '0 found, plain or in base64',
    });
  } finally {
    worker.kill('SIGKILL');
    await worker.ended;
    rude.close();
  }
});
