import { expect, test } from 'vitest';
import { makeLinks, signToken, verifyToken } from '../../src/notify/links.ts';

test('a token names its subscriber, for its purpose and secret only', () => {
  const token = signToken('secret', 's1', 'unsubscribe');
  expect(verifyToken('secret', token, 'unsubscribe')).toBe('s1');
  expect(verifyToken('another', token, 'unsubscribe')).toBeNull();
  expect(verifyToken('secret', token.replace('s1', 's2'), 'unsubscribe')).toBeNull();
  expect(verifyToken('secret', `${token}=`, 'unsubscribe')).toBeNull();
  expect(verifyToken('secret', token.slice(0, -1), 'unsubscribe')).toBeNull();
});

test.each(['', '.', 's1', 's1.', '.abc', 's1.🙂', 'x'.repeat(10_000)])('%j is no token', (token) => {
  expect(verifyToken('secret', token, 'unsubscribe')).toBeNull();
});

test('a token needs no escaping in an address', () => {
  expect(signToken('secret', 's0123456789abcdef0123', 'unsubscribe')).toMatch(/^[\w.-]+$/);
});

test('links stand under the public address, be it with a path or a slash', () => {
  const links = makeLinks({ publicUrl: 'https://example.org/news/', secret: 'secret' });
  expect(links.page('/watches/x')).toBe('https://example.org/news/watches/x');
  expect(links.page('/')).toBe('https://example.org/news/');
  expect(links.unsubscribe('s1')).toBe(
    `https://example.org/news/unsubscribe?token=${signToken('secret', 's1', 'unsubscribe')}`,
  );
});

test('without a public address there are no links', () => {
  const links = makeLinks({ secret: 'secret' });
  expect(links.page('/')).toBeNull();
  expect(links.unsubscribe('s1')).toBeNull();
});
