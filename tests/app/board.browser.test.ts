import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, chromiumPath } from '../support/chromium.ts';
import { watchOf } from '../support/samples.ts';
import { openPageDesk, PASSWORD, type PageDesk } from './page-desk.ts';

describe.skipIf(chromiumPath === '')('in Chromium, who operates', () => {
  let desk: PageDesk;
  let browser: Browser | null = null;
  let origin: string;

  beforeAll(async () => {
    desk = await openPageDesk(
      watchOf({
        id: 'docks',
        title: 'The docks',
        feeds: [{ url: 'https://news.example/rss', title: 'Docks' }],
      }),
    );
    origin = await desk.page.listen({ host: '127.0.0.1', port: 0 });
    browser = await chromium();
  });
  afterAll(async () => {
    await desk.close();
  });

  async function signedIn(script: boolean) {
    if (browser === null) throw new Error('Chromium did not start');
    const context = await browser.newContext({ javaScriptEnabled: script });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('console', (message) => faults.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('request', (request) => {
      const { protocol, origin: asked } = new URL(request.url());
      if (protocol !== 'data:' && asked !== origin) faults.push(`left the host: ${request.url()}`);
    });
    await page.goto(`${origin}/operate/settings`);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    return { page, faults, close: () => context.close() };
  }

  test('runs a job, pauses a feed and signs out, by forms and without a script', async () => {
    const { page, faults, close } = await signedIn(false);
    await page.getByRole('link', { name: 'Jobs', exact: true }).click();
    await page.getByText('poll-feed: Ask a feed now').click();
    await page.getByRole('button', { name: 'Run now: poll-feed' }).click();
    await page.getByText('The job is queued.').waitFor();
    expect(await desk.queues.size('poll-feed')).toMatchObject({ waiting: 1 });
    await page.goto(`${origin}/feeds`);
    await page.getByRole('button', { name: 'Pause: Docks' }).click();
    await page.getByText('no poll till it is resumed').waitFor();
    await page.goto(`${origin}/operate`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.goto(`${origin}/operate`);
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    expect(faults).toEqual([]);
    await close();
  });

  test('sees every queue on the board, whose scripts and styles come from here alone', async () => {
    await desk.queues.add('deliver', [{ deliveryId: 'd1' }], { delayMs: 3_600_000 });
    const { page, faults, close } = await signedIn(true);
    await page.goto(`${origin}/operate/board/`, { waitUntil: 'networkidle' });
    for (const queue of ['poll-feed', 'read-article', 'compare-article', 'deliver', 'sweep']) {
      await page.getByText(queue, { exact: true }).first().waitFor();
    }
    await page.goto(`${origin}/operate/board/queue/deliver?status=delayed`, { waitUntil: 'networkidle' });
    await page.getByText('d1').first().waitFor();
    expect(faults).toEqual([]);
    await close();
  });
});
