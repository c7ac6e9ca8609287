import type { Article } from '../model/article.ts';
import type { LedgerEntry, Observation } from '../model/dossier.ts';
import { type Figures, type NewsEvent, rootOf } from '../model/event.ts';
import { contentId } from '../model/id.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Day, Instant } from '../model/time.ts';
import { type Apart, apartness, NOT_APART } from './apart.ts';
import { compareDates, dayRange, daysBetween } from './calendar.ts';
import type { Comparable } from './comparable.ts';
import { tellsCount } from './counting.ts';
import { dayCountedFrom } from './days-after.ts';
import type { Dossier } from './dossier.ts';
import type { MentionGroup } from './group.ts';
import { candidates, rarityIn, tellingsOf } from './ledger.ts';
import { type Likeness, likeness } from './match.ts';
import type { Mention } from './mention.ts';
import { mostShared } from './terms.ts';

/** The ledger's entry most like a telling. */
export interface Met {
  readonly entry: LedgerEntry;
  readonly likeness: Likeness;
}

/** Entries as an article has left them so far, before they are in the dossier. */
export type Recent = ReadonlyMap<string, LedgerEntry>;

/**
 * The entry of the ledger that a mention most likely tells again; null when none comes near.
 *
 * @param published the day of the mention's article
 */
export function meet(
  dossier: Dossier,
  mention: Mention,
  published: Day,
  recent: Recent = new Map(),
): Met | null {
  const rarity = rarityIn(dossier.index, dossier.entries.size);
  const weights = dossier.lexicon.weights.same ?? {};
  const [comparable, earlier] = comparablesOf(mention);
  const counts = tellsCount(mention, dossier.lexicon);
  const { tolls } = dossier.lexicon.counting;
  let best: Met | null = null;
  for (const entry of nearTo(dossier, mention, recent)) {
    if (recent.has(entry.id) && sharesSentence(entry, mention)) continue;
    const shared = mostShared(mention.sentence, tellingsOf(entry), rarity);
    const known = { event: entry.event, dateIsOwn: entry.dateIsOwn === true };
    const apart = apartOf(mention, entry, shared.words, dossier.lexicon);
    const beside = { ...shared, ...apart, ...lastOf(entry, published), counts, tolls };
    const own = likeness(comparable, known, beside, weights);
    const other = earlier && likeness(earlier, known, beside, weights);
    const like = other && other.score > own.score ? other : own;
    if (
      !best ||
      like.score > best.likeness.score ||
      (like.score === best.likeness.score && entry.id < best.entry.id)
    ) {
      best = { entry, likeness: like };
    }
  }
  return best;
}

/** A mention as it is compared; and once more with the day that its sentence counts from. */
function comparablesOf(mention: Mention): readonly [Comparable, Comparable?] {
  const { dated, event } = mention;
  const comparable = { event, dateIsOwn: dated === 'own', dateIsSpoken: dated === 'speech' };
  const day = dayCountedFrom(mention);
  return day ? [comparable, { ...comparable, event: { ...event, date: dayRange(day) } }] : [comparable];
}

/** The entries of a mention's days and rarer words, and those of its article. */
export function nearTo(dossier: Dossier, { event, sentence }: Mention, recent: Recent): LedgerEntry[] {
  const ids = new Set([...candidates(dossier.index, event.date, sentence.terms), ...recent.keys()]);
  return [...ids].flatMap((id) => recent.get(id) ?? dossier.entries.get(id) ?? []);
}

/** Less alike, two tellings are two events wherever they were. */
const ALIKE = 0.3;
/** Less alike, not even a number makes them one. */
const LITTLE_ALIKE = 0.1;

function apartOf({ sentence }: Mention, entry: LedgerEntry, words: number, lexicon: Lexicon): Apart {
  if (words <= LITTLE_ALIKE) return NOT_APART;
  const apart = apartness(sentence.text, textsOf(entry), lexicon);
  const { sharesNumber, tellsOneOf } = apart;
  return words > ALIKE ? apart : { ...NOT_APART, sharesNumber, tellsOneOf };
}

function textsOf({ observations }: LedgerEntry): readonly string[] {
  return observations.map(({ evidence }) => evidence.text);
}

/** When an entry was last told, and how many days before another day. */
function lastOf({ observations, lastSeenAt }: LedgerEntry, published: Day) {
  let last = '';
  for (const { publishedAt = '' } of observations) if (publishedAt > last) last = publishedAt;
  const lastTold = (last || lastSeenAt).slice(0, 10);
  return { printed: published, lastTold, silent: Math.max(0, daysBetween(lastTold, published)) };
}

