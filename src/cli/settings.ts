import path from 'node:path';
import type { Command } from 'commander';
import { processEnvironment } from '../config/environment.ts';
import { type Config, type ConfigOptions, loadConfig, readConfig } from '../config/load.ts';

/** The folder of the installation: what relative paths in the configuration begin at. */
export const ROOT = path.resolve(import.meta.dirname, '../..');

/**
 * The configuration a command runs with, `--config` and the environment heeded.
 * @throws ConfigError with every mistake
 */
export function configOf(command: Command): Config {
  return loadConfig(optionsOf(command));
}

/**
 * The same for commands that show how things are: the watches that have mistakes are left out, and their mistakes told.
 * @throws ConfigError with every mistake, when there is one elsewhere
 */
export function configAsFarAsItGoes(command: Command): ReturnType<typeof readConfig> {
  return readConfig(optionsOf(command));
}

function optionsOf(command: Command): ConfigOptions {
  const env = processEnvironment();
  const { config } = command.optsWithGlobals<{ config?: string }>();
  const folder = config ?? env.NEWSWATCH_CONFIG;
  return { root: ROOT, env, ...(folder ? { folder: path.resolve(folder) } : {}) };
}
