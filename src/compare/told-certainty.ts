import type { Certainty, EventType } from '../model/event.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Day } from '../model/time.ts';
import { isOneSided } from './certainty.ts';
import { type Clause, groupAt, mainClause } from './clauses.ts';
import { hasCue, setOf } from './cues.ts';
import { ANNOUNCING, type Dated } from './dating.ts';
import type { ReadSentence } from './read.ts';
import type { Trigger } from './triggers.ts';

/** What is done as soon as it is announced: "the truce will be extended by a week". */
const SETTLED: ReadonlySet<EventType> = new Set<EventType>([
  'ceasefire_extended',
  'ceasefire_broken',
  'talks_suspended',
  'talks_collapsed',
  'withdrawal_postponed',
]);

/** What may be announced before it is made. */
const MADE: ReadonlySet<EventType> = new Set<EventType>([
  'offer_made',
  'agreement_reached',
  'agreement_rejected',
]);

/** A telling as its certainty is decided on. */
export interface Told {
  readonly sentence: ReadSentence;
  readonly trigger: Trigger;
  readonly dated: Dated;
  readonly published: Day;
}

/**
 * What an event is told as: what the words around it say, but a plan that is over, or settled by being announced, has
 * happened, and what was called for a day to come is planned.
 */
export function certaintyOf(worded: Certainty, told: Told, lexicon: Lexicon): Certainty {
  const { sentence, trigger } = told;
  if (worded === 'denied') return worded;
  if (isIntended(told, lexicon)) return 'planned';
  const isPlan = worded === 'planned' ? !isDone(told, lexicon) : isStillToCome(told, lexicon);
  if (isPlan) return 'planned';
  return isOneSided(sentence, trigger, lexicon) ? 'claimed' : 'happened';
}

/** A plan that is none, or none any more. */
function isDone(told: Told, lexicon: Lexicon): boolean {
  const { sentence, trigger } = told;
  return SETTLED.has(trigger.type) || isOver(told, lexicon) || isFrame(sentence, trigger);
}

/** "Intends to close the border": whatever day that was said on. Of what is announced, only where it names a day to come. */
function isIntended({ sentence, trigger, published }: Told, lexicon: Lexicon): boolean {
  const { verb } = mainClause(sentence);
  if (!verb || !hasCue(sentence.tokens, lexicon.cues.intended, verb.from, verb.head + 3)) return false;
  return !ANNOUNCING.has(trigger.type) || MADE.has(trigger.type) || namesDayAhead(sentence, published);
}

/** "They will meet again, he said on Friday": of a day that is over is what was announced, where nothing to come is told. */
function isOver({ sentence, dated, published }: Told, lexicon: Lexicon): boolean {
  const { times, tokens } = sentence;
  const { date } = dated;
  if (!date || times.some((time) => time.range.to > published) || hasCue(tokens, lexicon.cues.ahead))
    return false;
  return date.to < published || (date.to === published && dated.dated !== 'own');
}

const DONE = new Set(['past', 'perfect', 'pluperfect']);
const FRAMING = /^(?:before|until|from|after)$/;
/** How far before its noun a preposition is looked for. */
const REACH = 4;

/** "Has withdrawn from the election of 26 October", "sent observers ahead of the talks": what was done is another thing. */
function isFrame(sentence: ReadSentence, { at, kind }: Trigger): boolean {
  const { tokens } = sentence;
  if (kind !== 'noun' || !DONE.has(mainClause(sentence).verb?.tense ?? '')) return false;
  for (let i = at - 1; i >= Math.max(0, at - REACH); i--) {
    const token = tokens[i];
    if (token?.pos === 'ADP')
      return FRAMING.test(token.lower) || (token.lower === 'of' && tokens[i - 1]?.lower === 'ahead');
  }
  return false;
}

/** Verbs that tell of a day as those of speech do. */
const DECIDING = new Set(['decide', 'inform', 'rule', 'promise']);

/** The verbs by which a day to come is set. */
const CALLING = new Set(['call', 'announce', 'order', 'set', 'schedule', 'fix', 'summon', 'convene']);

function isStillToCome(told: Told, lexicon: Lexicon): boolean {
  const { sentence, trigger, dated, published } = told;
  const { tokens } = sentence;
  const { at, type, clause } = trigger;
  if (at < 0) return !ANNOUNCING.has(type) && isMeant(sentence, clause, lexicon);
  const { tense } = groupAt(tokens, at, clause.to);
  if (tense === 'future') return willBeMade(sentence, trigger, lexicon);
  if (ANNOUNCING.has(type) || SETTLED.has(type) || !DONE.has(tense)) return false;
  const lemma = tokens[at]?.lemma ?? '';
  if (CALLING.has(lemma) && dated.date && dated.date.from > published) return true;
  return setOf(lexicon.cues.speech).has(lemma) && tellsOfDayAhead(sentence, published);
}

/** "Engineers plan to lower the arch": told by no rule, but by the verb of its clause. */
function isMeant({ tokens }: ReadSentence, { from, verb }: Clause, lexicon: Lexicon): boolean {
  return verb !== null && hasCue(tokens, lexicon.cues.planned, from, verb.head + 3);
}

/** "They will table an offer": none is made yet; "parliament will meet on Saturday": told, and not announced. */
function willBeMade({ tokens, triggers }: ReadSentence, { type, at }: Trigger, lexicon: Lexicon): boolean {
  if (MADE.has(type))
    return triggers.some((one) => one.kind === 'verb' && one.at === at && one.type === type);
  const speech = setOf(lexicon.cues.speech);
  const isAnnounced = tokens.some(
    ({ pos, lemma }) => pos === 'VERB' && (speech.has(lemma) || DECIDING.has(lemma)),
  );
  return type === 'timetable_set' && !isAnnounced;
}

/** "Confirmed on Sunday that the strike would begin on Tuesday". */
function tellsOfDayAhead(sentence: ReadSentence, published: Day): boolean {
  return sentence.clauses.some(({ verb }) => verb?.tense === 'future') && namesDayAhead(sentence, published);
}

function namesDayAhead({ times }: ReadSentence, published: Day): boolean {
  return times.some(({ range }) => range.from > published);
}
