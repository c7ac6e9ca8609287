import { type Figure, rootOf } from '../model/event.ts';
import type { Lexicon } from '../model/lexicon.ts';
import { compareDates } from './calendar.ts';
import { countsOf } from './figures.ts';
import type { Mention } from './mention.ts';
import { phrasingFeatures } from './phrasing.ts';
import { cosine, equally } from './terms.ts';
import { weigh } from './weigh.ts';

/** All that an article says of one event; `best` is the mention that tells it: the first, with the figures of all. */
export interface MentionGroup {
  readonly best: Mention;
  readonly all: readonly Mention[];
}

type Weights = Readonly<Record<string, number>>;
/** The mentions of one event, in order. */
type Told = [Mention, ...Mention[]];

/** Joins sentences of a baseline document that tell one event: all that it says is known. */
export function groupMentions(mentions: readonly Mention[], lexicon: Lexicon): MentionGroup[] {
  const weights = lexicon.weights.join ?? {};
  const groups: Told[] = [];
  for (const mention of mentions) {
    let home: Told | null = null;
    let best = 0;
    for (const group of groups) {
      const scores = group.map((other) => joinScore(mention, other, weights));
      const score = scores.reduce((sum, one) => sum + one, 0) / scores.length;
      if (score > best) {
        home = group;
        best = score;
      }
    }
    if (home) home.push(mention);
    else groups.push([mention]);
  }
  return groups.map((all) => asGroup(all, lexicon));
}

/** A group of an article, and how surely it is told as news: above 0 it is. */
export interface WeighedGroup extends MentionGroup {
  readonly news: number;
}

/**
 * Walks through an article's mentions in order. One that is told as news and begins an event stands for it; one that
 * goes on with what was told before is joined to it; what is neither stands alone, as background.
 *
 * @param score how much speaks for a mention beginning to tell an event as news, beside those that began before it; in log-odds
 * @param alone whether a mention goes on with none
 */
export function weighMentions(
  mentions: readonly Mention[],
  score: (mention: Mention, told: readonly Mention[]) => number,
  lexicon: Lexicon,
  alone: (mention: Mention) => boolean = () => false,
): WeighedGroup[] {
  const weights = lexicon.weights.join ?? {};
  const groups: { readonly all: Told; readonly news: number }[] = [];
  const told: Mention[] = [];
  for (const mention of mentions) {
    const news = score(mention, told);
    const home = news > 0 || alone(mention) ? null : homeOf(mention, groups, weights);
    if (home) home.push(mention);
    else groups.push({ all: [mention], news });
    if (news > 0) told.push(mention);
  }
  return groups.map(({ all, news }) => ({ ...asGroup(all, lexicon), news }));
}

/** What was told as news that a mention most likely goes on with; null where it goes on with none. */
function homeOf(
  mention: Mention,
  groups: readonly { readonly all: Mention[]; readonly news: number }[],
  weights: Weights,
): Mention[] | null {
  let home: Mention[] | null = null;
  let best = 0;
  for (const { all, news } of groups) {
    if (news <= 0) continue;
    const join = Math.max(...all.map((other) => joinScore(mention, other, weights)));
    if (join <= best) continue;
    home = all;
    best = join;
  }
  return home;
}

function asGroup(all: Told, lexicon: Lexicon): MentionGroup {
  return { all, best: withFigures(all[0], all, lexicon) };
}

/** Fewer attacks than these are one told twice, and no series. */
const SERIES = 10;

/** What an event may have of the figures that are often told a sentence later: tolls, the freed, those on strike. */
function withFigures(best: Mention, all: readonly Mention[], lexicon: Lexicon): Mention {
  const { type } = best.event;
  const later = countsOf(type, lexicon).filter((name) => lexicon.counting.later.includes(name));
  if (later.length === 0 || best.strength === 0) return best;
  const { attacks, ...others } = best.allFigures;
  const figures: Record<string, Figure> = { ...others };
  if (attacks && attacks.value >= SERIES) figures.attacks = attacks;
  for (const { event, allFigures } of all) {
    if (rootOf(event.type) !== rootOf(best.event.type)) continue;
    for (const name of later) {
      const figure = allFigures[name];
      if (figure && figures[name] === undefined) figures[name] = figure;
    }
  }
  return { ...best, event: { ...best.event, figures } };
}

const REACH = 6;
/** Of one sentence, or too far apart. */
const NO_JOIN = -9;

function joinScore(mention: Mention, other: Mention, weights: Weights): number {
  const gap = mention.sentence.index - other.sentence.index;
  if (gap === 0 || gap > REACH) return NO_JOIN;
  return weigh(weights, BIAS, phrasingFeatures(mention), pairFeatures(mention, other));
}

