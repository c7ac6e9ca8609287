import type { Dossier } from '../compare/dossier.ts';
import type { Development } from '../model/development.ts';
import type { EventType } from '../model/event.ts';
import type { Watch } from '../model/watch.ts';
import { byImportance, foldDevelopments, isTwin, withoutTwins } from '../notify/fold.ts';
import { lastKnown } from '../notify/last-known.ts';
import { wakes } from './compare-commit.ts';
import type { JobContext } from './context.ts';

/** Developments looked at: what of a burst lies beyond them is told by other mails, or by the digest. */
const LOOKED_AT = 100;
/** Developments of one article are found within this, each at an instant of its own. */
const ONE_ARTICLE_MS = 1_000;
/** Of one article; what is over goes into the digest. */
const MOST_TOLD = 4;

/** What a mail tells of one event: the development as it is to be read, and all those it tells. */
export interface Told {
  readonly development: Development;
  readonly ids: readonly string[];
}

export interface Telling {
  readonly own: Told;
  /** What one mail tells a reader of the article that told this one, the most important first, and how much more there is. */
  told(mutedTypes: readonly EventType[]): { readonly told: readonly Told[]; readonly more: number };
}

/**
 * A development with what was reported of the same event since, and the others of its article that wake: one article
 * is one mail, whichever of its alerts is composed first.
 */
export async function tellingOf(context: JobContext, watch: Watch, found: Development): Promise<Telling> {
  const isHeld = context.limits.holdMs > 0;
  const around = new Date(Date.parse(found.at) - ONE_ARTICLE_MS).toISOString();
  const since = await context.store.developmentsSince(watch.id, around, LOOKED_AT);
  const { dossier } = await context.dossiers.load(watch);
  const known = new Map<string, Told>();
  const tell = (one: Development) => {
    const told = known.get(one.id) ?? withLater(one, since, dossier, isHeld);
    known.set(one.id, told);
    return told;
  };
  const beside = since.filter((one) => isBeside(one, found) && wakes(watch.wake, one));
  const all = [found, ...beside].sort(byImportance);
  return {
    own: tell(found),
    told: (mutedTypes) => {
      const wanted = withoutTwins(all.filter(({ event }) => !mutedTypes.includes(event.type)));
      const events = wanted.filter((one) => !wanted.some((other) => isLaterOf(one, other)));
      return { told: events.slice(0, MOST_TOLD).map(tell), more: Math.max(0, events.length - MOST_TOLD) };
    },
  };
}

function isBeside(one: Development, found: Development): boolean {
  const apartMs = Math.abs(Date.parse(one.at) - Date.parse(found.at));
  return (
    one.id !== found.id && one.article.articleId === found.article.articleId && apartMs <= ONE_ARTICLE_MS
  );
}

function isLaterOf(one: Development, other: Development): boolean {
  return one.entryId === other.entryId && one.id !== other.id && one.at > other.at;
}

/**
 * The development with what was reported of the same event since, what was known before it, and what its own sentence
 * tells besides: who reads the sentence has been told that too.
 */
function withLater(
  found: Development,
  since: readonly Development[],
  dossier: Dossier,
  isHeld: boolean,
): Told {
  const later = since.filter(
    ({ id, entryId, at }) => isHeld && entryId === found.entryId && id !== found.id && at >= found.at,
  );
  const entry = dossier.entries.get(found.entryId);
  const counts = entry && { outlets: entry.outlets.length, origins: entry.origins.length };
  const folded = foldDevelopments(found, later, isHeld ? counts : undefined);
  const before =
    folded.kind === 'new' && !folded.before ? lastKnown(folded, dossier.entries.values()) : undefined;
  const all = [found, ...later];
  const twins = since.filter((one) => !all.includes(one) && all.some((told) => isTwin(one, told)));
  return {
    development: before ? { ...folded, before } : folded,
    ids: [...all, ...twins].map(({ id }) => id),
  };
}
