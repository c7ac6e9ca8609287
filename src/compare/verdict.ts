import type { Article } from '../model/article.ts';
import type { Development, DevelopmentKind, Withheld, WithheldReason } from '../model/development.ts';
import type { LedgerEntry } from '../model/dossier.ts';
import { type Figures, type NewsEvent, rootOf } from '../model/event.ts';
import { contentId } from '../model/id.ts';
import type { Lexicon } from '../model/lexicon.ts';
import { raisedBy, tellsCount, tellsMore } from './counting.ts';
import { hasCue } from './cues.ts';
import { deniedBy, denies, tellsDenial } from './denial.ts';
import type { Dossier } from './dossier.ts';
import type { MentionGroup } from './group.ts';
import { headlineOf } from './headline.ts';
import { datedAsNews } from './news-day.ts';
import {
  dayOf,
  foldInto,
  lowered,
  type Met,
  meet,
  nearTo,
  newEntry,
  type Recent,
  risen,
  type Sighting,
} from './observe.ts';
import { knownWhy, newWhy, withheldWhy } from './why.ts';

/** What was decided on one group of mentions. */
export interface Verdict {
  readonly development?: Development;
  readonly withheld?: Withheld;
  /** The ledger's entry as it stands after. */
  readonly entry?: LedgerEntry;
}

export interface Candidate {
  readonly group: MentionGroup;
  /** Above 0: told as news. */
  readonly news: number;
  readonly why: readonly string[];
}

/** So little against being news is outweighed where known news is denied; in log-odds. */
const LITTLE = 1;

/** Decides on one group: a development, a change to a known event, or withheld with a reason. */
export function decide(dossier: Dossier, candidate: Candidate, sighting: Sighting, recent: Recent): Verdict {
  const { group, news } = candidate;
  const { lexicon } = dossier;
  const met = meet(dossier, group.best, dayOf(sighting), recent);
  const same = met && met.likeness.score > 0 ? met : null;
  const denial = tellsDenial(group.best, lexicon);
  const near = denial || tellsCount(group.best, lexicon) ? nearTo(dossier, group.best, recent) : [];
  const denied = denial && news > -LITTLE ? deniedBy(group.best, near, dayOf(sighting)) : null;
  if (denied) return tellChange(dossier, candidate, sighting, denied, denialOf(denied.event));
  const counted = news <= 0 && tellsMore(group.best, near, dayOf(sighting), lexicon);
  if (news <= 0 && !counted) return background(dossier, candidate, same, sighting);
  const known = same?.entry ?? raisedBy(group.best, near, dayOf(sighting), lexicon);
  const change = known && changeOf(known, group, lexicon);
  if (change) return tellChange(dossier, candidate, sighting, known, change);
  return same && !counted ? withhold(group, same, sighting) : tellNew(dossier, candidate, sighting, recent);
}

function tellChange(
  dossier: Dossier,
  candidate: Candidate,
  sighting: Sighting,
  known: LedgerEntry,
  { kind, event, what }: Change,
): Verdict {
  const entry = foldInto(known, candidate.group, sighting, event);
  return { entry, development: develop(dossier, kind, entry, event, candidate, sighting, what, known) };
}

function tellNew(dossier: Dossier, candidate: Candidate, sighting: Sighting, recent: Recent): Verdict {
  const group = asStatement(candidate.group);
  const best = datedAsNews(group.best, nearTo(dossier, group.best, recent), dayOf(sighting), dossier.lexicon);
  const entry = newEntry(dossier, { ...group, best }, sighting);
  const event = group === candidate.group ? { ...entry.event, certainty: best.toldAs } : entry.event;
  return { entry, development: develop(dossier, 'new', entry, event, candidate, sighting, '') };
}

/** A denial of what nobody had told is a statement: the event is that it was made. */
function asStatement(group: MentionGroup): MentionGroup {
  const { event } = group.best;
  if (event.certainty !== 'denied') return group;
  return {
    ...group,
    best: { ...group.best, event: { ...event, type: 'statement', certainty: 'happened', figures: {} } },
  };
}

interface Change {
  readonly kind: DevelopmentKind;
  readonly event: NewsEvent;
  readonly what: string;
}

