import { type Certainty, rootOf } from '../model/event.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { DateRange, Day } from '../model/time.ts';
import { groupAt } from './clauses.ts';
import { hasCue } from './cues.ts';
import { ANNOUNCING } from './dating.ts';
import type { ReadSentence } from './read.ts';
import type { Token } from './reader.ts';
import type { Trigger } from './triggers.ts';

/** Events that are themselves a "no more": a negation beside them is part of them. */
const ENDINGS = new Set([
  'withdrawal_completed',
  'attacks_halted',
  'talks_suspended',
  'talks_collapsed',
  'withdrawal_postponed',
]);

/**
 * Happened, planned, denied or claimed, by the words around what told the event. What speaks for news and for joining
 * was learnt from this.
 */
export function wordedCertainty(
  sentence: ReadSentence,
  trigger: Trigger,
  lexicon: Lexicon,
  date: DateRange | null,
  published: Day,
): Certainty {
  const { tokens } = sentence;
  const clause = trigger.clause;
  const reporting = ANNOUNCING.has(trigger.type);
  if (
    !reporting &&
    !ENDINGS.has(trigger.type) &&
    hasCue(tokens, lexicon.cues.negation, clause.from, trigger.at + 1)
  )
    return 'denied';
  if (!reporting && !isDecided(sentence, trigger) && isPlanned(sentence, trigger, lexicon, date, published))
    return 'planned';
  return isClaimed(sentence, trigger, lexicon) ? 'claimed' : 'happened';
}

/** One side says so, or nobody by name. */
function isClaimed(sentence: ReadSentence, trigger: Trigger, lexicon: Lexicon): boolean {
  return (
    isCued(sentence, trigger, lexicon) ||
    isAccusation(sentence, trigger, tellingOf(trigger, lexicon)) ||
    isFromSources(sentence)
  );
}

/** What is told as claimed in the end: "claimed", "nobody would confirm it"; not a breach that observers reported. */
export function isOneSided(sentence: ReadSentence, trigger: Trigger, lexicon: Lexicon): boolean {
  if (isCued(sentence, trigger, lexicon) || isFromSources(sentence)) return true;
  if (isAccusation(sentence, trigger, ACCUSING)) return true;
  return !ANNOUNCING.has(trigger.type) && (isClaimedBy(sentence) || isUnconfirmed(sentence, trigger));
}

function isCued({ tokens }: ReadSentence, { type, clause }: Trigger, { cues }: Lexicon): boolean {
  return !ANNOUNCING.has(type) && hasCue(tokens, cues.claimed, clause.from, clause.to);
}

const CLAIMING = new Set(['claim', 'assert']);
/** "Claimed responsibility", "claimed 12 lives": no word on what was done. */
const CLAIMED = new Set(['responsibility', 'credit', 'life', 'victory']);

/** "The armed wing claimed on Wednesday that ...". */
function isClaimedBy({ tokens }: ReadSentence): boolean {
  return tokens.some(
    ({ pos, lemma }, i) =>
      pos === 'VERB' &&
      CLAIMING.has(lemma) &&
      !tokens.slice(i + 1, i + 4).some((next) => next.pos === 'NUM' || CLAIMED.has(next.lemma)) &&
      tokens[i + 1]?.lower !== 'by',
  );
}

