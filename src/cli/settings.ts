import path from 'node:path';
import type { Command } from 'commander';
import { processEnvironment } from '../config/environment.ts';
import { type Config, loadConfig } from '../config/load.ts';

/** The folder of the installation: what relative paths in the configuration begin at. */
export const ROOT = path.resolve(import.meta.dirname, '../..');

/**
 * The configuration a command runs with, `--config` and the environment heeded.
 * @throws ConfigError with every mistake
 */
export function configOf(command: Command): Config {
  const env = processEnvironment();
  const { config } = command.optsWithGlobals<{ config?: string }>();
  const folder = config ?? env.NEWSWATCH_CONFIG;
  return loadConfig({ root: ROOT, env, ...(folder ? { folder: path.resolve(folder) } : {}) });
}
