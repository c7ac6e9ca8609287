import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Channel } from '../model/channel.ts';
import { ConfigError, type ConfigMistake } from '../model/errors.ts';
import { contentId } from '../model/id.ts';
import type { Watch } from '../model/watch.ts';
import { didYouMean } from './mistakes.ts';
import type { Settings } from './schema.ts';

/** Standard Webhooks: between 24 and 64 bytes, in base64 after the prefix. */
const SECRET = /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/;

/**
 * The channels of `notify`, their secrets read from the files they name.
 * @param root where relative file names begin
 * @throws ConfigError with every secret that cannot be read
 */
export function loadChannels(root: string, { notify }: Settings): readonly Channel[] {
  const mistakes: ConfigMistake[] = [];
  const channels = Object.entries(notify).map(([name, one]): Channel => {
    const lines = (key: 'secretFile' | 'tokenFile') =>
      readLines(path.resolve(root, one[key] ?? ''), { file: `notify.${name}.${key}`, mistakes });
    const url = one.webhook ?? one.ntfy ?? '';
    const about = { id: contentId('c', name, url), name, url };
    if (one.webhook === undefined) {
      const token = one.tokenFile === undefined ? undefined : lines('tokenFile')[0];
      return {
        ...{ ...about, kind: 'ntfy' },
        ...(token !== undefined && { token }),
        ...(one.priority !== undefined && { priority: one.priority }),
      };
    }
    const secrets = one.secretFile === undefined ? [] : lines('secretFile');
    if (!secrets.every((secret) => SECRET.test(secret))) {
      const hint = 'one a line: whsec_ and 24 to 64 random bytes in base64';
      const message = `${one.secretFile} holds what is no secret of a webhook`;
      mistakes.push({ file: `notify.${name}.secretFile`, path: '', message, hint });
    }
    return { ...about, kind: 'webhook', secrets };
  });
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return channels;
}

function readLines(
  file: string,
  at: { readonly file: string; readonly mistakes: ConfigMistake[] },
): string[] {
  try {
    const lines = readFileSync(file, 'utf8').split(/\s+/).filter(Boolean);
    if (lines.length > 0) return lines;
    at.mistakes.push({ file: at.file, path: '', message: `${file} is empty` });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    at.mistakes.push({ file: at.file, path: '', message: `${file} cannot be read: ${why}` });
  }
  return [];
}

/** Channels that watches name and nobody configured. */
export function unknownChannels(
  watches: readonly Watch[],
  known: readonly string[],
): readonly ConfigMistake[] {
  return watches.flatMap(({ id, notify = [] }) =>
    notify.flatMap((name, index) => {
      if (known.includes(name)) return [];
      const near = didYouMean(name, known);
      const there = known.length > 0 ? `known: ${known.join(', ')}` : 'none is configured';
      const hint = near
        ? `did you mean "${near}"?`
        : `${there}; channels are set under notify in newswatch.yaml`;
      const message = `there is no channel "${name}"`;
      return [{ file: `watches/${id}/watch.yaml`, path: `notify[${index}]`, message, hint }];
    }),
  );
}
