import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Article } from '../../src/model/article.ts';
import { chromium, chromiumPath } from '../support/chromium.ts';
import { note } from './rows.ts';
import { openTown, type Town, WATCH } from './town.ts';
import { wire } from './wire.ts';

/** Where a script or a picture of an attacker's would call. Nothing listens there. */
const CANARY = 'http://127.0.0.1:9';
const ATTACKS = [
  `<script>document.documentElement.dataset.pwned=1;fetch('${CANARY}/s')</script>`,
  `<img data-pwned src="${CANARY}/i" onerror="document.documentElement.dataset.pwned=1">`,
  `"><svg data-pwned onload="document.documentElement.dataset.pwned=1">`,
  `' autofocus onfocus='document.documentElement.dataset.pwned=1' data-pwned='`,
  `</title></style></textarea><b data-pwned>bold</b>`,
  `<a data-pwned href="javascript:document.documentElement.dataset.pwned=1">here</a>`,
  `<iframe data-pwned srcdoc="<script>parent.document.documentElement.dataset.pwned=1</script>"></iframe>`,
  `&lt;script data-pwned&gt;document.documentElement.dataset.pwned=1&lt;/script&gt;`,
  `{{constructor.constructor('alert(1)')()}}\${7*7}<%= 7*7 %>`,
  `\u202e<meta data-pwned http-equiv="refresh" content="0;url=${CANARY}/m">`,
];

/** In the page: what is there of an attacker's, and the links that stay on this site. */
const SEARCH = `[
  [
    ...[...document.querySelectorAll('[data-pwned]')].map((e) => e.outerHTML.slice(0, 100)),
    ...[...document.querySelectorAll('[href],[src],[action]')]
      .map((e) => e.getAttribute('href') ?? e.getAttribute('src') ?? e.getAttribute('action'))
      .filter((to) => /^\\s*(javascript|data|vbscript):/i.test(to)),
  ],
  [...document.querySelectorAll('a[href^="/"]')].map((a) => a.getAttribute('href')),
]`;

const PLACES = `pages and mails seen by Chromium, ${ATTACKS.length} attacks in each place`;

function noteStopped(task: Parameters<typeof note>[0], fault: string, times: number, of: string): void {
  note(task, { fault, times, of, lost: 0, doubled: 0, note: '0 worked' });
}

type Visit = (what: { readonly at: string } | { readonly html: string }) => Promise<readonly string[]>;

/** News of attacks that carry attacks: in headline, first sentence, outlet and byline. */
function poisoned(): readonly Article[] {
  const told = wire(60, new Date()).filter((_, i) => i % 3 === 0);
  return told.map((article, i) => {
    const attack = ATTACKS[i % ATTACKS.length] ?? '';
    const [first = '', ...rest] = article.paragraphs;
    return {
      ...article,
      title: `${article.title} ${attack}`,
      source: `The Wire ${attack}`,
      authors: [`Ada ${attack}`],
      paragraphs: [first.replace(', the army said.', `, the army ${attack} said.`), ...rest, attack],
    };
  });
}

