import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Finding } from '../../src/app/doctor.ts';
import { openMailbox } from '../jobs/mailbox.ts';
import { type Newsstand, openNewsstand } from '../jobs/newsstand.ts';
import { FERRY_STREAM } from './ferry.ts';
import { type Home, makeHome } from './home.ts';

let home: Home;
let newsstand: Newsstand;

beforeEach(async () => {
  newsstand = await openNewsstand();
  newsstand.feeds.set('/rss', FERRY_STREAM);
  newsstand.feeds.set('/broken', 503);
});
afterEach(async () => {
  await newsstand.close();
  home.remove();
});

function openHome(settings: Readonly<Record<string, unknown>>): void {
  home = makeHome({ net: { allowPrivate: ['127.0.0.0/8'], contact: 'desk@example.org' }, ...settings });
  const feeds = ['rss', 'broken'].map((name) => ({ url: `${newsstand.url}/${name}` }));
  home.write('watches/ferry/watch.yaml', stringify({ title: 'The ferry', feeds }));
  home.write('watches/ferry/dossier/1.md', '---\ntitle: A\nsource: B\n---\n\nThe ferry sails.\n');
}

async function examined(...args: readonly string[]) {
  const { code, stdout } = await home.ask('doctor', '--json', ...args);
  const findings = JSON.parse(stdout) as Finding[];
  const told = findings.map(({ part, state, detail }) => `${state} ${part}: ${detail}`);
  return { code, findings, told };
}

test('a setup that works is told so, part by part, with what may be better', async () => {
  const mailbox = await openMailbox();
  try {
    openHome({
      mail: { smtp: mailbox.url, from: 'Desk <desk@example.org>' },
      web: { publicUrl: newsstand.url },
    });
    const { code, findings, told } = await examined('--feeds');
    expect(code).toBe(0);
    expect(told).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^ok redis: Redis \d/),
        expect.stringMatching(/^ok clock: within/),
        expect.stringMatching(/^ok disk: /),
        expect.stringMatching(/^ok mail: connection and login/),
        expect.stringMatching(/^warn mail: encryption/),
        expect.stringMatching(/^ok writes: /),
        expect.stringMatching(/^warn workers: none/),
        expect.stringMatching(/^ok feeds: 1 of 2/),
        expect.stringMatching(/^warn feeds: .*\/broken .*503/),
        expect.stringMatching(/^warn page: .*is not encrypted/),
      ]),
    );
    for (const { state, part, mend } of findings)
      if (state === 'warn') expect(`${part}: ${mend}`).not.toContain('undefined');
    expect(mailbox.mails).toHaveLength(0);
  } finally {
    await mailbox.close();
  }
});

test('what fails is named with what to do, each part though the others fail, and the exit code says so', async () => {
  openHome({ mail: { smtp: 'smtp://127.0.0.1:9' }, redis: { url: 'redis://127.0.0.1:9' } });
  home.write('watches/broken/watch.yaml', 'titel: T\n');
  const { code, told } = await examined();
  expect(code).toBe(1);
  expect(told).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^fail configuration: .*broken\/watch\.yaml: titel: this key is not known/),
      expect.stringMatching(/^fail mail: connection and login: /),
      expect.stringMatching(/^fail redis: .*127\.0\.0\.1:9/),
      expect.stringMatching(/^warn configuration: mails would come from/),
      expect.stringMatching(/^warn page: links in mails/),
    ]),
  );
  const { stdout } = await home.run('doctor');
  expect(stdout).toContain('→ look at SMTP_URL');
  expect(stdout).toMatch(/to be mended before it works/);
});
