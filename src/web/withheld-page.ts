import type { ArticleVerdict, WithheldReason } from '../model/development.ts';
import { type Judgement, withheldId } from '../model/feedback.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';
import { counted, number, REASON_WORDS } from '../model/words.ts';
import { bounded } from './bounded.ts';
import { DAY_MS } from './dates.ts';
import { judgeButtons, type Viewer } from './judge-view.ts';
import { layout } from './layout.ts';
import { loadFeeds } from './load.ts';
import type { PagePorts, WithheldHour } from './ports.ts';
import type { StoryIndex } from './story-index.ts';
import { hasWithheld, verdictAnchor, verdictItem } from './verdict-view.ts';
import { SEARCH_LENGTH_MOST } from './wanted.ts';
import { watchHeading, watchHref, watchNav } from './watch-view.ts';
import type { WithheldWanted } from './withheld-wanted.ts';
import { clip } from './words.ts';

const SHOWN = { most: 20, bytes: 60_000 };
/** A page looks through no more articles than these for what is wanted; the next one goes on. */
const LOOKED_THROUGH = { atOnce: 50, most: 100 };
const RECENT_DAYS = 7;

export interface WithheldRequest {
  readonly watchId: string;
  readonly viewer: Viewer | null;
  readonly wanted: WithheldWanted;
  /** What is wrong with what was asked for. */
  readonly mistake?: string;
}

/** What was read and not told, and why. Null when there is no such watch. */
export async function withheldPage(
  ports: PagePorts,
  index: StoryIndex,
  request: WithheldRequest,
): Promise<Markup | null> {
  const { watchId, viewer, wanted, mistake } = request;
  const overview = ports.watches().find(({ watch }) => watch.id === watchId);
  if (overview === undefined) return null;
  const [counts, feeds, found] = await Promise.all([
    ports.store.counts(watchId),
    loadFeeds(ports, watchId),
    look(ports, watchId, wanted),
  ]);
  const hours = await index.withheldHours.of(watchId, counts.withheld);
  const { shown, nextSkip } = await list(ports, request, found);
  const now = ports.now();
  const title = clip(overview.watch.title, 160);
  return layout({
    title: `Withheld: ${title}`,
    now,
    main: markup`<div class="watch"><header>${watchHeading({ overview, counts, feeds }, markup`<h1>Withheld: ${title}</h1>`)}
${watchNav(watchId, 'withheld')}</header>
<div class="columns">
<div class="news"><section aria-labelledby="articles-title"><h2 id="articles-title" class="rubric">Read, and not told</h2>
${finder(watchId, wanted)}${mistake && markup`<p class="mistake" role="alert">${mistake}</p>`}
${viewer === null && markup`<p class="meta"><a href="/operate/login?back=${watchHref(watchId)}/withheld">Sign in</a> to say what should have been told.</p>`}
${shown.length === 0 ? markup`<p class="empty" role="status">${nothing(counts.withheld, nextSkip)}</p>` : markup`<ul class="plain">${shown}</ul>`}
${paging(watchId, wanted, nextSkip)}</section></div>
<div class="side"><section aria-labelledby="reasons-title"><h2 id="reasons-title" class="rubric">By reason</h2>${reasonTable(watchId, hours, now)}</section></div>
</div></div>`,
  });
}

interface Found {
  readonly verdicts: readonly { readonly verdict: ArticleVerdict; readonly rank: number }[];
  /** Where the next page goes on; null at the end. */
  readonly nextSkip: number | null;
}

/** Looks through the verdicts, newest first, from where the page begins. */
async function look(ports: PagePorts, watchId: string, wanted: WithheldWanted): Promise<Found> {
  const verdicts: { verdict: ArticleVerdict; rank: number }[] = [];
  let rank = wanted.skip;
  const end = rank + LOOKED_THROUGH.most;
  while (rank < end) {
    const some = await ports.store.verdicts(watchId, LOOKED_THROUGH.atOnce, rank);
    for (const [at, verdict] of some.entries()) {
      if (fits(verdict, wanted)) verdicts.push({ verdict, rank: rank + at });
      if (verdicts.length === SHOWN.most) return { verdicts, nextSkip: rank + at + 1 };
    }
    if (some.length < LOOKED_THROUGH.atOnce) return { verdicts, nextSkip: null };
    rank += LOOKED_THROUGH.atOnce;
  }
  return { verdicts, nextSkip: rank };
}

