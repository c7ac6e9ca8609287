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
  try {
    return { ok: true, value: load(text, { schema: CORE_SCHEMA }) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return parseSlowly(text, file, firstLine);
  }
}

const require = createRequire(import.meta.url);

function parseSlowly(text: string, file: string, firstLine: number): Checked<unknown> {
  // Loaded for mistakes alone.
  const { LineCounter, parseDocument } = require('yaml') as typeof import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'core', lineCounter: lines, prettyErrors: false });
  if (document.errors.length === 0) return { ok: true, value: document.toJS() };
  const mistakes = document.errors.map((error): ConfigMistake => {
    const { line, col } = lines.linePos(error.pos[0]);
    const where = `${file}:${line + firstLine - 1}:${col}`;
    if (!error.message.startsWith('Nested mappings'))
      return { file: where, path: '', message: error.message };
    const hint = 'a value with a colon in it needs quotation marks around it';
    return { file: where, path: '', message: error.message, hint };
  });
  return { ok: false, mistakes };
}

/** A file's value. @throws ConfigError when it is no YAML; its name in there is relative to the root */
export function readYaml(root: string, file: string): unknown {
  const yaml = parseYaml(readFileSync(file, 'utf8'), path.relative(root, file));
  if (!yaml.ok) throw new ConfigError(yaml.mistakes);
  return yaml.value;
}