const CONFIRMING = /^(?:comment|confirm|confirmation|verify|verification)/;
const REFUSING = /^(?:not|n't|no|nobody|none|neither|nor|decline|refuse|without)$/;
/** How far before it its negation is looked for. */
const NEGATED = 6;

/** What was told, "which the ministry would not confirm". */
function isUnconfirmed({ tokens }: ReadSentence, { at }: Trigger): boolean {
  return tokens.some(
    ({ lemma }, i) =>
      i > at &&
      CONFIRMING.test(lemma) &&
      tokens
        .slice(Math.max(0, i - NEGATED), i)
        .some((before) => REFUSING.test(before.lemma) || REFUSING.test(before.lower)),
  );
}

const DECIDING = new Set(['rule', 'decree', 'decide', 'order', 'resolve', 'sentence', 'enact']);

/** "Is to stay in custody, a judge ruled": what is told is that it was decided. */
function isDecided({ tokens, clauses }: ReadSentence, { type, clause, at }: Trigger): boolean {
  if (rootOf(type) !== 'politics' && rootOf(type) !== 'people') return false;
  return clauses.some(({ dependent, verb, from }) => {
    const told = verb && tokens[verb.head];
    return (
      !dependent &&
      told &&
      from > clause.from &&
      at !== verb.head &&
      verb.tense === 'past' &&
      DECIDING.has(told.lemma)
    );
  });
}

const UNNAMED =
  /\b(?:sources? (?:close|within|inside)|the sources (?:said|told|added)|(?:person|people) (?:close to|familiar with|with (?:direct )?knowledge))\b/i;

/** "Two sources within the army said", "a person close to the bidder": nobody stands for it with a name. */
function isFromSources({ text }: ReadSentence): boolean {
  return UNNAMED.test(text);
}

const ACCUSING = new Set(['accuse', 'blame', 'allege']);

/** What tells of a breach is one side's, but for declaring that a truce is over. */
function tellingOf({ type }: Trigger, { cues }: Lexicon): ReadonlySet<string> {
  if (type !== 'ceasefire_broken') return ACCUSING;
  return new Set([...ACCUSING, ...cues.speech.filter((verb) => verb !== 'declare')]);
}

/** One side's word on what the other did: force it is accused of, and any breach of a truce that somebody "said". */
function isAccusation({ tokens }: ReadSentence, { type }: Trigger, telling: ReadonlySet<string>): boolean {
  if (type !== 'ceasefire_broken' && rootOf(type) !== 'force') return false;
  if (
    tokens.some(
      (token, i) =>
        token.lower === 'side' &&
        !isPlace(tokens[i - 2], tokens[i - 3]) &&
        isNamed(tokens[i - 1], tokens[i - 2]),
    )
  )
    return true;
  return tokens.some((token) => token.pos === 'VERB' && telling.has(token.lemma));
}

/** "The Armenian side", "Tigray's side": who speaks of sides is one of them. */
function isNamed(before: Token | undefined, further: Token | undefined): boolean {
  return (
    /^\p{Lu}/u.test(before?.text ?? '') ||
    (/^['’]s$/.test(before?.text ?? '') && /^\p{Lu}/u.test(further?.text ?? ''))
  );
}

/** "On the Israeli side": where, and not who says so. */
function isPlace(before: Token | undefined, further: Token | undefined): boolean {
  return before?.lower === 'on' || (before?.lower === 'the' && further?.lower === 'on');
}

function isPlanned(
  sentence: ReadSentence,
  trigger: Trigger,
  lexicon: Lexicon,
  date: DateRange | null,
  published: Day,
): boolean {
  if (trigger.at < 0) {
    const main = trigger.clause.verb?.tense;
    return main === 'future' || (date !== null && date.from > published);
  }
  const token = sentence.tokens[trigger.at];
  if (token?.pos === 'VERB' || token?.pos === 'AUX') {
    const group = groupAt(sentence.tokens, trigger.at, trigger.clause.to);
    if (group.tense === 'future') return true;
    if (group.tense === 'past' || group.tense === 'perfect' || group.tense === 'pluperfect') return false;
  }
  if (date && date.from > published) return true;
  return hasCue(sentence.tokens, lexicon.cues.planned, trigger.clause.from, trigger.at + 1);
}

/** True when the words make it a mere possibility: `could resume`, `whether to strike`. */
export function isHypothetical(
  sentence: ReadSentence,
  trigger: Pick<Trigger, 'at' | 'clause'>,
  lexicon: Lexicon,
): boolean {
  const from = Math.max(trigger.clause.from, trigger.at - 8);
  return hasCue(sentence.tokens, lexicon.cues.hypothetical, from, trigger.at);
}
