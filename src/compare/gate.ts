import { type Article, articleText } from '../model/article.ts';
import type { LedgerEntry } from '../model/dossier.ts';
import type { Lexicon } from '../model/lexicon.ts';
import { type Central, coreOf, nameFeatures, namesIn, type StartNames } from './gate-names.ts';
import { type LedgerIndex, rarityIn, sharing, sureCount, sureTellingsOf } from './ledger.ts';
import type { Profile } from './profile.ts';
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
/** About a sentence. */
const OPENING_CHARS = 220;
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
  if (isDecided(near, ['recap', 'ledger'], view)) return near;
  const ledger = knownWords(seen.leadTerms, view);
  const nearer = judge({ ...near.features, ledger }, seen, view);
  if (isDecided(nearer, ['recap'], view)) return nearer;
  return judge({ ...near.features, recap: recap(seen.body, view), ledger }, seen, view);
}

/** Whether a feature looks at what the ledger holds, beside the baseline. */
export function ofLedger(feature: string): boolean {
  return /^(?:recap|ledger|bodyMet|(?:title|lead)Strange)$/.test(feature);
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

/** What both halves of the features look at. */
interface Seen {
  readonly title: string;
  readonly body: string;
  readonly leadTerms: ReadonlyMap<string, number>;
  readonly names: StartNames;
  readonly core: readonly Central[];
}

function look(article: Article, { profile, lexicon }: GateView): Seen {
  const { title } = article;
  const body = articleText(article).slice(0, BODY_CHARS);
  const lead = `${title}. ${body.slice(0, LEAD_CHARS)}`;
  const names = (start: string) => namesIn(start, profile, lexicon);
  return {
    title,
    body,
    leadTerms: termsOf(lead),
    names: { title: names(title), opening: names(body.slice(0, OPENING_CHARS)), lead: names(lead) },
    core: coreOf(profile),
  };
}

type Features = Readonly<Record<string, number>>;

/** By the dossier's names and words. */
function nearFeatures(seen: Seen, view: GateView): Features {
  const { profile, lexicon } = view;
  const { title, body, names, core } = seen;
  const bodyWords = cosine(termsOf(body), profile.words, rarityOf(lexicon));
  return {
    bias: 1,
    ...nameFeatures(names, core, profile, lexicon),
    titleHeld: heldShare(termsOf(title), view),
    bodyWords,
    ofSelf: Math.min(1.5, bodyWords / profile.self),
    ...named(seen, view),
  };
}

/** By the names that are no country's: of its title, its start and all of it. */
function named({ title, body }: Seen, { profile, lexicon, index, entries }: GateView): Features {
  const inTitle = properWords(title, lexicon);
  const inBody = properWords(body, lexicon);
  const opening = [...inBody].flatMap(([word, at]) => (at < LEAD_CHARS ? [word] : []));
  const view = { documents: profile.documents, index, events: entries.size };
  const whole = properFeatures(new Set([...inTitle.keys(), ...inBody.keys()]), view);
  return {
    titleStrange: properFeatures(new Set(inTitle.keys()), view).strange,
    leadStrange: properFeatures(new Set([...inTitle.keys(), ...opening]), view).strange,
    bodyMet: whole.met,
    bodyCentral: whole.central,
  };
}

/** By what the ledger holds; each from 0 to 1. */
function recapFeatures({ body, leadTerms }: Seen, view: GateView): Features {
  return { recap: recap(body, view), ledger: knownWords(leadTerms, view) };
}

function judge(features: Features, { core, names }: Seen, { profile, lexicon, bar }: GateView): Gate {
  const weights = lexicon.weights.gate ?? {};
  const score = weigh(weights, features);
  const relevant = score > bar;
  const sure = weigh(lexicon.weights.baseline ?? {}, features) > bar + SURE;
  return { relevant, sure, score, features, why: reasons(relevant, core, names.lead, profile) };
}

const RECAPS = 3;

/** How much the article's sentences tell what the ledger holds: an article on the story recalls what went before. */
function recap(body: string, { index, entries }: GateView): number {
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
  const top = likes.sort((a, b) => b - a).slice(0, RECAPS);
  return top.reduce((a, b) => a + b, 0) / RECAPS;
}

/** The share of words, by their worth, that the baseline uses, a word of half of its documents counting as a whole. */
function heldShare(terms: ReadonlyMap<string, number>, { profile, lexicon }: GateView): number {
  const rarity = rarityOf(lexicon);
  const half = Math.max(1, profile.documents.length / 2);
  let all = 0;
  let held = 0;
  for (const term of terms.keys()) {
    const worth = rarity(term);
    all += worth;
    held += worth * Math.min(1, (profile.words.get(term) ?? 0) / half);
  }
  return all === 0 ? 0 : held / all;
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
  core: readonly Central[],
  names: ReadonlySet<string>,
  profile: Profile,
): string[] {
  const shared = [...names].filter((name) => (profile.actors.get(name) ?? 0) > 0.3);
  const list = shared.slice(0, 4).join(', ');
  if (relevant) {
    return [
      list
        ? `It is about ${list}, as the dossier is, in the dossier's words.`
        : 'It shares much of the wording of the dossier.',
    ];
  }
  if (shared.length === 0)
    return [
      `It names none of ${
        core
          .slice(0, 3)
          .map(([name]) => name)
          .join(', ') || 'those the dossier is about'
      } at its start.`,
    ];
  return [`It names ${list}, but tells of other matters than the dossier.`];
}
