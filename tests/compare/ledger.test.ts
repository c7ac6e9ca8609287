import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { applyChange, foundDossier, lastReadBefore } from '../../src/compare/dossier.ts';
import { candidates, sureCount, wordCount } from '../../src/compare/ledger.ts';
import { termsOf } from '../../src/compare/terms.ts';
import { articleOf, lexicon, NOW, watch } from './watch.ts';

const dossier = foundDossier(watch, lexicon);

describe('the ledger', () => {
  it('holds what the baseline tells, as known', () => {
    const types = [...dossier.entries.values()].map(({ event }) => event.type);
    expect(types).toEqual(expect.arrayContaining(['talks_agreed']));
    expect([...dossier.entries.values()].every(({ held }) => held)).toBe(true);
  });

  it('finds an entry by its day and by its words', () => {
    const [entry] = dossier.entries.values();
    if (!entry) throw new Error('nothing in the ledger');
    expect(candidates(dossier.index, entry.event.date, new Map()).has(entry.id)).toBe(true);
    expect(
      candidates(dossier.index, null, termsOf(entry.observations[0]?.evidence.text ?? '')).has(entry.id),
    ).toBe(true);
  });

  it('is the same however its entries come in', () => {
    const entries = [...dossier.entries.values()];
    const empty = foundDossier({ ...watch, baseline: [] }, lexicon);
    const once = applyChange(empty, { entries, prints: [] });
    const steps = entries
      .toReversed()
      .reduce((grown, entry) => applyChange(grown, { entries: [entry], prints: [] }), empty);
    expect(new Map(steps.index)).toEqual(new Map(once.index));
  });

  it('counts a word of doubtful tellings as surely told once one that is not doubtful uses it', () => {
    const [entry] = dossier.entries.values();
    const [telling] = entry?.observations ?? [];
    if (!entry || !telling) throw new Error('nothing in the ledger');
    const empty = foundDossier({ ...watch, baseline: [] }, lexicon);
    const doubted = { ...entry, observations: [{ ...telling, doubtful: true as const }] };
    const [term = ''] = termsOf(telling.evidence.text).keys();
    const first = applyChange(empty, { entries: [doubted], prints: [] });
    expect([wordCount(first.index, term), sureCount(first.index, term)]).toEqual([1, 0]);
    const both = { ...doubted, observations: [...doubted.observations, telling] };
    const second = applyChange(first, { entries: [both], prints: [] });
    expect([wordCount(second.index, term), sureCount(second.index, term)]).toEqual([1, 1]);
  });

  it('counts copies of one report as one origin', () => {
    const article = articleOf('Kenya and Uganda open talks on lake dam', '2025-03-17', [
      'Talks between Kenya and Uganda on the dam on Lake Victoria began in Kampala on Monday, the Ugandan foreign ministry said.',
      'The delegations, led by the two water ministers, will meet again on Thursday to go over the plans for the dam.',
    ]);
    const first = compare(dossier, article, NOW);
    const copy = { ...article, id: 'acopy', url: 'https://copy.example/', source: 'Copy Times' };
    const second = compare(first.dossier, copy, NOW);
    const id = first.developments[0]?.entryId ?? '';
    expect(second.dossier.entries.get(id)?.outlets).toEqual(['Wire A', 'Copy Times']);
    expect(second.dossier.entries.get(id)?.origins).toEqual(['Wire A']);
  });

  it('tells a toll that rises as an update, and one within the bound not', () => {
    const toll = (count: string) =>
      articleOf(`Toll of lake clash ${count}`, '2025-03-07', [
        `${count} people were killed on Wednesday when Ugandan police opened fire on Kenyan fishermen near Migingo island on Lake Victoria, officials in Nairobi said on Friday.`,
      ]);
    const [update] = compare(dossier, toll('Five'), NOW).developments;
    expect(update).toMatchObject({ kind: 'update', event: { figures: { killed: { value: 5 } } } });
    expect(update?.before?.sentence).toContain('At least two people');
    expect(compare(dossier, toll('At least two'), NOW).developments).toEqual([]);
  });

  it('knows the day it has been read up to', () => {
    expect(lastReadBefore(dossier, '2025-03-20')).toBe('2025-03-06');
    expect(lastReadBefore(dossier, '2025-03-05')).toBe('2025-03-03');
  });
});
