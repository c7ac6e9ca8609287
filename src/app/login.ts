import {
  type BinaryLike,
  createHash,
  randomBytes,
  type ScryptOptions,
  scrypt as scryptWithCallback,
} from 'node:crypto';
import { AppError } from '../model/errors.ts';
import { isSameSecret } from '../model/same-secret.ts';
import type { Store } from '../store/store.ts';
import type { Login } from '../web/ports.ts';

/** OWASP's advice on passwords: N = 2^15, r = 8, p = 3, which takes 32 MiB. */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const KEY_BYTES = 32;
const LEAST_LENGTH = 10;
const MOST_LENGTH = 1024;
const SESSION_MS = 12 * 3_600_000;
/** Passwords tried at once; each takes memory and a core for a while. */
const TRIES_MOST = 4;

/**
 * What `web.login` holds for a password: `scrypt:N:r:p:salt:key`, the last two in base64url.
 * @throws AppError for a password that is too short or too long
 */
export async function hashPassword(password: string): Promise<string> {
  if (password.length < LEAST_LENGTH)
    throw new AppError(`A password has ${LEAST_LENGTH} characters at least.`);
  if (password.length > MOST_LENGTH) throw new AppError(`A password has ${MOST_LENGTH} characters at most.`);
  const salt = randomBytes(16);
  const key = await scrypt(password.normalize('NFKC'), salt, KEY_BYTES, COST);
  const { N, r, p } = COST;
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join(':');
}

/** True for the password that the hash was made of; takes as long for a wrong one. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [, N = '', r = '', p = '', salt = '', key = ''] = hash.split(':');
  const right = Buffer.from(key, 'base64url');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const given = await scrypt(
    password.slice(0, MOST_LENGTH).normalize('NFKC'),
    Buffer.from(salt, 'base64url'),
    right.length,
    cost,
  );
  return isSameSecret(given, right);
}

/** Signing in with the one password of `web.login`. */
export function createLogin(
  hash: string,
  store: Pick<Store, 'openSession' | 'sessionLogin' | 'closeSession'>,
): Login {
  // Names the password without telling it: a session ends when another is configured.
  const login = digest(hash);
  let trying = 0;
  return {
    async signIn(password) {
      if (password === '') return null;
      if (trying >= TRIES_MOST)
        throw new AppError('Too many sign in at once; try again in a moment.', { retryable: true });
      trying += 1;
      try {
        if (!(await isPassword(password, hash))) return null;
      } finally {
        trying -= 1;
      }
      const token = randomBytes(32).toString('base64url');
      await store.openSession(digest(token), login, SESSION_MS);
      return token;
    },
    isOpen: async (token) => isSameSecret((await store.sessionLogin(digest(token))) ?? '', login),
    signOut: (token) => store.closeSession(digest(token)),
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function scrypt(password: BinaryLike, salt: BinaryLike, bytes: number, cost: ScryptOptions): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const maxmem = 128 * (cost.N ?? 1) * (cost.r ?? 1) * 2;
  scryptWithCallback(password, salt, bytes, { ...cost, maxmem }, (error, key) =>
    error ? reject(error) : resolve(key),
  );
  return promise;
}
