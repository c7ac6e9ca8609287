import { type EventType, rootOf } from '../model/event.ts';
import type { Lexicon } from '../model/lexicon.ts';
import { type Clause, mainClause } from './clauses.ts';
import type { ReadSentence } from './read.ts';
import { cosine, equally } from './terms.ts';
import type { Trigger } from './triggers.ts';
import { weigh } from './weigh.ts';
import { logChances, type Signs, wordingOf } from './wording.ts';

/** A trigger that was chosen; its type is what words and rules together say. */
export interface Chosen extends Trigger {
  /** Its type by the rules alone. */
  readonly ruled: EventType;
  /** 0 to 1: how likely it is by the rules that its sentence is about it. */
  readonly sure: number;
}

/** How sure a second event of a sentence must be, where its clause tells a time of its own and where not. */
const SECOND_DATED = -0.7;
const SECOND = 0.6;

interface Ranked {
  readonly trigger: Trigger;
  readonly worth: number;
}

/**
 * What a sentence tells: its likeliest trigger, and a second one of another root in a clause of its own.
 *
 * @param title of its article; null where it has none
 */
export function chooseTriggers(
  sentence: ReadSentence,
  lexicon: Lexicon,
  title: ReadSentence | null = null,
): Chosen[] {
  const ranked = rankTriggers(sentence, lexicon);
  const type = likeliestType(sentence, ranked, lexicon, title);
  const top = ranked[0] ?? { trigger: untyped(sentence), worth: Number.NEGATIVE_INFINITY };
  const second = ranked.find(
    ({ trigger, worth }) =>
      worth >= (hasTime(sentence, trigger.clause) ? SECOND_DATED : SECOND) &&
      trigger.clause !== top.trigger.clause &&
      rootOf(trigger.type) !== rootOf(top.trigger.type) &&
      trigger.type !== 'statement' &&
      trigger.type !== 'other',
  );
  const chosen = ({ trigger, worth }: Ranked): Chosen => ({
    ...trigger,
    ruled: trigger.type,
    sure: 1 / (1 + Math.exp(-worth)),
  });
  if (!second) return [named(chosen(top), type, ranked)];
  const [first, other] = [chosen(top), chosen(second)];
  return [type === other.type ? first : named(first, type, ranked), other];
}

/** What a title's type counts beside that of a sentence, and how much more where they share all words. */
const OF_TITLE = 0.2;
const OF_LIKE_TITLE = 0.3;
/** However unlikely a title makes a type, it rules none out: as the logarithm of a chance. */
const LEAST_OF_TITLE = -6;

/** The type that words and rules tell together, by the sentence and its article's title. */
function likeliestType(
  sentence: ReadSentence,
  ranked: readonly Ranked[],
  lexicon: Lexicon,
  title: ReadSentence | null,
): EventType {
  const sums = logChances(wordingOf(sentence), lexicon.wording, typeSigns(ranked), 'none');
  if (title) {
    const worth = OF_TITLE + OF_LIKE_TITLE * cosine(sentence.terms, title.terms, equally);
    titleChances(title, lexicon).forEach((chance, i) => {
      sums[i] = (sums[i] ?? 0) + worth * Math.max(chance, LEAST_OF_TITLE);
    });
  }
  const best = sums.indexOf(Math.max(...sums));
  return (lexicon.wording.labels[best] ?? 'other') as EventType;
}

const ofTitles = new WeakMap<ReadSentence, Float64Array>();

function titleChances(title: ReadSentence, lexicon: Lexicon): Float64Array {
  const known = ofTitles.get(title);
  if (known) return known;
  const made = logChances(wordingOf(title), lexicon.wording, typeSigns(rankTriggers(title, lexicon)), 'none');
  ofTitles.set(title, made);
  return made;
}

/** A trigger under the type that words and rules together tell, at the place where a rule of that type fired. */
function named(chosen: Chosen, type: EventType, ranked: readonly Ranked[]): Chosen {
  const own = ranked.find(({ trigger }) => trigger.type === type)?.trigger;
  return own ? { ...chosen, type, at: own.at, clause: own.clause, kind: own.kind } : { ...chosen, type };
}

/** The triggers of a sentence, the likeliest first. */
export function rankTriggers(sentence: ReadSentence, lexicon: Lexicon): Ranked[] {
  const weights = lexicon.weights.type ?? {};
  return [...sentence.triggers, ...impliedStatement(sentence, lexicon)]
    .map((trigger) => ({ trigger, worth: weigh(weights, triggerFeatures(sentence, trigger, lexicon)) }))
    .sort((a, b) => b.worth - a.worth || a.trigger.at - b.trigger.at);
}

