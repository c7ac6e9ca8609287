import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError, type ConfigMistake } from '../model/errors.ts';
import { EVENT_TYPES, type EventType } from '../model/event.ts';
import type { Lexicon, TypeRules, WordWeights } from '../model/lexicon.ts';
import { noMistake, patternMistake } from './patterns.ts';
import { parseYaml } from './yaml.ts';

const words = z.array(z.string().min(1));
const patterns = z.array(noMistake(patternMistake));
const TYPES = Object.values(EVENT_TYPES).flat() as [EventType, ...EventType[]];

const rule = z.strictObject({
  verbs: words.optional(),
  nouns: words.optional(),
  phrases: words.optional(),
  object: words.optional(),
  subject: words.optional(),
  near: words.optional(),
  not: words.optional(),
  strength: z.number().min(0).max(1),
});

const file = z.strictObject({
  classes: z.record(z.string(), words).optional(),
  types: z
    .array(
      z.strictObject({
        type: z.enum(TYPES),
        weight: z.number().min(0).max(1),
        label: z.string().min(1),
        rules: z.array(rule).min(1),
      }),
    )
    .optional(),
  countries: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        demonyms: words.default([]),
        capitals: words.default([]),
        aliases: words.default([]),
      }),
    )
    .optional(),
  cues: z
    .strictObject({
      planned: words,
      intended: words,
      ahead: words,
      negation: words,
      claimed: words,
      hypothetical: words,
      history: words,
      habitual: words,
      corrected: words,
      counted: words,
      risen: words,
      outdone: words,
      tally: words,
      denied: words,
      speech: words,
      chrome: patterns,
      retrospect: patterns,
    })
    .optional(),
  figures: z.record(z.string(), words).optional(),
  counts: z.record(z.string(), z.array(z.string())).optional(),
  peopleAs: z.record(z.string(), z.string()).optional(),
  counting: z
    .strictObject({ tolls: words, totals: words, fixed: words, shares: words, later: words })
    .optional(),
  people: words.optional(),
  titles: words.optional(),
  common: z.array(z.strictObject({ level: z.int().min(1).max(3), stems: words })).optional(),
  weights: z.record(z.string(), z.record(z.string(), z.number())).optional(),
});
type LexiconFile = z.infer<typeof file>;

const wording = z.strictObject({
  labels: words.min(2),
  bias: z.array(z.number()),
  signs: z.record(z.string(), z.number()),
  step: z.number().positive(),
  rows: z.record(z.string(), z.string()),
  alike: z.record(z.string(), z.string()),
});
const WORDING = 'wording.json';

/**
 * Reads every `*.yaml` of a folder and joins them.
 * @throws ConfigError with every mistake of every file.
 */
export function loadLexicon(dir: string): Lexicon {
  const mistakes: ConfigMistake[] = [];
  const parts: { name: string; data: LexiconFile }[] = [];
  for (const name of listYaml(dir, mistakes)) {
    const data = readPart(join(dir, name), name, mistakes);
    if (data) parts.push({ name, data });
  }
  const lexicon = {
    ...joinParts(parts.map((part) => part.data)),
    wording: readWording(join(dir, WORDING), mistakes),
  };
  for (const { name, data } of parts)
    mistakes.push(
      ...unknownClasses(name, data, lexicon.classes),
      ...unknownFigures(name, data, lexicon.figures),
    );
  if (parts.length > 0) mistakes.push(...missing(lexicon));
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return lexicon;
}

function listYaml(dir: string, mistakes: ConfigMistake[]): string[] {
  try {
    const names = readdirSync(dir).filter((name) => name.endsWith('.yaml'));
    if (names.length === 0) mistakes.push({ file: dir, path: '', message: 'holds no *.yaml file' });
    return names.sort();
  } catch (error) {
    mistakes.push({ file: dir, path: '', message: `cannot be read: ${String(error)}` });
    return [];
  }
}

function readPart(path: string, name: string, mistakes: ConfigMistake[]): LexiconFile | null {
  const yaml = parseYaml(readFileSync(path, 'utf8'), name);
  if (!yaml.ok) {
    mistakes.push(...yaml.mistakes);
    return null;
  }
  const result = file.safeParse(yaml.value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    mistakes.push({ file: name, path: issuePath(issue.path), message: issue.message });
  }
  return null;
}

