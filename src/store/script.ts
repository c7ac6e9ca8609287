import { readFileSync } from 'node:fs';
import type { ChainableCommander, Redis } from 'ioredis';

type Argument = string | number | Uint8Array;
type Command = (keyCount: number, ...keysAndArguments: readonly Argument[]) => Promise<unknown>;

/** A Lua script of `scripts/`, loaded once a server and run by its hash. */
export interface Script {
  /** Replies are strings. */
  text(keys: readonly string[], args: readonly Argument[]): Promise<unknown>;
  /** Replies are buffers, for packed values. */
  bytes(keys: readonly string[], args: readonly Argument[]): Promise<unknown>;
  /** Adds a run to a pipeline; its replies are strings. */
  join(pipeline: ChainableCommander, keys: readonly string[], args: readonly Argument[]): void;
}

/** @param file name in `scripts/`, without `.lua` */
export function loadScript(redis: Redis, file: string): Script {
  const command = `newswatch:${file}`;
  redis.defineCommand(command, {
    lua: readFileSync(new URL(`./scripts/${file}.lua`, import.meta.url), 'utf8'),
  });
  const run = (
    on: Redis | ChainableCommander,
    name: string,
    keys: readonly string[],
    args: readonly Argument[],
  ) => {
    // ioredis adds what was defined as methods, which its types can't know.
    const method = (on as unknown as Record<string, Command>)[name];
    if (!method) throw new TypeError(`ioredis did not define ${name}`);
    return method.call(on, keys.length, ...keys, ...args);
  };
  return {
    text: (keys, args) => run(redis, command, keys, args),
    bytes: (keys, args) => run(redis, `${command}Buffer`, keys, args),
    join: (pipeline, keys, args) => void run(pipeline, command, keys, args),
  };
}
