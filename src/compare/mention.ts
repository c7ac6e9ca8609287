import type { Certainty, EventType, Figures, NewsEvent } from '../model/event.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { DateRange } from '../model/time.ts';
import { compareDates } from './calendar.ts';
import { wordedCertainty } from './certainty.ts';
import { type Chosen, chooseTriggers } from './choose.ts';
import type { Clause } from './clauses.ts';
import { type Dated, dateOf } from './dating.ts';
import { asFigures, countsOf, type FoundFigure, figuresIn } from './figures.ts';
import { forceType } from './force.ts';
import { canonical } from './profile.ts';
import type { ReadArticle, ReadSentence } from './read.ts';
import type { FoundTime } from './time.ts';
import { certaintyOf } from './told-certainty.ts';
import type { Trigger } from './triggers.ts';

/** One telling of an event in one sentence. */
export interface Mention {
  /** Its certainty is what the words around it say: news, joining and likeness were learnt from that. */
  readonly event: NewsEvent;
  /** What it is told as in the end. */
  readonly toldAs: Certainty;
  readonly sentence: ReadSentence;
  readonly clause: Clause;
  /** Token number of the word that told the type, -1 when none did. */
  readonly at: number;
  readonly strength: number;
  /** 0 to 1: how surely the type is what the sentence is about. */
  readonly sure: number;
  /** Its type by the lexicon's rules alone: what speaks for news and for joining was learnt from that. */
  readonly ruled: EventType;
  /** The time that dated it; null when its date was taken over from around it. */
  readonly time: FoundTime | null;
  readonly dated: Dated['dated'];
  /** Its figures, those told by no number among them ("a policeman was killed"), which news and joining were not learnt from. */
  readonly allFigures: Figures;
  /** Its sentence tells another event before this one. */
  readonly second: boolean;
}

/** What each sentence tells: its strongest trigger, and a second of another root in a clause of its own. */
export function mentionsOf(article: ReadArticle, lexicon: Lexicon): Mention[] {
  const mentions: Mention[] = [];
  let context: DateRange | null = null;
  for (const sentence of article.sentences) {
    const found = chooseTriggers(sentence, lexicon, article.title).map((trigger, i) => {
      const typed = { ...trigger, type: forceType(sentence, trigger, lexicon) };
      return { ...mention(sentence, typed, article, context, lexicon), second: i > 0 };
    });
    mentions.push(...found.filter((one) => !one.second || !sharesToll(one, found[0])));
    const dated = found.find((one) => one.dated === 'own' || one.dated === 'speech');
    if (dated?.event.date) context = dated.event.date;
  }
  return mentions;
}

/** "A flood killed 78 and swept away a bridge": the dead of one day, told once, are of one event. */
function sharesToll({ event }: Mention, first: Mention | undefined): boolean {
  const killed = event.figures.killed?.value;
  return (
    killed !== undefined &&
    killed === first?.event.figures.killed?.value &&
    compareDates(event.date, first.event.date) === 'same'
  );
}

function mention(
  sentence: ReadSentence,
  trigger: Chosen,
  article: ReadArticle,
  context: DateRange | null,
  lexicon: Lexicon,
): Omit<Mention, 'second'> {
  const { published } = article;
  const when = dateOf(sentence, trigger, published, context, lexicon);
  const { date, time, dated } = when;
  const certainty = wordedCertainty(sentence, trigger, lexicon, date, published);
  const names = namesOf(sentence, lexicon);
  const figures = figuresOf(sentence, trigger, lexicon);
  const event: NewsEvent = {
    type: trigger.type,
    date,
    ...names,
    figures: asFigures(
      figures.filter(({ single }) => !single),
      lexicon,
    ),
    certainty,
  };
  return {
    event,
    allFigures: asFigures(figures, lexicon),
    toldAs: certaintyOf(certainty, { sentence, trigger, dated: when, published }, lexicon),
    sentence,
    clause: trigger.clause,
    at: trigger.at,
    strength: trigger.strength,
    sure: trigger.sure,
    ruled: trigger.ruled,
    time,
    dated,
  };
}

function figuresOf(sentence: ReadSentence, trigger: Trigger, lexicon: Lexicon): FoundFigure[] {
  const counts = countsOf(trigger.type, lexicon);
  if (counts.length === 0) return [];
  const dated = (at: number) => {
    const start = sentence.tokens[at]?.start ?? 0;
    return sentence.times.some((time) => start >= time.start && start < time.end);
  };
  const { tokens } = sentence;
  const found = figuresIn(tokens, 0, tokens.length, lexicon, counts, lexicon.peopleAs[trigger.type]);
  return found.filter(({ at }) => !dated(at));
}

function namesOf(sentence: ReadSentence, lexicon: Lexicon): { place: string[]; actors: string[] } {
  const place = new Set<string>();
  const actors = new Set<string>();
  for (const found of sentence.names) {
    const before = sentence.tokens[found.from - 1]?.lower ?? '';
    const located =
      /^(in|at|near|outside|around|into|across|from|inside|over|to|toward|towards|eastern|western|northern|southern|central)$/.test(
        before,
      );
    if (found.kind !== 'actor' && (located || (found.kind === 'place' && before === 'of')))
      place.add(found.name);
    else actors.add(canonical(found.name, lexicon));
  }
  return { place: [...place], actors: [...actors] };
}
