import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Newsstand, openNewsstand } from '../jobs/newsstand.ts';
import { ferryOfLately } from './ferry.ts';
import { type Home, makeHome } from './home.ts';

const FIVE_MINUTES_MS = 300_000;

let home: Home;
let newsstand: Newsstand;
beforeEach(async () => {
  newsstand = await openNewsstand();
  home = makeHome({ mail: { hold: '0s' }, web: { port: 0 } });
});
afterEach(async () => {
  await newsstand.close();
  home.remove();
});

test(
  'from three saved articles and one feed to the first alert, with a worker that runs already',
  async () => {
    const { pages, stream } = ferryOfLately(new Date());
    newsstand.feeds.set('/rss', stream);
    const saved = path.join(home.folder, 'saved');
    mkdirSync(saved);
    const files = Array.from(pages.keys(), (i) => path.join(saved, `${i}.html`));
    for (const [i, file] of files.entries()) writeFileSync(file, pages[i] ?? '');
    home.write('watches/other/watch.yaml', 'title: Other\nfeeds: [{url: "http://127.0.0.1:9/rss"}]\n');
    home.write('watches/other/dossier/1.md', '---\ntitle: A\nsource: B\n---\n\nThe dam stands.\n');
    const started = home.start('start');
    await started.says('worker started');

    const flags = ['--title', 'The ferry strike on Tarn', '--id', 'ferry', '--feed', `${newsstand.url}/rss`];
    expect((await home.ask('watch', 'new', ...files, ...flags)).code).toBe(0);
    const subscribed = await home.ask('subscribe', 'you@example.org');
    expect(subscribed.stdout).toContain('ferry');
    const polled = await home.run('poll', 'ferry', '--wait');
    expect(polled.code).toBe(0);

    await started.says('"job":"deliver"');
    const mails = home.outbox().map(({ text }) => text);
    expect(mails.join('\n')).toContain('Tarn');
    expect(JSON.parse((await home.ask('status', '--json')).stdout).watches).toMatchObject([
      { id: 'ferry', articles: 4 },
      { id: 'other' },
    ]);
    started.kill('SIGTERM');
    expect((await started.ended).code).toBe(0);
  },
  FIVE_MINUTES_MS,
);
