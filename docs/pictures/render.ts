// Makes the pictures of the README and the docs from a demo: `npm run pictures`.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import PostalMime, { type Email } from 'postal-mime';

const ROOT = path.resolve(import.meta.dirname, '../..');
const OUTBOX = path.join(ROOT, 'data/demo/outbox');
const STORY = '/watches/armenia-azerbaijan-peace';
const MAIL_WIDTH = 680;

/** Each page, how much of it, and in which light. */
const PAGES = [
  { name: 'story', at: STORY, width: 1200, height: 1130, scheme: 'light' },
  { name: 'story-phone', at: STORY, width: 390, height: 1130, scheme: 'dark' },
  { name: 'withheld', at: `${STORY}/withheld`, width: 1200, height: 700, scheme: 'light' },
] as const;

/** The first mail whose subject holds these words. */
function pick(mails: readonly Email[], wanted: string): Email {
  const found = mails.find((mail) => mail.subject?.includes(wanted));
  if (!found?.html) throw new Error(`No mail in ${OUTBOX} has the subject "${wanted}".`);
  return found;
}

async function renderMail(browser: Browser): Promise<void> {
  const files = readdirSync(OUTBOX).filter((name) => name.endsWith('.eml'));
  const mails = await Promise.all(
    files.map((name) => PostalMime.parse(readFileSync(path.join(OUTBOX, name)))),
  );
  const mail = pick(mails, process.argv[2] ?? 'prisoner swap —');
  const page = await browser.newPage({ viewport: { width: MAIL_WIDTH, height: 400 }, deviceScaleFactor: 2 });
  await page.setContent(mail.html ?? '');
  await page.screenshot({ path: path.join(import.meta.dirname, 'alert.png'), fullPage: true });
  process.stdout.write(`docs/pictures/alert.png: ${mail.subject}\n`);
}

async function renderPages(browser: Browser, origin: string): Promise<void> {
  for (const { name, at, width, height, scheme } of PAGES) {
    const viewport = { width, height };
    const page = await browser.newPage({ viewport, colorScheme: scheme, deviceScaleFactor: 1.5 });
    await page.goto(origin + at);
    await page.screenshot({ path: path.join(import.meta.dirname, `${name}.png`) });
    process.stdout.write(`docs/pictures/${name}.png: ${at}\n`);
  }
}

/** Plays the demo to its end. @returns where its page is, and how to end it */
async function playDemo(): Promise<{ readonly origin: string; end(): void }> {
  const demo = spawn(path.join(ROOT, 'bin/newswatch'), ['demo', '--fresh', '--port', '0'], { stdio: 'pipe' });
  let said = '';
  const over = new Promise<void>((resolve, reject) => {
    demo.stdout.on('data', (part) => {
      said += part;
      if (said.includes('The newsroom published')) resolve();
    });
    demo.on('exit', () => reject(new Error(`The demo ended too early:\n${said}`)));
  });
  await over;
  const origin = /page +(?:\S*\[\d+m)?(http:\/\/[\d.:]+)/.exec(said)?.[1] ?? '';
  return { origin, end: () => demo.kill('SIGINT') };
}

const demo = await playDemo();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
mkdirSync(import.meta.dirname, { recursive: true });
await renderMail(browser);
await renderPages(browser, demo.origin);
await browser.close();
demo.end();
