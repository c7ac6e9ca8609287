import { mentionsOf } from '../../src/compare/mention.ts';
import { countryNames, indexNames } from '../../src/compare/names.ts';
import { readArticle } from '../../src/compare/read.ts';
import { cosine, termsOf } from '../../src/compare/terms.ts';
import type { EventType } from '../../src/model/event.ts';
import type { Lexicon } from '../../src/model/lexicon.ts';
import { interval, rarityAmong, share } from './measure.ts';
import { articleOf } from './reading.ts';

/** A record of PLOVER's gold standard; those without a text are notes on the file. */
export interface PloverRecord {
  readonly event: string;
  readonly text?: string;
}

/** PLOVER's types, put together where ours do not tell them apart. */
const CLASS_OF: Readonly<Record<string, string>> = {
  CONSULT: 'talks',
  AGREE: 'agreement',
  COOPERATE: 'agreement',
  AID: 'aid',
  SUPPORT: 'stance',
  DEMAND: 'stance',
  DISAPPROVE: 'stance',
  REJECT: 'stance',
  THREATEN: 'threat',
  PROTEST: 'protest',
  MOBILIZE: 'posture',
  ASSAULT: 'force',
  FIGHT: 'force',
  COERCE: 'measure',
  SANCTION: 'measure',
  INVESTIGATE: 'measure',
  RETREAT: 'yielding',
  CONCEDE: 'yielding',
};

/** Of what class each of our types is; a rejection of an agreement is a stance, as it is one of REJECT. */
const OURS: Readonly<Record<EventType, string>> = {
  talks_agreed: 'agreement',
  talks_started: 'talks',
  talks_round_held: 'talks',
  talks_suspended: 'stance',
  talks_resumed: 'talks',
  talks_collapsed: 'stance',
  talks_concluded: 'talks',
  agreement_reached: 'agreement',
  agreement_signed: 'agreement',
  agreement_rejected: 'stance',
  timetable_set: 'agreement',
  ceasefire_declared: 'yielding',
  ceasefire_extended: 'yielding',
  ceasefire_broken: 'force',
  offer_made: 'stance',
  attack: 'force',
  strike: 'force',
  clash: 'force',
  attacks_halted: 'yielding',
  threat: 'threat',
  withdrawal_announced: 'yielding',
  withdrawal_started: 'yielding',
  withdrawal_completed: 'yielding',
  withdrawal_postponed: 'stance',
  deployment: 'posture',
  statement: 'stance',
  legal_act: 'measure',
  election: 'other',
  appointment: 'other',
  resignation: 'yielding',
  release: 'yielding',
  arrest: 'measure',
  protest: 'protest',
  walkout: 'protest',
  walkout_ended: 'yielding',
  other: 'other',
};

const DRAWS = 500;

interface Answered {
  readonly group: string;
  readonly text: string;
  readonly is: string;
  readonly told: string;
  readonly type: EventType;
  readonly likest: string;
  readonly usual: string;
}

/** What type of event a sentence tells: the first mention's. */
export function typesOfSentences(records: readonly PloverRecord[], lexicon: Lexicon): string[] {
  const sentences = records.flatMap(({ event, text }) => {
    const is = CLASS_OF[event];
    return text && is ? [{ is, event, text }] : [];
  });
  const counts = Map.groupBy(sentences, ({ is }) => is);
  const usual = [...counts].reduce((a, b) => (b[1].length > a[1].length ? b : a))[0];
  const names = indexNames(countryNames(lexicon));
  const likest = nearestOf(sentences);
  const answers = sentences.map(({ is, text }, i): Answered => {
    const read = readArticle(articleOf('record', '2000-01-01', '', [text]), '2000-01-01', lexicon, names);
    const type = mentionsOf(read, lexicon)[0]?.event.type ?? 'other';
    return { group: `${i}`, text, is, told: OURS[type], type, likest: likest[i] ?? usual, usual };
  });
  const line = (what: string, by: 'told' | 'likest' | 'usual') =>
    `  ${what.padEnd(46)}  accuracy ${share(accuracy(answers, by))} ${interval(answers, (some) => accuracy(some, by), DRAWS)}, macro F1 ${share(macroF1(answers, by))} ${interval(answers, (some) => macroF1(some, by), DRAWS)}`;
  const untyped = answers.filter(({ type }) => type === 'other').length;
  return [
    `Types: ${answers.length} sentences of PLOVER in ${counts.size} classes; ${untyped} told as of no known type`,
    line('compare', 'told'),
    line('tf-idf, the likest other sentence’s own label', 'likest'),
    line('always the commonest', 'usual'),
    '',
    ...classTable(answers),
    '',
    ...confusions(answers),
  ];
}

/** The label of the likest other sentence: a floor that has seen PLOVER's own labels, which compare has not. */
function nearestOf(sentences: readonly { readonly is: string; readonly text: string }[]): string[] {
  const rarity = rarityAmong(sentences.map(({ text }) => text));
  const terms = sentences.map(({ text }) => termsOf(text));
  return sentences.map((_, i) => {
    const own = terms[i] ?? new Map();
    const best = sentences
      .map((other, j) => ({ is: other.is, like: i === j ? -1 : cosine(own, terms[j] ?? new Map(), rarity) }))
      .reduce((a, b) => (b.like > a.like ? b : a));
    return best.is;
  });
}

type By = 'told' | 'likest' | 'usual';

function accuracy(answers: readonly Answered[], by: By): number {
  return answers.filter((answer) => answer[by] === answer.is).length / answers.length;
}

function macroF1(answers: readonly Answered[], by: By): number {
  const classes = [...new Set(answers.map(({ is }) => is))];
  return classes.reduce((sum, one) => sum + f1(answers, by, one).f1, 0) / classes.length;
}

function f1(answers: readonly Answered[], by: By, one: string) {
  const told = answers.filter((answer) => answer[by] === one).length;
  const there = answers.filter(({ is }) => is === one).length;
  const right = answers.filter((answer) => answer[by] === one && answer.is === one).length;
  const [precision, recall] = [told === 0 ? 0 : right / told, there === 0 ? 0 : right / there];
  return { there, precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

function classTable(answers: readonly Answered[]): string[] {
  return [...new Set(answers.map(({ is }) => is))].map((one) => {
    const { there, precision, recall, f1: value } = f1(answers, 'told', one);
    return `  ${one.padEnd(10)} ${`${there}`.padStart(3)} there  precision ${share(precision)}  recall ${share(recall)}  F1 ${share(value)}`;
  });
}

const SHOWN = 10;

function confusions(answers: readonly Answered[]): string[] {
  const wrong = answers.filter(({ is, told }) => is !== told);
  const kinds = [...Map.groupBy(wrong, ({ is, told }) => `${is} told as ${told}`)];
  return kinds
    .sort((a, b) => b[1].length - a[1].length)
    .slice(0, SHOWN)
    .map(([kind, some]) => `  ${`${some.length}`.padStart(3)} × ${kind}`);
}
