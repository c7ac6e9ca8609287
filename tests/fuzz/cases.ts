import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { seeded } from './chance.ts';
import { mutate } from './mutate.ts';
import { PUMPED } from './pumps.ts';

/** What is fed to a parser. */
export interface Case {
  readonly kind: 'feed' | 'page';
  readonly body: Buffer;
  readonly contentType?: string;
}

const HERE = import.meta.dirname;
/** Whatever once broke a parser is added to the corpus; it is tried as it is, and lends itself to further cases. */
export const CORPUS = path.join(HERE, 'corpus');
const FOLDERS = [CORPUS, path.join(HERE, '../fixtures/feeds'), path.join(HERE, '../fixtures/pages')];
const TYPES = [
  'text/html',
  'application/xml',
  'application/json',
  'text/html; charset=gb18030',
  'text/xml; charset=utf-16',
];

interface Seed {
  readonly kind: Case['kind'];
  readonly bytes: Buffer;
}

/** Mutated feeds, mutated pages, or short ones with one long text; by default mutated feeds and pages. */
export const KINDS = ['feed', 'page', 'pumped'] as const;
export type Kind = (typeof KINDS)[number];

/** The cases by their number; undefined after the last, where there is one. */
export function openCases(seed: number, kind: Kind | undefined): (number: number) => Case | undefined {
  if (kind === 'pumped') return (number) => PUMPED[number]?.();
  const seeds = readSeeds(kind);
  return (number) => caseOf(seeds, seed, number);
}

function readSeeds(kind: Case['kind'] | undefined): readonly Seed[] {
  return FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort()
      .map((name) => ({
        kind: /\.html?$/.test(name) ? ('page' as const) : ('feed' as const),
        bytes: readFileSync(path.join(folder, name)),
      }))
      .filter((seed) => kind === undefined || seed.kind === kind),
  );
}

/** The corpus first, as it is; then mutations, the same for the same seed and number. */
function caseOf(seeds: readonly Seed[], seed: number, number: number): Case {
  const asItIs = seeds[number];
  if (asItIs) return { kind: asItIs.kind, body: asItIs.bytes };
  const chance = seeded(seed * 1_000_003 + number);
  const start = chance.pick(seeds);
  const body = mutate(start.bytes, chance.pick(seeds).bytes, chance);
  const contentType = chance.below(3) === 0 ? chance.pick(TYPES) : undefined;
  return { kind: start.kind, body, ...(contentType !== undefined && { contentType }) };
}
