import { finiteVerbs } from './finite-verbs.ts';
import type { Phrase } from './phrases.ts';
import type { Word } from './reading.ts';

/** Of fewer characters it says too little. */
const LEAST = 20;
const POINTING = /^(?:it|they|he|she|this|that|these|those|both|such|its|their|his|her|there)\b/i;
const PRONOUN = /^(?:he|she|they|it|them|him)$/;
/** No headline ends with one of these, whatever follows in the sentence. */
const OPEN_ENDED =
  /^(?:both|all|half|parts?|number|order|about|shortly|least|more|most|less|first|next|one)$/;
const NOUN = /^(?:NOUN|PROPN)$/;
/** After "and", words until a verb shows that a clause begins and no further part of a list. */
const CLAUSE_OPENS_WITHIN = 4;
const ASKS = /[?…]$|:\s*(?:what|how|why|who|where|when)\b|\blive\b\s*:/i;
const NO = /\b(?:not?|none|neither|nor|never|halt\w*|den(?:y|ie[sd])|stop\w*|end\w*|without)\b|n[’']t\b/i;

/**
 * What keeps a run of words from being understood alone, or from saying what its sentence says; [] for none. Nobody
 * ends a title in the middle.
 */
export function faultsOf(phrase: Omit<Phrase, 'standing'>, isTitle: boolean): readonly string[] {
  if (isTitle) return ASKS.test(phrase.text) ? ['asks'] : [];
  const faults = [
    endingFault(phrase),
    POINTING.test(phrase.text) && 'points back',
    phrase.words.slice(1).some(({ lower }) => PRONOUN.test(lower)) && 'a pronoun for nobody',
    phrase.text.length < LEAST && 'too short',
    startsWithAdjunct(phrase) && 'an adjunct and no clause',
    saysNothing(phrase) && 'said, and not what',
    ASKS.test(phrase.text) && 'asks',
    twoVerbs(phrase.words) && 'two verbs for one subject',
  ];
  return faults.filter((fault) => fault !== false);
}

function endingFault({ words, verb, ends, rest }: Omit<Phrase, 'standing'>): string | false {
  const last = words.at(-1);
  const next = rest[0];
  if (!last) return 'empty';
  const inPhrase = ends === 'phrase';
  if (inPhrase && /^(?:ADP|DET|CCONJ|SCONJ|AUX|PART)$/.test(last.pos)) return 'ends in the middle';
  // "close | to", and not "its future | and".
  if (inPhrase && last.pos === 'ADJ' && next?.pos !== 'CCONJ') return 'ends in the middle';
  if (next && next.text !== '.' && OPEN_ENDED.test(last.lower)) return 'ends in the middle';
  if (inPhrase && (last.pos === 'VERB' || words.length === verb.head + 1)) return 'ends with its verb';
  if (inPhrase && last.lower.endsWith('ing') && next?.pos === 'ADP') return 'ends with its verb';
  if (/^(?:that|how|what|whether|to|of)$/.test(next?.lower ?? '')) return 'says half of it';
  return halvesList(last, rest) && 'ends in a list';
}

/** "A brought B | and C together". */
function halvesList(last: Word, rest: readonly Word[]): boolean {
  if (rest[0]?.lower !== 'and' || !NOUN.test(last.pos)) return false;
  const opens = rest.slice(1, 1 + CLAUSE_OPENS_WITHIN);
  return opens.some(({ pos }) => NOUN.test(pos)) && !opens.some(({ pos }) => /^(?:VERB|AUX)$/.test(pos));
}

function startsWithAdjunct({ words, text }: Omit<Phrase, 'standing'>): boolean {
  return /^(?:ADP|SCONJ)$/.test(words[0]?.pos ?? '') && !/, |\d/.test(text);
}

/** "The spokesman made clear in a brief text". */
function saysNothing({ words, verb }: Omit<Phrase, 'standing'>): boolean {
  const head = words[verb.head];
  const rest = words.slice(verb.head + 1);
  if (head?.lemma === 'make' && rest[0]?.lower === 'clear') return rest[1]?.lower !== 'that';
  return head?.lemma === 'say' && finiteVerbs(rest).length === 0;
}

/** "Neither before nor during it was there a drone": not without the first half. */
export function losesNegation(text: string, sentence: string): boolean {
  return /^(?:neither|nor|not|no|never|none|hardly)\b/i.test(sentence) && !NO.test(text);
}

function twoVerbs(words: readonly Word[]): boolean {
  return words.some(({ pos }, i) => {
    const next = words[i + 1];
    return pos === 'VERB' && next?.pos === 'VERB' && !next.lower.endsWith('ing');
  });
}
