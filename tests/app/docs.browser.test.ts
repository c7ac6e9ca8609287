import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, chromiumPath } from '../support/chromium.ts';
import { openWebDesk, type WebDesk } from './web-desk.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(chromiumPath === '')('the page of the API', () => {
  let desk: WebDesk;
  let browser: Browser | null;
  let url: string;
  beforeAll(async () => {
    desk = await openWebDesk();
    await desk.web.listen({ host: '127.0.0.1', port: 0 });
    url = `http://127.0.0.1:${(desk.web.server.address() as AddressInfo).port}`;
    browser = await chromium();
  });
  afterAll(async () => {
    await desk.close();
  });

  test('is accessible, fits a phone, and asks no other host', async () => {
    // The page forbids scripts; only the checker's own is let in.
    const page = await browser?.newPage({ bypassCSP: true, viewport: { width: 390, height: 800 } });
    if (!page) throw new Error('there is a Chromium');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${url}/api/v1/docs`);
    await page.evaluate(AXE);
    const violations = await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id }) => id))',
    );
    expect(violations).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(asked.filter((one) => !one.startsWith(url))).toEqual([]);
    await page.close();
  });
});
