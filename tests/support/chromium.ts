import { type Browser, chromium as playwright } from 'playwright-core';

/** Set by `bin/test`; empty when this machine has none and none could be installed. */
export const chromiumPath = process.env.NEWSWATCH_CHROMIUM ?? '';

let running: Promise<Browser> | undefined;

/**
 * A headless Chromium, or null when there is none. It is the same for all files of a worker and ends with it: close the
 * contexts and pages that you open, not the browser. Skip a test that needs it, so that it is counted:
 * `it.skipIf(chromiumPath === '')(…)`; `bin/test` then says loudly what was left out.
 */
export async function chromium(): Promise<Browser | null> {
  if (chromiumPath === '') return null;
  running ??= launch();
  return running;
}

function launch(): Promise<Browser> {
  return playwright.launch({
    executablePath: chromiumPath,
    headless: true,
    args: [
      // Its sandbox needs what a container or root does not give; it shows our own pages only.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
