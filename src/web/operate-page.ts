import { JOB_NAMES, type JobName } from '../model/job.ts';
import type { Delivery } from '../model/mail.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';
import { counted, number } from '../model/words.ts';
import { bounded } from './bounded.ts';
import { moment } from './dates.ts';
import { deliveryItem } from './delivery-view.ts';
import { healthSection } from './health-view.ts';
import type { Viewer } from './judge-view.ts';
import { layout } from './layout.ts';
import type { FailedJob, Health, PagePorts } from './ports.ts';
import { jobForms } from './run-job.ts';
import { clip } from './words.ts';

const FAILED = { most: 40, bytes: 24_000 };
/** Looked through for what did not go out. */
const DELIVERIES_LOOKED = 40;
const DELIVERIES = { most: 15, bytes: 10_000 };

export interface Outcome {
  /** What was done, in a sentence. */
  readonly done?: string;
  readonly mistake?: string;
}

/** Queues, jobs and mails, and what can be done about them. */
export async function operatePage(
  ports: PagePorts,
  viewer: Viewer,
  health: Health,
  outcome: Outcome,
): Promise<Markup> {
  const { operator, store } = ports;
  const now = ports.now();
  const reached = health.redis.ok;
  const [failed, paused, deliveries] = reached
    ? await Promise.all([
        operator.failedJobs(FAILED.most + 1),
        operator.pausedQueues(),
        store.deliveryHeads(DELIVERIES_LOOKED),
      ])
    : [[], new Set<JobName>(), []];
  return layout({
    title: 'Operate',
    now,
    main: markup`<div class="sheet operate"><h1>Operate</h1>
${operateNav(viewer, 'jobs')}
${outcome.done && markup`<p class="saved" role="status">${outcome.done}</p>`}${outcome.mistake && markup`<p class="mistake" role="alert">${outcome.mistake}</p>`}
${healthSection(health)}
${
  reached &&
  markup`${pauseForms(paused, viewer)}
<section aria-labelledby="failed-title"><h2 id="failed-title">Failed for good</h2>${failedList(failed, viewer, now)}</section>
<section aria-labelledby="mails-title"><h2 id="mails-title">Mails that are not out</h2>${openMails(deliveries, now)}</section>
<section aria-labelledby="run-title"><h2 id="run-title">Run a job now</h2><p class="meta">The very job of the schedules; what follows from it runs too.</p>${jobForms(ports, viewer.csrf)}</section>`
}</div>`,
  });
}

export function operateNav(viewer: Viewer, here: 'jobs' | 'watches' | 'settings'): Markup {
  const link = (page: string, href: string, words: string) =>
    markup`<a href="${href}"${page === here && markup` aria-current="page"`}>${words}</a> `;
  return markup`<nav class="contents" aria-label="Operate">${link('jobs', '/operate', 'Jobs')}${link('watches', '/operate/watches', 'Stories')}${link('settings', '/operate/settings', 'Settings')}<a href="/operate/board/">Board of all jobs</a> <a href="/feeds">Feeds</a> <a href="/outbox">Outbox</a>
<form method="post" action="/operate/logout">${csrfField(viewer)}<button class="small">Sign out</button></form></nav>`;
}

export function csrfField({ csrf }: Viewer): Markup {
  return markup`<input type="hidden" name="csrf" value="${csrf}">`;
}

function pauseForms(paused: ReadonlySet<JobName>, viewer: Viewer): Markup {
  return markup`<form class="pauses" method="post" action="/operate/queues" aria-label="Pause and resume">${csrfField(viewer)}
<p class="meta">${paused.size === 0 ? 'No queue is paused.' : `Paused: ${[...paused].join(', ')}. Their jobs wait.`}</p>
<p>${JOB_NAMES.map((name) => {
    const verb = paused.has(name) ? 'resume' : 'pause';
    return markup`<button class="small" name="${verb}" value="${name}">${paused.has(name) ? 'Resume' : 'Pause'} ${name}</button> `;
  })}</p></form>`;
}

function failedList(failed: readonly FailedJob[], viewer: Viewer, now: Date): Insert {
  if (failed.length === 0)
    return markup`<p class="empty">None. What fails for good is kept here a fortnight.</p>`;
  const { shown, left } = bounded(failed, FAILED, (job) => failedItem(job, viewer, now));
  return markup`<p class="meta">Each holds its id for a fortnight: the same work is not queued again till it is retried or discarded.</p>
<form method="post" action="/operate/failed">${csrfField(viewer)}<button class="small" name="all" value="retry">Retry all ${number(failed.length)} of them</button></form>
<ul class="plain">${shown}</ul>${left > 0 && markup`<p class="meta">and more; <kbd>newswatch jobs failed</kbd> lists all</p>`}`;
}

function failedItem(
  { name, jobId, error, attempts, failedAtMs }: FailedJob,
  viewer: Viewer,
  now: Date,
): Markup {
  const button = (verb: string, words: string) =>
    markup`<button class="small" name="do" value="${verb}" aria-label="${words} ${name} ${jobId}">${words}</button> `;
  return markup`<li><p><span class="title">${name}</span> <code>${clip(jobId, 80)}</code></p>
<p class="trouble">${clip(error, 300)}</p><p class="meta">${counted(attempts, 'attempt')} · failed ${moment(new Date(failedAtMs).toISOString(), now)}</p>
<form method="post" action="/operate/failed">${csrfField(viewer)}<input type="hidden" name="job" value="${name}"><input type="hidden" name="id" value="${jobId}">${button('retry', 'Retry')}${button('discard', 'Discard')}</form></li>
`;
}

function openMails(deliveries: readonly Delivery[], now: Date): Insert {
  const open = deliveries.filter(({ state }) => state !== 'sent');
  if (open.length === 0)
    return markup`<p class="empty">All of the latest ${number(DELIVERIES_LOOKED)} are out.</p>`;
  const { shown, left } = bounded(open, DELIVERIES, (delivery) => deliveryItem(delivery, now));
  return markup`<ul class="plain">${shown}</ul>${left > 0 && markup`<p class="meta">and ${left} more in the <a href="/outbox">outbox</a></p>`}<p class="meta">One that failed or is held can be sent after all from its own page.</p>`;
}

/** The configuration as loaded. */
export function settingsPage(ports: PagePorts, viewer: Viewer): Markup {
  const settings = ports.operator.settings();
  return layout({
    title: 'Settings',
    now: ports.now(),
    main: markup`<div class="sheet operate"><h1>Settings</h1>${operateNav(viewer, 'settings')}
<p class="standfirst">As this process loaded them, secrets hidden. They are read at its start; the stories’ own files are read again as they change.</p>
<dl class="headers">${settings.slice(0, 200).map(
      ({ name, value }) => markup`<div><dt>${name}</dt><dd>${clip(value, 300)}</dd></div>
`,
    )}</dl>
<h2>Watches</h2><ul class="plain">${
      bounded(
        ports.watches(),
        { most: 100, bytes: 20_000 },
        ({
          watch,
        }) => markup`<li><code>${watch.id}</code> ${clip(watch.title, 160)}: ${counted(watch.feeds.length, 'feed')}, ${counted(watch.baseline.length, 'document')}</li>
`,
      ).shown
    }</ul></div>`,
  });
}