/** What the lexicon's rules say for each type: that one fired, how likely it is, and whether it is the likeliest. */
export function typeSigns(ranked: readonly Ranked[]): Signs {
  const signs = new Map<string, Record<string, number>>();
  for (const { trigger, worth } of ranked) {
    if (signs.has(trigger.type)) continue;
    signs.set(trigger.type, { fired: 1, worth, likeliest: Number(signs.size === 0) });
  }
  return signs;
}

/** A sentence without a trigger tells something all the same; where, its main verb says best. */
function untyped(sentence: ReadSentence): Trigger {
  return { type: 'other', at: -1, clause: mainClause(sentence), strength: 0, kind: 'phrase', length: 0 };
}

const IMPLIED = 0.35;

/** "The ministry said the raid was …": a stance is told when the sentence's main verb is one of saying and no other verb tells an event. */
function impliedStatement(sentence: ReadSentence, lexicon: Lexicon): Trigger[] {
  if (sentence.triggers.some((trigger) => trigger.kind === 'verb')) return [];
  const clause = mainClause(sentence);
  const at = clause.verb?.head ?? -1;
  const verb = sentence.tokens[at];
  if (!verb || !lexicon.cues.speech.includes(verb.lemma)) return [];
  return [{ type: 'statement', at, clause, strength: IMPLIED, kind: 'verb', length: 1 }];
}

function hasTime(sentence: ReadSentence, clause: Clause): boolean {
  const start = sentence.tokens[clause.from]?.start ?? 0;
  const end = sentence.tokens[clause.to - 1]?.end ?? 0;
  return sentence.times.some((time) => time.bound === 'at' && time.start >= start && time.start < end);
}

/** What speaks for a trigger being what its sentence is about. */
export function triggerFeatures(
  sentence: ReadSentence,
  trigger: Trigger,
  lexicon: Lexicon,
): Record<string, number> {
  const { type, clause, strength, kind, at } = trigger;
  const main = mainClause(sentence);
  const head = clause.verb?.head ?? -1;
  const rivals = sentence.triggers.filter((other) => other !== trigger);
  const verb = sentence.tokens[main.verb?.head ?? -1];
  const isHead = head === at || (kind === 'phrase' && head >= at && head <= at + 3);
  return {
    bias: 1,
    strength,
    verb: Number(kind === 'verb'),
    noun: Number(kind === 'noun'),
    phrase: Number(kind === 'phrase'),
    isHead: Number(isHead),
    isMainHead: Number(isHead && clause === main),
    mainClause: Number(clause === main),
    dependent: Number(clause.dependent),
    under: Number(
      clause.dependent && /^(after|before|since|when|while|as|because|although)$/.test(clause.link),
    ),
    relative: Number(clause.dependent && /^(which|who|whose|where)$/.test(clause.link)),
    saidThat: Number(
      clause.link === 'that' ||
        (clause !== main && verb !== undefined && lexicon.cues.speech.includes(verb.lemma)),
    ),
    nounUnderVerb: Number(
      kind === 'noun' && rivals.some((other) => other.kind === 'verb' && other.clause === clause),
    ),
    early: 1 - at / Math.max(1, sentence.tokens.length),
    backed: Number(rivals.some((other) => other.type === type && other.at !== at)),
    rootBacked: Number(rivals.some((other) => rootOf(other.type) === rootOf(type) && other.at !== at)),
    infinitive: Number(isInfinitive(sentence, at)),
    pluperfect: Number(clause.verb?.tense === 'pluperfect'),
    statement: Number(type === 'statement'),
    other: Number(type === 'other'),
    force: Number(rootOf(type) === 'force'),
    legal: Number(type === 'legal_act'),
    underStance: Number(
      rivals.some(
        (other) =>
          other.type === 'statement' &&
          other.kind === 'verb' &&
          other.at < at &&
          (other.clause !== clause || asksFor(sentence, other.at, at)),
      ),
    ),
  };
}

/** `urged the two to get back`: a verb of stance, and what it asks for. */
function asksFor({ tokens }: ReadSentence, stance: number, at: number): boolean {
  return tokens.slice(stance + 1, at).some((token) => token.lower === 'to');
}

/** Verbs whose infinitive is the thing done: `agreed to extend`. */
const DOING = /^(?:agree|decide|vote|resolve|undertake)$/;

/** `ready to begin`: what somebody is ready, due or asked to do. */
function isInfinitive({ tokens }: ReadSentence, at: number): boolean {
  const to = tokens[at - 1]?.lower === 'to' ? at - 1 : tokens[at - 2]?.lower === 'to' ? at - 2 : -1;
  return to > 0 && tokens[at]?.pos === 'VERB' && !DOING.test(tokens[to - 1]?.lemma ?? '');
}
