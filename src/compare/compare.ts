import { type Article, articleText } from '../model/article.ts';
import type { Development, Withheld } from '../model/development.ts';
import type { DossierChange, LedgerEntry } from '../model/dossier.ts';
import type { Instant } from '../model/time.ts';
import { beginFeatures } from './begins.ts';
import { originOf, printOf } from './copies.ts';
import { tellsCount } from './counting.ts';
import { applyChange, type Dossier, lastReadBefore } from './dossier.ts';
import { type Gate, quickGate } from './gate.ts';
import { weighMentions } from './group.ts';
import { languageOf } from './language.ts';
import { type Mention, mentionsOf } from './mention.ts';
import { NEWS_SHIFT, newsParts } from './news.ts';
import { dayOf } from './observe.ts';
import { type ReadArticle, readArticle } from './read.ts';
import { decide } from './verdict.ts';
import { weigh } from './weigh.ts';

/** What one article does to a dossier. */
export interface Comparison {
  readonly dossier: Dossier;
  readonly relevant: boolean;
  /** Why it is on the story, or not; never empty. */
  readonly why: readonly string[];
  readonly developments: readonly Development[];
  readonly withheld: readonly Withheld[];
  /** Only what changed; `applyChange` with it gives the same dossier. */
  readonly change: DossierChange;
}

/**
 * Reads an article against a dossier: what is new in it, what is withheld and why, and the dossier after it.
 * Pure and deterministic; never throws on any text.
 *
 * @param now when it is read; stands in for a missing date of publication
 */
export function compare(dossier: Dossier, article: Article, now: Instant): Comparison {
  const seen = look(dossier, article);
  if ('change' in seen) return seen;
  const published = dayOf({ article, at: now });
  const read = readArticle(article, published, dossier.lexicon, dossier.profile.names);
  const why = read.cut ? [...seen.why, 'It is very long; only its first part was read.'] : seen.why;
  return { ...fold(dossier, article, read, now, seen.sure), relevant: true, why };
}

/** What `compare` gives for an article that is off the story or no English; null for one that has to be read for it. */
export function glance(dossier: Dossier, article: Article): Comparison | null {
  const seen = look(dossier, article);
  return 'change' in seen ? seen : null;
}

function look(dossier: Dossier, article: Article): Comparison | Gate {
  const unread = unreadable(article, articleText(article));
  if (unread) return aside(dossier, [unread], []);
  const gate = quickGate(article, dossier);
  return gate.relevant ? gate : aside(dossier, gate.why, [offStory(article, gate.why)]);
}

function unreadable(article: Article, text: string): string | null {
  if (text.trim() === '') return 'The article has no text.';
  const language = article.language ?? languageOf(text);
  return language !== null && language !== 'en'
    ? `Not read: its language is ${language}, and only English is read.`
    : null;
}

function aside(dossier: Dossier, why: readonly string[], withheld: readonly Withheld[]): Comparison {
  return { dossier, relevant: false, why, developments: [], withheld, change: { entries: [], prints: [] } };
}

function offStory(article: Article, why: readonly string[]): Withheld {
  return { type: 'other', reason: 'off-story', evidence: article.title, why };
}

interface Folded {
  readonly dossier: Dossier;
  readonly developments: Development[];
  readonly withheld: Withheld[];
  readonly change: DossierChange;
}

function fold(before: Dossier, article: Article, read: ReadArticle, now: Instant, sure: boolean): Folded {
  const { lexicon } = before;
  const bare = printOf(article, read.sentences.map((sentence) => sentence.text).join(' '));
  const origin = originOf(article, bare, before);
  const print = origin === bare.source ? bare : { ...bare, origin };
  const lastRead = lastReadBefore(before, read.published);
  const shift = NEWS_SHIFT[before.watch.sensitivity ?? 'normal'];
  const weights = lexicon.weights.news ?? {};
  const score = (mention: Mention, told: readonly Mention[]) =>
    weigh(weights, ...newsParts(mention, read, article, lexicon, lastRead)) +
    weigh(weights, beginFeatures(mention, told)) +
    shift;
  const sighting = { article, at: now, held: false, origin, sure };
  const developments: Development[] = [];
  const withheld: Withheld[] = [];
  const changed = new Map<string, LedgerEntry>();
  const groups = weighMentions(mentionsOf(read, lexicon), score, lexicon, (mention) =>
    tellsCount(mention, lexicon),
  );
  for (const group of groups) {
    const candidate = { group, news: group.news, why: [] };
    const verdict = decide(before, candidate, sighting, changed);
    if (verdict.development) developments.push(verdict.development);
    if (verdict.withheld) withheld.push(verdict.withheld);
    if (verdict.entry) changed.set(verdict.entry.id, verdict.entry);
  }
  const change = { entries: [...changed.values()], prints: [print] };
  return { dossier: applyChange(before, change), developments, withheld, change };
}
