// Makes the pictures of the README from the outbox of a demo: `npm run pictures`.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import PostalMime, { type Email } from 'postal-mime';

const ROOT = path.resolve(import.meta.dirname, '../..');
const OUTBOX = path.join(ROOT, 'data/demo/outbox');
const WIDTH = 680;

/** The first mail whose subject holds these words. */
function pick(mails: readonly Email[], wanted: string): Email {
  const found = mails.find((mail) => mail.subject?.includes(wanted));
  if (!found?.html)
    throw new Error(`No mail in ${OUTBOX} has the subject "${wanted}"; run bin/newswatch demo --once first.`);
  return found;
}

const files = readdirSync(OUTBOX).filter((name) => name.endsWith('.eml'));
const mails = await Promise.all(files.map((name) => PostalMime.parse(readFileSync(path.join(OUTBOX, name)))));
const mail = pick(mails, process.argv[2] ?? 'cross the border');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
const page = await browser.newPage({ viewport: { width: WIDTH, height: 400 }, deviceScaleFactor: 2 });
await page.setContent(mail.html ?? '');
mkdirSync(import.meta.dirname, { recursive: true });
await page.screenshot({ path: path.join(import.meta.dirname, 'alert.png'), fullPage: true });
await browser.close();
process.stdout.write(`docs/pictures/alert.png: ${mail.subject}\n`);
