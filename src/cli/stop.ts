import { printNote } from './print.ts';

/** Resolves at Ctrl-C or SIGTERM. A second one ends the process at once: what it leaves is worked off at the next start. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = () => {
      if (asked) {
        printNote('Stopped at once.');
        process.exit(130);
      }
      asked = true;
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
