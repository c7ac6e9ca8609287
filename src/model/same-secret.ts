import { timingSafeEqual } from 'node:crypto';

/**
 * Whether what somebody sent is the secret that was expected. Takes as long for every wrong one of the right length, so
 * that nobody can find it out byte by byte. All comparisons of secrets, signatures and their digests go through here.
 */
export function isSameSecret(given: string | Buffer, expected: string | Buffer): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
