import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const BIN = join(import.meta.dirname, '..', '..', 'bin');

/** A folder that holds nothing but the launchers, a lock file and a command line that prints what it was given. */
let folder: string;
let project: string;
/** Where the programs of the system are, a stand-in for npm among them. */
let system: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'nw-launcher-')));
  project = join(folder, 'a project');
  system = join(folder, 'system');
  cpSync(BIN, join(project, 'bin'), { recursive: true });
  mkdirSync(join(project, 'src', 'cli'), { recursive: true });
  writeFileSync(join(project, 'package-lock.json'), '{}');
  writeFileSync(
    join(project, 'src', 'cli', 'main.ts'),
    'const given: readonly string[] = process.argv.slice(2);\nconsole.log(JSON.stringify(given), process.cwd());\n',
  );
  mkdirSync(system);
  const tools = ['cat', 'chmod', 'cksum', 'date', 'dirname', 'ln', 'mkdir', 'readlink', 'rm', 'sh', 'sleep'];
  for (const tool of [...tools, 'tail', 'uname']) {
    symlinkSync(
      spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim(),
      join(system, tool),
    );
  }
  // Installs what npm would of Node, as a link, and counts its runs.
  program(
    'npm',
    `echo run >>"${folder}/npm.log"; sleep 0.3
     mkdir -p node_modules/.bin; ln -sf "${process.execPath}" node_modules/.bin/node`,
  );
  // The system's own Node, too old.
  program('node', 'echo v20.20.2');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function program(name: string, script: string): void {
  writeFileSync(join(system, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

function run(command: string, args: readonly string[] = []): SpawnSyncReturns<string> {
  return spawnSync(command, args, { cwd: '/', encoding: 'utf8', env: { PATH: system, HOME: folder } });
}

function npmRuns(): number {
  const log = join(folder, 'npm.log');
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').length : 0;
}

const launcher = () => join(project, 'bin', 'newswatch');

describe('bin/newswatch', () => {
  it('sets the project up the first time, says so, and is silent from then on', () => {
    const first = run(launcher(), ['poll', 'a b', '--all']);
    expect(first.stderr).toMatch(
      /^Setting up: installing packages with npm \(once\) …\nSet up in \d+ s\.\n$/,
    );
    expect(first.stdout).toBe('["poll","a b","--all"] /\n');
    const second = run(launcher());
    expect(second.stderr).toBe('');
    expect(npmRuns()).toBe(1);
  });

  it('sets it up again when the lock file changed, or an install was cut short', () => {
    run(launcher());
    appendFileSync(join(project, 'package-lock.json'), ' ');
    run(launcher());
    expect(npmRuns()).toBe(2);
    rmSync(join(project, 'node_modules', '.newswatch'));
    run(launcher());
    expect(npmRuns()).toBe(3);
  });

  it('runs through a link, and after its folder moved', () => {
    const links = join(folder, 'links');
    mkdirSync(links);
    symlinkSync('../a project/bin/newswatch', join(links, 'relative'));
    symlinkSync(join(links, 'relative'), join(links, 'absolute'));
    expect(run(join(links, 'absolute'), ['x']).stdout).toBe('["x"] /\n');
    const moved = join(folder, 'moved');
    renameSync(project, moved);
    expect(run(join(moved, 'bin', 'newswatch'), ['x']).stdout).toBe('["x"] /\n');
    expect(npmRuns()).toBe(1);
  });

  it('installs once when two are started at the same time', async () => {
    const ends = [1, 2, 3].map(
      () =>
        new Promise<number | null>((resolve) => {
          spawn(launcher(), { env: { PATH: system, HOME: folder }, stdio: 'ignore' }).once('exit', resolve);
        }),
    );
    expect(await Promise.all(ends)).toEqual([0, 0, 0]);
    expect(npmRuns()).toBe(1);
  });

  it('is not held up by a set-up that was killed', () => {
    mkdirSync(join(project, '.cache'));
    const dead = spawnSync('true').pid;
    symlinkSync(String(dead), join(project, '.cache', 'setup.lock'));
    expect(run(launcher()).status).toBe(0);
  });

  it('says what is missing without npm', () => {
    rmSync(join(system, 'npm'));
    const { status, stderr } = run(launcher());
    expect(status).toBe(1);
    expect(stderr).toMatch(/^newswatch: needs Node\.js and npm to install itself, and finds no npm\./);
  });

  it("gives npm's own words when it fails, and tries again the next time", () => {
    program('npm', 'echo "npm error network ENOTFOUND"; exit 1');
    const { status, stderr } = run(launcher());
    expect(status).toBe(1);
    expect(stderr).toContain('npm error network ENOTFOUND');
    expect(stderr).toContain('Is its registry to be reached from here?');
    expect(existsSync(join(project, '.cache', 'setup.lock'))).toBe(false);
    expect(run(launcher()).stderr).toContain('Setting up');
  });

  it('refuses a Node that is too old, where its own does not run', () => {
    program('npm', 'mkdir -p node_modules/.bin; ln -sf /nowhere node_modules/.bin/node');
    const { status, stderr } = run(launcher());
    expect(status).toBe(1);
    expect(stderr).toContain('needs Node.js 24 or newer on this system and finds v20.20.2');
  });

  it.skipIf(process.getuid?.() === 0 && !canDropRoot())('says so when it may not write to its folder', () => {
    for (const path of [folder, project]) chmodSync(path, 0o555);
    const asAnother = ['--reuid=65534', '--regid=65534', '--clear-groups', launcher()];
    const { status, stderr } =
      process.getuid?.() === 0 ? run('/usr/bin/setpriv', asAnother) : run(launcher());
    for (const path of [folder, project]) chmodSync(path, 0o755);
    expect(status).toBe(1);
    expect(stderr).toContain(`cannot write to ${project}`);
  });
});

function canDropRoot(): boolean {
  return spawnSync('/usr/bin/setpriv', ['--reuid=65534', '--clear-groups', 'true']).status === 0;
}

describe('bin/lib/redis-program', () => {
  const script = join(BIN, 'lib', 'redis-program');
  const isFound = ['/usr/local/bin', '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin']
    .flatMap((path) => ['redis-server', 'valkey-server'].map((name) => join(path, name)))
    .some((path) => existsSync(path));

  it.skipIf(isFound)('takes the server on PATH, Valkey too, before any other', () => {
    program('valkey-server', 'exit 0');
    expect(run(script, [join(folder, 'none')]).stdout).toBe(`${join(system, 'valkey-server')}\n`);
    program('redis-server', 'exit 0');
    expect(run(script, [join(folder, 'none')]).stdout).toBe(`${join(system, 'redis-server')}\n`);
  });

  it.skipIf(isFound)('says how to get one, where there is none and no apt', () => {
    const { status, stderr } = run(script, [join(folder, 'none')]);
    expect(status).toBe(1);
    expect(stderr).toContain('Newswatch needs a Redis server and found none.');
    expect(stderr).toMatch(/apt-get install redis-server.*brew install redis/);
    expect(stderr).toContain('REDIS_URL');
  });
});
