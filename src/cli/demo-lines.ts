import type { App, JobEvent } from '../app.ts';
import type { ArticleVerdict, Development } from '../model/development.ts';
import type { JobOutcome } from '../model/job.ts';
import type { Clock } from '../model/time.ts';
import { BEFORE_WORDS, KIND_WORDS, REASON_WORDS } from '../model/words.ts';
import { bad, bold, dim, good, printLine, warm, wrap } from './print.ts';

type Compared = Extract<JobOutcome['compare-article'], { readonly kind: 'compared' }>;

const INDENT = ' '.repeat(13);

/** Tells on the terminal what a worker's jobs find, as it happens: developments, what was withheld, mails, trouble. */
export function demoLines(app: App, clock: Clock): (event: JobEvent) => void {
  const troubled = new Set<string>();
  let telling: Promise<void> = Promise.resolve();
  const day = () => dim(clock().toISOString().slice(0, 10));
  const tell = async (event: JobEvent): Promise<void> => {
    if (event.kind !== 'finished') return printLine(`${day()} ${bad('✗')} ${event.name}: ${event.error}`);
    if (event.name === 'compare-article' && event.outcome.kind === 'compared')
      return tellArticle(app, event.outcome, day());
    if (event.name === 'compare-article' && event.outcome.kind === 'sifted') {
      const { articleId, offStory } = event.outcome;
      for (const watchId of offStory)
        await tellArticle(app, { articleId, watchId, developmentIds: [] }, day());
      return;
    }
    if (event.name === 'deliver' && event.outcome.kind === 'sent')
      return tellMail(app, event.outcome.deliveryId, day());
    if (
      event.name === 'poll-feed' &&
      event.outcome.kind === 'failed' &&
      !troubled.has(event.outcome.feedId)
    ) {
      troubled.add(event.outcome.feedId);
      const feed = app.catalogue.feed(event.outcome.feedId);
      printLine(
        `${day()} ${bad('✗')} feed ${feed?.title ?? feed?.url}: ${event.outcome.error}. The others go on.`,
      );
    }
    if (event.name === 'read-article' && event.outcome.kind === 'unreadable') {
      printLine(`${day()} ${bad('✗')} unreadable: ${event.outcome.error}`);
    }
  };
  // One after the other, so that the lines of two articles do not mix.
  return (event) => {
    telling = telling.then(() => tell(event)).catch(() => undefined);
  };
}

async function tellArticle(
  app: App,
  { watchId, articleId, developmentIds }: Pick<Compared, 'watchId' | 'articleId' | 'developmentIds'>,
  day: string,
): Promise<void> {
  const verdicts = await app.store.verdicts(watchId, 20);
  const verdict = verdicts.find((one) => one.article.articleId === articleId);
  for (const id of developmentIds) {
    const development = await app.store.development(watchId, id);
    if (development) printDevelopment(development, day);
  }
  if (!verdict) return;
  const withheld = countsText(verdict.withheld.map((one) => REASON_WORDS[one.reason]));
  if (developmentIds.length === 0)
    printWithheld(verdict, withheld, app.catalogue.watch(watchId)?.title ?? watchId, day);
  else if (withheld) printLine(dim(wrap(`withheld from the same article: ${withheld}`, INDENT)));
}

function printDevelopment({ kind, headline, evidence, article, before }: Development, day: string): void {
  printLine(`${day} ${good('●')} ${bold(headline)} ${dim(KIND_WORDS[kind])}`);
  printLine(wrap(`“${evidence.text}” — ${article.source}`, INDENT));
  if (before) printLine(dim(wrap(`${BEFORE_WORDS[kind]}: “${before.sentence}” — ${before.source}`, INDENT)));
}

function printWithheld(verdict: ArticleVerdict, counts: string, watch: string, day: string): void {
  const { article, relevant, why, withheld } = verdict;
  const what = relevant ? `withheld, ${counts || 'nothing of the story in it'}` : `off the story “${watch}”`;
  printLine(`${day} ${warm('○')} ${dim(`${article.title} — ${article.source}`)}`);
  printLine(dim(wrap(`${what}: ${(relevant && withheld[0]?.why[0]) || why[0]}`, INDENT)));
}

/** `2 known already, 1 background only` */
export function countsText(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}

async function tellMail(app: App, deliveryId: string, day: string): Promise<void> {
  const delivery = await app.store.delivery(deliveryId);
  if (delivery) printLine(`${day} ${bold('✉')} ${delivery.kind}: ${delivery.message.subject}`);
}
