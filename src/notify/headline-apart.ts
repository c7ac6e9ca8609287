import type { Development } from '../model/development.ts';
import { TYPE_WORDS } from '../model/words.ts';
import { finiteVerbs } from './finite-verbs.ts';
import { withoutAsides } from './headline-asides.ts';
import { endingFault, isPointing } from './headline-faults.ts';
import { ends, MOST } from './phrases.ts';
import type { ReadSentence } from './reading.ts';
import { textOf } from './subjects.ts';

/**
 * A headline for the second fact of those that go by one: what its sentence says of what the headline names ("Rivals
 * initial treaty: their leaders then signed a declaration"), else with its kind in brackets.
 */
export function toldApart(headline: string, { event, evidence }: Development, read: ReadSentence): string {
  const sentence = withoutAsides(evidence.text, read);
  const more = isPointing(sentence) ? beginning(sentence, MOST - headline.length - 2, read) : '';
  if (more === '') return `${headline} (${TYPE_WORDS[event.type]})`;
  return `${headline}${headline.includes(':') ? ' –' : ':'} ${more.charAt(0).toLowerCase()}${more.slice(1)}`;
}

/** Of a sentence what fits, up to where a clause, or else a phrase, ends; '' where neither does. */
function beginning(sentence: string, most: number, read: ReadSentence): string {
  const { words } = read(sentence);
  const [verb] = finiteVerbs(words);
  if (!verb) return '';
  const whole = ends(words, verb.head, most - (words[verb.head]?.start ?? 0))
    .map(({ end, ends: kind }) => ({ words: words.slice(0, end), verb, ends: kind, rest: words.slice(end) }))
    .filter((run) => !endingFault({ ...run, text: textOf(sentence, run.words) }));
  const best = whole.findLast((run) => run.ends === 'clause') ?? whole.at(-1);
  return best ? textOf(sentence, best.words) : '';
}
