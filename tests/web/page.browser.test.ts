import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../src/web/server.ts';
import { chromium, chromiumPath } from '../support/chromium.ts';
import { busySample, portsOf, type Sample, SESSION } from './sample.ts';
import { sampleDevelopment } from './sample-data.ts';

/** Text needs 4.5 to 1 (WCAG 2.2, 1.4.3). */
const CONTRAST_LEAST = 4.5;
const PATHS = [
  '/',
  '/watches/us-iraq-coalition',
  '/watches/us-iraq-coalition?q=talks',
  '/watches/us-iraq-coalition/withheld',
  '/feeds',
  '/operate',
  '/operate/settings',
  '/operate/watches',
  '/operate/drafts/d1',
  '/operate/login',
  '/developments/us-iraq-coalition/v-toll',
  '/outbox',
  '/outbox/d-alert',
  '/unsubscribe?token=x',
];

describe.skipIf(chromiumPath === '')('in Chromium, a page', () => {
  const app = createServer(portsOf(sampleWithLongWords()));
  let browser: Browser | null = null;
  let origin: string;

  beforeAll(async () => {
    origin = await app.listen({ host: '127.0.0.1', port: 0 });
    browser = await chromium();
  });

  afterAll(async () => {
    await app.close();
  });

  async function withPage(
    options: { readonly width: number; readonly scheme?: 'light' | 'dark'; readonly script?: boolean },
    use: (page: Page) => Promise<void>,
  ): Promise<void> {
    if (browser === null) throw new Error('Chromium did not start');
    const context = await browser.newContext({
      viewport: { width: options.width, height: 800 },
      colorScheme: options.scheme ?? 'light',
      javaScriptEnabled: options.script ?? true,
    });
    try {
      await context.addCookies([{ name: 'newswatch', value: SESSION, url: origin }]);
      await use(await context.newPage());
    } finally {
      await context.close();
    }
  }

  test.each(PATHS)('is sound by day on a wide screen, and asks no other host: %s', async (path) => {
    await withPage({ width: 1200 }, async (page) => {
      const faults: string[] = [];
      page.on('console', (message) => faults.push(message.text()));
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('request', (request) => {
        if (new URL(request.url()).origin !== origin) faults.push(`left the host: ${request.url()}`);
      });
      await page.goto(origin + path);
      expect(await page.locator('h1').count()).toBe(1);
      expect(await page.locator('main').count()).toBe(1);
      expect(await faultsOfStructure(page)).toEqual([]);
      expect(await isDark(page)).toBe(false);
      expect(await faintTexts(page)).toEqual([]);
      // Late requests are heard too.
      await page.waitForLoadState('networkidle');
      expect(faults).toEqual([]);
    });
  });

  test.each(PATHS)('stands out by night, and needs no horizontal scrolling at 320 px: %s', async (path) => {
    await withPage({ width: 320, scheme: 'dark' }, async (page) => {
      await page.goto(origin + path);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
      expect(await isDark(page)).toBe(true);
      expect(await faintTexts(page)).toEqual([]);
    });
  });

  test('is read by keyboard: the skip link first, then the reasons fold out', async () => {
    await withPage({ width: 1200 }, async (page) => {
      await page.goto(origin);
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
      const summary = page.locator('.development summary').first();
      await summary.focus();
      await page.keyboard.press('Enter');
      expect(await page.locator('.development details[open] .why').first().isVisible()).toBe(true);
    });
  });

  test('works without JavaScript', async () => {
    await withPage({ width: 390, script: false }, async (page) => {
      await page.goto(origin);
      await page.getByRole('link', { name: 'Talks resume in Baghdad', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'Talks resume in Baghdad' }).waitFor();
    });
  });

  test('shows a mail’s HTML in a frame, where its scripts do not run', async () => {
    await withPage({ width: 1200 }, async (page) => {
      await page.goto(`${origin}/outbox/d-alert`);
      const mail = page.frameLocator('iframe');
      await mail.getByRole('heading', { name: 'Talks resume in Baghdad' }).waitFor();
      const sandbox = (await page.locator('iframe').getAttribute('sandbox')) ?? '';
      expect(sandbox.split(' ')).not.toContain('allow-scripts');
    });
  });
});

/** Words without a place to break are what makes a page wider than its window. */
function sampleWithLongWords(): Sample {
  const sample = busySample();
  const word = 'Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft';
  const development = sampleDevelopment({ id: 'v-long', headline: word, why: [word] });
  return {
    ...sample,
    developments: [...sample.developments, development],
    feeds: sample.feeds.map((feed) => ({ ...feed, title: feed.title ?? word })),
    unreadable: sample.unreadable.map((item) => ({ ...item, error: word + word })),
  };
}

/** Headings with a gap, ids that are there twice, regions whose name is missing. */
async function faultsOfStructure(page: Page): Promise<readonly string[]> {
  const list = async (expression: string) => (await page.evaluate(expression)) as string[];
  const levels = await list("[...document.querySelectorAll('h1,h2,h3')].map(({ tagName }) => tagName)");
  const jumps = levels.filter((level, at) => at > 0 && Number(level[1]) > Number(levels[at - 1]?.[1]) + 1);
  const ids = await list("[...document.querySelectorAll('[id]')].map(({ id }) => id)");
  const named = await list(
    "[...document.querySelectorAll('[aria-labelledby]')].map((one) => one.getAttribute('aria-labelledby'))",
  );
  return [
    ...jumps.map((level) => `a gap before ${level}`),
    ...ids.filter((id, at) => ids.indexOf(id) < at).map((id) => `twice: ${id}`),
    ...named.filter((id) => !ids.includes(id)).map((id) => `no element: ${id}`),
  ];
}

async function isDark(page: Page): Promise<boolean> {
  const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
  return luminance(parseColor(String(background))) < 0.5;
}

async function faintTexts(page: Page): Promise<readonly TextColors[]> {
  const texts = (await page.evaluate(TEXT_COLORS)) as TextColors[];
  expect(texts.length).toBeGreaterThan(5);
  return texts.filter(({ ink, paper }) => contrast(ink, paper) < CONTRAST_LEAST);
}

type Color = readonly [red: number, green: number, blue: number];

interface TextColors {
  readonly text: string;
  readonly ink: Color;
  readonly paper: Color;
}

/** In the page: for every element with text of its own, its colour and that of what lies behind it. */
const TEXT_COLORS = `(() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const paperOf = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [red, green, blue, alpha = 1] = parse(getComputedStyle(at).backgroundColor);
      if (alpha === 1) return [red, green, blue];
    }
    return [255, 255, 255];
  };
  return [...document.body.querySelectorAll('*')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((element) => ({
      text: element.textContent.trim().slice(0, 60),
      ink: parse(getComputedStyle(element).color).slice(0, 3),
      paper: paperOf(element),
    }));
})()`;

function parseColor(css: string): Color {
  const [red = 0, green = 0, blue = 0] = (css.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(color: Color): number {
  const [red, green, blue] = color.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function contrast(one: Color, other: Color): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
