import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { PROJECT } from '../cli/home.ts';
import { freePort } from './redis-process.ts';
import { note } from './rows.ts';
import { type Confined, confined } from './sandbox.ts';
import { openTown, type Town } from './town.ts';

/** Who the image runs as, by number: `node` of the official images. */
const USER = 1000;
const can = process.getuid?.() === 0 && spawnSync('bwrap', ['--version']).status === 0;

let town: Town;
let root: string;
const running: Confined[] = [];
afterEach(async () => {
  for (const one of running) one.kill();
  await Promise.all(running.map((one) => one.ended));
  await town.close();
  rmSync(root, { recursive: true, force: true });
});

/** The last stage of the Dockerfile, step by step, on this machine's own system. */
function build(app: string): void {
  const dockerfile = readFileSync(path.join(PROJECT, 'Dockerfile'), 'utf8');
  const [packages = '', image = ''] = dockerfile.split(/^(?=FROM )/m).slice(1);
  const copy = (stage: string) => {
    for (const [, from = ''] of stage.matchAll(/^COPY (?!--from)(.+) \S+$/gm))
      for (const name of from.split(' '))
        cpSync(path.join(PROJECT, name), path.join(app, name), { recursive: true });
  };
  copy(packages);
  const install = /^RUN (npm ci .+)$/m.exec(packages)?.[1] ?? expect.fail('the Dockerfile installs nothing');
  const { status, stderr } = spawnSync('sh', ['-c', `${install} --prefer-offline`], {
    cwd: app,
    encoding: 'utf8',
  });
  expect(stderr.includes('npm error') ? stderr : status).toBe(0);
  copy(image);
}

test.skipIf(!can)(
  'the image works as the compose file runs it: not as root, on a root it cannot write to',
  {
    timeout: 600_000,
  },
  async ({ task }) => {
    root = mkdtempSync(path.join(tmpdir(), 'newswatch-image-'));
    const [app, data] = [path.join(root, 'app'), path.join(root, 'data')];
    for (const folder of [app, data]) mkdirSync(folder);
    chmodSync(root, 0o755);
    chownSync(data, USER, USER);
    build(app);
    town = await openTown({ feeds: 2, items: 12, readers: 1 });
    spawnSync('chmod', ['-R', 'a+rX', town.home.folder]);
    const port = await freePort();
    const inside = (...command: readonly string[]) => {
      const one = confined(
        { user: USER, app, data, config: path.join(town.home.folder, 'config') },
        {
          NEWSWATCH_DATA: '/data',
          NEWSWATCH_WEB_HOST: '127.0.0.1',
          NEWSWATCH_WEB_PORT: String(port),
          NODE_ENV: 'production',
        },
        command,
      );
      running.push(one);
      return one;
    };
    const newswatch = ['node', 'src/cli/main.ts'];
    const rights = await inside('sh', '-c', 'id -u; grep -E "CapEff|CapBnd|NoNewPrivs" /proc/self/status')
      .ended;
    expect(rights.output.split(/\s+/).filter((word) => /^\d+$/.test(word))).toEqual([
      ...[String(USER), '0000000000000000', '0000000000000000', '1'],
    ]);
    const writes = await inside(
      'sh',
      '-c',
      'for at in / /app /app/src /app/config /usr /etc /data /tmp; do touch $at/x 2>/dev/null && echo $at; done; true',
    ).ended;
    expect(writes.output.trim().split('\n')).toEqual(['/data', '/tmp']);
    await inside(...newswatch, 'worker').says('worker started');
    inside(...newswatch, 'web');
    await town.settled(180_000);
    const account = await town.account();
    expect(account).toMatchObject({ read: 12, untold: 0, toldTwice: 0, failedJobs: [] });
    expect(account.found).toBeGreaterThan(0);
    const status = await inside(...newswatch, 'status', '--json').ended;
    expect(JSON.parse(status.output.slice(status.output.indexOf('{')))).toMatchObject({
      redis: { ok: true },
      workers: 1,
    });
    const asked = `for (let i = 0; ; i += 1) { const r = await fetch('http://127.0.0.1:${port}/healthz').catch(() => null); if (r?.ok) break; if (i > 300) process.exit(1); await new Promise((d) => setTimeout(d, 200)); }`;
    expect((await inside('node', '--input-type=module', '-e', asked).ended).code).toBe(0);
    expect(existsSync(path.join(data, 'x'))).toBe(true);
    note(task, {
      fault:
        'the image, by the steps of the Dockerfile, confined as in docker-compose.yml (bubblewrap, no Docker)',
      times: 1,
      of: `12 items, ${account.found} developments; worker, page, status`,
      lost: account.untold,
      doubled: account.doubled,
      note: 'user 1000, no capabilities, no new privileges; of 8 folders it can write to /data and /tmp alone',
    });
  },
);
