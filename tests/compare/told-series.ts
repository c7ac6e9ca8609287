import { compare } from '../../src/compare/compare.ts';
import { foundDossier } from '../../src/compare/dossier.ts';
import type { DevelopmentKind } from '../../src/model/development.ts';
import { articleOf, lexicon, watch } from './watch.ts';

/** A day of print, what was printed, and what of it is told. */
export type Told = readonly [day: string, sentence: string, told: readonly DevelopmentKind[]];

/** What was known before, and what outlets told since, in order. */
export interface Series {
  readonly before: string;
  readonly told: readonly Told[];
}

/** What compare tells of each of a series. */
export function kindsOf(title: string, { before, told }: Series): DevelopmentKind[][] {
  const baseline = [articleOf(title, '2025-02-20', [before])];
  let dossier = foundDossier({ ...watch, id: 'series', title, follow: title, baseline }, lexicon);
  return told.map(([day, sentence]) => {
    const outlet = { id: `a${day}${sentence.length}`, source: sentence.slice(0, 9) };
    const article = articleOf(`News of ${day}`, day, [sentence], outlet);
    const result = compare(dossier, article, `${day}T20:00:00.000Z`);
    dossier = result.dossier;
    return result.developments.map(({ kind }) => kind);
  });
}
