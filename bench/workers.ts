/**
 * How work grows by workers: 1, 2 and 4 processes on one Redis, then as many hosts with one process each, in network
 * namespaces that this benchmark makes (root and the program `ip`; skipped, and said so, where that is not permitted).
 *
 *   npm run bench:workers -- [processes] [hosts] [latency] [--articles 240] [--rounds 2]
 *
 * From the feeds' items to the alerts in an SMTP server: pages of 150 kB on eight hosts, one article in ten on the story,
 * eight watches of a feed each, or one watch of all eight feeds; *latency* is one worker and a Redis so many milliseconds
 * away, by a relay. Settings take turns; milliseconds are the processor's. Fails unless every article was committed once
 * and every development told once, by an alert or the digest at the end.
 */
import { parseArgs } from 'node:util';
import { machine, median, openOwnRedis } from './scale-parts.ts';
import { type Figures, runSetting, type Setting } from './workers-round.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    articles: { type: 'string', default: '240' },
    rounds: { type: 'string', default: '2' },
  },
});
const parts = positionals.length > 0 ? positionals : ['processes', 'hosts', 'latency'];
const [articles, rounds] = [Number(values.articles), Number(values.rounds)];

const PARTS: Readonly<Record<string, readonly Setting[]>> = {
  processes: [1, 2, 4].flatMap((workers) =>
    [8, 1].map((watches) => ({
      title: `${workers} on this host`,
      workers,
      watches,
      hosts: false,
      delayMs: 0,
    })),
  ),
  hosts: [1, 2, 4].map((workers) => ({
    ...{ title: `${workers} on hosts of their own`, workers, watches: 8, hosts: true, delayMs: 0 },
  })),
  latency: [0, 5, 50, 200].map((delayMs) => ({
    ...{ title: `1, Redis ${delayMs} ms away`, workers: 1, watches: 8, hosts: false, delayMs },
  })),
};

const own = await openOwnRedis();
console.log(await machine(own.redis));
await own.close();
for (const part of parts) await measure(PARTS[part] ?? []);

async function measure(settings: readonly Setting[]): Promise<void> {
  const found = new Map<Setting, Figures[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const setting of settings) {
      const figures = await runSetting(setting, articles);
      if (figures === null) return;
      found.set(setting, [...(found.get(setting) ?? []), figures]);
    }
  }
  show(found);
}

function show(found: ReadonlyMap<Setting, readonly Figures[]>): void {
  const columns = [
    'workers, ms',
    'Redis, ms',
    'share',
    'commands',
    'stale',
    'read, least',
    'most',
    'a second',
  ];
  console.log(`\n${'workers'.padEnd(24)} watches ${columns.map((name) => name.padStart(12)).join('')}`);
  for (const [{ title, watches }, all] of found) {
    const of = (figure: (one: Figures) => number) => median(all.map(figure));
    const cells = [
      of((one) => one.workersMs).toFixed(1),
      of((one) => one.redisMs).toFixed(2),
      of((one) => one.redisMs / (one.workersMs + one.redisMs)).toFixed(3),
      of((one) => one.commands).toFixed(0),
      of((one) => one.stale).toFixed(3),
      of((one) => Math.min(...one.read)).toFixed(2),
      of((one) => Math.max(...one.read)).toFixed(2),
      of((one) => one.aSecond).toFixed(1),
    ];
    console.log(
      `${title.padEnd(24)} ${String(watches).padStart(7)} ${cells.map((c) => c.padStart(12)).join('')}`,
    );
  }
  showTrips(found);
  const all = [...found.values()].flat();
  const sum = (figure: (one: Figures) => number) => all.reduce((total, one) => total + figure(one), 0);
  console.log(
    `articles ${sum((one) => one.articles)}, each committed once; developments ${sum((one) => one.developments)}, each told once, in ${sum((one) => one.mails)} mails`,
  );
  console.log(
    `jobs done twice ${sum((one) => one.twice)}; requests at a time to one host, at most ${Math.max(...all.map((one) => one.mostAtHost))} (allowed 2); troubles logged ${sum((one) => one.troubles)}`,
  );
}

/** What an article waits for one after the other, from the longest way to Redis and the shortest. */
function showTrips(found: ReadonlyMap<Setting, readonly Figures[]>): void {
  const ways = [...found].map(([{ delayMs }, all]) => ({
    delayMs,
    msAnArticle: 1000 / median(all.map((one) => one.aSecond)),
  }));
  const [near, far] = [ways[0], ways.at(-1)];
  if (!near || !far || near.delayMs === far.delayMs) return;
  const trips = (far.msAnArticle - near.msAnArticle) / (far.delayMs - near.delayMs);
  console.log(`an article waits for ${trips.toFixed(1)} trips to Redis, one after the other`);
}
