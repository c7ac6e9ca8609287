import type { z } from 'zod';
import { ConfigError, type ConfigMistake } from '../model/errors.ts';

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly mistakes: readonly ConfigMistake[] };

/** Runs one part, keeping its mistakes, so that the others are still checked. A file that cannot be read is one. */
export function collect<T>(mistakes: ConfigMistake[], part: () => T): T | undefined {
  try {
    return part();
  } catch (error) {
    if (error instanceof ConfigError) mistakes.push(...error.mistakes);
    else if (isSystemError(error)) {
      mistakes.push({ file: error.path, path: '', message: `cannot be read: ${error.code}` });
    } else throw error;
    return undefined;
  }
}

function isSystemError(error: unknown): error is { readonly path: string; readonly code: string } {
  return error instanceof Error && 'code' in error && 'path' in error && typeof error.path === 'string';
}

/**
 * Checks a value read from `file` against a schema: the value with its defaults, or every mistake in it.
 * A key with nothing after it, as a section whose lines are all commented out, counts as left out.
 */
export function check<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  file: string,
): Checked<z.output<Schema>> {
  const result = schema.safeParse(withoutEmptyKeys(value ?? {}), { reportInput: true });
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, mistakes: result.error.issues.flatMap((issue) => mistakesOf(schema, file, issue)) };
}

function withoutEmptyKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmptyKeys);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutEmptyKeys(inner)]));
}

function mistakesOf(schema: z.ZodType, file: string, issue: z.core.$ZodIssue): readonly ConfigMistake[] {
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => ({
      file,
      path: pathText([...issue.path, key]),
      message: 'this key is not known',
      ...hint(key, known),
    }));
  }
  const path = pathText(issue.path);
  if (issue.code === 'invalid_key') {
    return issue.issues.map(({ message }) => ({ file, path, message }));
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    const message = `${quoted(issue.input)} is none of the values it may have`;
    return [{ file, path, message, ...hint(String(issue.input), values) }];
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return [
      { file, path, message: `is missing; ${NEEDED[issue.expected] ?? `a ${issue.expected}`} is needed` },
    ];
  }
  return [{ file, path, message: issue.message.replace(/^Invalid input: /, '') }];
}

/** What YAML's readers call the types whose name would read badly after "a". */
const NEEDED: Readonly<Record<string, string>> = { array: 'a list', object: 'a mapping of keys' };

function hint(word: string, known: readonly string[]): { readonly hint?: string } {
  const near = didYouMean(word, known);
  if (near) return { hint: `did you mean "${near}"?` };
  return known.length > 0 ? { hint: `known: ${known.join(', ')}` } : {};
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));
}

/** `feeds[2].url` */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text ? `${text}.${String(part)}` : String(part);
  }, '');
}

/** The keys an object may have at a path of a schema, seen through its defaults, options and lists. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const { def } = schema._zod as { readonly def: SchemaShape };
  if (def.innerType) return keysAt(def.innerType, path);
  const [head, ...rest] = path;
  if (def.element && typeof head === 'number') return keysAt(def.element, rest);
  if (def.valueType && head !== undefined) return keysAt(def.valueType, rest);
  if (!def.shape) return [];
  if (head === undefined) return Object.keys(def.shape);
  const next = def.shape[String(head)];
  return next ? keysAt(next, rest) : [];
}

interface SchemaShape {
  readonly innerType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
}

/** The word of `known` that `word` most looks like, when at most a third of its letters differ. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(1, Math.floor(best.candidate.length / 3))
    ? best.candidate
    : undefined;
}

/** Insertions, deletions, substitutions and swaps of neighbours between two words (optimal string alignment distance). */
function editDistance(a: string, b: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(at(row, j) + 1, at(next, j - 1) + 1, substituted, swapped));
    }
    before = row;
    row = next;
  }
  return at(row, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
