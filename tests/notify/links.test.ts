import { expect, test } from 'vitest';
import {
  LINK_DAYS,
  makeLinks,
  signToken,
  signUntil,
  verifyToken,
  verifyUntil,
} from '../../src/notify/links.ts';

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

test('a token cannot be guessed: 256 bits, another for each subscriber and purpose, and good only letter for letter', () => {
  const purposes = ['unsubscribe', 'preferences', 'mute', 'pause', 'confirm'] as const;
  const ids = Array.from({ length: 400 }, (_, i) => `s${i}`);
  const signatures = ids.flatMap((id) =>
    purposes.map((purpose) => signToken('secret', id, purpose).slice(id.length + 1)),
  );
  expect(new Set(signatures).size).toBe(ids.length * purposes.length);
  expect(signatures.filter((signature) => Buffer.from(signature, 'base64url').length !== 32)).toEqual([]);
  const token = signToken('secret', 's1', 'preferences');
  const near = [...token].flatMap((letter, i) =>
    [...'AZaz09-_.']
      .filter((other) => other !== letter)
      .map((other) => token.slice(0, i) + other + token.slice(i + 1)),
  );
  expect(near.length).toBeGreaterThan(300);
  expect(near.filter((one) => verifyToken('secret', one, 'preferences') !== null)).toEqual([]);
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

const MAILED = '2024-02-12T08:41:00.000Z';
const own = makeLinks({ publicUrl: 'https://example.org', secret: 'secret' });
const tokenOf = (link: string | null) => new URL(link ?? '').searchParams.get('token') ?? '';
const daysLater = (days: number) => new Date(Date.parse(MAILED) + days * 86_400_000);

test('each link of a mail opens its own page and no other', () => {
  const tokens = {
    preferences: tokenOf(own.preferences('s1', MAILED)),
    mute: tokenOf(own.mute('s1', 'attack', MAILED)),
    pause: tokenOf(own.pause('s1', MAILED)),
    confirm: tokenOf(own.confirm('s1', daysLater(2))),
  };
  for (const [name, token] of Object.entries(tokens)) {
    for (const purpose of ['preferences', 'mute', 'pause', 'confirm'] as const) {
      expect(verifyUntil('secret', token, purpose, daysLater(1))).toBe(name === purpose ? 's1' : null);
    }
    expect(verifyToken('secret', token, 'unsubscribe')).toBeNull();
  }
});

test('links end after three months, the one that unsubscribes never', () => {
  const token = tokenOf(own.pause('s1', MAILED));
  expect(verifyUntil('secret', token, 'pause', daysLater(LINK_DAYS - 1))).toBe('s1');
  expect(verifyUntil('secret', token, 'pause', daysLater(LINK_DAYS + 1))).toBeNull();
  expect(own.unsubscribe('s1')).toBe(
    makeLinks({ publicUrl: 'https://example.org', secret: 'secret' }).unsubscribe('s1'),
  );
});

test('the end of a token cannot be moved', () => {
  const token = signUntil('secret', 's1', 'pause', daysLater(1));
  const later = token.replace(
    /\.[0-9a-z]+\./,
    `.${Math.floor(daysLater(999).getTime() / 1000).toString(36)}.`,
  );
  expect(later).not.toBe(token);
  expect(verifyUntil('secret', later, 'pause', daysLater(2))).toBeNull();
});
