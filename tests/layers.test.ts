import { globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');

/** What each folder of src may import from the others. `app` is app.ts and its folder. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  config: ['model'],
  net: ['model'],
  parsers: ['model'],
  compare: ['model'],
  store: ['model'],
  notify: ['model'],
  eval: ['model', 'compare', 'config'],
  demo: ['model'],
  jobs: ['model', 'parsers', 'compare', 'notify'],
  web: ['model'],
  app: [
    ...['model', 'config', 'net', 'parsers', 'compare', 'store', 'notify', 'eval', 'demo', 'jobs', 'web'],
  ],
  cli: ['app', 'config', 'eval', 'model'],
};

/** Same input, same output: no files, network, clock or chance. */
const PURE = ['model', 'parsers', 'compare', 'eval', 'notify'];
const IMPURE_FILES = [
  // Reads a labelled story from its folder.
  'eval/story.ts',
  // Sends.
  'notify/transport.ts',
  'notify/mime.ts',
  'notify/smtp-check.ts',
];
const IMPURE_PACKAGES =
  /^(?:node:(?!buffer$|crypto$|path$|stream$|url$|util$)|undici|ioredis|bullmq|pino|nodemailer|fastify|@fastify)/;

const MAX_LINES = 300;

interface SourceFile {
  /** Relative to src. */
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  /** Without comments: a word in one is no use of it. */
  readonly code: string;
  readonly imports: readonly string[];
}

const FILES: readonly SourceFile[] = globSync('**/*.ts', { cwd: SRC }).sort().map(read);

function read(path: string): SourceFile {
  const text = readFileSync(join(SRC, path), 'utf8');
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
  const imports = [...code.matchAll(/(?:\bfrom|^import|\bimport\()\s*'([^']+)'/gm)].map(
    ([, name]) => name ?? '',
  );
  return { path, folder: folderOf(path), text, code, imports };
}

function folderOf(path: string): string {
  const [first = ''] = path.split('/');
  return first === 'app.ts' ? 'app' : first;
}

/** The folders of src that a file imports from, its own left out. */
function importedFolders(file: SourceFile): string[] {
  return file.imports
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(SRC, join(SRC, dirname(file.path), name)))
    .map((path) => (path.startsWith('..') ? path : folderOf(path)))
    .filter((folder) => folder !== file.folder);
}

/** `file: what` for each match, so that a failure names all of them. */
function found(pattern: RegExp, files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, code }) => [...code.matchAll(pattern)].map(([match]) => `${path}: ${match}`));
}

describe('the layers of src', () => {
  it('has a rule for every folder', () => {
    const folders = [...new Set(FILES.map(({ folder }) => folder))];
    expect(folders.filter((folder) => !(folder in MAY_IMPORT))).toEqual([]);
  });

  it('import only what their place allows', () => {
    const breaches = FILES.flatMap((file) =>
      importedFolders(file)
        .filter((folder) => !MAY_IMPORT[file.folder]?.includes(folder))
        .map((folder) => `${file.path} imports from ${folder}`),
    );
    expect(breaches).toEqual([]);
  });

  it('read the environment in config alone', () => {
    const others = FILES.filter(({ folder }) => folder !== 'config');
    expect(found(/\bprocess\.env\b|\bloadEnvFile\b/g, others)).toEqual([]);
  });

  it('print from the command line alone', () => {
    const others = FILES.filter(({ folder }) => folder !== 'cli');
    expect(found(/\bconsole\.\w+|\bprocess\.stdout\b|\bprocess\.stderr\.write\b/g, others)).toEqual([]);
  });

  it('end the process from the command line alone', () => {
    const others = FILES.filter(({ folder }) => folder !== 'cli');
    expect(found(/\bprocess\.(?:exit|abort|exitCode)\b/g, others)).toEqual([]);
  });
});

describe('the pure folders', () => {
  const files = FILES.filter(({ path, folder }) => PURE.includes(folder) && !IMPURE_FILES.includes(path));

  it('have no way to files, network or processes', () => {
    const breaches = files.flatMap(({ path, imports }) =>
      imports.filter((name) => IMPURE_PACKAGES.test(name)).map((name) => `${path} imports ${name}`),
    );
    expect(breaches).toEqual([]);
    expect(found(/\bprocess\.\w+|(?:await|return|=>?) fetch\(/g, files)).toEqual([]);
  });

  it('are handed the time and chance', () => {
    const clock = /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bsetTimeout\b|\bsetInterval\b/g;
    const chance = /\bMath\.random\b|\brandom(?:UUID|Bytes|Int)\b|\bgetRandomValues\b/g;
    expect([...found(clock, files), ...found(chance, files)]).toEqual([]);
  });
});

describe('the code', () => {
  it(`has no file of more than ${MAX_LINES} lines`, () => {
    const long = FILES.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
    expect(long.filter(({ lines }) => lines > MAX_LINES)).toEqual([]);
  });

  it('knows no story: what a story is about is in its watch, not in src', () => {
    // The command line alone names the stories that the demo plays.
    const files = FILES.filter(({ path }) => path !== 'cli/demo.ts');
    const names = storyIds().flatMap((id) => [id, ...id.split('-').filter((word) => !GENERIC.has(word))]);
    expect(names.length).toBeGreaterThan(0);
    expect(found(new RegExp(`\\b(?:${names.join('|')})\\b`, 'gi'), files)).toEqual([]);
  });
});

/** Words of the stories' names that any story may use. */
const GENERIC = new Set(['us', 'uk', 'eu', 'un', 'peace', 'talks', 'strike', 'coalition', 'withdrawal']);

function storyIds(): string[] {
  const folders = ['tests/stories', 'config/watches'].map((folder) => join(SRC, '..', folder));
  return folders.flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name),
  );
}
