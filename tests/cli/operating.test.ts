import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { isPassword } from '../../src/app/login.ts';
import { PROJECT } from './home.ts';

async function typePassword(typed: string) {
  const main = path.join(PROJECT, 'src/cli/main.ts');
  const command = spawn(process.execPath, [main, 'web', 'password'], { stdio: 'pipe' });
  command.stdin.end(typed);
  const [out, said, [code]] = await Promise.all([
    text(command.stdout),
    text(command.stderr),
    once(command, 'exit') as Promise<[number]>,
  ]);
  return { code, out, said };
}

describe('newswatch web password', () => {
  test('prints what opens Operate with the password that was typed', async () => {
    const { code, out } = await typePassword('correct horse battery\n');
    expect(code).toBe(0);
    const [, hash = ''] = /^NEWSWATCH_LOGIN=(\S+)\n$/.exec(out) ?? [];
    expect(await isPassword('correct horse battery', hash)).toBe(true);
  });

  test('refuses one that is short, or none, without repeating it', async () => {
    const short = await typePassword('hunter2\n');
    expect([short.code, short.out]).toEqual([1, '']);
    expect(short.said).toContain('10 characters at least');
    expect(short.said).not.toContain('hunter2');
    expect((await typePassword('')).said).toContain('No password was given');
  });
});
