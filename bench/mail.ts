/**
 * Measures mail on real parts: a Redis of its own, SMTP on loopback.
 *
 *   node bench/mail.ts throughput [MAILS]      against nodemailer's bare pool on the same sink, in turns
 *   node bench/mail.ts dkim [MAILS]            the same, each mail signed with RSA of 2,048 bits
 *   node bench/mail.ts due [SUBSCRIBERS]       the tick that finds who is due
 *   node bench/mail.ts year [SUBSCRIBERS]      every digest of 2024, minute by minute
 *   node bench/mail.ts kill [MAILS] [KILLS]    senders killed with -9 while they send
 *   node bench/mail.ts hold [MAILS] [KILLS]    the same where what is in doubt is held
 */
import { fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { createTransport } from 'nodemailer';
import { nextDigestAt } from '../src/notify/schedule.ts';
import { createSmtpTransport, type DkimKey } from '../src/notify/transport.ts';
import { connect } from '../src/store/connect.ts';
import { openEmbeddedRedis } from '../src/store/embedded.ts';
import type { Store } from '../src/store/store.ts';
import {
  CONNECTIONS,
  delivery,
  openSink,
  openStore,
  reader,
  sendAll,
  spreadOf,
  timeOf,
} from './mail-parts.ts';
import { year } from './mail-year.ts';

const ROUNDS = 6;
const NAMES = ['bare', 'transport', 'job'] as const;
const LEASE_MS = 1_500;
const HOURS = 30;
const BATCH = 500;
const [what = '', first = '', second = ''] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'newswatch-bench-'));
const server = await openEmbeddedRedis({ folder });
const redis = connect({ socketPath: server.socketPath, profile: 'worker' });
const store = openStore(redis);
try {
  if (what === 'throughput') await throughput(Number(first || 1_000));
  else if (what === 'dkim') await throughput(Number(first || 600), dkimKey());
  else if (what === 'year') {
    // Millions of small commands: written together, as many workers would write them.
    redis.options.enableAutoPipelining = true;
    process.exitCode = await year(store, Number(first || 100_000));
  } else if (what === 'due') await due(redis, Number(first || 100_000));
  else if (what === 'kill' || what === 'hold') await kill(Number(first || 1_000), Number(second || 15));
  else console.error('usage: node bench/mail.ts throughput|dkim|due|year|kill|hold');
} finally {
  redis.disconnect();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}

async function fill(into: Store, count: number, run: string): Promise<readonly string[]> {
  const mails = Array.from({ length: count }, (_, at) => delivery(at, run));
  for (let at = 0; at < count; at += 200) {
    await Promise.all(mails.slice(at, at + 200).map((mail) => into.createDelivery(mail)));
  }
  return mails.map(({ id }) => id);
}

/** Bare pool, our transport, and the whole job take turns on one sink, so that all meet the same machine. */
async function throughput(count: number, dkim?: DkimKey): Promise<void> {
  const sink = await openSink();
  await Promise.all(Array.from({ length: count }, (_, at) => store.saveSubscriber(reader(at))));
  const rates: Record<'bare' | 'transport' | 'job', number[]> = { bare: [], transport: [], job: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const mails = Array.from({ length: count }, (_, at) => delivery(at, `r${round}`));
    const ids = await fill(store, count, `r${round}`);
    const runs = {
      bare: () => barePool(sink.port, mails, dkim),
      transport: () => ourTransport(sink.port, mails, dkim),
      job: () => ourJob(sink.port, ids, dkim),
    };
    // Each comes first in turn; the first round only warms the machine up.
    for (const name of [...NAMES.slice(round % 3), ...NAMES.slice(0, round % 3)]) {
      const rate = await rateOf(count, runs[name]);
      if (round > 0) rates[name].push(rate);
    }
  }
  sink.close();
  const middle = (list: readonly number[]) =>
    [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
  const bare = middle(rates.bare);
  for (const name of NAMES) {
    const rate = middle(rates[name]);
    console.log(`${name.padEnd(9)} ${rate.toFixed(0)} mails/s, ${(rate / bare).toFixed(2)} of the bare pool`);
  }
}

async function rateOf(count: number, run: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return count / ((performance.now() - startedAt) / 1_000);
}

type Mail = ReturnType<typeof delivery>;

/** What anyone gets who hands the same mails to nodemailer. */
async function barePool(port: number, mails: readonly Mail[], dkim?: DkimKey): Promise<void> {
  const pool = createTransport({
    ...{ host: '127.0.0.1', port, pool: true, maxConnections: CONNECTIONS },
    ...(dkim && {
      dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey },
    }),
  });
  await Promise.all(
    mails.map(({ message: { from, to, subject, text, html, messageId, references, headers } }) =>
      pool.sendMail({
        ...{ subject, text, html, messageId, references: [...(references ?? [])], headers: { ...headers } },
        ...{
          from: { name: '', ...from },
          to: { name: '', ...to },
          textEncoding: 'quoted-printable' as const,
        },
      }),
    ),
  );
  pool.close();
}

