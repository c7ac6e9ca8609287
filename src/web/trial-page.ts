import { PassThrough } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { AppError } from '../model/errors.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';
import type { WatchDraft } from '../model/watch-draft.ts';
import type { TrialSource } from './draft-ports.ts';
import type { Viewer } from './judge-view.ts';
import { layout } from './layout.ts';
import { operateNav } from './operate-page.ts';
import type { PagePorts } from './ports.ts';
import type { Site } from './session.ts';
import { trialView } from './trial-view.ts';
import { clip } from './words.ts';

const MARKS = /<!-- (?:lines|outcome) -->/;

export interface AskedTrial {
  readonly draft: WatchDraft;
  readonly viewer: Viewer;
  readonly source: TrialSource;
}

/** Sends the page while the trial goes on: a line for each part that is done, then what came of it. No script needed. */
export function sendTrial(
  ports: PagePorts,
  site: Site,
  reply: FastifyReply,
  asked: AskedTrial,
): FastifyReply {
  const [before = '', between = '', after = ''] = String(trialPage(ports.now(), asked)).split(MARKS);
  const stream = new PassThrough();
  const write = (text: string) => {
    // Who has gone away is told nothing more; the trial is kept for when they come back.
    if (!stream.destroyed) stream.write(site.moveLinks(text));
  };
  write(before);
  run(ports, asked, (line) => write(String(markup`<li><bdi>${clip(line, 300)}</bdi></li>\n`)))
    .catch((error: unknown) => {
      reply.log.error({ err: error }, 'trial failed');
      return mistake(asked.draft, 'This is a mistake of Newswatch’s own. It was logged.');
    })
    .then((outcome) => {
      write(between + String(outcome) + after);
      stream.end();
    });
  return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(stream);
}

function trialPage(now: Date, { draft, viewer }: AskedTrial): Markup {
  return layout({
    title: 'Trying it on past articles',
    now,
    main: markup`<div class="sheet form operate"><h1>Trying it on past articles</h1>
${operateNav(viewer, 'watches')}<p class="standfirst">${clip(draft.title, 160)}</p>
<ol class="why" aria-label="How far it is" aria-live="polite">
<!-- lines --></ol>
<!-- outcome --></div>`,
  });
}

async function run(
  { drafts, now }: PagePorts,
  { draft, source }: AskedTrial,
  tell: (line: string) => void,
): Promise<Insert> {
  try {
    const tried = await drafts.try(draft, source, tell);
    if (!tried?.trial)
      return mistake(draft, 'Somebody changed this draft meanwhile, so what came of the trial was not kept.');
    return markup`${trialView(tried, tried.trial, now())}${backTo(draft)}`;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return mistake(draft, error.message);
  }
}

function mistake(draft: WatchDraft, why: string): Markup {
  return markup`<p class="mistake" role="alert"><bdi>${why}</bdi></p>${backTo(draft)}`;
}

function backTo({ id }: WatchDraft): Markup {
  return markup`<p class="more"><a href="/operate/drafts/${id}">Back to the draft</a></p>`;
}
