import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { notFound, readHealth, sendPage } from './answer.ts';
import { field } from './form.ts';
import type { Viewer } from './judge-view.ts';
import { noLoginPage, seeOther, strangeFormPage } from './login-page.ts';
import { type Outcome, operatePage, settingsPage } from './operate-page.ts';
import type { PagePorts } from './ports.ts';
import { askedFor, isJobName } from './run-job.ts';
import { isOwnForm, type Site, viewerOf } from './session.ts';
import { send } from './subscribe.ts';

/** Tried again at once, at most. */
const RETRIES_MOST = 500;

/** What whoever is signed in sees and does. A GET shows; only a POST with the session's own token does anything. */
export function operateRoutes(app: FastifyInstance, ports: PagePorts, site: Site): void {
  const page = async (viewer: Viewer, outcome: Outcome = {}) =>
    operatePage(ports, viewer, await readHealth(ports), outcome);
  app.get('/operate', (request, reply) =>
    asOperator(ports, site, request, reply, async (viewer) =>
      sendPage(reply, 200, await page(viewer, doneIn(request.query))),
    ),
  );
  app.get('/operate/settings', (request, reply) =>
    asOperator(ports, site, request, reply, async (viewer) =>
      sendPage(reply, 200, settingsPage(ports, viewer)),
    ),
  );
  const act = (path: string, does: (request: FastifyRequest, reply: FastifyReply) => Promise<Done>) =>
    app.post(path, (request, reply) =>
      asOperator(ports, site, request, reply, async (viewer) => {
        if (!isOwnForm(request, viewer)) return send(reply, 403, strangeFormPage(ports.now()));
        const done = await does(request, reply);
        if (done.kind === 'gone') return notFound(reply, ports);
        if (done.kind === 'refused') return sendPage(reply, 400, await page(viewer, { mistake: done.why }));
        return seeOther(reply, site, done.to);
      }),
    );
  act('/operate/run', ({ body }) => run(ports, body));
  act('/operate/queues', ({ body }) => pauseOrResume(ports, body));
  act('/operate/failed', ({ body }) => handleFailed(ports, body));
  act('/operate/feeds', ({ body }) => handleFeed(ports, body));
  act('/operate/mails', ({ body }) => sendAgain(ports, body));
}

type Done =
  | { readonly kind: 'done'; readonly to: string }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'gone' };

/** Sends who is not signed in to where they can. */
export async function asOperator(
  ports: PagePorts,
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: (viewer: Viewer) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  if (ports.login === null) return send(reply, 404, noLoginPage(ports.now()));
  const viewer = await viewerOf(ports, request);
  if (viewer !== null) return answer(viewer);
  const back = request.method === 'GET' ? `?back=${encodeURIComponent(request.url)}` : '';
  return seeOther(reply, site, `/operate/login${back}`);
}

const DONE_WORDS = {
  ran: 'The job is queued.',
  paused: 'The queue is paused.',
  resumed: 'The queue goes on.',
  retried: 'What had failed is queued again.',
  discarded: 'The job is forgotten; its id is free.',
  sending: 'The mail is queued again.',
} as const;

/** Told once, after a form led back here. */
function doneIn(query: unknown): Outcome {
  const done = field(query, 'done');
  return isDone(done) ? { done: DONE_WORDS[done] } : {};
}

function isDone(text: string): text is keyof typeof DONE_WORDS {
  return Object.hasOwn(DONE_WORDS, text);
}

function done(what: keyof typeof DONE_WORDS): Done {
  return { kind: 'done', to: `/operate?done=${what}` };
}

async function run(ports: PagePorts, body: unknown): Promise<Done> {
  const name = field(body, 'job');
  if (!isJobName(name)) return { kind: 'refused', why: 'There is no such job.' };
  const asked = await askedFor(ports, name, body);
  if (!asked.ok) return { kind: 'refused', why: asked.why };
  await asked.run(ports);
  return done('ran');
}

async function pauseOrResume({ operator }: PagePorts, body: unknown): Promise<Done> {
  const [pause, resume] = [field(body, 'pause'), field(body, 'resume')];
  if (isJobName(pause)) {
    await operator.pauseQueue(pause);
    return done('paused');
  }
  if (!isJobName(resume)) return { kind: 'refused', why: 'There is no such queue.' };
  await operator.resumeQueue(resume);
  return done('resumed');
}

async function handleFailed({ operator }: PagePorts, body: unknown): Promise<Done> {
  if (field(body, 'all') === 'retry') {
    for (const job of await operator.failedJobs(RETRIES_MOST)) await operator.retry(job.name, job.jobId);
    return done('retried');
  }
  const [name, id, verb] = [field(body, 'job'), field(body, 'id'), field(body, 'do')];
  if (!isJobName(name)) return { kind: 'refused', why: 'There is no such job.' };
  const why =
    'This job is not among the failed any more: it was retried or discarded by somebody, or is too old.';
  if (verb === 'retry') return (await operator.retry(name, id)) ? done('retried') : { kind: 'refused', why };
  return (await operator.discard(name, id)) ? done('discarded') : { kind: 'refused', why };
}

async function handleFeed(ports: PagePorts, body: unknown): Promise<Done> {
  const feed = ports.feeds().find(({ id }) => id === field(body, 'feed'));
  if (!feed) return { kind: 'gone' };
  const verb = field(body, 'do');
  if (verb === 'pause') await ports.operator.pauseFeed(feed);
  else if (verb === 'resume') await ports.operator.resumeFeed(feed);
  else if (verb === 'poll') await ports.operator.run('poll-feed', { feedId: feed.id, force: true });
  else return { kind: 'refused', why: 'A feed can be polled, paused or resumed.' };
  return { kind: 'done', to: '/feeds' };
}

async function sendAgain({ operator }: PagePorts, body: unknown): Promise<Done> {
  const id = field(body, 'mail');
  const why = 'This mail is neither failed nor held any more, or its text has passed its keep time.';
  return (await operator.sendAgain(id)) ? done('sending') : { kind: 'refused', why };
}
