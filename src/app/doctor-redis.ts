import type { App } from '../app.ts';
import type { ProcessReport } from '../model/process-report.ts';
import { counted } from '../model/words.ts';
import { clockAheadMs, inspectServer } from '../store/server.ts';
import type { Finding } from './doctor.ts';
import { readiness } from './readiness.ts';

/** More than this, and leases and digests are off. */
const CLOCK_MS = 2000;
const NEARLY_FULL = 0.8;
/** Enough to see whether mails go out. */
const LATEST = 100;

/** The server, its clock and memory; the work it holds; and who does it. */
export async function checkRedis(app: App): Promise<readonly Finding[]> {
  const redis = app.redisHome.connect('command');
  return [
    ...(await server(redis, app)),
    ...(await clock(redis)),
    ...(await work(app, redis)),
    ...configurations(await app.store.processReports()),
    ...(await mails(app)),
  ];
}

type Connection = ReturnType<App['redisHome']['connect']>;

async function server(redis: Connection, app: App): Promise<readonly Finding[]> {
  const report = await inspectServer(redis);
  const { version, aof, maxmemoryPolicy, usedBytes, maxBytes } = report;
  const part = 'redis';
  const trouble =
    (state: 'warn' | 'fail') =>
    (text: string): Finding => {
      const [detail = text, ...mend] = text.split('; ');
      return { part, state, detail, ...(mend.length > 0 && { mend: mend.join('; ') }) };
    };
  const memory = `${Math.round(usedBytes / 1_000_000)} MB used of ${maxBytes === 0 ? 'what the machine has' : `${Math.round(maxBytes / 1_000_000)} MB`}`;
  const full = maxBytes > 0 && usedBytes > NEARLY_FULL * maxBytes;
  return [
    { part, state: 'ok', detail: `Redis ${version}, ${app.redisHome.description}` },
    ...[...report.refusals, ...report.failures].map(trouble('fail')),
    ...report.warnings.map(trouble('warn')),
    ...(aof
      ? [{ part, state: 'ok' as const, detail: 'the append-only file is on: a crash loses a second at most' }]
      : []),
    ...(maxmemoryPolicy === 'noeviction'
      ? [{ part, state: 'ok' as const, detail: 'nothing is thrown away when it is full (noeviction)' }]
      : []),
    full
      ? {
          part,
          state: 'warn',
          detail: memory,
          mend: 'raise maxmemory, or shorten the keep times in newswatch.yaml',
        }
      : { part, state: 'ok', detail: memory },
  ];
}

async function clock(redis: Connection): Promise<readonly Finding[]> {
  const ahead = await clockAheadMs(redis);
  if (Math.abs(ahead) <= CLOCK_MS)
    return [{ part: 'clock', state: 'ok', detail: `within ${Math.abs(ahead)} ms of Redis` }];
  const detail = `this machine is ${Math.round(Math.abs(ahead) / 1000)} s ${ahead > 0 ? 'ahead of' : 'behind'} Redis`;
  return [{ part: 'clock', state: 'warn', detail, mend: 'set both by NTP: leases and schedules go by it' }];
}

async function work(app: App, redis: Connection): Promise<readonly Finding[]> {
  const { workers, queues } = await app.health();
  const { checks } = await readiness({ redis, queues: app.queues, store: app.store });
  const findings: Finding[] = Object.entries(checks)
    .filter(([name]) => name !== 'redis' && (name !== 'schedules' || workers > 0))
    .map(([part, { ok, detail }]) => ({ part, state: ok ? 'ok' : 'fail', detail }));
  const part = 'workers';
  if (workers > 0) findings.push({ part, state: 'ok', detail: `${counted(workers, 'worker')} running` });
  else
    findings.push({
      part,
      state: 'warn',
      detail: 'none is running, so nothing is polled or mailed',
      mend: 'newswatch start',
    });
  const failed = queues.filter((queue) => queue.failed > 0);
  if (failed.length > 0) {
    const detail = `jobs failed for good: ${failed.map((queue) => `${queue.failed} ${queue.queue}`).join(', ')}`;
    findings.push({
      part: 'jobs',
      state: 'warn',
      detail,
      mend: 'their reasons stand in the log and on the page; retry them there',
    });
  }
  return findings;
}

function configurations(reports: readonly ProcessReport[]): readonly Finding[] {
  const part = 'processes';
  const behind = reports.filter(({ mistakes }) => mistakes.length > 0).map(({ process }) => process);
  if (behind.length > 0) {
    const detail = `${behind.join(', ')} did not take the last edit of a watch`;
    return [{ part, state: 'warn', detail, mend: 'mend the mistakes above; what stood before goes on' }];
  }
  if (new Set(reports.map(({ watches }) => JSON.stringify(watches))).size > 1) {
    const detail = `${reports.map(({ process }) => process).join(', ')} go by different watches`;
    return [{ part, state: 'warn', detail, mend: 'give all of them the same configuration folder' }];
  }
  return reports.length > 0
    ? [{ part, state: 'ok', detail: `${counted(reports.length, 'process', 'processes')}, one configuration` }]
    : [];
}

async function mails(app: App): Promise<readonly Finding[]> {
  const part = 'mail';
  const stuck = (await app.store.deliveries(LATEST)).filter(
    ({ state }) => state === 'failed' || state === 'held',
  );
  const findings: Finding[] = [];
  if (stuck.length > 0) {
    const detail = `${counted(stuck.length, 'mail')} of the latest ${LATEST} did not go out: ${stuck[0]?.response ?? 'no reason kept'}`;
    findings.push({ part, state: 'warn', detail, mend: 'see the outbox on the page' });
  }
  if ((await app.store.subscriberCount()) === 0)
    findings.push({
      part,
      state: 'warn',
      detail: 'nobody gets mails',
      mend: 'newswatch subscribe you@example.org',
    });
  return findings;
}
