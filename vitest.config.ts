import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/redis-server.ts'],
    // Commands start processes; a busy machine starts them slowly.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
