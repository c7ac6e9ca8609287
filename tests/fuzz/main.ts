/**
 * Feeds the parsers mutated feeds and pages. Ends with 1 when one crashed them, hung or took too much memory; the case
 * is then kept in .cache/fuzz, to be put into tests/fuzz/corpus once it is mended.
 *
 *   npm run fuzz -- --minutes 10 --seed 1            feeds and pages
 *   npm run fuzz -- --minutes 10 --kind feed         or page, or pumped: one long text at each place, to their end
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { KINDS, openCases } from './cases.ts';
import { fuzz } from './fuzz.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 86_400_000)) },
    from: { type: 'string', default: '0' },
    kind: { type: 'string' },
  },
});
const seed = Number(values.seed);
const kind = KINDS.find((one) => one === values.kind);
if (values.kind !== undefined && !kind) throw new Error(`--kind is ${KINDS.join(', ')}`);
const caseAt = openCases(seed, kind);
const kept = path.resolve(import.meta.dirname, '../../.cache/fuzz');
mkdirSync(kept, { recursive: true });

const result = await fuzz({
  seed,
  from: Number(values.from),
  ...(kind && { kind }),
  maxCases: Number.POSITIVE_INFINITY,
  maxMs: Number(values.minutes) * 60_000,
  onFailure: ({ number, why }) => {
    const found = caseAt(number);
    const file = path.join(kept, `${seed}-${number}.${found?.kind === 'page' ? 'html' : 'xml'}`);
    writeFileSync(file, found?.body ?? '');
    process.stdout.write(`seed ${seed}, case ${number} (${file}): ${why}\n`);
  },
});
const { cases, read, refused, slowestMs, slowest, mostMb, failures } = result;
process.stdout.write(
  `seed ${seed}${kind ? `, ${kind}` : ''}: ${cases} cases, ${read} read, ${refused} refused as no feed or article, ${failures.length} failures; ` +
    `slowest ${Math.round(slowestMs)} ms (case ${slowest}), most memory ${Math.round(mostMb)} MB\n`,
);
process.exitCode = failures.length > 0 ? 1 : 0;
