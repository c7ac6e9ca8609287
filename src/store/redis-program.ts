import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { StoreError } from '../model/errors.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * The path of a Redis server program: one on PATH, else one fetched once into `.cache/redis`.
 * What it does on the way goes to `onLog`, a line each.
 *
 * Throws StoreError, not retryable, with what to do when there is none to be had.
 */
export async function redisProgram(onLog: (line: string) => void = () => {}): Promise<string> {
  const script = join(ROOT, 'bin', 'lib', 'redis-program');
  const child = spawn(script, [join(ROOT, '.cache', 'redis')], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  let program = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    program += text;
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line);
    onLog(line);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  }).catch((cause: Error) => {
    throw new StoreError(`Cannot run ${script}: ${cause.message}`, { cause, retryable: false });
  });
  if (code !== 0) throw new StoreError(said.join('\n'), { retryable: false });
  return program.trim();
}
