import type { Development } from '../model/development.ts';

/**
 * Several reports of one event, told as one: what it is and what was known before stay the first's, the facts are
 * the latest's. A new event whose toll rises within minutes is one new event.
 *
 * @param later of the same ledger entry, oldest first
 * @param counts outlets and origins by now, where the ledger knows better
 */
export function foldDevelopments(
  first: Development,
  later: readonly Development[],
  counts: { readonly outlets: number; readonly origins: number } = { outlets: 0, origins: 0 },
): Development {
  const latest = later.at(-1) ?? first;
  const all = [first, ...later];
  const most = (count: 'outlets' | 'origins') => Math.max(counts[count], ...all.map((one) => one[count]));
  const { before: _before, ...facts } = latest;
  return {
    ...facts,
    id: first.id,
    kind: kindOf(first, later),
    ...(first.before && { before: first.before }),
    weight: Math.max(...all.map(({ weight }) => weight)),
    outlets: most('outlets'),
    origins: most('origins'),
    why: first.why,
    at: first.at,
  };
}

/** A denial or a correction is never hidden behind the report it takes back. */
function kindOf(first: Development, later: readonly Development[]): Development['kind'] {
  const turn = later.findLast(({ kind }) => kind === 'denied' || kind === 'corrected');
  return turn?.kind ?? first.kind;
}

/** Whether two developments were read in one sentence: a reader who was told the one has read the other. */
export function isTwin(a: Development, b: Development): boolean {
  return (
    a.id !== b.id &&
    a.article.articleId === b.article.articleId &&
    a.evidence.start === b.evidence.start &&
    a.evidence.end === b.evidence.end
  );
}

/** Of twins the weightiest alone, in the order given. */
export function withoutTwins(developments: readonly Development[]): readonly Development[] {
  const heavier = (a: Development, b: Development) =>
    a.weight > b.weight || (a.weight === b.weight && a.id < b.id);
  return developments.filter(
    (one) => !developments.some((other) => isTwin(one, other) && heavier(other, one)),
  );
}

/** Of one article: by weight, then as it tells them. */
export function byImportance(a: Development, b: Development): number {
  return b.weight - a.weight || a.evidence.start - b.evidence.start || a.id.localeCompare(b.id);
}
