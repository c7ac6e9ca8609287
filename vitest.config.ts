import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/redis-server.ts'],
    // Much of a test is waiting for a process; a small machine would have one worker alone.
    maxWorkers: Math.max(2, availableParallelism()),
    // A process for each file would load Node, the packages and the language model 150 times. No test mocks a module,
    // and what one opens it closes.
    isolate: false,
    // Commands start processes; a busy machine starts them slowly.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
