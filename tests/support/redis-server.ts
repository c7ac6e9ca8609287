import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openEmbeddedRedis } from '../../src/store/embedded.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The socket of the run's Redis, or why there is none. */
    redis: { readonly socketPath: string } | { readonly missing: string };
  }
}

/** One private Redis for the whole run; `testRedis` hands it out. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'newswatch-test-'));
  const server = await openEmbeddedRedis({
    folder,
    onLog: (line) => process.stderr.write(`${line}\n`),
  }).catch((error: Error) => error);
  if (server instanceof Error) project.provide('redis', { missing: server.message });
  else project.provide('redis', { socketPath: server.socketPath });
  return async () => {
    if (!(server instanceof Error)) await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
}
