import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../src/web/server.ts';
import { chromium, chromiumPath } from '../support/chromium.ts';
import { busySample, portsOf, SESSION } from './sample.ts';
import { TOKEN } from './sample-data.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const STORY = '/watches/us-iraq-coalition';
const OPEN = [
  '/',
  STORY,
  `${STORY}?q=talks&kind=new`,
  `${STORY}?q=${'x'.repeat(201)}`,
  `${STORY}?q=nothing-like-it`,
  `${STORY}/withheld`,
  `${STORY}/withheld?reason=known`,
  '/developments/us-iraq-coalition/v-toll',
  '/feeds',
  '/outbox',
  '/outbox/d-alert',
  '/subscribe',
  `/confirm?token=${TOKEN}`,
  `/preferences?token=${TOKEN}`,
  '/preferences',
  `/preferences/delete?token=${TOKEN}`,
  `/mute?token=${TOKEN}&type=attack`,
  `/pause?token=${TOKEN}`,
  `/unsubscribe?token=${TOKEN}`,
  '/operate/login',
  '/nowhere',
];
const SIGNED_IN = [
  STORY,
  `${STORY}/withheld`,
  '/developments/us-iraq-coalition/v-toll',
  '/feeds',
  '/outbox/d-failed',
  '/operate',
  '/operate?done=retried',
  '/operate/settings',
  '/operate/watches?written=us-iraq-coalition',
  '/operate/drafts/new',
  '/operate/drafts/d1',
];

describe.skipIf(chromiumPath === '')('by the rules of axe', () => {
  const app = createServer(portsOf(busySample()));
  let browser: Browser | null = null;
  let origin: string;

  beforeAll(async () => {
    origin = await app.listen({ host: '127.0.0.1', port: 0 });
    browser = await chromium();
  });

  afterAll(async () => {
    await app.close();
  });

  async function violations(
    path: string,
    options: {
      readonly width: number;
      readonly scheme: 'light' | 'dark';
      readonly signedIn: boolean;
      /** Pressed first; looked at is the page it leads to. */
      readonly button?: string;
    },
  ) {
    if (browser === null) throw new Error('Chromium did not start');
    const context = await browser.newContext({
      viewport: { width: options.width, height: 900 },
      colorScheme: options.scheme,
    });
    try {
      if (options.signedIn) await context.addCookies([{ name: 'newswatch', value: SESSION, url: origin }]);
      const page = await context.newPage();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).origin));
      await page.goto(origin + path);
      if (options.button) await page.getByRole('button', { name: options.button }).click();
      await unfold(page);
      await page.evaluate(AXE);
      const results = (await page.evaluate(`axe.run({ resultTypes: ['violations'] })`)) as AxeResults;
      expect(results.passes.length, path).toBeGreaterThan(5);
      expect(new Set(asked), path).toEqual(new Set([origin]));
      return results.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join('\n')}`,
      );
    } finally {
      await context.close();
    }
  }

  /** What is folded away is part of the page too. */
  async function unfold(page: Page): Promise<void> {
    await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
  }

  test.each(OPEN)('a stranger finds no fault in %s', async (path) => {
    expect(await violations(path, { width: 1200, scheme: 'light', signedIn: false })).toEqual([]);
  });

  test.each(SIGNED_IN)('who is signed in finds no fault in %s, on a phone at night', async (path) => {
    expect(await violations(path, { width: 390, scheme: 'dark', signedIn: true })).toEqual([]);
  });

  test.each(['Try it', 'Begin to follow it'])('nor in what a draft’s “%s” leads to', async (button) => {
    const seen = { width: 390, scheme: 'light', signedIn: true, button } as const;
    expect(await violations('/operate/drafts/d1', seen)).toEqual([]);
  });
});
