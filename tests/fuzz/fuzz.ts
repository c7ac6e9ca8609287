import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Kind } from './cases.ts';
import { PUMPED } from './pumps.ts';
import type { Word } from './target.ts';

export const HANGS_AFTER_MS = 2000;
export const MEMORY_MOST_MB = 300;
/** Linux counts processor time by these (USER_HZ). */
const TICK_MS = 10;

/** As bin/newswatch starts Node: the memory is that of a worker. */
const EXEC_ARGV = ['--max-semi-space-size=4', '--heap-growing-percent=60'];
const ENVIRONMENT = { ...process.env, MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072' };

export interface Failure {
  readonly number: number;
  readonly why: string;
}

export interface Result {
  readonly cases: number;
  readonly read: number;
  /** Told to be no feed or no article: a ParseError. */
  readonly refused: number;
  readonly slowestMs: number;
  readonly slowest: number;
  /** Of the whole process, Node and the model of English included. */
  readonly mostMb: number;
  readonly failures: readonly Failure[];
}

export interface Wishes {
  readonly seed: number;
  /** Whichever comes first. */
  readonly maxCases: number;
  readonly maxMs: number;
  readonly from?: number;
  readonly kind?: Kind;
  readonly onFailure?: (failure: Failure) => void;
}

/** Mutates feeds and pages and has a process of its own read them; one that crashes, hangs or grows is started anew after the case. */
export async function fuzz(wishes: Wishes): Promise<Result> {
  const until = performance.now() + wishes.maxMs;
  const there = wishes.kind === 'pumped' ? PUMPED.length : Number.POSITIVE_INFINITY;
  const last = Math.min((wishes.from ?? 0) + wishes.maxCases, there);
  let sum = { cases: 0, read: 0, refused: 0, slowestMs: 0, slowest: 0, mostMb: 0 };
  const failures: Failure[] = [];
  let next = wishes.from ?? 0;
  while (next < last && performance.now() < until) {
    const run = await oneProcess(wishes, next, last, until);
    sum = {
      cases: sum.cases + run.cases,
      read: sum.read + run.read,
      refused: sum.refused + run.refused,
      ...(run.slowestMs > sum.slowestMs
        ? { slowestMs: run.slowestMs, slowest: run.slowest }
        : { slowestMs: sum.slowestMs, slowest: sum.slowest }),
      mostMb: Math.max(sum.mostMb, run.mostMb),
    };
    for (const failure of run.failures) {
      failures.push(failure);
      wishes.onFailure?.(failure);
    }
    next = run.next;
  }
  return { ...sum, failures };
}

/** On a loaded machine a process may stand still through no doing of its own: what counts is the time of its processor, where that is told. */
function guard(pid: number, onHang: () => void): NodeJS.Timeout {
  const began = performance.now();
  const before = cpuMsOf(pid);
  return setInterval(() => {
    const own = cpuMsOf(pid);
    const tookMs = own === null || before === null ? performance.now() - began : own - before;
    if (tookMs > (own === null ? 10 : 2) * HANGS_AFTER_MS) onHang();
  }, HANGS_AFTER_MS);
}

/** Of all its threads; null where the system does not tell (another than Linux, or it is gone). */
function cpuMsOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    return ((user ?? 0) + (system ?? 0)) * TICK_MS;
  } catch {
    return null;
  }
}

/** Till it is time, or a case took the process down. */
function oneProcess({ seed, kind }: Wishes, from: number, last: number, until: number) {
  const run = {
    cases: 0,
    read: 0,
    refused: 0,
    slowestMs: 0,
    slowest: 0,
    mostMb: 0,
    next: from,
    failures: [] as Failure[],
  };
  const child = fork(
    path.join(import.meta.dirname, 'target.ts'),
    [String(seed), String(from), ...(kind ? [kind] : [])],
    {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: EXEC_ARGV,
      env: ENVIRONMENT,
    },
  );
  return new Promise<typeof run>((resolve, reject) => {
    let watchdog: NodeJS.Timeout | undefined;
    let current = from - 1;
    let ending = false;
    let lastWords = '';
    child.stderr?.on('data', (part) => {
      lastWords = `${lastWords}${part}`.slice(-2000);
    });
    const fail = (why: string) => run.failures.push({ number: current, why });
    const end = () => {
      ending = true;
      child.kill('SIGKILL');
    };
    child.on('message', (word: Word) => {
      if (ending) return;
      clearInterval(watchdog);
      if ('begins' in word) {
        current = word.begins;
        run.next = current + 1;
        watchdog = guard(child.pid ?? 0, () => {
          fail(`hangs: no end after ${HANGS_AFTER_MS * 2} ms of its processor`);
          end();
        });
        return;
      }
      run.cases += 1;
      if ('crashed' in word) fail(word.error);
      else {
        run[word.outcome] += 1;
        if (word.ms > run.slowestMs) Object.assign(run, { slowestMs: word.ms, slowest: word.ended });
        run.mostMb = Math.max(run.mostMb, word.rssMb);
        if (word.ms > HANGS_AFTER_MS) fail(`took ${Math.round(word.ms)} ms`);
        if (word.rssMb > MEMORY_MOST_MB) {
          fail(`the process grew to ${Math.round(word.rssMb)} MB`);
          end();
        }
      }
      if (run.next >= last || performance.now() > until) end();
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearInterval(watchdog);
      if (!ending && current < from)
        return reject(new Error(`The parsing process did not start: ${lastWords}`));
      if (!ending) fail(`the process ended by itself (${signal ?? code}): ${lastWords}`);
      resolve(run);
    });
  });
}
