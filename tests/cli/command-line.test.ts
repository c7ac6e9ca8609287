import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadStory } from '../../src/eval/story.ts';
import { type Newsstand, openNewsstand } from '../jobs/newsstand.ts';
import { type Home, makeHome, PROJECT, startCommand } from './home.ts';

const STORY = path.join(PROJECT, 'tests/stories/niger-us-withdrawal');
const STREAM = loadStory(STORY).stream.map(({ article }) => article);
const AGREES = path.join(STORY, 'stream/005-us-agrees.md');

let home: Home;
let newsstand: Newsstand;

beforeEach(async () => {
  newsstand = await openNewsstand();
  newsstand.feeds.set('/rss', STREAM.slice(0, 6));
  newsstand.feeds.set('/broken', 500);
  home = makeHome({ poll: { maxItemAge: '36500d' }, web: { port: 0 } });
  watch('withdrawal', [`${newsstand.url}/rss`]);
});
afterEach(async () => {
  await newsstand.close();
  home.remove();
});

function watch(id: string, urls: readonly string[]): void {
  const feeds = urls.map((url) => ({ url, title: url.split('/').at(-1) }));
  home.write(`watches/${id}/watch.yaml`, stringify({ title: 'The withdrawal', feeds }));
  for (const name of ['01-french-gone.md', '02-delegation.md', '03-accord-revoked.md']) {
    home.write(`watches/${id}/dossier/${name}`, readFileSync(path.join(STORY, 'dossier', name), 'utf8'));
  }
}

describe('the command line', () => {
  test('shows commands as they are to be typed here', async () => {
    const env = { NEWSWATCH_CALLED_AS: 'bin/newswatch' };
    const { stdout } = await startCommand(['backtest', '--help'], env).ended;
    expect(stdout).toMatch(/^Usage: bin\/newswatch backtest|^ {2}bin\/newswatch backtest dock-strike/m);
    expect(stdout).not.toMatch(/^ {2}newswatch /m);
  });

  test('names every command in its help', async () => {
    const { code, stdout } = await home.run('--help');
    expect(code).toBe(0);
    const commands =
      'start worker web demo watch backtest doctor poll check why replay eval digest subscribe unsubscribe subscribers status config';
    for (const name of commands.split(' ')) expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
  });

  test('answers a misspelt command with what was perhaps meant, and exit code 2', async () => {
    const { code, stderr } = await home.run('subscrbe', 'reader@example.org');
    expect(code).toBe(2);
    expect(stderr).toContain('subscribe');
  });

  test('tells five mistakes of a configuration at once, with file and path', async () => {
    home.write('newswatch.yaml', 'poll: {evry: 5m}\nweb: {port: eighty}\n');
    home.write('watches/withdrawal/watch.yaml', 'titel: T\nfeeds: [{url: "ftp://x.example"}]\n');
    const { code, stderr } = await home.ask('config', 'check');
    expect(code).toBe(1);
    expect(stderr).toContain('5 mistakes');
    for (const place of ['poll.evry', 'web.port', 'title', 'titel', 'feeds[0].url'])
      expect(stderr).toContain(place);
    expect(stderr).toContain('did you mean "every"?');
  });

  test('tells where a text begins with a star, which YAML takes for an alias, and what to do', async () => {
    home.write('newswatch.yaml', 'poll: { every: 5m }\nmail:\n  from: *desk\n');
    home.write(
      'watches/withdrawal/watch.yaml',
      'title: *Breaking* news\nfeeds: [{url: "https://x.example"}]\n',
    );
    const { code, stderr } = await home.ask('config', 'check');
    expect(code).toBe(1);
    expect(stderr).toContain('newswatch.yaml:3:9');
    expect(stderr).toContain('*desk is an alias, and no value before it is called desk');
    expect(stderr).toContain('watch.yaml:1:8');
    expect(stderr).toContain('a text that begins with * needs quotation marks around it');
    expect(stderr).not.toMatch(/bug|ReferenceError/);
  });

  test('says that a right configuration is right', async () => {
    expect(await home.ask('config', 'check')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('is right'),
    });
  });
});

describe('check', () => {
  test('shows what an article would tell, with its sentence and why, and leaves nothing behind', async () => {
    const { code, stdout } = await home.run('check', AGREES, '--watch', 'withdrawal');
    expect(code).toBe(0);
    expect(stdout).toContain('On the story');
    expect(stdout).toContain('Washington has given in to the generals of Niger');
    expect(stdout).toContain('why:');
    expect(existsSync(home.data)).toBe(false);
  });

  test('reads a page by its address', async () => {
    const url = newsstand.pageOf(STREAM[4] ?? expect.fail('a story has five articles'));
    const { code, stdout } = await home.ask('check', url, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      relevant: true,
      article: { title: STREAM[4]?.title, via: 'page' },
    });
  });

  test('takes plain text, and a file that is not there with a sentence', async () => {
    const file = path.join(home.folder, 'note.txt');
    writeFileSync(file, 'A football match\n\nThe home side won by two goals to one on Saturday.\n');
    expect((await home.ask('check', file)).stdout).toContain('Off the story');
    const missing = await home.ask('check', path.join(home.folder, 'none.md'));
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no such file') });
  });

  test('a page that is not there is told with its address and what to do', async () => {
    const { code, stderr } = await home.ask('check', `${newsstand.url}/none`, '--watch', 'withdrawal');
    expect(code).toBe(1);
    expect(stderr).toContain(
      `${newsstand.url}/none cannot be read: answered 404; see whether a browser opens it`,
    );
  });

  test('names the watches there are when the one named is not among them', async () => {
    const { code, stderr } = await home.ask('check', AGREES, '--watch', 'nonsense');
    expect(code).toBe(1);
    expect(stderr).toContain('withdrawal');
  });
});

