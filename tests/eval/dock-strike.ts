import type { LabelledArticle, LabelledEvent, LabelledReport } from '../../src/eval/labels.ts';
import type { ReplayAlert, ReplayLine } from '../../src/eval/replay-line.ts';
import type { Story } from '../../src/eval/story.ts';
import type { Article } from '../../src/model/article.ts';
import { contentId } from '../../src/model/id.ts';
import { watchOf } from '../support/samples.ts';

/** Every article of the dock strike has these sentences, so that a test chooses by its labels which of them count. */
export const SENTENCES = {
  walkout: 'Dockers at Port Ellery walked out at dawn on Monday.',
  injured: 'Two pickets were hurt when a lorry drove through the gate.',
  talks: 'Talks between the union and the harbour board opened on Wednesday.',
  weather: 'A gale is expected at the weekend.',
} as const;

export const EVENTS = {
  walkout: event('walkout', { type: 'walkout', date: day('2031-03-03') }),
  injured: event('injured', { type: 'clash', date: day('2031-03-04'), figures: { wounded: 2 } }),
  talks: event('talks', { type: 'talks_started', date: day('2031-03-05') }),
  offer: event('offer', { type: 'offer_made', date: null }),
} as const;

export function day(on: string) {
  return { from: on, to: on };
}

export function event(id: string, rest: Partial<LabelledEvent>): LabelledEvent {
  return {
    id,
    type: 'other',
    gist: id,
    date: null,
    place: [],
    actors: [],
    certainty: 'happened',
    figures: {},
    held: false,
    weight: 1,
    ...rest,
  };
}

export function reports(
  eventId: string,
  sentence: keyof typeof SENTENCES,
  rest: Partial<LabelledReport> = {},
): LabelledReport {
  return { event: eventId, evidence: [SENTENCES[sentence]], change: null, figures: {}, ...rest };
}

export function tells(...told: readonly LabelledReport[]): LabelledArticle {
  return { relevant: true, reports: told, background: [] };
}

export const distractor: LabelledArticle = { relevant: false, reports: [], background: [] };

/** A story whose n-th article is `n.md`, of the n-th day of March 2031, labelled as given. */
export function story(
  labels: readonly LabelledArticle[],
  events: readonly LabelledEvent[] = Object.values(EVENTS),
): Story {
  const stream = labels.map((_, index) => ({ file: `${index + 1}.md`, article: article(index + 1) }));
  return {
    id: 'dock-strike',
    watch: watchOf({ id: 'dock-strike', title: 'The dock strike at Port Ellery' }),
    stream,
    labels: {
      events: new Map(events.map((one) => [one.id, one])),
      articles: new Map(labels.map((label, index) => [`${index + 1}.md`, label])),
    },
  };
}

export function article(number: number, rest: Partial<Article> = {}): Article {
  return {
    id: contentId('a', String(number)),
    url: `https://news.example/dock/${number}`,
    title: `Port Ellery, report ${number}`,
    paragraphs: [`${SENTENCES.walkout} ${SENTENCES.injured}`, `${SENTENCES.talks} ${SENTENCES.weather}`],
    captions: [],
    authors: [],
    publishedAt: `2031-03-${String(number).padStart(2, '0')}`,
    source: 'Harbour Post',
    via: 'file',
    ...rest,
  };
}

export function alert(rest: Partial<ReplayAlert>): ReplayAlert {
  return {
    kind: 'new',
    type: 'other',
    date: null,
    certainty: 'happened',
    place: [],
    actors: [],
    figures: {},
    weight: 1,
    evidence: SENTENCES.weather,
    why: [],
    ...rest,
  };
}

/** An alert that tells an event as its label does. */
export function telling(
  id: keyof typeof EVENTS,
  sentence: keyof typeof SENTENCES,
  rest: Partial<ReplayAlert> = {},
): ReplayAlert {
  const { type, date, certainty, figures } = EVENTS[id];
  return alert({ type, date, certainty, figures, evidence: SENTENCES[sentence], ...rest });
}

/** One line an article, with these alerts; relevant as labelled unless told. */
export function lines(
  of: Story,
  alerts: readonly (readonly ReplayAlert[])[],
  relevant?: readonly boolean[],
): readonly ReplayLine[] {
  return of.stream.map(({ file }, index) => ({
    article: file,
    relevant: relevant?.[index] ?? of.labels.articles.get(file)?.relevant ?? false,
    alerts: alerts[index] ?? [],
    withheld: [],
  }));
}
