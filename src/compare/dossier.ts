import type { Article } from '../model/article.ts';
import type { ArticlePrint, DossierChange, LedgerEntry } from '../model/dossier.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Day, Instant } from '../model/time.ts';
import type { Watch } from '../model/watch.ts';
import { type CopyIndex, printOf, withPrints } from './copies.ts';
import { gateOf } from './gate.ts';
import { groupMentions, type MentionGroup } from './group.ts';
import { GrownMap } from './grown-map.ts';
import { EMPTY_INDEX, type Indexed, indexEntries, indexedOf, type LedgerIndex } from './ledger.ts';
import { mentionsOf } from './mention.ts';
import { observe } from './observe.ts';
import { learnProfile, type Profile, profileWith } from './profile.ts';
import { readArticle } from './read.ts';

/** A watch's baseline and the ledger of what is known. Immutable; every change gives a new one. */
export interface Dossier {
  readonly watchId: string;
  readonly watch: Watch;
  readonly lexicon: Lexicon;
  /** Learnt from the baseline alone: it never drifts with what comes in. */
  readonly profile: Profile;
  readonly entries: GrownMap<string, LedgerEntry>;
  /** Of the articles read last. */
  readonly prints: GrownMap<string, ArticlePrint>;
  readonly copies: CopyIndex;
  /** The days that its articles were published on, in order. */
  readonly days: readonly Day[];
  readonly index: LedgerIndex;
  /** By entry: how it stands in the index. */
  readonly indexed: GrownMap<string, Indexed>;
  /** The gate's score an article has to reach; lower where the baseline's own documents are unlike. */
  readonly bar: number;
}

/** A baseline document, read. */
interface ReadDocument {
  readonly article: Article;
  readonly groups: readonly MentionGroup[];
  readonly print: ArticlePrint;
}

const NO_DAY = '1970-01-01';

/** The dossier as the reader handed it over: every event of the baseline known, nothing told. */
export function foundDossier(watch: Watch, lexicon: Lexicon): Dossier {
  const profile = learnProfile(watch, lexicon);
  const documents = watch.baseline.map((article) => readDocument(article, profile, lexicon));
  const dossier = foldDocuments(watch, lexicon, profile, documents);
  return { ...dossier, bar: barOf(watch, lexicon, profile, documents) };
}

function readDocument(article: Article, profile: Profile, lexicon: Lexicon): ReadDocument {
  const read = readArticle(article, article.publishedAt?.slice(0, 10) ?? NO_DAY, lexicon, profile.names);
  const groups = groupMentions(mentionsOf(read, lexicon), lexicon);
  return {
    article,
    groups,
    print: printOf(article, read.sentences.map((sentence) => sentence.text).join(' ')),
  };
}

function foldDocuments(
  watch: Watch,
  lexicon: Lexicon,
  profile: Profile,
  documents: readonly ReadDocument[],
): Dossier {
  return documents.reduce(
    (dossier, { article, groups, print }) => {
      const at: Instant = `${article.publishedAt?.slice(0, 10) ?? NO_DAY}T00:00:00.000Z`;
      const sighting = { article, at, held: true, sure: true, origin: article.origin ?? article.source };
      const recent = new Map<string, LedgerEntry>();
      for (const group of groups) {
        const entry = observe(dossier, group, sighting, recent);
        recent.set(entry.id, entry);
      }
      return applyChange(dossier, { entries: [...recent.values()], prints: [print] });
    },
    emptyDossier(watch, lexicon, profile),
  );
}

/** Nothing known, and any article taken. */
export function emptyDossier(watch: Watch, lexicon: Lexicon, profile: Profile): Dossier {
  return {
    ...{ watchId: watch.id, watch, lexicon, profile, bar: 0 },
    entries: new GrownMap(),
    prints: new GrownMap(),
    copies: new GrownMap(),
    days: [],
    index: EMPTY_INDEX,
    indexed: new GrownMap(),
  };
}

const USUAL_SCORE = 1.6;
const USUAL_BAR = -0.8;
const LOWEST_BAR = -2.5;
const WEIGHED = 5;

/** Weighs baseline documents against the rest: where they reach less than usual, less is asked of what comes in. */
function barOf(watch: Watch, lexicon: Lexicon, profile: Profile, documents: readonly ReadDocument[]): number {
  if (documents.length < 2) return USUAL_BAR;
  const few = documents.slice(-2 * WEIGHED);
  const scores = few.slice(-WEIGHED).map((document) => {
    const others = few.filter((other) => other !== document);
    const less = { ...watch, baseline: others.map(({ article }) => article) };
    const view = foldDocuments(less, lexicon, profileWith(profile.names, less, lexicon), others);
    return gateOf(document.article, view).score;
  });
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return Math.max(LOWEST_BAR, Math.min(0, (mean - USUAL_SCORE) / 2));
}

/** The day of the newest article known before a day; what happened since cannot have been told. */
export function lastReadBefore({ days }: Dossier, day: Day): Day {
  return days.findLast((other) => other < day) ?? NO_DAY;
}

function withDays(days: readonly Day[], prints: readonly ArticlePrint[]): readonly Day[] {
  const told = new Set(prints.flatMap(({ publishedAt }) => publishedAt?.slice(0, 10) ?? []));
  const added = [...told].filter((day) => !days.includes(day));
  return added.length === 0 ? days : [...days, ...added].sort();
}

/** The dossier with what one or more articles changed in it: the same as the fold returned. */
export function applyChange(dossier: Dossier, change: DossierChange): Dossier {
  if (change.entries.length === 0 && change.prints.length === 0) return dossier;
  return {
    ...dossier,
    entries: dossier.entries.with(new Map(change.entries.map((entry) => [entry.id, entry]))),
    ...withPrints(dossier, change.prints),
    days: withDays(dossier.days, change.prints),
    index: indexEntries(dossier.index, dossier.indexed, change.entries),
    indexed: dossier.indexed.with(new Map(change.entries.map((entry) => [entry.id, indexedOf(entry)]))),
  };
}
