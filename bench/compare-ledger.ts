import { applyChange, type Dossier } from '../src/compare/dossier.ts';
import type { ArticlePrint, DossierChange, LedgerEntry } from '../src/model/dossier.ts';

/**
 * A dossier that has read as many articles as it knows events, as a worker loads it: each entry made of one of the
 * dossier's own, with a day and words of its own.
 */
export function withEntries(dossier: Dossier, count: number): Dossier {
  return applyChange(dossier, changeOf(dossier, 0, count));
}

/** What the `from`-th to before the `to`-th of those articles changed. */
export function changeOf(dossier: Dossier, from: number, to: number): DossierChange {
  const templates = [...dossier.entries.values()];
  const prints = [...dossier.prints.values()];
  const numbers = Array.from({ length: to - from }, (_, i) => from + i);
  return {
    entries: numbers.flatMap((i) => entryFrom(templates[i % templates.length], i)),
    prints: numbers.flatMap((i) => printFrom(prints[i % prints.length], i)),
  };
}

function entryFrom(template: LedgerEntry | undefined, i: number): LedgerEntry[] {
  if (!template) return [];
  const day = dayOf(i);
  const observations = template.observations.map((observation) => {
    const text = `${observation.evidence.text} (${word(i)} ${word(i * 7 + 1)} ${word(i * 13 + 2)})`;
    return { ...observation, evidence: { ...observation.evidence, text } };
  });
  const event = { ...template.event, date: { from: day, to: day } };
  return [{ ...template, id: `e${i}`, event, observations }];
}

function printFrom(template: ArticlePrint | undefined, i: number): ArticlePrint[] {
  if (!template) return [];
  const sketch = template.sketch.map((_, n) => (n * 2 ** 26 + ((i * 7919 + n * 104_729) % 2 ** 26)) >>> 0);
  return [{ ...template, articleId: `p${i}`, publishedAt: dayOf(i), sketch }];
}

/** Of some five years. */
const DAYS = 2_000;

function dayOf(i: number): string {
  return new Date(Date.UTC(2015, 0, 1 + (i % DAYS))).toISOString().slice(0, 10);
}

function word(i: number): string {
  return `w${(i % 4096).toString(36)}x`;
}
