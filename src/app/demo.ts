import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import type { Config } from '../config/load.ts';
import { createDemoClock, type DemoClock } from '../demo/clock.ts';
import { type Newsroom, startNewsroom } from '../demo/newsroom.ts';
import { programmeOf } from '../demo/programme.ts';
import { loadStory } from '../eval/story.ts';
import { AppError } from '../model/errors.ts';
import type { Watch } from '../model/watch.ts';
import { connect } from '../store/connect.ts';

export interface DemoOptions {
  readonly config: Config;
  /** Folders of the stories to be played. */
  readonly stories: readonly string[];
  /** Real time from one article to the next. */
  readonly paceMs: number;
  /** Forget an unfinished demo. */
  readonly fresh: boolean;
  readonly port?: number;
}

/** A newsroom that publishes the stories, and the configuration of a worker that follows them. */
export interface Demo {
  readonly config: Config;
  readonly newsroom: Newsroom;
  readonly clock: DemoClock;
  /** Articles in all. */
  readonly articles: number;
  /** Where an unfinished demo is gone on with, in story time. */
  readonly resumedAt: Date | null;
  /** Remembers how far the story is, so that a demo that is killed can go on. */
  saveProgress(): void;
  /** The story is over; the next demo begins anew. */
  finish(): void;
}

const FOR_EVER_MS = 50 * 365 * 86_400_000;

const PREFIX = '{newswatch-demo}';

/**
 * Opens the newsroom. The worker that follows it is the one of production; what differs is its configuration: the
 * newsroom's feeds on loopback, polled without pause, under a clock that runs with the story.
 */
export async function openDemo(options: DemoOptions): Promise<Demo> {
  const dataFolder = path.join(options.config.dataFolder, 'demo');
  const progressFile = path.join(dataFolder, 'progress.json');
  const left = options.fresh ? null : readProgress(progressFile);
  if (!left) await clear(options.config, dataFolder);
  const stories = options.stories.map(loadStory);
  const programme = programmeOf(stories);
  const clock = createDemoClock({
    instants: programme.map(({ at }) => at),
    now: () => new Date(),
    ...(left ? { from: left.storyTime } : {}),
  });
  // On the port it had: the articles' addresses are what they are known by.
  const newsroom = await startNewsroom({ stories, now: clock.now, ...(left ? { port: left.port } : {}) });
  const port = Number(new URL(newsroom.url).port);
  const watches = stories.map(({ watch }) => ({ ...watch, feeds: feedsOf(newsroom, watch.id) }));
  let finished = false;
  return {
    config: demoConfig(options, await freePort(options), dataFolder, watches),
    newsroom,
    clock,
    articles: programme.length,
    resumedAt: left?.storyTime ?? null,
    saveProgress: () => {
      if (!finished) saveProgress(progressFile, { storyTime: clock.now(), port });
    },
    finish: () => {
      finished = true;
      rmSync(progressFile, { force: true });
    },
  };
}

function feedsOf(newsroom: Newsroom, storyId: string): Watch['feeds'] {
  return newsroom.feeds.filter((feed) => feed.storyId === storyId).map(({ url, title }) => ({ url, title }));
}

function demoConfig(
  { config, paceMs }: DemoOptions,
  port: number,
  dataFolder: string,
  watches: readonly Watch[],
): Config {
  const { settings } = config;
  const everyMs = Math.max(200, Math.round(paceMs / 2));
  return {
    ...config,
    dataFolder,
    watches,
    settings: {
      ...settings,
      redis: { ...settings.redis, prefix: PREFIX },
      // Links in the mails lead to the demo's own page.
      web: { ...settings.web, port, publicUrl: `http://${settings.web.host}:${port}` },
      // All outlets share one address.
      net: { ...settings.net, allowPrivate: ['127.0.0.1'], requestsPerHost: 8, pause: 0 },
      // Months pass in a minute: nothing is too old to be read, and all of it is there to be looked at afterwards.
      mail: { ...settings.mail, hold: 0 },
      poll: { every: everyMs, quiet: everyMs, slowest: everyMs * 4, maxItemAge: FOR_EVER_MS },
      keep: { articles: FOR_EVER_MS, verdicts: FOR_EVER_MS, seen: FOR_EVER_MS, mails: FOR_EVER_MS },
    },
  };
}

/** The wanted port, or any free one where it is taken: a demo must not fail because Newswatch runs already. */
async function freePort({ config, port }: DemoOptions): Promise<number> {
  const { web } = config.settings;
  const free = (await listeningPort(web.host, port ?? web.port)) ?? (await listeningPort(web.host, 0));
  if (free === null) throw new AppError(`No port can be listened on at ${web.host}; set NEWSWATCH_WEB_HOST.`);
  return free;
}

function listeningPort(host: string, wanted: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(wanted, host, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function clear(config: Config, dataFolder: string): Promise<void> {
  rmSync(dataFolder, { recursive: true, force: true });
  const { url } = config.settings.redis;
  if (!url) return;
  const redis = connect({ url, profile: 'command' });
  for await (const keys of redis.scanStream({ match: `${PREFIX}*`, count: 1000 })) {
    if (keys.length > 0) await redis.unlink(...(keys as string[]));
  }
  redis.disconnect();
}

interface Progress {
  readonly storyTime: Date;
  /** Of the newsroom. */
  readonly port: number;
}

function readProgress(file: string): Progress | null {
  try {
    const note = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly storyTime?: string;
      readonly port?: number;
    };
    const storyTime = new Date(note.storyTime ?? '');
    return Number.isNaN(storyTime.getTime()) || !note.port ? null : { storyTime, port: note.port };
  } catch {
    // No demo was left unfinished, or its note was cut off in the middle: begin anew.
    return null;
  }
}

function saveProgress(file: string, progress: Progress): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.tmp`, JSON.stringify(progress));
  renameSync(`${file}.tmp`, file);
}
