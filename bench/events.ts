import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadLexicon } from '../src/config/lexicon.ts';
import { newAgainstKnown } from './events/background.ts';
import { retold } from './events/retold.ts';
import { sameAgainstSister } from './events/sisters.ts';
import { typesOfSentences } from './events/types.ts';
import { loadEcbStories } from './train/labelled-ecb.ts';

/*
 * How compare's decisions do on other people's data, each beside a floor on the same pairs in the same run:
 *
 *   npm run bench:events -- FOLDER
 *
 * FOLDER holds background-updates-*.jsonl (amazon-science/background-summaries, CC BY-NC 4.0), ecbplus-*.jsonl
 * (ECB+, CC BY 3.0) and plover-gold-records.json (openeventdata/PLOVER, CC BY-SA 4.0). None of them is shipped.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    background: { type: 'string', default: 'background-updates-even.jsonl' },
    ecb: { type: 'string', default: 'ecbplus-odd-topics.jsonl' },
    plover: { type: 'string', default: 'plover-gold-records.json' },
  },
});
const [folder] = positionals;
if (!folder) throw new Error('usage: npm run bench:events -- FOLDER');

const lexicon = loadLexicon(path.join(import.meta.dirname, '../config/lexicon'));
const read = (name: string) => readFileSync(path.join(folder, name), 'utf8').trim();
const lines = (name: string) =>
  read(name)
    .split('\n')
    .map((line) => JSON.parse(line));

for (const line of newAgainstKnown(lines(values.background), lexicon)) console.log(line);
console.log();
for (const line of sameAgainstSister(lines(values.ecb), lexicon)) console.log(line);
console.log();
const labelled = loadEcbStories(
  path.join(folder, values.ecb),
  path.join(import.meta.dirname, 'train/ecbplus'),
);
for (const line of retold(
  labelled.map(({ story }) => story),
  lexicon,
))
  console.log(line);
console.log();
for (const line of typesOfSentences(JSON.parse(read(values.plover)), lexicon)) console.log(line);
