import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError, type ConfigMistake } from '../model/errors.ts';
import type { ChatterWords, DateWords, PageWords } from '../model/site.ts';
import { check, collect } from './mistakes.ts';
import { linePatternMistake, noMistake } from './patterns.ts';
import { parseYaml, placeIn } from './yaml.ts';

const linePattern = noMistake(linePatternMistake);
const names = z.array(z.string().regex(/\S/, 'is empty'));

const chatterOfLanguage = z.strictObject({
  lines: z.array(linePattern).default([]),
  elsewhere: z.array(linePattern).default([]),
  pointers: z.array(linePattern).default([]),
  presents: z.array(linePattern).default([]),
  credits: z.array(linePattern).default([]),
});

const datesOfLanguage = z.strictObject({
  updated: z.array(linePattern).default([]),
  published: z.array(linePattern).default([]),
  at: z.array(linePattern).default([]),
  signed: z.array(linePattern).default([]),
});

const language = z
  .string()
  .regex(/^[a-z]{2,3}$/, 'must be a language of ISO 639, like nl, or mul for several');
const chatterSchema = z.record(language, chatterOfLanguage);
const datesSchema = z.record(language, datesOfLanguage);

const agenciesSchema = z.strictObject({
  agencies: z.array(
    z.strictObject({
      name: z.string().min(1),
      credits: names.min(1, 'names nothing it is credited with'),
      telegram: names.optional(),
    }),
  ),
});

/**
 * What is known of the words on pages: `chatter.yaml`, `dates.yaml` and `agencies.yaml` of a folder.
 * @throws ConfigError with every mistake of all, each with its line
 */
export function loadPageWords(root: string, folder: string): PageWords {
  const mistakes: ConfigMistake[] = [];
  const read = <Schema extends z.ZodType>(name: string, schema: Schema) =>
    collect(mistakes, () => readChecked(root, path.join(folder, name), schema));
  const spoken = read('chatter.yaml', chatterSchema);
  const dated = read('dates.yaml', datesSchema);
  const known = read('agencies.yaml', agenciesSchema);
  if (!spoken || !dated || !known) throw new ConfigError(mistakes);
  const all = (kind: keyof ChatterWords) => Object.values(spoken).flatMap((words) => words[kind]);
  const chatter = {
    lines: all('lines'),
    elsewhere: all('elsewhere'),
    pointers: all('pointers'),
    presents: all('presents'),
    credits: all('credits'),
  };
  const beside = (kind: keyof DateWords) => Object.values(dated).flatMap((words) => words[kind]);
  const dates = {
    updated: beside('updated'),
    published: beside('published'),
    at: beside('at'),
    signed: beside('signed'),
  };
  const agencies = known.agencies.map(({ telegram, ...agency }) => ({
    ...agency,
    ...(telegram && { telegram }),
  }));
  return { chatter, dates, agencies };
}

function readChecked<Schema extends z.ZodType>(root: string, file: string, schema: Schema): z.output<Schema> {
  const where = path.relative(root, file);
  if (!existsSync(file)) {
    const hint = 'put back the one that came with Newswatch';
    throw new ConfigError([{ file: where, path: '', message: 'is missing', hint }]);
  }
  const text = readFileSync(file, 'utf8');
  const yaml = parseYaml(text, where);
  const checked = yaml.ok ? check(schema, yaml.value, where) : yaml;
  if (checked.ok) return checked.value;
  throw new ConfigError(
    yaml.ok
      ? checked.mistakes.map((mistake) => ({ ...mistake, file: where + placeIn(text, mistake.path) }))
      : checked.mistakes,
  );
}
