import { spawn } from 'node:child_process';
import path from 'node:path';

/** A program in namespaces of its own, as a container would run it. */
export interface Confined {
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
  says(text: string): Promise<void>;
  kill(): void;
}

export interface Place {
  /** Its number; the program has no right of root, nor a way to one. */
  readonly user: number;
  /** Shown at /app, not to be written to. */
  readonly app: string;
  /** Shown at /data. */
  readonly data: string;
  /** Shown at /app/config, not to be written to. */
  readonly config: string;
}

const NODE = path.dirname(process.execPath);

/** Runs a command by bubblewrap: this machine's system read-only, /tmp of its own, the network shared. */
export function confined(
  { user, app, data, config }: Place,
  env: Readonly<Record<string, string>>,
  command: readonly string[],
): Confined {
  const set = Object.entries({ PATH: '/node:/usr/bin:/bin', ...env });
  const child = spawn(
    'setpriv',
    [
      ...[`--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--bounding-set=-all', '--inh-caps=-all'],
      ...['--no-new-privs', 'bwrap', '--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts'],
      ...['--die-with-parent', '--clearenv', ...set.flatMap(([name, value]) => ['--setenv', name, value])],
      ...['/usr', '/etc', '/bin', '/lib', '/lib64', '/sbin'].flatMap((at) => ['--ro-bind-try', at, at]),
      ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'],
      ...['--ro-bind', NODE, '/node', '--ro-bind', app, '/app', '--ro-bind', config, '/app/config'],
      ...['--bind', data, '/data', '--remount-ro', '/', '--chdir', '/app', ...command],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  const listeners: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part) => {
      output += part;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, output })),
  );
  return {
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => output.includes(text) && resolve();
        listeners.push(look);
        look();
        void ended.then(() => reject(new Error(`Ended without saying "${text}":\n${output}`)));
      }),
    kill: () => child.kill('SIGKILL'),
  };
}
