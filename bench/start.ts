/**
 * How long a start takes: the worker, to its first poll, with 1,000 feeds and 10,000 known events, and `check` of one
 * file; beside the start of Node alone, in turns.
 *
 *   node bench/start.ts [--rounds 5] [--feeds 1000] [--events 10000]
 *
 * Wall clock, and the processor's time of the process, which a busy machine bears on less. Compiled code is kept between
 * runs, and the worker alone has the flags that keep its heap small, as bin/newswatch does it; the first run is not
 * counted. The index of the ledger is kept, as a worker's first comparison leaves it.
 */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compareMark } from '../src/app/compare-mark.ts';
import { loadConfig } from '../src/config/load.ts';
import { openDossiers } from '../src/jobs/dossiers.ts';
import { stages } from '../src/jobs/stages.ts';
import { createStore } from '../src/store/store.ts';
import { fillLedger, machine, median, openOwnRedis } from './scale-parts.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    feeds: { type: 'string', default: '1000' },
    events: { type: 'string', default: '10000' },
  },
});
const ROOT = path.join(import.meta.dirname, '..');
const STORY = path.join(ROOT, 'tests/stories/niger-us-withdrawal');
const ARTICLE = path.join(STORY, 'stream/001-plan-announced.md');
const MAIN = path.join(ROOT, 'src/cli/main.ts');
const WORKER = ['--max-semi-space-size=4', '--heap-growing-percent=60', MAIN, 'worker'];
/** Linux counts the processor's time in hundredths of a second (`getconf CLK_TCK`). */
const TICK_MS = 10;
const DAY_MS = 86_400_000;
const [rounds, feeds, events] = [values.rounds, values.feeds, values.events].map(Number) as [
  number,
  number,
  number,
];

let asked: () => void = () => undefined;
const server = createServer((_request, response) => {
  asked();
  response.setHeader('content-type', 'application/rss+xml');
  response.end('<rss version="2.0"><channel><title>t</title></channel></rss>');
}).listen(0, '127.0.0.1');
await new Promise((ready) => server.once('listening', ready));
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const own = await openOwnRedis();
const folder = mkdtempSync(path.join(tmpdir(), 'newswatch-bench-'));
const environment = {
  ...process.env,
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  NODE_COMPILE_CACHE: path.join(folder, 'compiled'),
  NEWSWATCH_DATA: path.join(folder, 'data'),
  NEWSWATCH_CONFIG: path.join(folder, 'config'),
  REDIS_URL: `unix://${own.socketPath}`,
};
writeConfig();
const config = loadConfig({ root: ROOT, folder: environment.NEWSWATCH_CONFIG, env: {} });
const [watch] = config.watches;
if (!watch) throw new Error('the watch of this benchmark is missing');
const keep = { articlesMs: DAY_MS, verdictsMs: DAY_MS, seenMs: DAY_MS, deliveriesMs: DAY_MS };
const store = createStore(own.redis, { prefix: config.settings.redis.prefix, keep });
await fillLedger(store, watch, events);
await openDossiers(store, config.lexicon, stages, compareMark()).load(watch);

const times = {
  node: [] as Spent[],
  check: [] as Spent[],
  baseline: [] as Spent[],
  worker: [] as Spent[],
  again: [] as Spent[],
};
for (let round = 0; round <= rounds; round += 1) {
  const found = {
    node: ended(['-e', '0']),
    check: ended([MAIN, 'check', ARTICLE, '--watch', watch.id]),
    baseline: ended([MAIN, 'check', ARTICLE, '--watch', watch.id, '--baseline']),
  };
  // With no schedules in Redis, as on the first day; then with those the run before left.
  await forgetSchedules();
  const more = { worker: await toFirstPoll(), again: await toFirstPoll() };
  if (round === 0) continue;
  for (const [name, spent] of Object.entries({ ...found, ...more }))
    times[name as keyof typeof times].push(spent);
}
console.log(await machine(own.redis));
console.log(`${feeds} feeds, ${events} events known; medians of ${rounds} runs`);
say('Node alone', times.node);
say('check of a file', times.check);
say('check of a file against the baseline alone', times.baseline);
say('worker to its first poll, schedules yet to be set', times.worker);
say('worker to its first poll, schedules there', times.again);
server.close();
server.closeAllConnections();
await own.close();
// A process that has just ended may still have its compiled code on the way to the disk.
rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });

interface Spent {
  readonly wall: number;
  readonly cpu: number;
}

function say(what: string, spent: readonly Spent[]): void {
  const floor = median(times.node.map(({ wall }) => wall));
  const [wall, cpu] = [median(spent.map((one) => one.wall)), median(spent.map((one) => one.cpu))];
  console.log(
    `${what}: ${wall.toFixed(0)} ms by the clock, ${cpu.toFixed(0)} ms of processor, ${(wall / floor).toFixed(1)} times Node's own start`,
  );
}

function writeConfig(): void {
  const target = path.join(folder, 'config');
  for (const part of ['lexicon', 'pages', 'sites', 'feed-places.yaml'])
    cpSync(path.join(ROOT, 'config', part), path.join(target, part), { recursive: true });
  const watchFolder = path.join(target, 'watches/bench');
  mkdirSync(watchFolder, { recursive: true });
  cpSync(path.join(STORY, 'dossier'), path.join(watchFolder, 'dossier'), { recursive: true });
  const addresses = Array.from({ length: feeds }, (_, i) => `  - url: ${base}/feed/${i}`).join('\n');
  writeFileSync(
    path.join(watchFolder, 'watch.yaml'),
    `title: Niger and the American soldiers\nfeeds:\n${addresses}\n`,
  );
  writeFileSync(
    path.join(target, 'newswatch.yaml'),
    'net:\n  allowPrivate: [127.0.0.0/8]\n  robots: false\nlog:\n  level: error\n',
  );
}

/** A command that ends by itself; its processor time as the shell's `times` tells it. */
function ended(args: readonly string[]): Spent {
  const startedAt = performance.now();
  const script = '"$@" >/dev/null; code=$?; times; exit $code';
  const told = execFileSync('sh', ['-c', script, 'sh', process.execPath, ...args], {
    env: environment,
  }).toString();
  // Of the second line, which is the shell's children's.
  const seconds = [...(told.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, m, s]) => Number(m) * 60 + Number(s),
  );
  return { wall: performance.now() - startedAt, cpu: 1000 * seconds.reduce((a, b) => a + b, 0) };
}

async function toFirstPoll(): Promise<Spent> {
  const startedAt = performance.now();
  const first = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const child = spawn(process.execPath, WORKER, { env: environment, stdio: 'ignore' });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ending = gone.then(() =>
    Promise.reject(new Error('the worker ended by itself; start it by hand to see why')),
  );
  await Promise.race([first, ending]);
  ending.catch(() => undefined);
  const wall = performance.now() - startedAt;
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  // It leaves its compiled code behind, as one that was stopped does.
  child.kill('SIGTERM');
  await gone;
  return { wall, cpu: TICK_MS * (Number(stat[11]) + Number(stat[12])) };
}

/** The feeds' turns and habits: what polling left behind. */
async function forgetSchedules(): Promise<void> {
  const keys = await own.redis.keys(`${config.settings.redis.prefix}:poll-feed:*`);
  if (keys.length > 0) await own.redis.unlink(...keys);
}
