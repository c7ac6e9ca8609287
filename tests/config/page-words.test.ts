import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { loadPageWords } from '../../src/config/page-words.ts';
import { linePatternMistake } from '../../src/config/patterns.ts';
import { ConfigError } from '../../src/model/errors.ts';

const PROJECT = path.join(import.meta.dirname, '../..');
const SHIPPED = path.join(PROJECT, 'config/pages');

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'pages-'));
  folder = path.join(root, 'config/pages');
  cpSync(SHIPPED, folder, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
function mistakes(): unknown {
  try {
    return loadPageWords(root, folder);
  } catch (error) {
    return error instanceof ConfigError ? error.message.split('\n') : error;
  }
}

describe('the words on pages', () => {
  it('are those of all languages together', () => {
    write(
      'chatter.yaml',
      'nl:\n  lines: [deel dit]\n  pointers: [lees ook]\nde:\n  lines: [teilen]\n  presents: [ist]\n',
    );
    write('dates.yaml', 'nl:\n  updated: [bijgewerkt]\n  at: [om]\nde:\n  updated: [ergänzt]\n');
    write(
      'agencies.yaml',
      'agencies:\n  - { name: Gull, credits: [Gull, GULL*] }\n  - { name: 鸥社, credits: [鸥社], telegram: [鸥社] }\n',
    );
    expect(loadPageWords(root, folder)).toEqual({
      chatter: {
        lines: ['deel dit', 'teilen'],
        elsewhere: [],
        pointers: ['lees ook'],
        presents: ['ist'],
        credits: [],
      },
      dates: { updated: ['bijgewerkt', 'ergänzt'], published: [], at: ['om'], signed: [] },
      agencies: [
        { name: 'Gull', credits: ['Gull', 'GULL*'] },
        { name: '鸥社', credits: ['鸥社'], telegram: ['鸥社'] },
      ],
    });
  });

  it('tell every mistake with file, line and what to do', () => {
    write(
      'chatter.yaml',
      'nl:\n  lines:\n    - deel dit\n    - "(lees"\n  pointer: [lees ook]\nDutch:\n  lines: []\n',
    );
    write('agencies.yaml', 'agencies:\n  - name: Gull\n    credits: []\n  - credits: [AP]\n');
    expect(mistakes()).toEqual([
      'config/pages/chatter.yaml:4:7: nl.lines[1]: is no pattern: missing closing ): `(lees`',
      'config/pages/chatter.yaml:5:12: nl.pointer: this key is not known (did you mean "pointers"?)',
      'config/pages/chatter.yaml:7:3: Dutch: must be a language of ISO 639, like nl, or mul for several',
      'config/pages/agencies.yaml:3:14: agencies[0].credits: names nothing it is credited with',
      'config/pages/agencies.yaml:4:5: agencies[1].name: is missing; a string is needed',
    ]);
  });

  it('are needed: a folder without them is refused', () => {
    rmSync(path.join(folder, 'agencies.yaml'));
    expect(mistakes()).toEqual([
      'config/pages/agencies.yaml: is missing (put back the one that came with Newswatch)',
    ]);
    write('agencies.yaml', 'agencies: [');
    expect(mistakes()).toEqual([expect.stringContaining('config/pages/agencies.yaml:1:')]);
  });

  it('that come with the project are right', () => {
    const { chatter, agencies } = loadPageWords(PROJECT, SHIPPED);
    for (const entries of Object.values(chatter)) expect(entries.length).toBeGreaterThan(0);
    expect(new Set(agencies.map(({ name }) => name)).size).toBe(agencies.length);
  });
});

test.each([
  ['(share', 'is no pattern'],
  ['share(?! this)', 'looks ahead'],
  ['(?P<word>share)', 'Node has not'],
  ['.{0,200}', 'fits an empty line'],
  ['(share )+this', 'repeats a group'],
  ['(share ){2}this', 'repeats a group'],
  ['.*a.*b.*c.*d', 'repeats characters 4 times (3 at most)'],
])('the pattern of a line %s is refused, and why', (source, words) => {
  expect(linePatternMistake(source)).toContain(words);
});

test.each(['share', String.raw`\(share\)+`, '[(）*+]{0,3}share', String.raw`teile\w* .{0,40}\d\p{L}+`])(
  'the pattern of a line %s is taken',
  (source) => {
    expect(linePatternMistake(source)).toBeNull();
  },
);