describe.skipIf(chromiumPath === '')('what a stranger writes', () => {
  let town: Town;
  let browser: Browser | null = null;
  let origin = '';

  beforeAll(async () => {
    const attack = ATTACKS.join(' ').slice(0, 100);
    town = await openTown({
      articles: poisoned(),
      feeds: 1,
      readers: 1,
      watch: { title: `Attacks ${attack}`, follow: ATTACKS.join(' ').slice(0, 480) },
      settings: { web: { port: 0 } },
    });
    await town.store.saveSubscriber({
      ...(town.readers[0] ?? expect.fail()),
      mailbox: { address: 'reader-0@example.org', name: ATTACKS[1] ?? '' },
    });
    const started = town.home.start('start');
    await started.says('worker started');
    origin = /page\s+(http\S+)/.exec(started.output())?.[1] ?? '';
    await town.settled(60_000);
    browser = await chromium();
  });
  afterAll(async () => {
    await town.close();
  });

  /** One page for all visits, its own policy switched off: what is escaped needs none. */
  async function withVisitor(look: (visit: Visit) => Promise<void>): Promise<number> {
    let visits = 0;
    const context = await (browser ?? expect.fail()).newContext({ bypassCSP: true });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('dialog', (dialog) => faults.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => {
      if (request.url().startsWith(CANARY)) faults.push(`asked ${request.url()}`);
    });
    await look(async (what) => {
      visits += 1;
      if ('at' in what) await page.goto(origin + what.at, { waitUntil: 'domcontentloaded' });
      else await page.setContent(what.html, { waitUntil: 'domcontentloaded' });
      const [pwned, links] = (await page.evaluate(SEARCH)) as [string[], string[]];
      faults.push(...pwned.map((one) => `${JSON.stringify(what)}: ${one}`));
      return links;
    });
    await context.close();
    expect(faults).toEqual([]);
    return visits;
  }

  test('runs nowhere: not on any page, not in any mail', async ({ task }) => {
    const visits = await withVisitor(async (visit) => {
      const seen = new Set<string>();
      const queue = ['/', '/outbox', '/subscribe', `/watches/${WATCH}`];
      for (let at = queue.shift(); at !== undefined && seen.size < 40; at = queue.shift()) {
        if (seen.has(at)) continue;
        seen.add(at);
        queue.push(...(await visit({ at })));
      }
      expect([...seen].some((at) => at.startsWith('/developments/'))).toBe(true);
      expect([...seen].some((at) => at.startsWith('/outbox/'))).toBe(true);
      for (const { html = '' } of town.mailbox.mails) await visit({ html });
      expect(town.mailbox.mails.length).toBeGreaterThan(0);
    });
    noteStopped(
      task,
      'markup and scripts in headlines, texts, outlets, bylines, names and a watch',
      visits,
      PLACES,
    );
  });

  test('comes back from no form and no query as markup', async ({ task }) => {
    const visits = await withVisitor(async (visit) => {
      const names = ['token', 'type', 'watch', 'address', 'email', 'q', 'return', 'next'];
      for (const attack of [ATTACKS.slice(0, 3).join(''), ATTACKS.slice(3, 6).join('')]) {
        const value = encodeURIComponent(attack);
        const query = names.map((name) => `${name}=${value}`).join('&');
        for (const path of ['/subscribe', '/unsubscribe', '/confirm', '/preferences', '/mute', '/pause']) {
          await visit({ at: `${path}?${query}` });
        }
        await visit({ at: `/watches/${value}?${query}` });
      }
    });
    noteStopped(task, 'the same in addresses and their queries', visits, 'pages seen by Chromium');
  });

  test('leads nobody to another site', async ({ task }) => {
    let times = 0;
    const names = ['next', 'return', 'returnTo', 'redirect', 'url', 'to', 'continue'];
    const away = ['//evil.example', 'https://evil.example', '/\\evil.example', 'https:evil.example'];
    for (const path of [
      '/',
      '/subscribe',
      '/unsubscribe',
      '/confirm',
      '/preferences',
      '//evil.example',
      '/%2f%2fevil.example',
      '/\\evil.example',
    ]) {
      for (const target of away) {
        const query = names.map((name) => `${name}=${encodeURIComponent(target)}`).join('&');
        const answer = await fetch(`${origin}${path}?${query}`, { redirect: 'manual' });
        expect(answer.headers.get('location') ?? '').not.toContain('evil');
        times += 1;
      }
    }
    noteStopped(task, 'redirects to another site asked for', times, 'pages');
  });

  test('cannot put a page into a frame, but for a mail’s own text', async ({ task }) => {
    const paths = ['/', '/outbox', `/watches/${WATCH}`, '/subscribe', '/unsubscribe?token=x', '/nowhere'];
    for (const path of paths) {
      const { headers } = await fetch(origin + path);
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).not.toMatch(/script-src(?! 'none')|unsafe/);
    }
    noteStopped(
      task,
      'pages put into a frame, or made to run a script',
      paths.length,
      'pages and their policy',
    );
  });
});
