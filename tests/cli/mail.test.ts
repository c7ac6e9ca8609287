import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadStory } from '../../src/eval/story.ts';
import { type Newsstand, openNewsstand } from '../jobs/newsstand.ts';
import { type Closers, mailServer } from '../support/mail-servers.ts';
import { type Home, makeHome, PROJECT } from './home.ts';
import { environment } from './standing.ts';

const STORY = path.join(PROJECT, 'tests/stories/niger-us-withdrawal');

const closers: Closers = [];
let home: Home;
let newsstand: Newsstand;

beforeEach(async () => {
  newsstand = await openNewsstand();
  newsstand.feeds.set(
    '/rss',
    loadStory(STORY)
      .stream.slice(0, 6)
      .map(({ article }) => article),
  );
  home = makeHome({ poll: { maxItemAge: '36500d' }, web: { publicUrl: 'https://news.example.org' } });
  home.write(
    'watches/withdrawal/watch.yaml',
    stringify({ title: 'The withdrawal', feeds: [{ url: `${newsstand.url}/rss` }] }),
  );
  for (const name of ['01-french-gone.md', '02-delegation.md', '03-accord-revoked.md'])
    home.write(`watches/withdrawal/dossier/${name}`, readFileSync(path.join(STORY, 'dossier', name), 'utf8'));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await newsstand.close();
  home.remove();
});

/** What the command says of a mail on its standard input. */
function bounced(mail: string): string {
  const program = path.join(PROJECT, 'src/cli/main.ts');
  const args = [program, '--config', path.join(home.folder, 'config'), 'bounce'];
  return String(
    execFileSync(process.execPath, args, { input: mail, env: environment({ NEWSWATCH_DATA: home.data }) }),
  );
}

const subscribers = async () => JSON.parse((await home.ask('subscribers', '--json')).stdout);

describe('mail, from the command line', () => {
  test('a test tells of each step, sends one mail, and says what SPF, DKIM and DMARC should say', async () => {
    const { port, received } = await mailServer(closers);
    home.write(
      'newswatch.yaml',
      stringify({ mail: { smtp: `smtp://127.0.0.1:${port}`, from: 'Newswatch <news@example.org>' } }),
    );
    const { stdout } = await home.ask('mail', 'test', 'ada@example.org');
    expect(received.map(({ recipients }) => recipients)).toEqual([['ada@example.org']]);
    for (const record of [
      /SPF: .*\n\s+example\.org\. TXT "v=spf1 /,
      /DKIM: /,
      /_dmarc\.example\.org\. TXT "v=DMARC1/,
    ])
      expect(stdout).toMatch(record);
  });

  test('subscribing with --confirm asks by mail, and subscribes nobody', async () => {
    expect((await home.ask('subscribe', 'ada@example.org', '--confirm')).code).toBe(0);
    await home.ask('poll', 'withdrawal', '--wait');
    expect(await subscribers()).toEqual([]);
    const [asked, ...others] = home.outbox();
    expect(others).toEqual([]);
    expect(asked?.text).toContain('To: ada@example.org');
    expect(asked?.text).toContain('https://news.example.org/confirm?token=');
  });

  test('a mail to the unsubscribe address, piped in, ends the subscription it names', async () => {
    await home.ask('subscribe', 'ada@example.org');
    await home.ask('poll', 'withdrawal', '--wait');
    const alert = home.outbox()[0]?.text.replaceAll(/\r\n[ \t]/g, ' ') ?? '';
    const subject = decodeURIComponent(/<mailto:[^>]*[?]subject=([^>]*)>/.exec(alert)?.[1] ?? '');
    expect(subject).toMatch(/^unsubscribe \S+$/);
    const mail = (line: string) => `From: ada@example.org\nTo: news@example.org\nSubject: ${line}\n\n`;
    expect(bounced(mail('unsubscribe me'))).toContain('Ignored');
    expect(await subscribers()).toMatchObject([{ status: 'active' }]);
    expect(bounced(mail(subject))).toContain('ada@example.org is unsubscribed');
    expect(await subscribers()).not.toMatchObject([{ status: 'active' }]);
  });
});
