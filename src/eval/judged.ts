import { stringify } from 'yaml';
import { isDayOrInstant } from '../config/dates.ts';
import { type Article, articleText } from '../model/article.ts';
import type { ArticleVerdict, Development, Withheld } from '../model/development.ts';
import type { LedgerEntry } from '../model/dossier.ts';
import type { Figures, NewsEvent } from '../model/event.ts';
import type { Feedback, Judgement } from '../model/feedback.ts';
import type { Watch } from '../model/watch.ts';

/** What a watch decided, and what somebody says of it. */
export interface Judged {
  readonly watch: Watch;
  readonly verdicts: readonly ArticleVerdict[];
  /** Texts, by id; an article without one is left out. */
  readonly articles: ReadonlyMap<string, Article>;
  readonly developments: ReadonlyMap<string, Development>;
  /** What the ledger holds, by id. */
  readonly entries: ReadonlyMap<string, LedgerEntry>;
  /** By target. */
  readonly feedback: ReadonlyMap<string, Feedback>;
  /** The target of a withheld event, or of its whole article. */
  readonly withheldId: (articleId: string, withheld?: Withheld) => string;
}

/** A labelled story, not written yet. */
export interface JudgedStory {
  /** Text by path below the story's folder. */
  readonly files: ReadonlyMap<string, string>;
  readonly articles: number;
  /** Articles of which at least one decision was judged; the decisions on the others count as right. */
  readonly judged: number;
  /** Articles whose texts have passed their keep time. */
  readonly missing: number;
}

interface Label {
  readonly relevant: boolean;
  readonly reports: {
    readonly event: string;
    readonly evidence: readonly string[];
    readonly change?: string;
  }[];
  readonly background: string[];
}

type LabelledEvent = Omit<NewsEvent, 'figures' | 'date'> & {
  readonly gist: string;
  readonly date?: NewsEvent['date'];
  readonly figures: Readonly<Record<string, number>>;
  readonly held: boolean;
  readonly weight: number;
};

const GIST_LENGTH = 160;

/**
 * Turns what was decided into a labelled story (docs/stories.md): a development is a report of its event; one marked
 * not new is background, one marked wrong is nothing, what should have been told is a report of an event of its own.
 */
export function judgedStory(judged: Judged): JudgedStory {
  const { watch, verdicts, articles, feedback } = judged;
  const texts = verdicts
    .flatMap((verdict) => {
      const article = articles.get(verdict.article.articleId);
      return article ? [{ verdict, article }] : [];
    })
    .sort((a, b) => orderOf(a).localeCompare(orderOf(b)));
  const events = new Map<string, LabelledEvent>();
  const stream = texts.map(({ verdict, article }, at) => ({
    ...{ file: fileName(at, article), article, verdict },
    label: labelOf(judged, verdict, article, events),
  }));
  const targets = ({ article, developmentIds, withheld }: ArticleVerdict) => [
    ...developmentIds,
    judged.withheldId(article.articleId),
    ...withheld.map((one) => judged.withheldId(article.articleId, one)),
  ];
  const { title, follow, language } = watch;
  const files = new Map([
    ['story.yaml', stringify({ title, ...(follow && { follow }), language })],
    ...watch.baseline.map(
      (article, at) => [`dossier/${fileName(at, article)}`, documentOf(article)] as const,
    ),
    ...stream.map(({ file, article }) => [`stream/${file}`, documentOf(article)] as const),
    [
      'labels.yaml',
      stringify({
        events: Object.fromEntries(events),
        articles: Object.fromEntries(stream.map(({ file, label }) => [file, tidy(label)])),
      }),
    ],
  ]);
  return {
    files,
    articles: texts.length,
    judged: texts.filter(({ verdict }) => targets(verdict).some((target) => feedback.has(target))).length,
    missing: verdicts.length - texts.length,
  };
}

function labelOf(
  judged: Judged,
  verdict: ArticleVerdict,
  article: Article,
  events: Map<string, LabelledEvent>,
): Label {
  const label: Label = { relevant: true, reports: [], background: [] };
  const { articleId } = verdict.article;
  const says = (target: string): Judgement | undefined => judged.feedback.get(target)?.judgement;
  for (const id of verdict.developmentIds) {
    const development = judged.developments.get(id);
    if (development) told(label, development, says(id), article, events);
  }
  for (const withheld of verdict.withheld) {
    const target = judged.withheldId(articleId, withheld);
    if (says(target) === 'should-have-told') missed(label, target, withheld, article, events);
    else kept(label, withheld, article, judged, events);
  }
  const whole = judged.withheldId(articleId);
  if (says(whole) === 'should-have-told')
    missed(label, whole, { type: 'other', evidence: article.paragraphs[0] ?? '' }, article, events);
  if (verdict.relevant || label.reports.length > 0) return label;
  return { relevant: false, reports: [], background: [] };
}

