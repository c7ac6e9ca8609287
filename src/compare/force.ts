import type { EventType } from '../model/event.ts';
import type { Lexicon } from '../model/lexicon.ts';
import { groupAt } from './clauses.ts';
import { setOf } from './cues.ts';
import type { ReadSentence } from './read.ts';
import type { Trigger } from './triggers.ts';

/** Strike or attack: force by a state's armed forces is a strike, by whoever else an attack. */
export function forceType(sentence: ReadSentence, trigger: Trigger, lexicon: Lexicon): EventType {
  if (trigger.type !== 'attack' && trigger.type !== 'strike') return trigger.type;
  const agent = agentOf(sentence, trigger);
  if (agent === null) return trigger.type;
  if (isGroup(sentence, agent)) return 'attack';
  return namesState(sentence, agent, lexicon) ? 'strike' : trigger.type;
}

type Region = readonly [from: number, to: number];

/** Where the one who used force is named: before the active verb, after `by`, or before the noun ("US drone strike"). */
function agentOf({ tokens }: ReadSentence, { at, clause, kind }: Trigger): Region | null {
  if (at < 0) return null;
  for (let i = at + 1; i < Math.min(clause.to, at + 16); i++) {
    if (tokens[i]?.lower === 'by') return [i + 1, Math.min(clause.to, i + 7)];
  }
  const token = tokens[at];
  if (kind === 'noun' || token?.pos === 'NOUN') return [Math.max(clause.from, at - 4), at];
  const group = groupAt(tokens, at, clause.to);
  return group.passive ? null : [clause.from, group.from];
}

const GROUP =
  /^(?:militant|rebel|fighter|gunman|gunmen|militia|faction|insurgent|jihadist|extremist|separatist|group|terrorist|bomber|assailant|attacker|suspect|cartel|gang|backed|aligned)$/;

function isGroup({ tokens }: ReadSentence, [from, to]: Region): boolean {
  return tokens.slice(from, to).some((token) => GROUP.test(token.lemma) || GROUP.test(token.lower));
}

const states = new WeakMap<Lexicon, ReadonlySet<string>>();

function namesState(sentence: ReadSentence, [from, to]: Region, lexicon: Lexicon): boolean {
  const known = states.get(lexicon) ?? new Set(lexicon.countries.map((country) => country.name));
  states.set(lexicon, known);
  const forces = setOf(lexicon.classes['state-force'] ?? []);
  if (sentence.names.some((name) => name.from >= from && name.to <= to && known.has(name.name))) return true;
  return sentence.tokens.slice(from, to).some((token) => token.pos === 'NOUN' && forces.has(token.lemma));
}