const NO_WORDS: WordWeights = { labels: [], bias: [], signs: {}, step: 1, rows: {}, alike: {} };

function readWording(path: string, mistakes: ConfigMistake[]): Lexicon['wording'] {
  try {
    return wording.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    mistakes.push({
      file: WORDING,
      path: '',
      message: `cannot be read: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`,
      hint: 'it is trained: put back the one that came with Newswatch',
    });
    return NO_WORDS;
  }
}

function issuePath(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

const NO_CUES: Lexicon['cues'] = {
  planned: [],
  intended: [],
  ahead: [],
  negation: [],
  claimed: [],
  hypothetical: [],
  history: [],
  habitual: [],
  corrected: [],
  counted: [],
  risen: [],
  outdone: [],
  tally: [],
  denied: [],
  speech: [],
  chrome: [],
  retrospect: [],
};

const NO_COUNTING: Lexicon['counting'] = { tolls: [], totals: [], fixed: [], shares: [], later: [] };

function joinParts(parts: readonly LexiconFile[]): Omit<Lexicon, 'wording'> {
  return {
    classes: Object.assign({}, ...parts.map((part) => part.classes ?? {})),
    types: parts.flatMap((part) => (part.types ?? []) as TypeRules[]),
    countries: parts.flatMap((part) => part.countries ?? []),
    cues: parts.find((part) => part.cues)?.cues ?? NO_CUES,
    figures: Object.assign({}, ...parts.map((part) => part.figures ?? {})),
    counts: Object.assign({}, ...parts.map((part) => part.counts ?? {})),
    peopleAs: Object.assign({}, ...parts.map((part) => part.peopleAs ?? {})),
    counting: parts.find((part) => part.counting)?.counting ?? NO_COUNTING,
    people: parts.flatMap((part) => part.people ?? []),
    titles: parts.flatMap((part) => part.titles ?? []),
    common: parts.flatMap((part) => part.common ?? []),
    weights: Object.assign({}, ...parts.map((part) => part.weights ?? {})),
  };
}

function unknownClasses(name: string, data: LexiconFile, classes: Lexicon['classes']): ConfigMistake[] {
  const known = new Set(Object.keys(classes));
  return (data.types ?? []).flatMap((type, t) =>
    type.rules.flatMap((r, i) =>
      (['object', 'subject', 'near', 'not'] as const).flatMap((role) =>
        (r[role] ?? [])
          .filter((className) => !known.has(className))
          .map((className) => ({
            file: name,
            path: `types[${t}].rules[${i}].${role}`,
            message: `no word class "${className}"`,
            hint: `known: ${[...known].join(', ')}`,
          })),
      ),
    ),
  );
}

/** Names of types, of roots and of figures that are none. */
function unknownFigures(name: string, data: LexiconFile, figures: Lexicon['figures']): ConfigMistake[] {
  const kinds: readonly string[] = [...TYPES, ...Object.keys(EVENT_TYPES)];
  const said = (key: 'counts' | 'peopleAs' | 'counting') =>
    Object.entries(data[key] ?? {}).map(([of, names]) => ({
      of,
      path: `${key}.${of}`,
      names: [names].flat(),
    }));
  const byKind = [...said('counts'), ...said('peopleAs')];
  return [
    ...byKind
      .filter(({ of }) => !kinds.includes(of))
      .map(({ of, path }) => ({ file: name, path, message: `no event type and no root "${of}"` })),
    ...[...byKind, ...said('counting')].flatMap(({ path, names }) =>
      names
        .filter((one) => !Object.hasOwn(figures, one))
        .map((one) => ({
          file: name,
          path,
          message: `no figure "${one}"`,
          hint: `known: ${Object.keys(figures).join(', ')}`,
        })),
    ),
  ];
}

function missing(lexicon: Pick<Lexicon, 'types' | 'cues'>): ConfigMistake[] {
  const found: ConfigMistake[] = [];
  if (lexicon.types.length === 0)
    found.push({ file: 'config/lexicon', path: 'types', message: 'no event types' });
  if (lexicon.cues === NO_CUES) found.push({ file: 'config/lexicon', path: 'cues', message: 'no cues' });
  return found;
}
