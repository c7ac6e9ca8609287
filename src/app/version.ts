import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

export const VERSION = version;

/** How this program names itself to servers. */
export const USER_AGENT = `Newswatch/${VERSION}`;
