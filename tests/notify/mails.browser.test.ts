import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { composeAlert } from '../../src/notify/alert.ts';
import { composeDigest } from '../../src/notify/digest.ts';
import { composeManage } from '../../src/notify/notice.ts';
import { chromium, chromiumPath } from '../support/chromium.ts';
import { demoMails } from './demo-mails.ts';
import { denied, from, links, now, resumed, subscriber, toll, watch } from './samples.ts';

const LOOKS = [320, 390, 680].flatMap((width) => [
  { width, scheme: 'light' as const },
  { width, scheme: 'dark' as const },
]);

const evil = 'W'.repeat(300);
const window = { from: '2024-02-11T06:00:00.000Z', to: now };
const odd = [
  ...[
    toll,
    denied,
    { ...resumed, headline: evil, why: [evil] },
    { ...resumed, headline: 'استئناف المحادثات' },
  ].map((development) => composeAlert({ watch, subscriber, from, links, now, development })),
  composeDigest({
    sections: [{ watch: { id: 'w', title: evil }, developments: [toll, resumed], withheld: { known: 2 } }],
    ...{ silentFeeds: [{ title: evil, since: now }], subscriber, from, links, window, now },
  }),
  composeManage({ deliveryId: 'd1', from, to: subscriber.mailbox, now, link: links.page('/x') ?? '' }),
];
const all = [...demoMails().map(({ mail }) => mail), ...odd];
/** Alerts are of one make: each look is tried on some of them, and one look on all. */
const some = [
  ...demoMails().flatMap(({ kind, mail }, at) => (kind === 'digest' || at % 8 === 0 ? mail : [])),
  ...odd,
];

/** In the page: what is wider than it, what is too faint (WCAG 2.2, 1.4.3) and what is too small to read. */
const FAULTS = `(() => {
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => color.slice(0, 3).map((value) => value / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (element) => {
    const own = element ? numbers(getComputedStyle(element).backgroundColor) : [255, 255, 255];
    return own.length === 3 || own[3] === 1 ? own : ground(element.parentElement);
  };
  const faults = document.documentElement.scrollWidth > innerWidth ? ['wider than the screen'] : [];
  for (const element of document.body.querySelectorAll('*')) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && /[\\p{L}\\p{N}]/u.test(node.data))) continue;
    const { color, fontSize } = getComputedStyle(element);
    const [a, b] = [light(numbers(color)), light(ground(element))];
    const words = element.textContent.trim().slice(0, 40);
    if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5) faults.push('faint: ' + words);
    if (Number.parseFloat(fontSize) < 14) faults.push('small: ' + words);
  }
  return faults;
})()`;

describe.skipIf(chromiumPath === '')('in Chromium, every mail of the demo', () => {
  let browser: Browser | null = null;

  beforeAll(async () => {
    browser = await chromium();
  });

  async function inPage(
    { width, scheme }: { readonly width: number; readonly scheme: 'light' | 'dark' },
    use: (page: Page) => Promise<void>,
  ): Promise<void> {
    if (browser === null) throw new Error('Chromium did not start');
    const page = await browser.newPage({ viewport: { width, height: 700 }, colorScheme: scheme });
    try {
      await use(page);
    } finally {
      await page.close();
    }
  }

  test.each(LOOKS)('fits, stands out, can be read and fetches nothing: $width px, $scheme', async (look) => {
    await inPage(look, async (page) => {
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      for (const mail of look.width === 390 && look.scheme === 'light' ? all : some) {
        await page.setContent(mail.html);
        expect(await page.evaluate(FAULTS), mail.subject).toEqual([]);
      }
      expect(asked.filter((url) => !/^(about|data):/.test(url))).toEqual([]);
    });
  });

  test('says the same, in the same order, where a mail program drops every style', async () => {
    await inPage({ width: 390, scheme: 'light' }, async (page) => {
      for (const mail of some) {
        await page.setContent(mail.html);
        const styled = await page.evaluate('document.body.textContent');
        await page.setContent(
          mail.html.replaceAll(/<style>.*?<\/style>| style="[^"]*"| class="[^"]*"/gs, ''),
        );
        expect(await page.evaluate('document.body.textContent'), mail.subject).toBe(styled);
        expect(await page.evaluate('document.body.innerText'), mail.subject).not.toBe('');
      }
    });
  });
});
