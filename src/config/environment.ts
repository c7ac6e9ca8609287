import { readFileSync } from 'node:fs';
import type { ConfigMistake } from '../model/errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The one place where the process's own environment is read. */
export function processEnvironment(): Environment {
  return process.env;
}

/** How the command line is called here: `bin/newswatch`, or `newswatch` where it is on the path. */
export function calledAs(env: Environment): string {
  const name = env.NEWSWATCH_CALLED_AS ?? 'newswatch';
  return name.includes(' ') ? `'${name}'` : name;
}

/** Environment variables and the setting each replaces. Any may be given as `<NAME>_FILE`, a file that holds the value. */
export const VARIABLES: Readonly<Record<string, readonly [string, ...string[]]>> = {
  REDIS_URL: ['redis', 'url'],
  SMTP_URL: ['mail', 'smtp'],
  NEWSWATCH_DATA: ['data'],
  NEWSWATCH_WEB_HOST: ['web', 'host'],
  NEWSWATCH_WEB_PORT: ['web', 'port'],
  NEWSWATCH_PUBLIC_URL: ['web', 'publicUrl'],
  NEWSWATCH_LOGIN: ['web', 'login'],
  NEWSWATCH_MAIL_FROM: ['mail', 'from'],
  NEWSWATCH_CONTACT: ['net', 'contact'],
  NEWSWATCH_LOG_LEVEL: ['log', 'level'],
  HTTP_PROXY: ['net', 'proxy', 'http'],
  HTTPS_PROXY: ['net', 'proxy', 'https'],
  NO_PROXY: ['net', 'proxy', 'not'],
  // Written small they come first, as with other programs.
  http_proxy: ['net', 'proxy', 'http'],
  https_proxy: ['net', 'proxy', 'https'],
  no_proxy: ['net', 'proxy', 'not'],
};

export interface Override {
  readonly variable: string;
  readonly path: readonly [string, ...string[]];
  readonly value: string;
}

/** The settings an environment replaces; an empty variable counts as unset. */
export function readEnvironment(env: Environment): {
  overrides: readonly Override[];
  mistakes: readonly ConfigMistake[];
} {
  const overrides: Override[] = [];
  const mistakes: ConfigMistake[] = [];
  for (const [variable, path] of Object.entries(VARIABLES)) {
    const file = env[`${variable}_FILE`];
    if (env[variable] && file) {
      mistakes.push({
        file: variable,
        path: '',
        message: `is set, and ${variable}_FILE too`,
        hint: 'keep one of them',
      });
      continue;
    }
    if (env[variable]) overrides.push({ variable, path, value: env[variable] });
    else if (file) {
      const read = readSecret(file);
      if (read.ok) overrides.push({ variable: `${variable}_FILE`, path, value: read.value });
      else mistakes.push({ file: `${variable}_FILE`, path: '', message: read.message });
    }
  }
  return { overrides, mistakes };
}

type Secret =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly message: string };

function readSecret(file: string): Secret {
  try {
    const value = readFileSync(file, 'utf8').trim();
    return value ? { ok: true, value } : { ok: false, message: `${file} is empty` };
  } catch (error) {
    return {
      ok: false,
      message: `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** Puts the overrides in place of what the file says. */
export function applyOverrides(raw: unknown, overrides: readonly Override[]): unknown {
  return overrides.reduce<unknown>((settings, { path, value }) => put(settings, path, value), raw ?? {});
}

function put(target: unknown, [key, ...rest]: readonly [string, ...string[]], value: string): unknown {
  const record = typeof target === 'object' && target !== null && !Array.isArray(target) ? target : {};
  const [next, ...further] = rest;
  if (next !== undefined) {
    return { ...record, [key]: put((record as Record<string, unknown>)[key], [next, ...further], value) };
  }
  return { ...record, [key]: key === 'port' ? Number(value) : value };
}
