// Runs one command of the command line after the other, as its parent asks, and tells what each printed: what starting a
// process for each would cost is spared. Nothing but where the output goes is another than in a process of its own.
import { runCommand } from '../../src/cli/program.ts';
import type { Asked } from './standing.ts';

process.on('message', async ({ args, env }: Asked) => {
  const before = { ...process.env };
  Object.assign(process.env, env);
  process.exitCode = undefined;
  const printed = { stdout: '', stderr: '' };
  const own = { stdout: process.stdout.write, stderr: process.stderr.write };
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = (part: string | Uint8Array) => {
      printed[name] += part;
      return true;
    };
  }
  await runCommand(args);
  for (const name of Object.keys(env)) delete process.env[name];
  Object.assign(process.env, before);
  process.stdout.write = own.stdout;
  process.stderr.write = own.stderr;
  process.send?.({ code: process.exitCode ?? 0, ...printed });
  process.exitCode = undefined;
});
process.once('disconnect', () => process.exit());
