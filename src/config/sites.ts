import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError, type ConfigMistake } from '../model/errors.ts';
import type { SiteRules } from '../model/site.ts';
import { check } from './mistakes.ts';
import { parseYaml } from './yaml.ts';

const selector = z.string().refine(isSelector, { error: 'is no CSS selector' });

const siteSchema = z.strictObject({
  hosts: z
    .array(
      z
        .string()
        .regex(
          /^(?!www\.)[a-z0-9-]+(\.[a-z0-9-]+)+$/,
          'must be a host in lower case without www., like gazette.example',
        ),
    )
    .min(1, 'names no host'),
  /** For the reader: what goes wrong without these rules. */
  why: z.string().min(1),
  body: selector.optional(),
  title: selector.optional(),
  standfirst: selector.optional(),
  authors: selector.optional(),
  published: selector.optional(),
  remove: z.array(selector).optional(),
});

const require = createRequire(import.meta.url);

function isSelector(text: string): boolean {
  // Loaded to check sites alone: most commands read no page.
  const { load } = require('cheerio/slim') as typeof import('cheerio/slim');
  try {
    load('')(text);
    return text.trim() !== '';
  } catch {
    return false;
  }
}

/**
 * The rules of `config/sites/*.yaml`, a file a site; none where there is no such folder.
 * @throws ConfigError with every mistake of every file
 */
export function loadSites(root: string, folder: string): readonly SiteRules[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const mistakes: ConfigMistake[] = [];
  const sites: SiteRules[] = [];
  for (const name of names.sort()) {
    const file = path.join(folder, name);
    const where = path.relative(root, file);
    const yaml = parseYaml(readFileSync(file, 'utf8'), where);
    const checked = yaml.ok ? check(siteSchema, yaml.value, where) : yaml;
    if (checked.ok) sites.push(withoutUndefined(checked.value));
    else mistakes.push(...checked.mistakes);
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return sites;
}

function withoutUndefined({ why: _, ...rules }: z.output<typeof siteSchema>): SiteRules {
  return Object.fromEntries(
    Object.entries(rules).filter(([, value]) => value !== undefined),
  ) as unknown as SiteRules;
}
