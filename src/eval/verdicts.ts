import { articleText } from '../model/article.ts';
import type { DevelopmentKind } from '../model/development.ts';
import { assign } from './assign.ts';
import { figuresUpTo, type LabelledDevelopment, labelledDevelopments, labelOf } from './developments.ts';
import type { LabelledEvent, LabelledReport } from './labels.ts';
import { dateRight, matchCost } from './match.ts';
import type { ReplayAlert, ReplayLine } from './replay-line.ts';
import type { Story, StreamArticle } from './story.ts';

interface Gain {
  readonly verdict: 'gain';
  readonly event: string;
  /** Of the development told, whatever kind the alert took it for. */
  readonly kind: DevelopmentKind;
  readonly type: boolean;
  /** Within a day. */
  readonly date: boolean;
  readonly certainty: boolean;
  readonly figures: boolean;
}

type Loss = { readonly verdict: 'repeat' | 'known'; readonly event: string } | { readonly verdict: 'noise' };

/** What an alert was worth. */
export type AlertVerdict = (Gain | Loss) & {
  readonly article: string;
  /** Its place among the article's alerts. */
  readonly alert: number;
  /** Its evidence stands in the article word for word. */
  readonly grounded: boolean;
};

export interface Judgement {
  /** In the order of the stream, then of each article's alerts. */
  readonly verdicts: readonly AlertVerdict[];
  readonly developments: readonly LabelledDevelopment[];
  /** Those that no alert told. */
  readonly missed: readonly LabelledDevelopment[];
}

/**
 * Weighs every alert of a replay, article by article in the order of the stream. Within an article the alerts are
 * assigned to the developments not told yet so that as many as possible are told, an alert telling at most one; what
 * is left over repeats, tells the known, or is noise.
 *
 * @param lines by article
 */
export function judge(story: Story, lines: ReadonlyMap<string, ReplayLine>): Judgement {
  const developments = labelledDevelopments(story);
  const told = new Set<LabelledDevelopment>();
  const verdicts = story.stream.flatMap((entry, index) => {
    const page = pageOf(story, entry, index);
    const alerts = lines.get(entry.file)?.alerts ?? [];
    // The article's own before those of earlier articles, should it fit both alike.
    const untold = developments.filter((development) => !told.has(development)).reverse();
    const costs = alerts.map((alert) => untold.map((development) => costOfTelling(page, alert, development)));
    const gains = assign(costs).map((task) => (task === null ? undefined : untold[task]));
    for (const development of gains) if (development) told.add(development);
    const toldEvents = new Set([...told].map(({ event }) => event.id));
    return alerts.map((alert, place): AlertVerdict => {
      const gain = gains[place];
      const where = { article: entry.file, alert: place, grounded: isGrounded(page, alert) };
      return {
        ...where,
        ...(gain ? gainOf(story, page, alert, gain) : withoutGain(page, alert, toldEvents)),
      };
    });
  });
  return { verdicts, developments, missed: developments.filter((development) => !told.has(development)) };
}

/** An article of the stream with the truth about it. */
interface Page {
  readonly index: number;
  readonly title: string;
  readonly text: string;
  readonly tells: readonly Telling[];
}

interface Telling {
  readonly event: LabelledEvent;
  /** None where the event is told as background. */
  readonly sentences: readonly string[];
  /** What the report gives of its own, null for background. */
  readonly report: LabelledReport | null;
}

function pageOf(story: Story, { file, article }: StreamArticle, index: number): Page {
  const label = labelOf(story, file);
  const telling = (id: string, report: LabelledReport | null): readonly Telling[] => {
    const event = story.labels.events.get(id);
    return event ? [{ event, sentences: report?.evidence ?? [], report }] : [];
  };
  const reported = label.reports.flatMap((report) => telling(report.event, report));
  const background = label.background.flatMap((id) => telling(id, null));
  return { index, title: article.title, text: articleText(article), tells: [...reported, ...background] };
}

/** What telling a development with an alert of this page costs, null when it cannot: see `assign`. */
function costOfTelling(page: Page, alert: ReplayAlert, development: LabelledDevelopment): number | null {
  if (development.index > page.index) return null;
  const telling = page.tells.find(
    ({ event, report }) => report !== null && event.id === development.event.id,
  );
  const cost = telling ? matchCost(alert, telling.event, telling.sentences, page.text) : null;
  return cost === null ? null : cost + (alert.kind === development.kind ? 0 : COST_OF_OTHER_KIND);
}

/** Less than any difference in type. */
const COST_OF_OTHER_KIND = 1;

function gainOf(story: Story, page: Page, alert: ReplayAlert, development: LabelledDevelopment): Gain {
  const { event, certainty } = development;
  const report = page.tells.find((telling) => telling.event.id === event.id)?.report;
  const given = [figuresUpTo(story, event, page.index), ...(report?.change ? [report.figures] : [])];
  return {
    verdict: 'gain',
    event: event.id,
    kind: development.kind,
    type: alert.type === event.type,
    date: dateRight(alert.date, event.date),
    certainty: alert.certainty === certainty,
    figures: given.some((figures) => sameFigures(alert.figures, figures)),
  };
}

function sameFigures(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** An alert that told no development: it is put down to the event that fits best, reports before background. */
function withoutGain(page: Page, alert: ReplayAlert, toldEvents: ReadonlySet<string>): Loss {
  const fits = page.tells
    .flatMap((telling) => {
      const cost = matchCost(alert, telling.event, telling.sentences, page.text);
      return cost === null ? [] : [{ cost, telling }];
    })
    .sort((a, b) => a.cost - b.cost);
  const best = fits[0]?.telling;
  if (!best) return { verdict: 'noise' };
  const repeats = best.report !== null && toldEvents.has(best.event.id);
  return { verdict: repeats ? 'repeat' : 'known', event: best.event.id };
}

function isGrounded({ title, text }: Page, { evidence }: ReplayAlert): boolean {
  return evidence !== '' && (text.includes(evidence) || title.includes(evidence));
}
