import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readBody } from '../../src/net/body.ts';

async function* dripping(bytes: number, everyMs: number, times: number) {
  for (let i = 0; i < times; i += 1) {
    yield Buffer.alloc(bytes, 'x');
    await sleep(everyMs);
  }
}

test('a body that drips is cut long before the fetch times out, and its stream is closed', async () => {
  const stream = Readable.from(dripping(1, 5, 10_000));
  const limit = { maxBytes: 1_000_000, slowest: { bytes: 1000, ms: 60 } };
  await expect(readBody(stream, '', limit)).rejects.toMatchObject({
    reason: 'timeout',
    retryable: true,
    message: 'sends less than 1 kB in 0.1 s',
  });
  expect(stream.destroyed).toBe(true);
});

test('a slow body that gets on is read to its end', async () => {
  const stream = Readable.from(dripping(2000, 20, 20));
  const body = await readBody(stream, '', { maxBytes: 1_000_000, slowest: { bytes: 1000, ms: 100 } });
  expect(body).toHaveLength(40_000);
});
