import type { EventType } from '../model/event.ts';
import type { Lexicon, TriggerRule } from '../model/lexicon.ts';
import { CALENDAR } from './calendar.ts';
import { type Clause, groupAt, type VerbGroup } from './clauses.ts';
import { compileLexicon, type Way, type WordClass } from './compiled-lexicon.ts';
import type { Token } from './reader.ts';
import { isHeadline } from './retag.ts';

/** A rule that fired: the type it says, where, and how sure a sign it is. */
export interface Trigger {
  readonly type: EventType;
  readonly at: number;
  readonly clause: Clause;
  readonly strength: number;
  readonly kind: 'verb' | 'noun' | 'phrase';
  /** How many words of the lexicon it is: `rule out` beats `rule`. */
  readonly length: number;
}

/** Every rule that fires in a sentence; the strongest of a type and place only. */
export function findTriggers(
  tokens: readonly Token[],
  clauses: readonly Clause[],
  lexicon: Lexicon,
): Trigger[] {
  const { byLemma, byWord, classes } = compileLexicon(lexicon);
  const found: Trigger[] = [];
  for (let n = 0; n < clauses.length; n++) {
    const clause = clauses[n];
    if (!clause) continue;
    const view: View = { tokens, clause, before: clauses[n - 1], classes };
    for (let at = clause.from; at < clause.to; at++) {
      const token = tokens[at];
      if (!token) continue;
      const ways = waysOf(byLemma, token);
      const verb = ways.some(({ kind }) => kind === 'verb') ? verbAt(view, at) : null;
      for (const way of ways) {
        if (way.kind === 'verb' ? verb && verbFits(view, way, at, verb) : nounFits(view, way, at))
          found.push(trigger(way, at, clause));
      }
      for (const way of byWord.get(token.lower) ?? []) {
        if (phraseFits(tokens, at, way.words) && restFits(view, way.rule))
          found.push(trigger(way, at, clause));
      }
    }
  }
  return found.filter(
    (one) =>
      !found.some((other) => other.at === one.at && other.length > one.length && other.kind === one.kind),
  );
}

/** By lemma and by the word as it stands: the tagger's lemmas are American ("dialog"). */
function waysOf(byLemma: ReadonlyMap<string, readonly Way[]>, { lemma, lower, pos }: Token): readonly Way[] {
  const own = byLemma.get(lemma) ?? NO_WAYS;
  const other = lemma === lower ? (pos === 'PROPN' ? singular(lower) : '') : lower;
  if (other === '') return own;
  const asIs = byLemma.get(other)?.filter((way) => way.kind === 'noun');
  return asIs ? [...own, ...asIs] : own;
}

const NO_WAYS: readonly Way[] = [];

/** A plural that a capital at the head of its sentence made a name of: "Skirmishes". */
function singular(word: string): string {
  return word.endsWith('s') ? word.replace(/(?<=s|x|ch|sh)es$|(?<=[^s])s$/, '') : word;
}

function trigger(way: Way, at: number, clause: Clause): Trigger {
  return {
    type: way.type.type,
    at,
    clause,
    strength: way.rule.strength,
    kind: way.kind,
    length: way.words.length + (way.rule.phrases && way.kind !== 'phrase' ? 2 : 0),
  };
}

interface View {
  readonly tokens: readonly Token[];
  readonly clause: Clause;
  readonly before: Clause | undefined;
  readonly classes: ReadonlyMap<string, WordClass>;
}

/** What all rules of a verb ask for: its group, and where its subject may stand. */
interface VerbAt {
  readonly group: VerbGroup;
  readonly left: Region;
}

/** Null where no verb can stand. */
function verbAt(view: View, at: number): VerbAt | null {
  const { tokens, clause } = view;
  if (!canBeVerb(tokens, at)) return null;
  const group = groupAt(tokens, at, clause.to);
  return { group, left: [subjectFrom(view, group.from), group.from] };
}

function verbFits(view: View, way: Way, at: number, { group, left }: VerbAt): boolean {
  const { tokens, clause } = view;
  const end = wordsFollow(tokens, at, way.words, clause.to);
  if (end < 0) return false;
  if (tokens[at]?.pos === 'AUX' && group.head !== at && way.words.length === 1) return false;
  const right: Region = objectRegion(tokens, at, end, clause.to);
  const acted = group.passive ? left : right;
  const actor = group.passive ? byRegion(tokens, at, clause.to) : left;
  const { rule } = way;
  if (rule.object && !hasClass(view, rule.object, acted)) return false;
  if (rule.subject && !hasClass(view, rule.subject, actor)) return false;
  if (way.phrases && !way.phrases.some((words) => containsPhrase(tokens, clause, words))) return false;
  if (rule.nouns && !rule.nouns.some((noun) => inRegion(tokens, right, noun))) return false;
  return nearFits(view, rule);
}

const MODAL = /^(?:to|will|would|shall|can|could|may|might|must|should|not)$/;

/** Tagged a verb, or tagged otherwise where only a verb can stand: headlines, "to free", "will strike". */
function canBeVerb(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (!token) return false;
  const before = tokens[at - 1];
  if (token.pos === 'VERB' || token.pos === 'AUX') {
    const adjective =
      token.lower.endsWith('ed') &&
      (before?.pos === 'DET' || before?.lower === "'s" || before?.lower === '’s') &&
      tokens[at + 1]?.pos === 'NOUN';
    return (
      !adjective && !(token.pos === 'VERB' && /^(?:its|their|his|her|our|a|an)$/.test(before?.lower ?? ''))
    );
  }
  if (token.pos === 'PROPN') return token.lower !== token.lemma && !CALENDAR.has(token.lower);
  return (token.pos === 'ADJ' || token.pos === 'NOUN') && before !== undefined && MODAL.test(before.lower);
}

