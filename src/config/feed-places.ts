import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../model/errors.ts';
import type { FeedPlaces } from '../model/site.ts';
import { check } from './mistakes.ts';
import { noMistake, urlPatternMistake } from './patterns.ts';
import { parseYaml } from './yaml.ts';

const platformSchema = z.strictObject({
  name: z.string().min(1),
  pages: z.array(noMistake(urlPatternMistake)).min(1, 'names no page'),
  feed: z.string().regex(/^https:\/\//, 'must begin with https://'),
});

const placesSchema = z.strictObject({
  platforms: z.array(platformSchema).default([]),
  usual: z
    .array(z.string().regex(/^[\w.-]+(\/[\w.-]*)*$/, 'is no path below a site, like feed.xml'))
    .default([]),
});

/**
 * Where feeds lie when a page does not say: `feed-places.yaml`; nowhere when there is no such file.
 * @throws ConfigError with every mistake
 */
export function loadFeedPlaces(root: string, file: string): FeedPlaces {
  if (!existsSync(file)) return { platforms: [], usual: [] };
  const where = path.relative(root, file);
  const yaml = parseYaml(readFileSync(file, 'utf8'), where);
  const checked = yaml.ok ? check(placesSchema, yaml.value, where) : yaml;
  if (!checked.ok) throw new ConfigError(checked.mistakes);
  return checked.value;
}
