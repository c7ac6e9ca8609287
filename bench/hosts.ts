/** Where a benchmark's processes run: on this host, or on hosts of its own in network namespaces, joined by a bridge. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';

export interface Host {
  readonly address: string;
  /** All it has, with the first. */
  readonly addresses: readonly string[];
  start(program: string, args: readonly string[]): ChildProcess;
}

export interface Hosts {
  readonly hosts: readonly Host[];
  close(): void;
}

/** The flags and environment of `bin/newswatch`. */
const NODE_FLAGS = ['--max-semi-space-size=4', '--heap-growing-percent=60'];
const NETWORK = '10.99';
/** What a fetcher must be allowed to read from. */
export const RANGES = ['127.0.0.0/8', `${NETWORK}.0.0/16`];

export const THIS_HOST: Host = {
  address: '127.0.0.1',
  addresses: Array.from({ length: 32 }, (_, i) => (i === 0 ? '127.0.0.1' : `127.0.1.${i}`)),
  start: (program, args) => begin(program, args),
};

/** A script of this benchmark in a process of its own, with a channel to it. */
export function startNode(host: Host, file: string, args: readonly string[] = []): ChildProcess {
  return host.start(process.execPath, [...NODE_FLAGS, file, ...args]);
}

/** A host for each number, with so many addresses: they reach each other and nothing else. @throws Error where namespaces are not permitted */
export function openHosts(addressCounts: readonly number[]): Hosts {
  const name = (host: number | 'bridge') => `newswatch-bench-${process.pid}-${host}`;
  const made: string[] = [];
  const ip = (...args: string[]) => execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const close = () => {
    process.off('exit', close);
    for (const namespace of made.splice(0)) ip('netns', 'del', namespace);
  };
  const add = (namespace: string) => {
    ip('netns', 'add', namespace);
    made.push(namespace);
  };
  process.once('exit', close);
  const bridge = name('bridge');
  add(bridge);
  ip('-n', bridge, 'link', 'add', 'br0', 'type', 'bridge');
  ip('-n', bridge, 'link', 'set', 'br0', 'up');
  const hosts = addressCounts.map((count, i): Host => {
    const namespace = name(i);
    const addresses = Array.from({ length: count }, (_, n) => `${NETWORK}.${i}.${n + 1}`);
    add(namespace);
    ip(
      'link',
      'add',
      'eth0',
      'netns',
      namespace,
      'type',
      'veth',
      'peer',
      'name',
      `port${i}`,
      'netns',
      bridge,
    );
    ip('-n', bridge, 'link', 'set', `port${i}`, 'master', 'br0', 'up');
    for (const address of addresses) ip('-n', namespace, 'addr', 'add', `${address}/16`, 'dev', 'eth0');
    for (const device of ['eth0', 'lo']) ip('-n', namespace, 'link', 'set', device, 'up');
    return {
      address: addresses[0] ?? '',
      addresses,
      start: (program, args) => begin('ip', ['netns', 'exec', namespace, program, ...args]),
    };
  });
  return { hosts, close };
}

const running = new Set<ChildProcess>();
// Nothing stays behind where a benchmark is broken off.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

function begin(program: string, args: readonly string[]): ChildProcess {
  const child = spawn(program, args, {
    env: { ...process.env, MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}