function fits(verdict: ArticleVerdict, { reason, search }: WithheldWanted): boolean {
  if (!hasWithheld(verdict)) return false;
  const { article, withheld, relevant } = verdict;
  const forReason = reason === 'off-story' && !relevant;
  if (reason !== '' && !forReason && !withheld.some((event) => event.reason === reason)) return false;
  if (search === '') return true;
  const text = [article.title, article.source, ...withheld.map(({ evidence }) => evidence)].join('\n');
  const lower = text.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

async function list(
  ports: PagePorts,
  { watchId, viewer, wanted }: WithheldRequest,
  { verdicts, nextSkip }: Found,
): Promise<{ readonly shown: readonly Markup[]; readonly nextSkip: number | null }> {
  const targets = verdicts.flatMap(({ verdict }) => targetsOf(verdict));
  const judged = new Map<string, Judgement | null>();
  const judgements = await ports.store.judgements(watchId, targets);
  for (const [at, target] of targets.entries()) judged.set(target, judgements[at] ?? null);
  const back = `${watchHref(watchId)}/withheld${withheldQuery(wanted)}`;
  const now = ports.now();
  const { shown } = bounded(verdicts, SHOWN, ({ verdict }) => {
    const { articleId } = verdict.article;
    const buttons = (target: string, what: string) =>
      judgeButtons(
        viewer,
        { watchId, target, articleId, judgement: judged.get(target) ?? null, what: clip(what, 120) },
        `${back}#${verdictAnchor(verdict)}`,
      );
    return verdictItem(verdict, now, buttons);
  });
  const cut = verdicts[shown.length];
  // One that alone is longer than a page is passed over.
  return { shown, nextSkip: cut ? cut.rank + (shown.length === 0 ? 1 : 0) : nextSkip };
}

function targetsOf({ article, withheld }: ArticleVerdict): readonly string[] {
  return [withheldId(article.articleId), ...withheld.map((event) => withheldId(article.articleId, event))];
}

function nothing(withheld: number, nextSkip: number | null): string {
  if (nextSkip !== null) return 'None among these articles; earlier ones may fit.';
  return withheld === 0 ? 'Nothing was withheld yet.' : 'Nothing withheld fits, or it is no longer kept.';
}

function withheldQuery({ reason, search, skip }: WithheldWanted): string {
  const given = { reason, q: search, skip: skip > 0 ? String(skip) : '' };
  const query = new URLSearchParams(Object.entries(given).filter(([, value]) => value !== '')).toString();
  return query && `?${query}`;
}

function paging(watchId: string, wanted: WithheldWanted, nextSkip: number | null): Insert {
  const link = (skip: number, words: string, rel: string) =>
    markup`<a rel="${rel}" href="${watchHref(watchId)}/withheld${withheldQuery({ ...wanted, skip })}">${words}</a> `;
  const newest = wanted.skip > 0 && link(0, 'Newest', 'first');
  const older = nextSkip !== null && link(nextSkip, 'Older', 'next');
  return (
    (newest || older) && markup`<nav class="paging" aria-label="Pages of articles">${newest}${older}</nav>`
  );
}

function reasonTable(watchId: string, hours: readonly WithheldHour[], now: Date): Markup {
  const since = new Date(now.getTime() - RECENT_DAYS * DAY_MS).toISOString().slice(0, 13);
  const reasons = Object.keys(REASON_WORDS) as WithheldReason[];
  const sums = new Map<string, { recent: number; all: number }>();
  for (const { reason, hour, count } of hours) {
    const sum = sums.get(reason) ?? { recent: 0, all: 0 };
    sum.all += count;
    if (hour >= since) sum.recent += count;
    sums.set(reason, sum);
  }
  return markup`<table><caption>Events, for as long as verdicts are kept</caption><thead><tr><th scope="col">Reason</th><th scope="col">${counted(RECENT_DAYS, 'day')}</th><th scope="col">All</th></tr></thead>
<tbody>${reasons.map(
    (
      reason,
    ) => markup`<tr><th scope="row"><a href="${watchHref(watchId)}/withheld${withheldQuery({ reason, search: '', skip: 0 })}">${REASON_WORDS[reason]}</a></th><td>${number(sums.get(reason)?.recent ?? 0)}</td><td>${number(sums.get(reason)?.all ?? 0)}</td></tr>
`,
  )}</tbody></table>`;
}

function finder(watchId: string, { reason, search }: WithheldWanted): Markup {
  const reasons = Object.entries(REASON_WORDS).map(
    ([value, words]) =>
      markup`<option value="${value}"${value === reason && markup` selected`}>${words}</option>`,
  );
  return markup`<details class="finder"${(reason !== '' || search !== '') && markup` open`}><summary>Find and filter</summary>
<form method="get" action="${watchHref(watchId)}/withheld" role="search" aria-label="Withheld"><div class="fields"><label class="wide">Words <input type="search" name="q" value="${search}" maxlength="${SEARCH_LENGTH_MOST}"></label>
<label>Reason <select name="reason"><option value="">any</option>${reasons}</select></label></div>
<button type="submit">Find</button></form></details>
`;
}
