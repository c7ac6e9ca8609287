import type { Instant } from './time.ts';

/** `operate` may do what `read` may. */
export type TokenScope = 'read' | 'operate';

/** Lets a program use the API. What is kept of its secret is a hash. */
export interface ApiToken {
  readonly id: string;
  /** What it is for, in its owner's words. */
  readonly name: string;
  readonly scope: TokenScope;
  readonly createdAt: Instant;
  /** SHA-256 of the secret, base64url. The secret is 256 random bits: no slower hash is needed. */
  readonly hash: string;
}
