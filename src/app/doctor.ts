import type { App } from '../app.ts';
import type { Config } from '../config/load.ts';
import { AppError, ConfigError, type ConfigMistake } from '../model/errors.ts';
import { checkChannels } from './doctor-channels.ts';
import { checkFeeds } from './doctor-feeds.ts';
import { checkRedis } from './doctor-redis.ts';
import { checkDisk, checkMailServer, checkPage, checkSettings } from './doctor-settings.ts';

/** One thing looked at. */
export interface Finding {
  readonly part: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  /** What to do, where something is to be done. */
  readonly mend?: string;
}

export interface DoctorOptions {
  readonly config: Config;
  /** Of watches that could not be read. */
  readonly mistakes: readonly ConfigMistake[];
  /** Opens the app; it fails where Redis cannot be had. */
  readonly open: () => Promise<App>;
  /** Ask every feed now, besides what the worker has learnt of it. */
  readonly askFeeds: boolean;
  /** Called with each finding as it comes. */
  readonly onFinding: (finding: Finding) => void;
}

/** Looks at everything an operator can mend, each part on its own: one that cannot be looked at is a finding. */
export async function examine(options: DoctorOptions): Promise<readonly Finding[]> {
  const { config, mistakes, onFinding } = options;
  const findings: Finding[] = [];
  const note = async (part: string, look: () => Promise<readonly Finding[]>) => {
    const found = await look().catch((error: unknown): readonly Finding[] => {
      const detail = error instanceof Error ? error.message : String(error);
      return [{ part, state: 'fail', detail }];
    });
    for (const finding of found) {
      findings.push(finding);
      onFinding(finding);
    }
  };
  await note('configuration', async () => [...mistakeFindings(config, mistakes), ...checkSettings(config)]);
  await note('disk', () => checkDisk(config.dataFolder));
  await note('mail', () => checkMailServer(config));
  await withApp(options, note);
  await note('page', () => checkPage(config));
  return findings;
}

async function withApp(
  { open, askFeeds }: DoctorOptions,
  note: (part: string, look: () => Promise<readonly Finding[]>) => Promise<void>,
): Promise<void> {
  let app: App;
  try {
    app = await open();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return note('redis', async () => [{ part: 'redis', state: 'fail', detail: error.message }]);
  }
  try {
    await note('redis', () => checkRedis(app));
    await note('feeds', () => checkFeeds(app, askFeeds));
    await note('channels', () => checkChannels(app));
  } finally {
    await app.close();
  }
}

function mistakeFindings(config: Config, mistakes: readonly ConfigMistake[]): readonly Finding[] {
  const part = 'configuration';
  if (mistakes.length === 0) {
    const detail = `${config.watches.map(({ id }) => id).join(', ')}: every key is right`;
    return [{ part, state: 'ok', detail }];
  }
  return mistakes.map((mistake) => ({
    ...{
      part,
      state: 'fail',
      detail: new ConfigError([{ ...mistake, hint: '' }]).message.replace(/ \(\)$/, ''),
    },
    mend: mistake.hint ?? 'mend the file; newswatch config check reads it again',
  }));
}