/** Nouns told again with "the" or "this": the same thing is meant. */
function repeatedNouns(mention: Mention, other: Mention): number {
  const told = new Set(
    other.sentence.tokens.filter((token) => token.pos === 'NOUN').map((token) => token.lemma),
  );
  const { tokens } = mention.sentence;
  return tokens.filter(
    (token, i) =>
      token.pos === 'NOUN' &&
      told.has(token.lemma) &&
      tokens
        .slice(Math.max(0, i - 3), i)
        .some((before) => /^(?:the|this|that|these|its|their)$/.test(before.lower)),
  ).length;
}

const ALSO =
  /\b(?:also|meanwhile|separately|for (?:its|his|her|their) part|in return|in turn|then|hours later|at the same time|in addition|another|second|next)\b/i;

/** A name at the start of the sentence that the other sentence does not tell. */
function newSubject(mention: Mention, other: Mention): boolean {
  const first = mention.sentence.names.find((name) => name.from <= 3);
  return first !== undefined && !other.sentence.names.some((name) => name.name === first.name);
}

/** What speaks for and against a mention going on with the event of an earlier one. */
export function joinFeatures(mention: Mention, other: Mention): Record<string, number> {
  return { ...BIAS, ...phrasingFeatures(mention), ...pairFeatures(mention, other) };
}

const BIAS = { bias: 1 };

function pairFeatures(mention: Mention, other: Mention): Record<string, number> {
  const gap = mention.sentence.index - other.sentence.index;
  const sameRoot = rootOf(mention.ruled) === rootOf(other.ruled);
  const vague = mention.ruled === 'statement' || mention.ruled === 'other';
  const dates = compareDates(mention.event.date, other.event.date);
  const own = mention.dated === 'own';
  const opening = mention.sentence.tokens[0]?.lower ?? '';
  const subject = mention.sentence.tokens
    .slice(0, 2)
    .some((token) => /^(he|she|it|they|both|its|their|his|her)$/.test(token.lower));
  const actors = new Set(other.event.actors);
  const places = new Set(other.event.place);
  return {
    next: Number(gap === 1),
    far: Math.max(0, gap - 2) / 4,
    sameParagraph: Number(mention.sentence.paragraph === other.sentence.paragraph),
    sameType: Number(mention.ruled === other.ruled && !vague),
    sameRoot: Number(sameRoot && !vague),
    otherRoot: Number(!sameRoot && !vague),
    statement: Number(mention.ruled === 'statement'),
    other: Number(mention.ruled === 'other'),
    untyped: Number(mention.strength === 0),
    words: cosine(mention.sentence.terms, other.sentence.terms, equally),
    dateSame: Number(own && dates === 'same'),
    dateApart: Number(own && dates === 'apart'),
    pronoun: Number(subject),
    definite: Number(opening === 'the' || opening === 'this' || opening === 'these'),
    anaphor: Number(
      /^(the|this|that|another|other|more)$/.test(opening) && mention.sentence.tokens.length < 25,
    ),
    actors: Number(mention.event.actors.some((name) => actors.has(name))),
    newActors: Number(
      mention.event.actors.length > 0 && !mention.event.actors.some((name) => actors.has(name)),
    ),
    newPlace: Number(mention.event.place.length > 0 && !mention.event.place.some((name) => places.has(name))),
    nameless: Number(mention.event.actors.length + mention.event.place.length === 0),
    turned: Number((mention.event.certainty === 'planned') !== (other.event.certainty === 'planned')),
    leadOther: Number(other.sentence.index === 0),
    firstParagraph: Number(mention.sentence.paragraph === 0),
    ownDate: Number(own),
    repeatsNoun: Math.min(2, repeatedNouns(mention, other)),
    turns: Number(
      /^(?:meanwhile|separately|also|in|on|elsewhere|earlier|later|before|after|last|but)$/.test(opening),
    ),
    speech: Number(mention.at < 0 || mention.ruled === 'statement'),
    bothStatements: Number(mention.ruled === 'statement' && other.ruled === 'statement'),
    strong: mention.strength,
    newSubject: Number(newSubject(mention, other)),
    opens: Number(mention.sentence.paragraph !== other.sentence.paragraph && gap === 1),
    also: Number(ALSO.test(mention.sentence.text)),
    planned: Number(mention.event.certainty === 'planned'),
    newFigure: Number(Object.keys(mention.event.figures).some((name) => !(name in other.event.figures))),
    figures: Math.min(2, Object.keys(mention.event.figures).length),
    sureNews: mention.at >= 0 && mention.ruled !== 'statement' ? mention.sure : 0,
    sureOther: sameRoot ? 0 : mention.sure,
  };
}
