import { Worker } from 'node:worker_threads';

/** Longer than anything that ends: its jobs are started elsewhere after a few seconds. */
const BLOCKED_MOST_S = 60;

/** Looks each second whether the loop still counts, and ends a process that does not, however it is stuck. */
const THREAD = `
const { workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const { beats, most } = workerData;
let before = -1;
let still = 0;
setInterval(() => {
  const now = Atomics.load(beats, 0);
  still = now === before ? still + 1 : 0;
  before = now;
  if (still < most) return;
  writeSync(2, JSON.stringify({ level: 60, time: Date.now(), msg: 'stuck for ' + most + ' s: ended, to be started again' }) + '\\n');
  process.kill(process.pid, 'SIGKILL');
}, 1000);
`;

/**
 * A worker whose loop is blocked for good is worse than a dead one: nobody starts it again. This ends it, so that the
 * service manager does, and its job is taken up as that of any worker that died.
 */
export function watchLoop({ mostS = BLOCKED_MOST_S } = {}): { close(): Promise<void> } {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const timer = setInterval(() => Atomics.add(beats, 0, 1), 500);
  timer.unref();
  const thread = new Worker(THREAD, {
    eval: true,
    workerData: { beats, most: mostS },
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1 },
    execArgv: [],
  });
  thread.unref();
  return {
    close: async () => {
      clearInterval(timer);
      await thread.terminate();
    },
  };
}
