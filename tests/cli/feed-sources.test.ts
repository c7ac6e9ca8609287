import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Site, startSite } from '../net/site.ts';
import { type Home, makeHome, PROJECT } from './home.ts';

const DOCUMENT = 'tests/stories/niger-us-withdrawal/dossier/01-french-gone.md';
const FEED = `<rss version="2.0"><channel><title>Harbour Post</title><link>/</link>
<item><title>One</title><link>/1</link></item><item><title>Two</title><link>/2</link></item></channel></rss>`;

let home: Home;
let site: Site;

beforeEach(async () => {
  site = await startSite((_, response) => response.writeHead(200).end(FEED));
  home = makeHome();
  home.write(
    'watches/docks/watch.yaml',
    'title: The docks # as told\nfeeds:\n  - url: https://old.example/rss # slow\n    title: Old\n',
  );
  home.write('watches/docks/dossier/01.md', readFileSync(path.join(PROJECT, DOCUMENT), 'utf8'));
});
afterEach(async () => {
  await site.close();
  home.remove();
});

const file = (name: string) => path.join(home.folder, 'config', name);

test('a feed is added, exported, removed and imported by command', async () => {
  const watch = () => readFileSync(file('watches/docks/watch.yaml'), 'utf8');
  const added = await home.run('feed', 'add', `${site.url}/rss`);
  expect(added).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Harbour Post is added to docks: 2 items.'),
  });
  const both = watch();
  expect(both).toContain(`# slow\n    title: Old\n  - url: ${site.url}/rss\n    title: Harbour Post\n`);
  const again = await home.ask('feed', 'add', `${site.url}/rss`);
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('has it already') });

  const { stdout: opml } = await home.ask('feed', 'export');
  home.write('feeds.opml', opml);
  expect((await home.ask('feed', 'remove', 'Harbour')).stdout).toContain(
    'Harbour Post is taken out of docks.',
  );
  expect(watch()).not.toContain(site.url);
  const { stdout } = await home.run('feed', 'import', file('feeds.opml'));
  expect(stdout).toBe('1 feed added to docks.\n1 feed known already.\n');
  expect(watch()).toBe(both);
});

test('what cannot be imported is told with its file', async () => {
  home.write('list.txt', 'nonsense\n');
  const { code, stderr } = await home.ask('feed', 'import', file('list.txt'));
  expect(code).toBe(1);
  expect(stderr).toContain('list.txt: Nothing was added.');
  expect((await home.ask('feed', 'import', '/no/such/file')).stderr).toContain(
    '/no/such/file: there is no such file',
  );
});
