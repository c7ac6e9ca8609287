import { z } from 'zod';
import type { TokenScope } from '../../model/token.ts';
import type { ApiPorts } from './ports.ts';

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

/** An answer: JSON, or text that comes in parts. */
export type Answer<Body> =
  | { readonly status: number; readonly body: DeepReadonly<Body> }
  | { readonly status: 204 }
  | {
      readonly status: 200;
      readonly type: string;
      readonly filename: string;
      readonly parts: AsyncIterable<string>;
    };

/** One thing the API does: what validates it and what documents it. */
export interface Described {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** After the API's prefix: `/watches/{watchId}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Null: no token is needed. */
  readonly scope: TokenScope | null;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body: z.ZodType | null;
  /** By status: the schema of the answer, the media types of one that comes in parts, or null for no body. */
  readonly answers: Readonly<Record<number, z.ZodType | readonly string[] | null>>;
}

export interface Route extends Described {
  readonly scope: TokenScope;
  readonly handle: (input: Input, ports: ApiPorts) => Promise<Answer<unknown>>;
}

interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** As a route is written: its parts typed by its own schemas. */
interface Written<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Told extends z.ZodType,
> extends Omit<Route, 'params' | 'query' | 'body' | 'handle' | 'answers'> {
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly answers: Readonly<Record<number, Told | readonly string[] | null>>;
  readonly handle: (
    input: {
      readonly params: z.output<Params>;
      readonly query: z.output<Query>;
      readonly body: z.output<Body>;
    },
    ports: ApiPorts,
  ) => Promise<Answer<z.output<Told>>>;
}

const NOTHING = z.strictObject({});

export function route<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Told extends z.ZodType = z.ZodType,
>(written: Written<Params, Query, Body, Told>): Route {
  const { params = NOTHING, query = NOTHING, body = null, ...rest } = written;
  // The input was parsed by these very schemas.
  return { ...rest, params, query, body, handle: written.handle as Route['handle'] };
}

/** A route's parameters in its path, all ids. */
export function ids<Name extends string>(...names: readonly Name[]) {
  const id = z.string().min(1).max(200);
  return z.strictObject(Object.fromEntries(names.map((name) => [name, id])) as Record<Name, typeof id>);
}
