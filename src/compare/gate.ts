import { type Article, articleText } from '../model/article.ts';
import type { LedgerEntry } from '../model/dossier.ts';
import type { Lexicon } from '../model/lexicon.ts';
import { type LedgerIndex, rarityIn, sharing, sureCount, sureTellingsOf } from './ledger.ts';
import { findNames } from './names.ts';
import { canonical, lightWords, type Profile } from './profile.ts';
import { leastKnown, properFeatures, properWords } from './proper.ts';
import { rarityOf } from './rarity.ts';
import { cosine, termsOf } from './terms.ts';
import { weigh } from './weigh.ts';

export interface Gate {
  readonly relevant: boolean;
  /** By the baseline alone it would be: what the ledger holds since did not decide. */
  readonly sure: boolean;
  readonly score: number;
  readonly why: readonly string[];
  readonly features: Readonly<Record<string, number>>;
}

const LEAD_CHARS = 700;
const BODY_CHARS = 8_000;

/** So much above its bar an article is surely on the story by the baseline alone. */
const SURE = 1;

/** What of a dossier the gate looks at. */
export interface GateView {
  readonly profile: Profile;
  readonly lexicon: Lexicon;
  readonly index: LedgerIndex;
  readonly entries: ReadonlyMap<string, LedgerEntry>;
  readonly bar: number;
}

/** Whether an article is on the story, by the names and words it shares with the dossier. Cheap: no tagging. */
export function gateOf(article: Article, view: GateView): Gate {
  const seen = look(article, view);
  return judge({ ...nearFeatures(seen, view), ...recapFeatures(seen, view) }, seen, view);
}

/**
 * Decides as `gateOf` does, and looks at the ledger only where that could still change it: nine articles in ten are
 * off the story by their names and words alone. Its score is of what was looked at.
 */
export function quickGate(article: Article, view: GateView): Gate {
  const seen = look(article, view);
  const near = judge(nearFeatures(seen, view), seen, view);
  if (isDecided(near, ['recap1', 'recap3', 'ledger'], view)) return near;
  const ledger = knownWords(seen.leadTerms, view);
  const nearer = judge({ ...near.features, ledger }, seen, view);
  if (isDecided(nearer, ['recap1', 'recap3'], view)) return nearer;
  return judge({ ...near.features, ...recap(seen.body, view), ledger }, seen, view);
}

/** Whether a feature looks at what the ledger holds, beside the baseline. */
export function ofLedger(feature: string): boolean {
  return /^(?:recap[13]|ledger|(?:lead|body)(?:Met|Strange|Share))$/.test(feature);
}

/** More than sums of the same numbers in another order differ by. */
const SLACK = 1e-9;

/** True where features that are still to come, each from 0 to 1, cannot change what is decided. */
function isDecided({ score }: Gate, left: readonly string[], { lexicon, bar }: GateView): boolean {
  const weights = left.map((name) => lexicon.weights.gate?.[name] ?? 0);
  const most = weights.reduce((sum, weight) => sum + Math.max(0, weight), score);
  const least = weights.reduce((sum, weight) => sum + Math.min(0, weight), score);
  return most <= bar - SLACK || least > bar + SLACK;
}

type Names = ReadonlyMap<string, number>;

/** What both halves of the features look at. */
interface Seen {
  readonly title: string;
  readonly body: string;
  readonly leadTerms: ReadonlyMap<string, number>;
  readonly leadNames: Names;
  readonly bodyNames: Names;
  readonly core: readonly (readonly [string, number])[];
}

function look(article: Article, { profile, lexicon }: GateView): Seen {
  const body = articleText(article).slice(0, BODY_CHARS);
  const lead = `${article.title}. ${body.slice(0, LEAD_CHARS)}`;
  const core = [...profile.actors]
    .filter(([, share]) => share >= 0.6)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 4);
  return {
    title: article.title,
    body,
    leadTerms: termsOf(lead),
    leadNames: namesIn(lead, profile, lexicon),
    bodyNames: namesIn(body, profile, lexicon),
    core,
  };
}

type Features = Readonly<Record<string, number>>;

/** By the dossier's names and words. */
function nearFeatures(seen: Seen, view: GateView): Features {
  const { profile, lexicon } = view;
  const { title, body, leadTerms, leadNames, bodyNames, core } = seen;
  const rarity = rarityOf(lexicon);
  const bodyTerms = termsOf(body);
  const titleNames = namesIn(title, profile, lexicon);
  const bodyWords = cosine(bodyTerms, profile.words, rarity);
  return {
    bias: 1,
    titleCore: Number(core.some(([name]) => titleNames.has(name))),
    leadCore: covered(core, leadNames),
    bodyCore: covered(core, bodyNames),
    leadNames: knownShare(leadNames, profile),
    bodyNames: knownShare(bodyNames, profile),
    leadWords: cosine(leadTerms, profile.words, rarity),
    bodyWords,
    nearest: Math.max(0, ...profile.documents.map((document) => cosine(bodyTerms, document, rarity))),
    ofSelf: Math.min(1.5, bodyWords / profile.self.words),
    foreign: foreignShare(leadNames, profile),
    ...named(body, view),
  };
}

