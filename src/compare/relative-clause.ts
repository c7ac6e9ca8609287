import type { Day } from '../model/time.ts';
import { groupAt } from './clauses.ts';
import type { ReadSentence } from './read.ts';
import type { Token } from './reader.ts';
import type { FoundTime } from './time.ts';

/** "The first since the strike began on 17 October": what it is counted from. */
function isSince({ tokens, times }: ReadSentence, time: FoundTime): boolean {
  const at = tokens.findIndex((token) => token.end > time.start);
  const nearest = times.findLast((other) => other.end <= time.start)?.start ?? -1;
  for (let i = at - 1; i >= Math.max(0, at - SINCE_REACH); i--) {
    const { text, lower, start } = tokens[i] ?? { text: ',', lower: ',', start: 0 };
    if (/^[,;:—–]$/.test(text) || start <= nearest) return false;
    if (lower === 'since') return true;
  }
  return false;
}

/** Tokens. */
const SINCE_REACH = 8;

/** "The truce that was to run out on Monday has been extended": the time of what a relative clause tells of a thing. */
export function isOfRelative(
  sentence: ReadSentence,
  time: FoundTime,
  trigger: number,
  published: Day,
): boolean {
  const { tokens } = sentence;
  const at = tokens.findIndex((token) => token.end > time.start);
  const relative = relativeBefore(tokens, at);
  if (!relative) return isSince(sentence, time);
  const { pronoun, verb } = relative;
  // "The street that leads to the bridge on Sunday": what stands there for good has no day.
  if (time.range.from <= published && isStanding(tokens, verb, at)) return false;
  if (/^(?:was|is)$/.test(tokens[1]?.lower ?? '') && tokens[0]?.lower === 'it') return false;
  return trigger < pronoun || (trigger > at && tokens.slice(at, trigger + 1).some(isVerb));
}

/** The relative clause that a place ends, where that has a single verb and no comma. */
function relativeBefore(tokens: readonly Token[], at: number): { pronoun: number; verb: number } | null {
  let verb = -1;
  for (let i = at - 1; i >= 0; i--) {
    const token = tokens[i];
    if (!token || /^[,;:—–]$/.test(token.text)) return null;
    if (isVerb(token)) {
      if (verb >= 0 && verb !== i + 1) return null;
      verb = i;
    } else if (verb >= 0 && isRelativeWord(tokens, i)) return { pronoun: i, verb };
  }
  return null;
}

function isStanding(tokens: readonly Token[], verb: number, to: number): boolean {
  const { lower, lemma } = tokens[verb] ?? { lower: '', lemma: '' };
  return (
    groupAt(tokens, verb, to).tense === 'present' &&
    (lower === lemma || /^e?s$/.test(lower.slice(lemma.length)))
  );
}

function isVerb({ pos }: Token): boolean {
  return pos === 'VERB' || pos === 'AUX';
}

/** A "that" behind a noun stands for it. */
function isRelativeWord(tokens: readonly Token[], i: number): boolean {
  const { lower, pos } = tokens[i] ?? { lower: '', pos: '' };
  return RELATIVE.test(lower) && (pos !== 'DET' || /^(?:NOUN|PROPN)$/.test(tokens[i - 1]?.pos ?? ''));
}

const RELATIVE = /^(?:which|who|whom|whose|that)$/;