async function ourTransport(port: number, mails: readonly Mail[], dkim?: DkimKey): Promise<void> {
  const smtp = openSmtp(port, dkim);
  await Promise.all(mails.map(({ message }) => smtp.send(message)));
  await smtp.close();
}

/** Claim, send, mark. */
async function ourJob(port: number, ids: readonly string[], dkim?: DkimKey): Promise<void> {
  const smtp = openSmtp(port, dkim);
  await sendAll(store, smtp, ids, { leaseMs: 60_000, atATime: CONNECTIONS * 4, runId: 'bench' });
  await smtp.close();
}

function openSmtp(port: number, dkim?: DkimKey) {
  return createSmtpTransport({ host: '127.0.0.1', port, maxConnections: CONNECTIONS, ...(dkim && { dkim }) });
}

function dkimKey(): DkimKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { domain: 'example.org', selector: 'bench', privateKey: pem };
}

async function due(connection: Redis, count: number): Promise<void> {
  const zones = Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/'));
  const chosen = Array.from({ length: 24 }, (_, at) => zones[Math.floor((at * zones.length) / 24)] ?? 'UTC');
  const start = new Date('2024-03-30T00:00:00.000Z');
  const readers = new Map<string, ReturnType<typeof reader>>();
  for (let at = 0; at < count; at += 2_000) {
    const some = Array.from({ length: Math.min(2_000, count - at) }, (_, i) =>
      reader(at + i, { timezone: chosen[(at + i) % 24] ?? 'UTC', hour: (at + i) % 24 }),
    );
    await Promise.all(
      some.map(async (one) => {
        readers.set(one.id, one);
        await store.saveSubscriber(one);
        await store.scheduleDigest(one.id, nextDigestAt(one, start)?.toISOString() ?? null);
      }),
    );
  }
  const ticks: number[] = [];
  const pings: number[] = [];
  const times = new Map<string, number>();
  let late = 0;
  for (let minute = 0; minute < HOURS * 60; minute += 1) {
    const now = new Date(start.getTime() + minute * 60_000);
    for (let found = BATCH; found === BATCH; ) {
      pings.push(await timeOf(() => connection.ping()));
      const startedAt = performance.now();
      const ids = await store.dueDigests(now.toISOString(), BATCH);
      ticks.push(performance.now() - startedAt);
      found = ids.length;
      await Promise.all(
        ids.map(async (id) => {
          const one = readers.get(id);
          if (!one) return;
          times.set(id, (times.get(id) ?? 0) + 1);
          const wanted = nextDigestAt(one, new Date(now.getTime() - 60_000));
          if (wanted === null || wanted > now) late += 1;
          await store.scheduleDigest(id, nextDigestAt(one, now)?.toISOString() ?? null);
        }),
      );
    }
  }
  const size = await connection.dbsize();
  console.log(
    `${count} subscribers in 24 zones (${size} keys), ${HOURS} hours across a change of summer time:`,
  );
  console.log(`a tick takes ${spreadOf(ticks)};`);
  console.log(`a PING in turn with it, the floor of this machine, takes ${spreadOf(pings)};`);
  const odd = [...times.values()].filter((often) => often !== 1 && often !== 2).length;
  console.log(`${times.size} were due; ${late} early or late by more than a minute, ${odd} too often`);
}

/** Every mail arrives; those that arrive twice are the same mail, with the same Message-ID. */
async function kill(count: number, kills: number): Promise<void> {
  const sink = await openSink();
  await Promise.all(Array.from({ length: count }, (_, at) => store.saveSubscriber(reader(at))));
  const ids = await fill(store, count, 'kill');
  const start = () =>
    fork(join(import.meta.dirname, 'mail-sender.ts'), [
      server.socketPath,
      String(sink.port),
      String(LEASE_MS),
      what === 'hold' ? 'hold' : 'resend',
    ]);
  let done = 0;
  for (let at = 0; at < kills; at += 1) {
    const sender = start();
    const goal = Math.floor(((at + 1) * count) / (kills + 1));
    while (sink.received.length < goal) {
      if (sender.exitCode !== null) throw new Error('A sender ended by itself.');
      await sleep(2);
    }
    // At any moment of its work, not right after a mail came in.
    await sleep(Math.random() * 30);
    sender.kill('SIGKILL');
    await new Promise((ended) => sender.once('exit', ended));
    done += 1;
  }
  const last = start();
  await new Promise((ended) => last.once('exit', ended));
  await sleep(200);
  const arrived = sink.received.map((id) => id.slice(0, id.indexOf('@')));
  const missing = ids.filter((id) => !arrived.includes(id)).length;
  const strangers = new Set(arrived.filter((id) => !ids.includes(id))).size;
  const states = Map.groupBy(await store.deliveries(count), ({ state }) => state);
  const held = new Set(states.get('held')?.map(({ id }) => id));
  const lost = ids.filter((id) => !arrived.includes(id) && !held.has(id)).length;
  sink.close();
  console.log(
    `${count} mails, senders killed ${done} times: ${lost} lost, ${arrived.length - count + missing} duplicates,`,
  );
  console.log(
    `${strangers} with another Message-ID; states: ${[...states].map(([s, l]) => `${l.length} ${s}`).join(', ')}`,
  );
}
