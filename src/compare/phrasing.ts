import type { Mention } from './mention.ts';

const WEEKDAY = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
const ON_WEEKDAY = new RegExp(`\\bon ${WEEKDAY}\\b`);
const ANY_WEEKDAY = new RegExp(`\\b${WEEKDAY}\\b|\\b(?:today|yesterday)\\b`);
const MONTH = /\b(?:January|February|March|April|June|July|August|September|October|November|December)\b/;
const UNIT_BEFORE = new RegExp(`\\b(?:last|a) (?:week|month|year|${WEEKDAY})\\b`);
/** `…, he said.` at the end: what was said, and not that it was. */
const TAIL = /, (?:he|she|they|it|\p{L}+ \p{L}+) (?:said|says|added|wrote)[.”"]*$/u;
const QUOTE = /["“][^"”]*["”]/g;
const PRONOUN = /^(?:he|she|it|they|his|her|their|its|both|this|that|these|those|there|here)$/;
const NEGATION = /^(?:not|n't|no|nobody|never|nothing|neither)$/;

/** Tokens, verbs, names: from so many on it is no more of a sign. */
const LONG = 40;
const VERBS = 5;
const NAMES = 6;

/**
 * How a sentence is put, each 0 to 1. A sentence that tells news says much at once: who, what, where and on which
 * day; one that goes on with it is short, opens with a pronoun, quotes.
 */
export function phrasingFeatures(mention: Mention): Readonly<Record<string, number>> {
  const known = cache.get(mention);
  if (known) return known;
  const made = phrasingOf(mention);
  cache.set(mention, made);
  return made;
}

const cache = new WeakMap<Mention, Readonly<Record<string, number>>>();

function phrasingOf({ sentence, event, sure, strength, second }: Mention): Record<string, number> {
  const { text, tokens } = sentence;
  const counts = new Map<string, number>();
  for (const { pos } of tokens) counts.set(pos, (counts.get(pos) ?? 0) + 1);
  const count = (pos: string) => counts.get(pos) ?? 0;
  const words = tokens.length - count('PUNCT');
  const has = (pattern: RegExp) => Number(pattern.test(text));
  const quoted = (text.match(QUOTE) ?? []).reduce((sum, quote) => sum + quote.length, 0);
  const first = tokens[0];
  return {
    length: Math.min(1, words / LONG),
    verbs: Math.min(1, count('VERB') / VERBS),
    properNames: Math.min(1, count('PROPN') / NAMES),
    adjectives: tokens.length === 0 ? 0 : count('ADJ') / tokens.length,
    numbers: Number(counts.has('NUM')),
    quoteShare: quoted / Math.max(1, text.length),
    saidTail: has(TAIL),
    onWeekday: has(ON_WEEKDAY),
    weekday: has(ANY_WEEKDAY),
    month: has(MONTH),
    year: has(/\b(?:19|20)\d\d\b/),
    unitBefore: has(UNIT_BEFORE),
    ago: has(/\bago\b/),
    pronounFirst: Number(PRONOUN.test(first?.lower ?? '')),
    nameFirst: Number(first?.pos === 'PROPN'),
    negated: Number(tokens.some((token) => NEGATION.test(token.lower))),
    series: Number((event.figures.attacks?.value ?? 0) > 1),
    opensSince: Number(!event.figures.attacks && has(/^(?:ever )?since\b|^in the \w+ since\b/i) === 1),
    secondEvent: Number(second),
    secondToll: Number(second && event.figures.killed !== undefined),
    sure,
    sureAndStrong: sure * strength,
  };
}