/** By the names that are no country's, at its start and in all of it. */
function named(body: string, { profile, lexicon, index, entries }: GateView): Features {
  const words = properWords(body, lexicon);
  const view = { documents: profile.documents, index, events: entries.size };
  const lead = properFeatures(
    [...words].filter(([, at]) => at < LEAD_CHARS).map(([word]) => word),
    view,
  );
  const whole = properFeatures([...words.keys()], view);
  return {
    leadMet: lead.met,
    leadStrange: lead.strange,
    leadShare: lead.share,
    leadCentral: lead.central,
    bodyMet: whole.met,
    bodyStrange: whole.strange,
    bodyShare: whole.share,
    bodyCentral: whole.central,
  };
}

/** By what the ledger holds; each from 0 to 1. */
function recapFeatures({ body, leadTerms }: Seen, view: GateView): Features {
  return { ...recap(body, view), ledger: knownWords(leadTerms, view) };
}

function judge(features: Features, { core, leadNames }: Seen, { profile, lexicon, bar }: GateView): Gate {
  const weights = lexicon.weights.gate ?? {};
  const score = weigh(weights, features);
  const relevant = score > bar;
  const names = core.map(([name]) => name);
  const sure = weigh(lexicon.weights.baseline ?? {}, features) > bar + SURE;
  return { relevant, sure, score, features, why: reasons(relevant, names, leadNames, profile) };
}

function namesIn(text: string, profile: Profile, lexicon: Lexicon): Names {
  const counts = new Map<string, number>();
  for (const { name } of findNames(lightWords(text), profile.names)) {
    const key = canonical(name, lexicon);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function covered(core: readonly (readonly [string, number])[], names: ReadonlyMap<string, number>): number {
  const whole = core.reduce((sum, [, share]) => sum + share, 0);
  return whole === 0
    ? 0
    : core.reduce((sum, [name, share]) => sum + (names.has(name) ? share : 0), 0) / whole;
}

/** The share of all names told that the dossier knows, by how central they are to it. */
function knownShare(names: ReadonlyMap<string, number>, profile: Profile): number {
  let all = 0;
  let known = 0;
  for (const [name, count] of names) {
    all += count;
    known += count * Math.min(1, 2 * (profile.actors.get(name) ?? 0));
  }
  return all === 0 ? 0 : known / all;
}

/** The share of the names told that the dossier never tells. */
function foreignShare(names: ReadonlyMap<string, number>, profile: Profile): number {
  const unknown = [...names.keys()].filter((name) => !profile.actors.has(name)).length;
  return names.size === 0 ? 0 : unknown / names.size;
}

/** How much the article's sentences tell what the ledger holds: an article on the story recalls what went before. */
function recap(body: string, { index, entries }: GateView): { recap1: number; recap3: number } {
  const rarity = rarityIn(index, entries.size);
  const likes: number[] = [];
  for (const sentence of body.split(/(?<=[.!?]["”’]?)\s+/).slice(0, 40)) {
    const terms = termsOf(sentence);
    if (terms.size < 4) continue;
    let best = 0;
    for (const id of sharing(index, terms, 3)) {
      const entry = entries.get(id);
      if (!entry) continue;
      for (const told of sureTellingsOf(entry)) best = Math.max(best, cosine(terms, told.terms, rarity));
    }
    likes.push(best);
  }
  const top = likes.sort((a, b) => b - a).slice(0, 3);
  return { recap1: top[0] ?? 0, recap3: top.reduce((a, b) => a + b, 0) / 3 };
}

/** The share of the lead's words, by their worth, that the ledger's sentences use. */
function knownWords(terms: ReadonlyMap<string, number>, view: GateView): number {
  const rarity = rarityOf(view.lexicon);
  const size = view.entries.size;
  const common = 2 * leastKnown(size);
  let all = 0;
  let known = 0;
  for (const term of terms.keys()) {
    const worth = rarity(term);
    all += worth;
    const holders = sureCount(view.index, term);
    if (holders > 0)
      known += worth * Math.min(1, Math.min(0.5, holders / common) + holders / Math.max(8, size));
  }
  return all === 0 ? 0 : known / all;
}

function reasons(
  relevant: boolean,
  core: readonly string[],
  names: ReadonlyMap<string, number>,
  profile: Profile,
): string[] {
  const shared = [...names.keys()].filter((name) => (profile.actors.get(name) ?? 0) > 0.3);
  const list = shared.slice(0, 4).join(', ');
  if (relevant) {
    return [
      list
        ? `It is about ${list}, as the dossier is, in the dossier's words.`
        : 'It shares much of the wording of the dossier.',
    ];
  }
  if (shared.length === 0)
    return [`It names none of ${core.slice(0, 3).join(', ') || 'those the dossier is about'} at its start.`];
  return [`It names ${list}, but tells of other matters than the dossier.`];
}
