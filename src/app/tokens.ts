import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '../model/errors.ts';
import { isSameSecret } from '../model/same-secret.ts';
import type { Clock } from '../model/time.ts';
import type { ApiToken, TokenScope } from '../model/token.ts';
import type { Store } from '../store/store.ts';

type TokenStore = Pick<Store, 'saveToken' | 'token' | 'tokens' | 'removeToken'>;

const NAME_MOST = 80;
const FORM = /^nw_([0-9a-f]{12})_([\w-]{43})$/;
/** Compared where there is no such token, so that this takes as long. */
const NOBODY = Buffer.alloc(32);

export interface Tokens {
  /** Its whole text is told here and never again. @throws AppError for a name that is none */
  create(name: string, scope: TokenScope): Promise<{ readonly token: ApiToken; readonly text: string }>;
  list(): Promise<readonly ApiToken[]>;
  /** @throws AppError where there is none of that id */
  revoke(id: string): Promise<void>;
  /** The token a text is, or null. */
  verify(text: string): Promise<ApiToken | null>;
}

/** Tokens look like `nw_<id>_<secret>`: 12 hex digits by which they are known, and 256 random bits. */
export function createTokens(store: TokenStore, clock: Clock): Tokens {
  return {
    async create(name, scope) {
      const said = name.trim();
      if (said === '' || said.length > NAME_MOST) {
        throw new AppError(`Say in 1 to ${NAME_MOST} characters what the token is for.`);
      }
      const id = randomBytes(6).toString('hex');
      const secret = randomBytes(32).toString('base64url');
      const token: ApiToken = {
        ...{ id, name: said, scope, createdAt: clock().toISOString() },
        hash: hashOf(secret).toString('base64url'),
      };
      await store.saveToken(token);
      return { token, text: `nw_${id}_${secret}` };
    },
    list: () => store.tokens(),
    async revoke(id) {
      if (await store.removeToken(id)) return;
      throw new AppError(`There is no token "${id}"; newswatch token list tells their ids.`);
    },
    async verify(text) {
      const [, id = '', secret = ''] = FORM.exec(text) ?? [];
      const token = id === '' ? null : await store.token(id);
      const right = token ? Buffer.from(token.hash, 'base64url') : NOBODY;
      return isSameSecret(hashOf(secret), right) ? token : null;
    },
  };
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
