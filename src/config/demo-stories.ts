import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../model/errors.ts';
import { parseYaml } from './yaml.ts';

const FILE = 'config/demo.yaml';
const file = z.strictObject({ stories: z.array(z.string().min(1)).min(1) });

/**
 * The stories that the demo plays unless others are named, as `config/demo.yaml` lists them.
 *
 * @param root the project's folder
 * @returns absolute folders
 * @throws ConfigError where the list cannot be read
 */
export function demoStories(root: string): string[] {
  const read = parseYaml(readFileSync(path.join(root, FILE), 'utf8'), FILE);
  if (!read.ok) throw new ConfigError(read.mistakes);
  const list = file.safeParse(read.value);
  if (!list.success)
    throw new ConfigError([{ file: FILE, path: 'stories', message: z.prettifyError(list.error) }]);
  return list.data.stories.map((story) => path.join(root, story));
}
