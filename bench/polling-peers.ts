/**
 * Newswatch, a bare fetch, newsboat and rss2email (where installed) poll the same feeds in turns: for the first time,
 * with nothing changed, and with a new item in one feed of ten. Prints a table; read the rows of a run against each other.
 */
import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import type { Counts, Order } from './polling-site.ts';

export interface PeersOptions {
  readonly feeds: number;
  readonly hosts: number;
  readonly delayMs: number;
  /** Of `newswatch`, `bare`, `newsboat`, `rss2email`. */
  readonly peers: readonly string[];
}

interface Measured {
  readonly seconds: number;
  /** Of the processor, its own and its children's. */
  readonly processor: number;
  readonly peakMb: number;
  readonly counts: Counts;
}

type Command = readonly [program: string, ...args: string[]];

const ROUNDS = ['cold', 'unchanged', 'one in ten changed'] as const;
const TIME = '/usr/bin/time';

/** How each is called in a home of its own, which holds `urls`. */
const PEERS: Readonly<Record<string, (home: string) => Command>> = {
  newswatch: (home) => [
    process.execPath,
    '--max-semi-space-size=4',
    '--heap-growing-percent=60',
    ...at('polling.ts', home),
  ],
  bare: (home) => [process.execPath, ...at('polling-bare.ts', home)],
  newsboat: (home) => {
    mkdirSync(path.join(home, '.newsboat'));
    writeFileSync(path.join(home, '.newsboat/urls'), readFileSync(path.join(home, 'urls')));
    writeFileSync(path.join(home, '.newsboat/config'), 'reload-threads 8\n');
    return ['newsboat', '-x', 'reload'];
  },
  rss2email: (home) => {
    const feeds = readFileSync(path.join(home, 'urls'), 'utf8').split('\n').filter(Boolean);
    const config = [
      '[DEFAULT]\nfrom = bench@localhost\nto = reader@localhost\nverbose = error\nemail-protocol = maildir',
      `maildir-path = ${home}/mail\nmaildir-mailbox = in`,
      ...feeds.map((url, n) => `[feed.number${n}]\nurl = ${url}`),
    ];
    mkdirSync(path.join(home, 'mail'));
    writeFileSync(path.join(home, 'rss2email.cfg'), `${config.join('\n')}\n`);
    return ['r2e', '-c', path.join(home, 'rss2email.cfg'), '-d', path.join(home, 'rss2email.json'), 'run'];
  },
};
const PROGRAMS: Readonly<Record<string, string>> = { newsboat: 'newsboat', rss2email: 'r2e' };
export const PEER_NAMES = Object.keys(PEERS);

function at(script: string, home: string): readonly string[] {
  return [path.join(import.meta.dirname, script), path.join(home, 'urls'), path.join(home, 'state')];
}

/** @throws Error when `/usr/bin/time` is missing: without it nobody knows what a child costs */
export async function comparePeers(options: PeersOptions): Promise<void> {
  if (!existsSync(TIME)) throw new Error(`${TIME} is needed to measure with (Debian: apt install time).`);
  console.log(
    `${options.feeds} feeds of 40 kB on ${options.hosts} hosts, ${options.delayMs} ms delay; ${cpus().length} processors, load ${loadavg()[0]?.toFixed(1)}`,
  );
  const rows = new Map<string, readonly Measured[]>();
  for (const peer of options.peers) {
    if (isMissing(peer)) console.log(`${peer.padEnd(10)} is not installed`);
    else rows.set(peer, await measurePeer(peer, options));
  }
  const [ours, bare] = [rows.get('newswatch'), rows.get('bare')];
  if (!ours || !bare) return;
  const share = (key: 'seconds' | 'processor') =>
    ROUNDS.map((round, i) => `${round} ${((ours[i]?.[key] ?? 0) / (bare[i]?.[key] ?? 1)).toFixed(2)}`).join(
      ', ',
    );
  console.log(`Newswatch to the bare fetch: time ${share('seconds')}; processor ${share('processor')}`);
}

function isMissing(peer: string): boolean {
  const program = PROGRAMS[peer];
  if (!program) return false;
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return false;
  } catch {
    return true;
  }
}

async function measurePeer(peer: string, options: PeersOptions): Promise<readonly Measured[]> {
  const home = mkdtempSync(path.join(tmpdir(), `newswatch-bench-${peer}-`));
  const { feeds, hosts, delayMs } = options;
  const site = fork(path.join(import.meta.dirname, 'polling-site.ts'), [feeds, hosts, delayMs].map(String));
  try {
    const urls = await heard<readonly string[]>(site);
    writeFileSync(path.join(home, 'urls'), `${urls.join('\n')}\n`);
    const command = PEERS[peer]?.(home);
    if (!command) throw new Error(`There is no peer "${peer}"; there is ${PEER_NAMES.join(', ')}.`);
    const measured: Measured[] = [];
    for (const round of ROUNDS) {
      if (round === 'one in ten changed') await tell(site, { change: 0.1 });
      await tell(site, { reset: true });
      const used = await run(command, home);
      const counts = await tell(site, { reset: true });
      measured.push({ ...used, counts });
      console.log(lineOf(peer, round, { ...used, counts }));
    }
    return measured;
  } finally {
    site.disconnect();
    rmSync(home, { recursive: true, force: true });
  }
}

function lineOf(peer: string, round: string, { seconds, processor, peakMb, counts }: Measured): string {
  const { requests, conditional, unchanged, mostAtHost } = counts;
  return `${peer.padEnd(10)} ${round.padEnd(18)} ${seconds.toFixed(1).padStart(6)} s  processor ${processor.toFixed(1).padStart(5)} s  peak ${String(Math.round(peakMb)).padStart(4)} MB  ${requests} requests, ${conditional} conditional, ${unchanged} unchanged, ${mostAtHost} at a time to a host`;
}

function heard<T>(site: ChildProcess): Promise<T> {
  return new Promise((resolve) => site.once('message', (message) => resolve(message as T)));
}

function tell(site: ChildProcess, order: Order): Promise<Counts> {
  const answer = heard<Counts>(site);
  site.send(order);
  return answer;
}

async function run(command: Command, home: string): Promise<Omit<Measured, 'counts'>> {
  const report = path.join(home, 'time');
  const compiled = path.join(tmpdir(), 'newswatch-bench-compiled');
  const env = {
    ...process.env,
    HOME: home,
    MALLOC_ARENA_MAX: '2',
    MALLOC_MMAP_THRESHOLD_: '131072',
    NODE_COMPILE_CACHE: compiled,
  };
  const child = spawn(TIME, ['-o', report, '-f', '%e %U %S %M', ...command], {
    env,
    cwd: home,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (data: Buffer) => {
    errors = `${errors}${data}`.slice(-2000);
  });
  const code = await new Promise((ended) => child.once('close', ended));
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${errors}`);
  const [seconds = 0, user = 0, system = 0, peakKb = 0] = readFileSync(report, 'utf8')
    .trim()
    .split(' ')
    .map(Number);
  return { seconds, processor: user + system, peakMb: peakKb / 1024 };
}
