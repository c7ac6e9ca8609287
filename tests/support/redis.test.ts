import { describe, expect, it } from 'vitest';
import { testRedis } from './redis.ts';

describe('testRedis', () => {
  it('gives each test keys of its own and leaves none behind', async () => {
    const first = testRedis();
    const second = testRedis();
    expect(first.prefix).not.toBe(second.prefix);
    await first.redis.set(`${first.prefix}:a`, '1');
    await second.redis.set(`${second.prefix}:a`, '2');
    await first.close();
    expect(await second.redis.exists(`${first.prefix}:a`)).toBe(0);
    expect(await second.redis.get(`${second.prefix}:a`)).toBe('2');
    await second.close();
  });

  it('fails a test that leaves a connection open', async () => {
    const redis = testRedis();
    await redis.connect().ping();
    await expect(redis.close()).rejects.toThrow('1 Redis connection(s) were left open');
  });
});