function told(
  label: Label,
  { entryId, kind, event, headline, weight, evidence }: Development,
  judgement: Judgement | undefined,
  article: Article,
  events: Map<string, LabelledEvent>,
): void {
  if (judgement === 'wrong') return;
  const isNew = judgement === undefined;
  const known = events.get(entryId);
  // Told as a change, or again though it was known: the dossier holds it already.
  if (!known) events.set(entryId, labelled(event, headline, kind !== 'new' || !isNew, weight));
  if (!isNew) {
    addBackground(label, entryId);
    return;
  }
  const change = kind === 'new' ? {} : { change: kind, figures: values(event.figures) };
  addReport(label, entryId, [evidence.text], article, change);
}

/** An event of its own, whatever the ledger took it for. */
function missed(
  label: Label,
  target: string,
  { type, evidence }: Pick<Withheld, 'type' | 'evidence'>,
  article: Article,
  events: Map<string, LabelledEvent>,
): void {
  const stands = articleText(article).includes(evidence) ? evidence : (article.paragraphs[0] ?? '');
  const event: NewsEvent = { type, date: null, place: [], actors: [], figures: {}, certainty: 'happened' };
  events.set(target, labelled(event, evidence, false, 1));
  addReport(label, target, [stands], article);
}

/** Rightly withheld: a repeat of what the stream told, else background. */
function kept(
  label: Label,
  { entryId, reason, type, evidence }: Withheld,
  article: Article,
  { entries }: Judged,
  events: Map<string, LabelledEvent>,
): void {
  if (entryId === undefined) return;
  const known = events.get(entryId);
  if (known && !known.held && (reason === 'repeat' || reason === 'duplicate')) {
    addReport(label, entryId, [evidence], article);
    return;
  }
  if (!known) {
    const event = entries.get(entryId)?.event;
    const blank: NewsEvent = { type, date: null, place: [], actors: [], figures: {}, certainty: 'happened' };
    events.set(entryId, labelled(event ?? blank, evidence, true, 0.5));
  }
  addBackground(label, entryId);
}

function addReport(
  label: Label,
  event: string,
  sentences: readonly string[],
  article: Article,
  more: Readonly<Record<string, unknown>> = {},
): void {
  const text = articleText(article);
  const evidence = sentences.filter((sentence) => sentence !== '' && text.includes(sentence));
  if (evidence.length === 0 || label.reports.some((report) => report.event === event)) return;
  label.reports.push({ event, evidence, ...more });
  const at = label.background.indexOf(event);
  if (at >= 0) label.background.splice(at, 1);
}

function addBackground({ reports, background }: Label, event: string): void {
  if (reports.some((report) => report.event === event) || background.includes(event)) return;
  background.push(event);
}

function labelled(event: NewsEvent, gist: string, held: boolean, weight: number): LabelledEvent {
  const { date, figures, type, certainty, place, actors } = event;
  return {
    ...{ type, gist: gist.slice(0, GIST_LENGTH).trim() || type },
    ...(date && { date }),
    ...{ place, actors, certainty, figures: values(figures), held, weight },
  };
}

function values(figures: Figures): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(figures).map(([name, { value }]) => [name, value]));
}

function tidy({ relevant, reports, background }: Label) {
  return {
    relevant,
    ...(reports.length > 0 && { reports }),
    ...(background.length > 0 && { background }),
  };
}

function orderOf({ article, verdict }: { article: Article; verdict: ArticleVerdict }): string {
  const published = Date.parse(article.publishedAt ?? '');
  return Number.isNaN(published) ? verdict.at : new Date(published).toISOString();
}

/** `003-talks-resume.md`. */
function fileName(at: number, { title }: Article): string {
  const words = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 50);
  return `${String(at + 1).padStart(3, '0')}-${words.replaceAll(/^-+|-+$/g, '') || 'article'}.md`;
}

function documentOf({ title, source, publishedAt, url, paragraphs }: Article): string {
  const isWeb = /^https?:/.test(url);
  const front = stringify({
    ...{ title, source },
    ...(publishedAt && isDayOrInstant(publishedAt) && { date: publishedAt }),
    ...(isWeb && { url }),
  });
  return `---\n${front}---\n\n${paragraphs.join('\n\n')}\n`;
}
