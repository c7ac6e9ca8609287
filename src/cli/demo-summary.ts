import type { Demo } from '../app/demo.ts';
import { outboxFolder } from '../app/sending.ts';
import type { App } from '../app.ts';
import type { Subscriber } from '../model/mail.ts';
import { REASON_WORDS } from '../model/words.ts';
import { countsText } from './demo-lines.ts';
import { bad, bold, good, printLine, table } from './print.ts';

/** More than any demo has. */
const ALL = 10_000;

/** What the story came to, counted from the store and not from what was printed. */
export async function printSummary(app: App, demo: Demo, reader: Subscriber): Promise<void> {
  printLine(`\n${bold('The story is over.')}`);
  const rows: string[][] = [];
  for (const watch of app.catalogue.watches()) {
    const verdicts = await app.store.verdicts(watch.id, ALL);
    const withheld = verdicts.flatMap((verdict) => verdict.withheld.map((one) => REASON_WORDS[one.reason]));
    const { articles, developments } = await app.store.counts(watch.id);
    rows.push([watch.title, `${articles} articles compared, ${developments} developments`]);
    rows.push(['', `${withheld.length} withheld: ${countsText(withheld) || 'none'}`]);
  }
  rows.push(['Mails', await mailsText(app)]);
  rows.push(['Promise', await promiseText(app, reader)]);
  const unreadable = await app.store.unreadable(ALL);
  if (unreadable.length > 0) rows.push(['Unreadable', `${unreadable.length} articles`]);
  printLine(table(rows).replace(/^/gm, '  '));
  if (!app.config.settings.mail.smtp) printLine(`  The mails are in ${outboxFolder(app.config)}`);
  printLine(`  The newsroom published ${demo.articles} articles.`);
}

async function mailsText(app: App): Promise<string> {
  const deliveries = await app.store.deliveries(ALL);
  const states = countsText(deliveries.map((delivery) => delivery.state));
  return `${countsText(deliveries.map((delivery) => delivery.kind)) || 'none'} (${states || '–'})`;
}

/** Every development bound to exactly one mail that was sent: each fact once, none lost. */
async function promiseText(app: App, reader: Subscriber): Promise<string> {
  const sent = (await app.store.deliveries(ALL)).filter(
    ({ state, subscriberId }) => state === 'sent' && subscriberId === reader.id,
  );
  const mailed = sent.flatMap((delivery) => delivery.developmentIds);
  const found = (
    await Promise.all(app.catalogue.watches().map((watch) => app.store.developments(watch.id, ALL)))
  ).flat();
  const missing = found.filter(({ id }) => !mailed.includes(id)).length;
  const twice = mailed.length - new Set(mailed).size;
  if (missing + twice > 0)
    return bad(`${missing} of ${found.length} developments not mailed, ${twice} mailed twice`);
  return good(`each of the ${found.length} developments mailed once`);
}
