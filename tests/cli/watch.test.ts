import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Newsstand, openNewsstand } from '../jobs/newsstand.ts';
import { FERRY_FILES, FERRY_STREAM } from './ferry.ts';
import { type Home, makeHome, PROJECT } from './home.ts';

const TITLE = ['--title', 'The ferry strike on Tarn'];
const ID = 'the-ferry-strike-on-tarn';

let home: Home;
let newsstand: Newsstand;

beforeEach(async () => {
  newsstand = await openNewsstand();
  newsstand.feeds.set('/rss', FERRY_STREAM);
  home = makeHome({ web: { port: 0 } });
});
afterEach(async () => {
  await newsstand.close();
  home.remove();
});

const folder = (id = ID) => path.join(home.folder, 'config/watches', id);
const feed = () => ['--feed', `${newsstand.url}/rss`];

test('three saved pages and a feed make a watch, and what cannot be read is named', async () => {
  const sources = [...FERRY_FILES, '/nowhere/4.html', `${newsstand.url}/no-page`];
  const made = await home.run('watch', 'new', ...sources, ...TITLE, ...feed());
  expect(made.code).toBe(0);
  expect(made.stderr).toContain('/nowhere/4.html cannot be read: there is no such file');
  expect(made.stderr).toContain('/no-page: ');
  expect(made.stdout).toContain('Sund Seafarers Union');
  expect(made.stdout).toContain('voted on Monday to walk out');
  expect(readdirSync(path.join(folder(), 'dossier'))).toHaveLength(3);
  expect(
    readFileSync(path.join(folder(), 'dossier/01-ferry-crews-on-tarn-vote-to-strike.md'), 'utf8'),
  ).toMatch(
    /^---\ntitle: Ferry crews on Tarn vote to strike\nsource: Tarn Gazette\ndate: 2026-05-04T17:30:00\+01:00\n---\n\nCrews/,
  );
  expect((await home.ask('config', 'check')).stdout).toContain(`${ID}: 3 documents, 1 feed `);
  const shown = JSON.parse((await home.ask('watch', 'show', ID, '--json')).stdout);
  expect(shown.learnt.actors).toContain('Sund Ferries');
  expect(shown.feeds).toEqual([{ url: `${newsstand.url}/rss`, title: 'The Stand' }]);
});

test('nothing is ever written over, and nothing is left of what was not written', async () => {
  mkdirSync(folder(), { recursive: true });
  writeFileSync(path.join(folder(), 'mine.txt'), 'mine');
  const again = await home.ask('watch', 'new', ...FERRY_FILES, ...TITLE, ...feed());
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('There is a watch') });
  expect(readdirSync(folder())).toEqual(['mine.txt']);
  const other = await home.ask('watch', 'new', ...FERRY_FILES, ...TITLE, '--id', 'ferry');
  expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('No feed was found') });
  expect(readdirSync(path.dirname(folder()))).toEqual([ID]);
});

test('two who set up the same watch at once get one, whole', async () => {
  const made = await Promise.all(
    [0, 1].map(() => home.run('watch', 'new', ...FERRY_FILES, ...TITLE, ...feed())),
  );
  expect(made.map(({ code }) => code).sort()).toEqual([0, 1]);
  expect(made.find(({ code }) => code === 1)?.stderr).toContain('There is a watch');
  expect((await home.ask('config', 'check')).code).toBe(0);
});

test.each([
  [[], 'Give the story a title'],
  [TITLE, 'Say what you know already'],
  [[...TITLE, '/nowhere.html'], 'could be read'],
  [[...FERRY_FILES, '--title', '船'], 'give --id'],
  [[...FERRY_FILES, ...TITLE, '--name', 'ship:Tarn'], 'Write it like'],
  [[...FERRY_FILES, ...TITLE, '--sensitivity', 'loud'], 'low, normal, high'],
])('%j is refused with a sentence', async (args, sentence) => {
  const { code, stderr } = await home.ask('watch', 'new', ...args);
  expect(code).not.toBe(0);
  expect(stderr).toContain(sentence);
  expect(existsSync(path.join(home.folder, 'config/watches'))).toBe(false);
});

test('notes without a date, names and kinds by flags, and a dry run that writes nothing', async () => {
  const notes = path.join(home.folder, 'notes.md');
  writeFileSync(
    notes,
    '# The bridge\n\nThe county of Marholm\nrejected a bridge to Tarn.\n\nIt is too dear.\n',
  );
  const args = ['watch', 'new', notes, ...TITLE, ...feed(), '--name', 'place:Tarn=the island'];
  const dry = await home.ask(...args, '--dry-run');
  expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing was written') });
  expect(existsSync(folder())).toBe(false);
  expect((await home.ask(...args, '--wake', 'suggested', '--sensitivity', 'high')).code).toBe(0);
  const text = readFileSync(path.join(folder(), 'watch.yaml'), 'utf8');
  expect(text).toContain('- name: Tarn\n    kind: place\n    aliases: ["the island"]');
  expect(text).toContain('sensitivity: high');
  expect(text).toMatch(/^ {2}types: \[/m);
  expect(readFileSync(path.join(folder(), 'dossier/01-the-bridge.md'), 'utf8')).toMatch(
    /# date: .*\n---\n\nThe county of Marholm rejected a bridge to Tarn\.\n\nIt is too dear\.\n$/,
  );
  expect((await home.ask('watch', 'list')).stdout).toContain('1 document');
});

test('a watch that cannot be read is named by list, and the others are shown', async () => {
  await home.ask('watch', 'new', ...FERRY_FILES, ...TITLE, ...feed());
  home.write('watches/broken/watch.yaml', 'title: [');
  const { code, stdout, stderr } = await home.ask('watch', 'list');
  expect(code).toBe(1);
  expect(stdout).toContain(ID);
  expect(stderr).toMatch(/broken\/watch\.yaml/);
  rmSync(folder('broken'), { recursive: true });
});

test('asks in a terminal what is missing, and takes corrections', async () => {
  const typed = [
    'The ferry strike on Tarn',
    ...FERRY_FILES,
    '',
    'drop 9',
    'drop 1',
    'place Tarn = the island',
    '',
    `${newsstand.url}/rss`,
    '',
    'all',
    'y',
  ];
  const { code, output } = await inTerminal(['watch', 'new'], typed);
  expect(output).toContain('What do you follow');
  expect(output).toContain('"drop 9" names none of the documents; write "drop" and a number from 1 to 3.');
  expect(output).toContain('Written:');
  expect(output).toMatch(/normal ← +\d+ alerts/);
  expect(code).toBe(0);
  expect(readdirSync(path.join(folder(), 'dossier'))).toHaveLength(2);
  expect(readFileSync(path.join(folder(), 'watch.yaml'), 'utf8')).toContain('- name: Tarn');
});

/** The command in a pseudo-terminal; each line is typed when the command asks, that is, ends its output with a space. */
function inTerminal(args: readonly string[], lines: readonly string[]) {
  const main = path.join(PROJECT, 'src/cli/main.ts');
  const config = path.join(home.folder, 'config');
  const command = [process.execPath, main, '--config', config, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    env: { ...process.env, NO_COLOR: '1', NEWSWATCH_DATA: home.data, TERM: 'dumb' },
  });
  const left = [...lines];
  let output = '';
  let heard = '';
  child.stdout.on('data', (part) => {
    output += part;
    heard += part;
    if (!/[?:)\]] $/.test(stripVTControlCharacters(heard)) || left.length === 0) return;
    heard = '';
    child.stdin.write(`${left.shift()}\r`);
  });
  return new Promise<{ code: number | null; output: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, output })),
  );
}
