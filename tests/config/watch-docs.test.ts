import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { z } from 'zod';
import { frontMatter, parseDocument } from '../../src/config/document.ts';
import { slugOf, writeNewWatch } from '../../src/config/new-watch-files.ts';
import { watchSchema } from '../../src/config/schema.ts';
import { EVENT_TYPES } from '../../src/model/event.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DOC = readFileSync(path.join(ROOT, 'docs/watch-files.md'), 'utf8');

interface Shape {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly defaultValue?: unknown;
}

interface Key {
  readonly path: string;
  /** As the documentation says it. */
  readonly fallback: string;
}

/** Every key of a schema, with what it is when left out. */
function keysOf(schema: z.core.$ZodType, at = '', fallback = 'needed'): readonly Key[] {
  const def = (schema._zod as unknown as { readonly def: Shape }).def;
  if (def.innerType) {
    const left =
      def.type === 'optional' ? 'optional' : def.type === 'default' ? stringOf(def.defaultValue) : 'sections';
    return keysOf(def.innerType, at, left);
  }
  const own = at ? [{ path: at, fallback }] : [];
  if (def.element)
    return [...own, ...keysOf(def.element, `${at}[]`).filter(({ path: key }) => key !== `${at}[]`)];
  const inner = Object.entries(def.shape ?? {}).flatMap(([key, value]) =>
    keysOf(value, at ? `${at}.${key}` : key),
  );
  return [...own, ...inner];
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The rows of the documentation's tables below a heading: key → default. */
function rowsBelow(heading: string): ReadonlyMap<string, string> {
  const section = DOC.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = [...section.matchAll(/^\| `([^`]+)` \| (.*?) \| (.*?) \| (.*?) \|$/gm)];
  return new Map(rows.map(([, key = '', fallback = '']) => [key, fallback.replaceAll('`', '')]));
}

test.each([
  ['watch.yaml', watchSchema],
  ['dossier/*.md', frontMatter],
])('%s: every key is documented, with its default, and no other', (heading, schema) => {
  const keys = keysOf(schema);
  const rows = rowsBelow(heading);
  expect(keys.length).toBeGreaterThan(3);
  expect([...rows.keys()].sort()).toEqual(keys.map(({ path: key }) => key).sort());
  for (const { path: key, fallback } of keys) {
    if (fallback === 'optional' || fallback === '') expect(rows.get(key)).not.toBe('needed');
    else if (fallback === 'sections') expect(rows.get(key)).toBe('see its keys');
    else expect(`${key} ${rows.get(key)}`).toBe(`${key} ${fallback}`);
  }
});

test('every example in it is right', () => {
  const examples = [...DOC.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  expect(examples.length).toBeGreaterThan(1);
  for (const example of examples) expect(watchSchema.safeParse(parse(example)).error).toBeUndefined();
  const [, document = ''] = /```markdown\n([\s\S]*?)```/.exec(DOC) ?? [];
  expect(parseDocument(document, 'example.md').title).toBe('Dockers vote to strike from Monday');
});

test('a new watch names every key of the schema, set or in a comment', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'newswatch-new-'));
  try {
    mkdirSync(path.join(folder, 'watches'));
    const about = { id: 'dam', title: 'The dam: "a" & b #1', follow: '', language: 'en', names: [] };
    const feeds = [{ url: 'https://a.example/rss?x=1&y=#z', title: "it's: [odd]" }];
    const document = { ...parseDocument(stringDocument('1912-04-15'), 'x.md') };
    const watch = { ...about, feeds, wake: { minWeight: 1, mute: [] }, baseline: [document] };
    const made = writeNewWatch(folder, path.join(folder, 'watches'), {
      watch,
      suggestedTypes: Object.values(EVENT_TYPES).flat(),
    });
    const text = readFileSync(path.join(made, 'watch.yaml'), 'utf8');
    for (const { path: key } of keysOf(watchSchema)) {
      const name = key.split('.').at(-1)?.replace('[]', '') ?? key;
      expect(text).toMatch(new RegExp(`^(?:# |  # |  |)(?:  - |    |  )?#?\\s*(?:- )?${name}:`, 'm'));
    }
    expect(parse(text)).toMatchObject({ title: about.title, feeds });
    // Uncommented, the suggestion is right as it stands.
    const all = text.replace(/^ {2}# (types:|\s+[a-z_]+,|\s+[a-z_]+\])/gm, '  $1');
    writeFileSync(path.join(made, 'watch.yaml'), all);
    expect(watchSchema.safeParse(parse(all)).data?.wake.types).toHaveLength(
      Object.values(EVENT_TYPES).flat().length,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function stringDocument(date: string): string {
  return `---\n${stringify({ title: '--- "A" dam: #1', source: 'x: y' })}date: ${date}\n---\n\nThe dam burst.\n`;
}

test('a slug is made of whole words, or of nothing', () => {
  expect(slugOf("Dockers' vote — at Pört Ellery!", 40)).toBe('dockers-vote-at-port-ellery');
  expect(slugOf('one two three', 8)).toBe('one-two');
  expect(slugOf('incomprehensibilities', 8)).toBe('incompre');
  expect(slugOf('船', 8)).toBe('');
});
