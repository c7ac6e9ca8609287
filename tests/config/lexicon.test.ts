import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadLexicon } from '../../src/config/lexicon.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { EVENT_TYPES } from '../../src/model/event.ts';

describe('loadLexicon', () => {
  it('reads the lexicon that is shipped, with rules for every event type', () => {
    const lexicon = loadLexicon(path.join(import.meta.dirname, '../../config/lexicon'));
    expect(new Set(lexicon.types.map(({ type }) => type))).toEqual(
      new Set(Object.values(EVENT_TYPES).flat()),
    );
  });

  it('reports every mistake of every file at once', () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'lexicon-'));
    writeFileSync(
      path.join(dir, 'a.yaml'),
      'classes: {talks: [talk]}\ntypes:\n  - {type: dance, weight: 2, label: x, rules: []}\n',
    );
    writeFileSync(
      path.join(dir, 'b.yaml'),
      'types:\n  - {type: attack, weight: 1, label: x, rules: [{verbs: [hit], object: [nobody], strength: 1}]}\n',
    );
    writeFileSync(path.join(dir, 'c.yaml'), 'cues: {planned: [\n');
    const error = (() => {
      try {
        loadLexicon(dir);
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toBeInstanceOf(ConfigError);
    const files = (error as ConfigError).mistakes.map(({ file }) => file);
    expect(files).toEqual(expect.arrayContaining(['a.yaml', 'b.yaml', 'c.yaml:2:1', 'wording.json']));
    expect(files.filter((file) => file === 'a.yaml').length).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ['counts: {dance: [killed]}', 'counts.dance', 'no event type and no root "dance"'],
    ['counts: {force: [killed, wonded]}', 'counts.force', 'no figure "wonded"'],
    ['peopleAs: {release: freed}', 'peopleAs.release', 'no figure "freed"'],
    [
      'counting: {tolls: [killed], totals: [], fixed: [vote], shares: [], later: []}',
      'counting.fixed',
      'no figure "vote"',
    ],
  ])('names a figure or a type that is none: %s', (line, at, message) => {
    const dir = mkdtempSync(path.join(tmpdir(), 'lexicon-'));
    writeFileSync(path.join(dir, 'a.yaml'), `figures: {killed: []}\n${line}\n`);
    const error = (() => {
      try {
        loadLexicon(dir);
      } catch (caught) {
        return caught;
      }
    })();
    expect((error as ConfigError).mistakes).toContainEqual(expect.objectContaining({ path: at, message }));
  });
});
