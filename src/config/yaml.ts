import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import { ConfigError, type ConfigMistake } from '../model/errors.ts';
import type { Checked } from './mistakes.ts';

/**
 * YAML 1.2's core schema: it has no timestamps, so that an unquoted date stays as it is written. Read by js-yaml, which
 * takes a fifth of the time of yaml; where that finds a mistake, yaml tells all there are, with their places.
 *
 * @param firstLine the line of `file` on which `text` begins
 */
export function parseYaml(text: string, file: string, firstLine = 1): Checked<unknown> {
  // An alias may stand for what it stands in, which js-yaml takes: a value without an end.
  if (ANCHOR.test(text) && ALIAS.test(text)) return parseSlowly(text, file, firstLine);
  try {
    return { ok: true, value: load(text, { schema: CORE_SCHEMA }) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return parseSlowly(text, file, firstLine);
  }
}

const ANCHOR = /(?:^|[\s[{,])&\S/;
const ALIAS = /(?:^|[\s[{,])\*\S/;
const COLON = 'a value with a colon in it needs quotation marks around it';
const STAR = 'a text that begins with * needs quotation marks around it';

const require = createRequire(import.meta.url);

function parseSlowly(text: string, file: string, firstLine: number): Checked<unknown> {
  // Loaded for mistakes alone.
  const { LineCounter, parseDocument, visit } = require('yaml') as typeof import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'core', lineCounter: lines, prettyErrors: false });
  const mistakes: ConfigMistake[] = [];
  const add = (offset: number, message: string, hint?: string) => {
    const { line, col } = lines.linePos(offset);
    const where = `${file}:${line + firstLine - 1}:${col}`;
    mistakes.push({ file: where, path: '', message, ...(hint !== undefined && { hint }) });
  };
  for (const { message, pos } of document.errors)
    add(pos[0], message, message.startsWith('Nested mappings') ? COLON : undefined);
  visit(document, {
    Alias: (_key, alias, within) => {
      const named = alias.resolve(document);
      if (named && !within.includes(named)) return;
      const what = named ? 'the value it stands in' : 'no value before it';
      add(alias.range?.[0] ?? 0, `*${alias.source} is an alias, and ${what} is called ${alias.source}`, STAR);
    },
  });
  return mistakes.length === 0 ? { ok: true, value: document.toJS() } : { ok: false, mistakes };
}

/** `:12:5`, where a value stands in YAML that is right, or what should hold it; '' for none. @param at `feeds[2].url` */
export function placeIn(text: string, at: string): string {
  // Loaded for mistakes alone.
  const { LineCounter, parseDocument, isNode } = require('yaml') as typeof import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'core', lineCounter: lines });
  const keys = at.split(/[.[\]]+/).filter((key) => key !== '');
  for (let depth = keys.length; depth > 0; depth -= 1) {
    const node = document.getIn(keys.slice(0, depth), true);
    if (!isNode(node) || !node.range) continue;
    const { line, col } = lines.linePos(node.range[0]);
    return `:${line}:${col}`;
  }
  return '';
}

/** A file's value. @throws ConfigError when it is no YAML; its name in there is relative to the root */
export function readYaml(root: string, file: string): unknown {
  const yaml = parseYaml(readFileSync(file, 'utf8'), path.relative(root, file));
  if (!yaml.ok) throw new ConfigError(yaml.mistakes);
  return yaml.value;
}
