import { finiteVerbs, isLink } from './finite-verbs.ts';
import type { Phrase } from './phrases.ts';
import type { Word } from './reading.ts';
import { isFirstPerson, isSaying } from './speakers.ts';

/** Of fewer characters it says too little. */
const LEAST = 20;
const POINTING =
  /^(?:it|they|he|she|this|that|these|those(?! (?:on|in|at|of|who|with|from)\b)|both|such|its|their|his|her|there(?! (?:is|are|was|were|has|have|had|will)\b))\b/i;
const HANGING = /^(?:which|who|whose|whom|where)\b/i;
const ASKED = /^(?:that|how|what|whether|when|which|who|where|why|to|of)$/;
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
    isPointing(phrase.text) && 'points back',
    isFirstPerson(phrase.words[0]) && !phrase.speaker && 'whose words',
    phrase.words.slice(1).some(({ lower }) => PRONOUN.test(lower)) && 'a pronoun for nobody',
    phrase.text.length < LEAST && 'too short',
    startsWithAdjunct(phrase) && 'an adjunct and no clause',
    saysNothing(phrase) && 'said, and not what',
    ASKS.test(phrase.text) && 'asks',
    twoVerbs(phrase.words) && 'two verbs for one subject',
  ];
  return faults.filter((fault) => fault !== false);
}

/** "It will be opened on Tuesday": by itself nobody knows what. */
export function isPointing(text: string): boolean {
  return POINTING.test(text);
}

/** Whether it is no sentence at all: worse than one that is cut off. Titles have a grammar of their own. */
export function isBroken(phrase: Omit<Phrase, 'standing'>): boolean {
  return (
    HANGING.test(phrase.text) ||
    startsWithVerb(phrase) ||
    // "is the one | which decides"
    (/ (?:is|was|are|were) the ones?$/i.test(phrase.text) && isLink(phrase.rest[0])) ||
    / (?:by|at|for|with|to|of|from|until|since),/.test(phrase.text) ||
    halfOfThat(phrase)
  );
}

export function endingFault({ words, verb, ends, rest }: Omit<Phrase, 'standing'>): string | false {
  const last = words.at(-1);
  const next = rest[0];
  if (!last) return 'empty';
  const inPhrase = ends === 'phrase';
  if (isLink(last) || (/^(?:AUX|DET|CCONJ)$/.test(last.pos) && next && !/^[.,;]$/.test(next.text))) {
    return 'ends in the middle';
  }
  if (last.pos === 'ADP' && ASKED.test(next?.lower ?? '')) return 'says half of it';
  if (last.lower.endsWith('ing') && last.pos === 'VERB' && isLink(next)) return 'ends with its verb';
  if (next?.pos === 'ADP' && PRONOUN.test(last.lower)) return 'ends in the middle';
  if (goesOn(rest) || tailWithoutVerb(words, rest)) return 'ends before its verb';
  if (inPhrase && /^(?:ADP|DET|CCONJ|SCONJ|AUX|PART)$/.test(last.pos)) return 'ends in the middle';
  // "close | to", and not "its future | and".
  if (inPhrase && last.pos === 'ADJ' && next?.pos !== 'CCONJ') return 'ends in the middle';
  if (next && next.text !== '.' && OPEN_ENDED.test(last.lower)) return 'ends in the middle';
  if (inPhrase && (last.pos === 'VERB' || words.length === verb.head + 1)) return 'ends with its verb';
  if (inPhrase && last.lower.endsWith('ing') && next?.pos === 'ADP') return 'ends with its verb';
  if (/^(?:that|how|what|whether|of)$/.test(next?.lower ?? '')) return 'says half of it';
  if (next?.lower === 'to' && /^(?:VERB|AUX)$/.test(rest[1]?.pos ?? '')) return 'says half of it';
  if (next?.pos === 'ADP' && ASKED.test(rest[1]?.lower ?? '')) return 'says half of it';
  if (last.pos === 'VERB' && next?.text === ',' && words.at(-2)?.lower === 'to') return 'ends with its verb';
  if (last.pos === 'VERB' && isNoun(words.at(-2)) && isLink(next)) return 'ends with its verb';
  return halvesList(last, rest) && 'ends in a list';
}

/** "the figures | by the commission differ": what it ends with has its verb behind it. */
function goesOn(rest: readonly Word[]): boolean {
  const [verb] = finiteVerbs(rest);
  if (!verb || isSaying(rest[verb.head]) || isSaying(rest[verb.from])) return false;
  const between = rest.slice(0, verb.from);
  if (between.length === 1 && between[0]?.text === ',') return rest[verb.from]?.pos === 'AUX';
  return (
    (between.length === 0 || between[0]?.pos === 'ADP') &&
    !between.some((one) => isLink(one) || /^(?:CCONJ|PRON|PUNCT)$/.test(one.pos))
  );
}

/** "Stellantis followed Ford: its contract | with …". */
function tailWithoutVerb(words: readonly Word[], rest: readonly Word[]): boolean {
  const mark = words.findLastIndex(({ text }) => /^[:;]$/.test(text));
  if (mark < 2 || rest.length === 0 || /^[.,;]$/.test(rest[0]?.text ?? '')) return false;
  return finiteVerbs(words.slice(mark + 1)).length === 0;
}

/** "had reported that the man | , …, was hiding"; "lasted an hour and that the guard was shot". */
function halfOfThat({ words, rest, text }: Omit<Phrase, 'standing'>): boolean {
  if (/ (?:and|but) that /.test(text) && !/ that .* (?:and|but) that /.test(text)) return true;
  if (/ between /.test(text) && !/ between .* and /.test(text)) return true;
  const that = words.findLastIndex(({ lower, pos }) => lower === 'that' && pos !== 'DET');
  const goesFurther = rest.length > 0 && rest[0]?.text !== '.';
  return that > 0 && goesFurther && finiteVerbs(words.slice(that + 1)).length === 0;
}

function startsWithVerb({ words }: Omit<Phrase, 'standing'>): boolean {
  const [first, second] = words;
  return first?.pos === 'VERB' && /(?:ed|id)$/.test(first.lower) && second?.lower === 'that';
}

function isNoun(word: Word | undefined): boolean {
  return NOUN.test(word?.pos ?? '');
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