/** A sentence that tells two events, of two days or one with its dead, tells neither again: its words are theirs alike. */
function sharesSentence({ event, observations }: LedgerEntry, { event: told, sentence }: Mention): boolean {
  if (rootOf(event.type) === rootOf(told.type)) return false;
  if (compareDates(event.date, told.date) === 'same' && !told.figures.killed) return false;
  return observations.some(
    ({ evidence }) => evidence.start === sentence.start && evidence.text === sentence.text,
  );
}

export interface Sighting {
  readonly article: Article;
  readonly at: Instant;
  readonly held: boolean;
  readonly origin: string;
  /** Whether its article is on the story by the baseline alone. */
  readonly sure: boolean;
}

/** The day an article was printed, or read where it does not say. */
export function dayOf({ article, at }: Pick<Sighting, 'article' | 'at'>): Day {
  return (article.publishedAt ?? at).slice(0, 10);
}

/** What the ledger holds after a group was seen: the entry it meets with it folded in, or one of its own. */
export function observe(
  dossier: Dossier,
  group: MentionGroup,
  sighting: Sighting,
  recent: Recent,
): LedgerEntry {
  const met = meet(dossier, group.best, dayOf(sighting), recent);
  return met && met.likeness.score > 0
    ? foldInto(met.entry, group, sighting)
    : newEntry(dossier, group, sighting);
}

export function newEntry(dossier: Dossier, group: MentionGroup, sighting: Sighting): LedgerEntry {
  const { best } = group;
  return {
    id: contentId('e', dossier.watchId, sighting.article.id, best.event.type, best.sentence.text),
    event: best.event,
    ...(best.dated === 'own' ? { dateIsOwn: true as const } : {}),
    observations: observationsOf(group, sighting),
    held: sighting.held,
    firstSeenAt: sighting.at,
    lastSeenAt: sighting.at,
    outlets: [sighting.article.source],
    origins: [sighting.origin],
  };
}

const KEPT_OBSERVATIONS = 12;

/** The entry with one more article's telling of it. */
export function foldInto(
  entry: LedgerEntry,
  group: MentionGroup,
  sighting: Sighting,
  event: NewsEvent = entry.event,
): LedgerEntry {
  const fresh = observationsOf(group, sighting).filter(
    (one) => !entry.observations.some((old) => old.evidence.text === one.evidence.text),
  );
  const all = [...entry.observations, ...fresh];
  const kept =
    all.length <= KEPT_OBSERVATIONS
      ? all
      : [...all.slice(0, KEPT_OBSERVATIONS / 2), ...all.slice(-KEPT_OBSERVATIONS / 2)];
  return {
    ...entry,
    event,
    ...(event.date === entry.event.date ? {} : { dateIsOwn: true as const }),
    observations: kept,
    lastSeenAt: sighting.at > entry.lastSeenAt ? sighting.at : entry.lastSeenAt,
    outlets: withOne(entry.outlets, sighting.article.source),
    origins: withOne(entry.origins, sighting.origin),
  };
}

function withOne(list: readonly string[], one: string): readonly string[] {
  return list.includes(one) ? list : [...list, one];
}

function observationsOf({ best, all }: MentionGroup, { article, sure }: Sighting): Observation[] {
  const seen = new Set<string>();
  return [best, ...all].flatMap(({ sentence, event }) => {
    if (seen.has(sentence.text)) return [];
    seen.add(sentence.text);
    const evidence = { text: sentence.text, start: sentence.start, end: sentence.end };
    const observation = {
      articleId: article.id,
      source: article.source,
      evidence,
      certainty: event.certainty,
      ...(sure ? {} : { doubtful: true as const }),
    };
    return [
      article.publishedAt === undefined ? observation : { ...observation, publishedAt: article.publishedAt },
    ];
  });
}

/** Figures with those that rose put in place; those that are never counted up did not. */
export function risen(known: Figures, told: Figures, { counting }: Lexicon): Figures | null {
  const grown = Object.entries(told).filter(([name, figure]) => {
    const before = known[name];
    return (
      before !== undefined &&
      !counting.fixed.includes(name) &&
      figure.value > before.value &&
      figure.bound !== 'at-least' &&
      figure.bound !== 'at-most' &&
      before.bound !== 'at-most'
    );
  });
  return grown.length === 0 ? null : { ...known, ...Object.fromEntries(grown) };
}

/** Figures with those that fell put in place, for where a report says that the earlier one was wrong. */
export function lowered(known: Figures, told: Figures): Figures | null {
  const fallen = Object.entries(told).filter(([name, figure]) => {
    const before = known[name];
    return before !== undefined && figure.value < before.value && figure.bound !== 'at-least';
  });
  return fallen.length === 0 ? null : { ...known, ...Object.fromEntries(fallen) };
}
