import { rootOf } from '../model/event.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Clause } from './clauses.ts';
import type { ReadSentence } from './read.ts';
import type { Trigger } from './triggers.ts';

/** A trigger with the chance, 0 to 1, that it is what its sentence is about. */
export interface Chosen extends Trigger {
  readonly sure: number;
}

/** How sure a second event of a sentence must be, where its clause tells a time of its own and where not. */
const SECOND_DATED = -0.7;
const SECOND = 0.6;

/** What a sentence tells: its likeliest trigger, and a second one of another root in a clause of its own. */
export function chooseTriggers(sentence: ReadSentence, lexicon: Lexicon): Chosen[] {
  const weights = lexicon.weights.type ?? {};
  const ranked = [...sentence.triggers, ...impliedStatement(sentence, lexicon)]
    .map((trigger) => ({ trigger, worth: sum(triggerFeatures(sentence, trigger, lexicon), weights) }))
    .sort((a, b) => b.worth - a.worth || a.trigger.at - b.trigger.at);
  const chosen = (one: (typeof ranked)[number]): Chosen => ({
    ...one.trigger,
    sure: 1 / (1 + Math.exp(-one.worth)),
  });
  const top = ranked[0];
  if (!top) return [untyped(sentence)];
  const first = top.trigger;
  const second = ranked.find(
    ({ trigger, worth }) =>
      worth >= (hasTime(sentence, trigger.clause) ? SECOND_DATED : SECOND) &&
      trigger.clause !== first.clause &&
      rootOf(trigger.type) !== rootOf(first.type) &&
      trigger.type !== 'statement' &&
      trigger.type !== 'other',
  );
  return second ? [chosen(top), chosen(second)] : [chosen(top)];
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

function sum(features: Readonly<Record<string, number>>, weights: Readonly<Record<string, number>>): number {
  return Object.entries(features).reduce((total, [name, value]) => total + value * (weights[name] ?? 0), 0);
}

function hasTime(sentence: ReadSentence, clause: Clause): boolean {
  const start = sentence.tokens[clause.from]?.start ?? 0;
  const end = sentence.tokens[clause.to - 1]?.end ?? 0;
  return sentence.times.some((time) => time.bound === 'at' && time.start >= start && time.start < end);
}

/** A sentence without a trigger tells something all the same, of no known type. */
function untyped(sentence: ReadSentence): Chosen {
  return {
    type: 'other',
    at: -1,
    clause: mainClause(sentence),
    strength: 0,
    kind: 'phrase',
    length: 0,
    sure: 0,
  };
}

export function mainClause(sentence: ReadSentence): Clause {
  return (
    sentence.clauses.find((clause) => !clause.dependent && clause.verb) ??
    sentence.clauses[0] ?? { from: 0, to: sentence.tokens.length, link: '', dependent: false, verb: null }
  );
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
