import { rootOf } from '../model/event.ts';
import { compareDates } from './calendar.ts';
import type { Mention } from './mention.ts';
import { equally, mostShared } from './terms.ts';

/** As many told before count as many. */
const MANY = 5;

/** What speaks for a mention beginning an event of its own, beside those that its article told before it. */
export function beginFeatures(mention: Mention, told: readonly Mention[]): Record<string, number> {
  const last = told.at(-1);
  if (!last) return { toldNone: 1 };
  const { sentence, event } = mention;
  const others = told.map((one) => one.sentence).filter((one) => one !== sentence);
  const shared = mostShared(sentence, others, equally);
  const gap = sentence.index - last.sentence.index;
  const dates = told.map((one) => compareDates(event.date, one.event.date));
  const own = mention.dated === 'own';
  const vague = event.type === 'other' || event.type === 'statement';
  return {
    toldMany: Math.min(1, told.length / MANY),
    toldWords: shared.words,
    toldNames: shared.names,
    toldCommon: shared.common,
    toldType: Number(!vague && told.some((one) => one.event.type === event.type)),
    toldRoot: Number(!vague && told.some((one) => rootOf(one.event.type) === rootOf(event.type))),
    toldApart: Number(own && dates.every((date) => date === 'apart')),
    toldThatDay: Number(!own && dates.includes('same')),
    toldHere: Number(gap === 0),
    toldBefore: Number(gap === 1),
    toldInParagraph: Number(sentence.paragraph === last.sentence.paragraph),
    toldByLead: Number(last.sentence.index === 0),
    toldDefinite: Number(/^(?:the|this|these)$/.test(sentence.tokens[0]?.lower ?? '')),
  };
}
