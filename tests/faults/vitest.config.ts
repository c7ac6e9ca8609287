import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** All faults, the long ones too, one file after the other: they break what others would lean on. */
export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '../..'),
    include: ['tests/faults/**/*.{test,nightly}.ts'],
    globalSetup: ['tests/support/redis-server.ts'],
    provide: { nightly: true },
    reporters: ['default', './tests/faults/reporter.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