/** A subject may stand in the clause before, where a comma or a relative clause parts it from its verb. */
function subjectFrom(view: View, verbFrom: number): number {
  const { tokens, clause, before } = view;
  const own = tokens
    .slice(clause.from, verbFrom)
    .some(
      (token) =>
        /^(NOUN|PROPN|PRON)$/.test(token.pos) &&
        token.lower !== 'which' &&
        token.lower !== 'who' &&
        token.lower !== 'that',
    );
  return own || !before ? clause.from : before.from;
}

const OBJECT_REACH = 14;

/** Where a verb's object may stand: up to an infinitive, or to a preposition other than `of` after a first noun. */
function objectRegion(tokens: readonly Token[], at: number, end: number, limit: number): Region {
  let noun = false;
  for (let i = end; i < Math.min(limit, at + OBJECT_REACH); i++) {
    const token = tokens[i];
    if (!token) continue;
    if (token.lower === 'to' && tokens[i + 1]?.pos === 'VERB') return [at + 1, i];
    if (noun && token.pos === 'ADP' && token.lower !== 'of') return [at + 1, i];
    noun ||= token.pos === 'NOUN' || token.pos === 'PROPN';
  }
  return [at + 1, Math.min(limit, at + OBJECT_REACH)];
}

function byRegion(tokens: readonly Token[], at: number, to: number): Region {
  for (let i = at + 1; i < to; i++) if (tokens[i]?.lower === 'by') return [i, to];
  return [to, to];
}

function nounFits(view: View, way: Way, at: number): boolean {
  const { tokens, clause } = view;
  const token = tokens[at];
  if (!token || !canBeNoun(tokens, at, way.words.length)) return false;
  if (way.rule.verbs || (token.pos === 'PROPN' && CALENDAR.has(token.lower))) return false;
  if (wordsFollow(tokens, at, way.words, Math.min(clause.to, at + way.words.length)) < 0) return false;
  const { rule } = way;
  const around: Region = [Math.max(clause.from, at - 3), Math.min(clause.to, at + 9)];
  if (rule.object && !hasClass(view, rule.object, around, at)) return false;
  if (way.phrases && !way.phrases.some((words) => containsPhrase(tokens, clause, words))) return false;
  return nearFits(view, rule);
}

/** Tagged a noun and no part of a name ("the Liberation Front"), or an adjective where a noun must stand. */
function canBeNoun(tokens: readonly Token[], at: number, length: number): boolean {
  const token = tokens[at];
  if (token?.pos === 'NOUN') return true;
  const next = tokens[at + 1]?.pos;
  if (token?.pos === 'ADJ') return length > 1 || (next !== 'NOUN' && next !== 'PROPN' && next !== 'ADJ');
  if (token?.pos !== 'PROPN') return false;
  const named = tokens[at - 1]?.pos === 'PROPN' || next === 'PROPN';
  return !named || isHeadline(tokens);
}

function restFits(view: View, rule: TriggerRule): boolean {
  const whole: Region = [view.clause.from, view.clause.to];
  if (rule.object && !hasClass(view, rule.object, whole)) return false;
  if (rule.subject && !hasClass(view, rule.subject, whole)) return false;
  return nearFits(view, rule);
}

function nearFits(view: View, rule: TriggerRule): boolean {
  const whole: Region = [
    view.before && view.clause.dependent ? view.before.from : view.clause.from,
    view.clause.to,
  ];
  if (rule.near && !hasClass(view, rule.near, whole)) return false;
  return !rule.not || !hasClass(view, rule.not, whole);
}

type Region = readonly [from: number, to: number];

function hasClass(view: View, names: readonly string[], [from, to]: Region, except = -1): boolean {
  for (let i = Math.max(0, from); i < to; i++) {
    const token = view.tokens[i];
    if (!token || i === except) continue;
    for (const name of names) {
      const known = view.classes.get(name);
      if (token.pos === 'PROPN' && NAMES_COUNT_AS.has(name) && !CALENDAR.has(token.lower)) return true;
      if (!known) continue;
      const { words, firsts } = known;
      if (words.has(token.lemma) || words.has(token.lower) || words.has(singular(token.lower))) return true;
      const next = firsts.has(token.lower) ? view.tokens[i + 1] : undefined;
      if (next && (words.has(`${token.lower} ${next.lemma}`) || words.has(`${token.lower} ${next.lower}`)))
        return true;
    }
  }
  return false;
}

/** Classes that a bare name stands for: someone called Smith may meet, be killed, or rule. */
const NAMES_COUNT_AS = new Set(['people-in-talks', 'person', 'office']);

function inRegion(tokens: readonly Token[], [from, to]: Region, lemma: string): boolean {
  for (let i = from; i < to; i++) if (tokens[i]?.lemma === lemma) return true;
  return false;
}

/** The words of a phrasal verb, in order, at most four words apart. Returns the end, or -1. */
function wordsFollow(tokens: readonly Token[], at: number, words: readonly string[], limit: number): number {
  let i = at + 1;
  for (const word of words.slice(1)) {
    const stop = Math.min(limit, i + (tokens[at]?.pos === 'AUX' ? 2 : 6));
    while (i < stop && tokens[i]?.lower !== word && tokens[i]?.lemma !== word) i++;
    if (i >= stop) return -1;
    i++;
  }
  return i;
}

function phraseFits(tokens: readonly Token[], at: number, words: readonly string[]): boolean {
  for (let i = 0; i < words.length; i++) if (tokens[at + i]?.lower !== words[i]) return false;
  return true;
}

function containsPhrase(tokens: readonly Token[], clause: Clause, words: readonly string[]): boolean {
  for (let at = clause.from; at < clause.to; at++) if (phraseFits(tokens, at, words)) return true;
  return false;
}
