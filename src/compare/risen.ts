import type { Lexicon } from '../model/lexicon.ts';
import { ORDINALS, ordinalNumber } from './calendar.ts';
import { isPerson } from './counted-people.ts';
import { findCue, type Stretch, setOf } from './cues.ts';
import { numbersAt, type ToldNumber } from './numbers-in.ts';
import type { ReadSentence } from './read.ts';
import type { Token } from './reader.ts';

/** How many a sentence says there are by now, where it says that they have become more; null where it does not. */
export function riseIn(sentence: ReadSentence, lexicon: Lexicon): number | null {
  const { tokens } = sentence;
  const { cues } = lexicon;
  const rise = findCue(tokens, cues.risen);
  if (rise) {
    const count = behind(sentence, rise);
    if (count && isTally(tokens, count, lexicon)) return count.value;
  }
  const outdone = findCue(tokens, cues.outdone);
  const count = outdone && (before(sentence, outdone) ?? behind(sentence, outdone));
  return count?.value ?? ordinalDeath(tokens, lexicon);
}

/** "The eleventh soldier died of his wounds", "another of those shot died, the eighth": how many that makes. */
function ordinalDeath(tokens: readonly Token[], lexicon: Lexicon): number | null {
  if (!tokens.some(({ lemma, pos }) => pos === 'VERB' && /^(?:die|succumb)$/.test(lemma))) return null;
  const at = tokens.findIndex(({ lower }, i) => {
    if (ORDINALS.indexOf(lower) < 1) return false;
    const next = tokens.slice(i + 1, i + 3);
    return (
      next.length === 0 ||
      /^[.,;:]$/.test(next[0]?.text ?? '') ||
      next.some((token) => isPerson(token, lexicon))
    );
  });
  return at < 0 ? null : ordinalNumber(tokens[at]?.lower ?? '');
}

/** "By then the toll had risen to 40": what was counted then. */
export function hadRisen({ tokens }: ReadSentence, { cues }: Lexicon): boolean {
  const rise = findCue(tokens, cues.risen);
  return rise !== null && tokens[rise.from - 1]?.lower === 'had';
}

/** Words between what says that a count rose and the count: "has risen to more than 27". */
const NEAR = 3;
/** "Far more than had first been admitted, namely 27." */
const FAR = 8;
const COMPARES = /^(?:than|first|thought|initially|reported|had)$/;
/** "Which brings the number of the dead to 27": the count is behind another "to". */
const BRINGS = /^(?:bring|brought|tak)/;
const OF_WHAT = /^(?:the|their|its|that|it)$/;

function behind({ text, tokens }: ReadSentence, { from, to }: Stretch): ToldNumber | undefined {
  const last = tokens[to - 1]?.lower ?? '';
  const brings = OF_WHAT.test(last) && BRINGS.test(tokens[from]?.lower ?? '');
  const leads = brings ? tokens.findIndex(({ lower }, i) => i >= to && lower === 'to') : to - 1;
  if (leads < 0 || leads > to + FAR) return undefined;
  const start = tokens[leads]?.end ?? 0;
  const end = tokens[leads + 1 + (COMPARES.test(last) ? FAR : NEAR)]?.start;
  return countsIn(text).find((count) => count.start >= start && count.start < (end ?? text.length));
}

function before(sentence: ReadSentence, { from }: Stretch): ToldNumber | undefined {
  const end = sentence.tokens[from]?.start ?? 0;
  return countsIn(sentence.text).findLast((count) => count.start < end);
}

/** "5 per cent", "80 dollars", "40 degrees": what is measured and not counted. */
const MEASURE =
  /^[\d.,\s-]*(?:[a-z]+\s+)?(?:%|°|per\s?cent|percent|points?|years?|months?|weeks?|days?|hours?|minutes?|degrees|kilomet|km|met(?:re|er)s?|miles|tonn?e?s|litres|cubic|barrels|dollars?|euros?|pounds?|yuan|yen|rou?bles?|rupees?)(?![a-z])/i;
const MONEY = /[$€£¥]\s?$/;

function countsIn(text: string): readonly ToldNumber[] {
  return numbersAt(text).filter(
    ({ start }) =>
      !MONEY.test(text.slice(Math.max(0, start - 2), start)) && !MEASURE.test(text.slice(start, start + 40)),
  );
}

/** "The toll", "the number of people", "26 sailors": people are counted, or it says that it counts. */
function isTally(tokens: readonly Token[], { start }: ToldNumber, lexicon: Lexicon): boolean {
  const at = tokens.findIndex((token) => token.end > start);
  const told = setOf(lexicon.cues.tally);
  return (
    tokens.some(({ lemma }) => told.has(lemma)) ||
    tokens.slice(at + 1, at + 4).some((token) => isPerson(token, lexicon))
  );
}