describe('readers', () => {
  test('subscribe, are listed, and unsubscribe', async () => {
    const wishes = ['--digest', 'weekdays', '--hour', '6', '--timezone', 'Asia/Kathmandu'];
    const subscribed = await home.run('subscribe', 'Ada@example.org', ...wishes);
    expect(subscribed).toMatchObject({ code: 0, stdout: expect.stringContaining('06:00 Asia/Kathmandu') });
    const [reader] = JSON.parse((await home.ask('subscribers', '--json')).stdout);
    expect(reader).toMatchObject({
      mailbox: { address: 'Ada@example.org' },
      watchIds: ['withdrawal'],
      status: 'active',
    });
    expect((await home.ask('unsubscribe', 'ada@EXAMPLE.org')).code).toBe(0);
    expect((await home.ask('unsubscribe', 'ada@example.org')).stderr).toContain('is not subscribed');
  });

  test.each([
    [['a@example.org, b@example.org'], 'one address'],
    [['nobody'], 'Not an address'],
    [['ada@example.org', '--watch', 'nonsense'], 'There is no watch "nonsense"'],
    [['ada@example.org', '--timezone', 'Mars/Olympus'], 'Mars/Olympus'],
    [['ada@example.org', '--hour', '25'], '0 to 23'],
  ])('are refused with a sentence: %j', async (args, sentence) => {
    const { code, stderr } = await home.ask('subscribe', ...args);
    expect(code).not.toBe(0);
    expect(stderr).toContain(sentence);
    expect(JSON.parse((await home.ask('subscribers', '--json')).stdout)).toEqual([]);
  });
});

describe('triggers', () => {
  test('a poll by hand runs the whole way to the mails, and a second one finds nothing new', async () => {
    await home.ask('subscribe', 'ada@example.org');
    const first = await home.run('poll', 'withdrawal', '--wait');
    expect(first.stderr).toContain('does the work itself');
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('6 items, 6 of them new') });
    const alerts = home.outbox();
    expect(alerts.length).toBeGreaterThan(0);
    const second = await home.ask('poll', '--all', '--wait', '--json');
    expect(JSON.parse(second.stdout).map((end: { outcome: { kind: string } }) => end.outcome.kind)).toEqual([
      'unchanged',
    ]);
    expect(home.outbox()).toEqual(alerts);
    const status = JSON.parse((await home.run('status', '--json')).stdout);
    expect(status).toMatchObject({ redis: { ok: true }, subscribers: 1, watches: [{ articles: 6 }] });
  });

  test('why explains a development, and the decision taken once more is the same', async () => {
    const ends: readonly { outcome: { developmentIds?: string[] } }[] = JSON.parse(
      (await home.ask('poll', '--all', '--wait', '--json')).stdout,
    );
    const ids = ends.flatMap(({ outcome }) => outcome.developmentIds ?? []);
    const { code, stdout } = await home.run('why', ids.at(-1) ?? '');
    expect(code).toBe(0);
    expect(stdout).toContain('In the ledger');
    expect(stdout).toContain('Decided once more: the same');
    expect((await home.ask('why', 'v00')).stderr).toContain('There is no development "v00"');
    const told = /https?:\S+/.exec(stdout)?.[0] ?? expect.fail('why names the article');
    expect((await home.ask('check', told)).stdout.replace(/\s+/g, ' ')).toContain(
      'This article itself told it',
    );
  });

  test('a broken feed is told, the others are polled, and the exit code says so', async () => {
    watch('withdrawal', [`${newsstand.url}/broken`, `${newsstand.url}/rss`]);
    const { code, stdout } = await home.ask('poll', '--all');
    expect(code).toBe(1);
    expect(stdout).toMatch(/broken: .*500/);
    expect(stdout).toContain('rss: 6 items');
  });

  test('a digest is printed by --dry-run and sent without it, and tells nothing twice', async () => {
    await home.ask('subscribe', 'ada@example.org', '--no-alerts');
    await home.ask('poll', '--all', '--wait');
    const preview = await home.ask('digest', 'ada@example.org', '--dry-run');
    expect(preview.stdout).toContain('Subject:');
    expect(home.outbox()).toEqual([]);
    expect((await home.run('digest', '--all')).stdout).toContain('mail sent');
    expect(home.outbox()).toHaveLength(1);
    expect((await home.ask('digest', '--all')).stdout).toContain('nothing new');
    expect(home.outbox()).toHaveLength(1);
  });

  test.each([
    [['poll'], 'say --all'],
    [['poll', 'nonsense'], 'withdrawal'],
    [['digest', 'nobody@example.org'], 'is not subscribed'],
  ])('%j is refused with a sentence', async (args, sentence) => {
    const { code, stderr } = await home.ask(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
  });
});

describe('stories', () => {
  test('a replay prints one line of JSON an article, in the order of the stream', async () => {
    const { code, stdout } = await home.ask('replay', STORY, '--json');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(lines).toHaveLength(22);
    expect(lines[0]).toMatchObject({
      article: '001-plan-announced.md',
      alerts: expect.any(Array),
      withheld: expect.any(Array),
    });
  });

  test('an evaluation stands beside its four dummies', async () => {
    const { code, stdout } = await home.run('eval', STORY);
    expect(code).toBe(0);
    for (const row of ['newswatch', 'send nothing', 'send everything', 'keyword', 'title Jaccard']) {
      expect(stdout).toContain(row);
    }
  });
});