/** What a telling changes in a known event; null when it only tells it again. */
export function changeOf(entry: LedgerEntry, group: MentionGroup, lexicon: Lexicon): Change | null {
  const known = entry.event;
  const told = group.best.event;
  if (
    (known.type === told.type ? told.certainty === 'denied' : denies(group.best)) &&
    known.certainty !== 'denied' &&
    known.certainty !== 'planned'
  ) {
    return denialOf(known);
  }
  if (
    rootOf(known.type) === rootOf(told.type) &&
    known.certainty === 'planned' &&
    told.certainty === 'happened' &&
    group.best.dated === 'own'
  ) {
    return {
      kind: 'confirmed',
      event: { ...told, actors: known.actors, place: told.place.length > 0 ? told.place : known.place },
      what: 'happened',
    };
  }
  const corrected = isCorrection(group, lexicon) ? lowered(known.figures, told.figures) : null;
  if (corrected) return { kind: 'corrected', event: { ...known, figures: corrected }, what: said(corrected) };
  const figures = risen(known.figures, told.figures, lexicon);
  if (figures) return { kind: 'update', event: { ...known, figures }, what: said(figures) };
  return null;
}

function denialOf(known: NewsEvent): Change {
  return { kind: 'denied', event: { ...known, certainty: 'denied' }, what: 'denied' };
}

function said(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, figure]) => `${name}=${figure.value}`)
    .join(',');
}

/** A sentence that tells the figure says that an earlier one was wrong. */
function isCorrection({ best, all }: MentionGroup, { cues }: Lexicon): boolean {
  return [best, ...all].some(({ sentence }) => hasCue(sentence.tokens, cues.corrected));
}

function develop(
  dossier: Dossier,
  kind: DevelopmentKind,
  entry: LedgerEntry,
  event: NewsEvent,
  { group, why }: Candidate,
  { article, at }: Sighting,
  what: string,
  before?: LedgerEntry,
): Development {
  const { best } = group;
  const told = before?.observations[0];
  const weight = dossier.lexicon.types.find((type) => type.type === event.type)?.weight ?? 0.5;
  const development: Development = {
    id: contentId('v', dossier.watchId, entry.id, kind, what),
    watchId: dossier.watchId,
    kind,
    entryId: entry.id,
    event,
    headline: headlineOf(best, article.title, dossier.lexicon),
    weight: event.certainty === 'claimed' ? Math.min(weight, 0.5) : weight,
    evidence: { text: best.sentence.text, start: best.sentence.start, end: best.sentence.end },
    article: refOf(article),
    outlets: entry.outlets.length,
    origins: entry.origins.length,
    why: [...newWhy(kind, event, before), ...why],
    at,
  };
  if (!before || !told) return development;
  const known = {
    entryId: entry.id,
    sentence: told.evidence.text,
    source: told.source,
    figures: before.event.figures,
  };
  return {
    ...development,
    before: told.publishedAt === undefined ? known : { ...known, publishedAt: told.publishedAt },
  };
}

export function refOf(article: Article) {
  const ref = { articleId: article.id, url: article.url, title: article.title, source: article.source };
  return article.publishedAt === undefined ? ref : { ...ref, publishedAt: article.publishedAt };
}

function withhold(group: MentionGroup, { entry, likeness }: Met, sighting: Sighting): Verdict {
  const reason: WithheldReason = entry.held ? 'known' : 'repeat';
  return {
    entry: foldInto(entry, group, sighting),
    withheld: {
      type: group.best.event.type,
      reason,
      evidence: group.best.sentence.text,
      why: knownWhy(entry, likeness, sighting.article.id),
      entryId: entry.id,
    },
  };
}

function background(
  dossier: Dossier,
  { group, why }: Candidate,
  same: Met | null,
  sighting: Sighting,
): Verdict {
  const { best } = group;
  if (same) return withhold(group, same, sighting);
  if (best.strength === 0) return {};
  const old =
    best.dated === 'own' && best.event.date !== null && best.event.date.to < sighting.at.slice(0, 10);
  const withheld: Withheld = {
    type: best.event.type,
    reason: 'background',
    evidence: best.sentence.text,
    why: withheldWhy(best.event, why),
  };
  return old ? { withheld, entry: newEntry(dossier, group, sighting) } : { withheld };
}
