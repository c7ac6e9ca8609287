import { type Clause, groupAt } from './clauses.ts';
import type { Token } from './reader.ts';
import type { Direction } from './time.ts';

/** Said in the present of what has its hour: "the strike ends on Thursday". */
const SCHEDULED =
  /^(?:scheduled|planned|expected|(?:resume|begin|meet|start|end|return|open|reopen|expire|close|convene|vote|walk|face|travel|fly|visit|host|arrive|leave|depart|launch|gather|sit|go)s?|takes|goes)$/;

/** Whoever does these has it still before them: "intends to be back on Monday", "is due on Thursday". */
const BEFORE_TO =
  /^(?:is|are|due|set|expected|scheduled|plans?|agreed|be|have|intends?|hopes?|wants?|aims?|vow(?:s|ed)|threaten(?:s|ed)|likely|ready|prepar(?:es?|ing)|going|about|urged|called|asked|told|invited|ordered|summoned)$/;

/** "Called a strike for Friday", "voted for a stoppage from Monday": what was fixed lies ahead. */
const FIXES =
  /^(?:call|announce|schedule|set|plan|convene|fix|slate|book|vote|serve|declare|order|propose|summon)$/;

/** Which way an undated weekday or month looks at a place: set by the tense around it. */
export function directionAt(tokens: readonly Token[], clauses: readonly Clause[], offset: number): Direction {
  const at = tokens.findIndex((token) => token.end > offset);
  const own = clauses.find((candidate) => at >= candidate.from && at < candidate.to);
  const clause = own?.verb
    ? own
    : (clauses.find((candidate) => !candidate.dependent && candidate.verb) ?? own);
  const from = clause?.from ?? 0;
  const tense = clause?.verb?.tense;
  if (isAfterNoun(tokens, from, at)) return 'past';
  if (tense === 'future') return 'future';
  const before = tokens.slice(from, at).map((token) => token.lower);
  if (before.some((word) => word === 'will' || word === 'shall')) return 'future';
  const to = before.lastIndexOf('to');
  if (to > 0 && BEFORE_TO.test(before[to - 1] ?? '') && !isTold(tokens.slice(from + to + 2, at)))
    return 'future';
  const near = tokens.slice(Math.max(from, at - 8), Math.max(0, at));
  if (near.some(({ pos, text }) => pos === 'AUX' && /^(?:may|can|must)$/.test(text))) return 'future';
  if (tense === 'present' && (isScheduled(before) || isDue(before) || isThisDay(tokens, at))) return 'future';
  return isFixed(tokens, from, at) ? 'future' : 'past';
}

/** A verb in the past: "those that want to leave won on Sunday". */
function isTold(tokens: readonly Token[]): boolean {
  return tokens.some(({ pos, lower, lemma }) => pos === 'VERB' && lower !== lemma && !lower.endsWith('ing'));
}

/** "Will send troops after a vote on Friday": the day of what went before. */
function isAfterNoun(tokens: readonly Token[], from: number, at: number): boolean {
  for (let i = at - 1; i >= Math.max(from, at - 8); i--) {
    const { lower, pos } = tokens[i] ?? { lower: '', pos: 'PUNCT' };
    if (lower === 'after' || lower === 'following') return at - i > 1;
    if (pos === 'VERB' || pos === 'AUX' || pos === 'PUNCT') return false;
  }
  return false;
}

/** "Polls close this Sunday". */
function isThisDay(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.lower === 'this' && /(?:day|weekend)$/.test(tokens[at + 1]?.lower ?? '');
}

function isScheduled(before: readonly string[]): boolean {
  return before.some((word, i) => SCHEDULED.test(word) && !/^(?:to|let)$/.test(before[i - 1] ?? ''));
}

/** "Results are due on Thursday", "are expected back on Tuesday". */
function isDue(before: readonly string[]): boolean {
  const last = before.findLastIndex((word) => /^(?:due|expected|scheduled|slated|planned|set)$/.test(word));
  return last >= 0 && /^(?:is|are)$/.test(before[last - 1] ?? '') && before.length - last <= 5;
}

function isFixed(tokens: readonly Token[], from: number, at: number): boolean {
  const word = tokens[at]?.lower ?? '';
  if (word !== 'for' && word !== 'from') return false;
  const verb = tokens.slice(from, at).findLastIndex(({ pos, lemma }) => pos === 'VERB' && FIXES.test(lemma));
  if (verb < 0) return false;
  const group = groupAt(tokens, from + verb, at);
  return group.tense !== 'pluperfect' && !(group.passive && group.tense === 'past');
}
