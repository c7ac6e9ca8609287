import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** What strangers try at a part that has its tests with it, and is a row all the same. */
const ELSEWHERE = ['tests/app/hubs.test.ts', 'tests/app/incoming.test.ts', 'tests/config/patterns.test.ts'];

/** All faults, the long ones too, one file after the other: they break what others would lean on. */
export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '../..'),
    include: ['tests/faults/**/*.{test,nightly}.ts', ...ELSEWHERE],
    globalSetup: ['tests/support/redis-server.ts'],
    provide: { nightly: true },
    reporters: ['default', './tests/faults/reporter.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
