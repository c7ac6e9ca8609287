import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../model/errors.ts';
import { type Insert, markup } from '../model/markup.ts';
import type { WatchDraft } from '../model/watch-draft.ts';
import { notFound, sendPage } from './answer.ts';
import { trialIn, wishIn } from './draft-form.ts';
import { draftPage } from './draft-page.ts';
import { field } from './form.ts';
import type { Viewer } from './judge-view.ts';
import { seeOther, strangeFormPage } from './login-page.ts';
import { asOperator } from './operate-routes.ts';
import type { PagePorts } from './ports.ts';
import { isOwnForm, type Site } from './session.ts';
import { send } from './subscribe.ts';
import { sendTrial } from './trial-page.ts';
import { FILE_MB_MOST, FORM_MB_MOST, readForm, type SentForm } from './upload.ts';
import { watchesPage } from './watches-page.ts';

type OfDraft = FastifyRequest<{ Params: { draftId: string } }>;

/** A picture styles itself and does nothing else. */
const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** Setting up and editing watches, by who is signed in. */
export async function draftRoutes(app: FastifyInstance, ports: PagePorts, site: Site): Promise<void> {
  await app.register(multipart);
  const { drafts } = ports;
  const operator = (
    request: FastifyRequest,
    reply: FastifyReply,
    answer: (viewer: Viewer) => Promise<FastifyReply>,
  ) => asOperator(ports, site, request, reply, answer);

  app.get('/operate/watches', (request, reply) =>
    operator(request, reply, async (viewer) =>
      sendPage(reply, 200, watchesPage(ports, viewer, field(request.query, 'written'))),
    ),
  );
  app.post('/operate/watches/edit', (request, reply) =>
    operator(request, reply, async (viewer) => {
      if (!isOwnForm(request, viewer)) return send(reply, 403, strangeFormPage(ports.now()));
      return opened(ports, site, reply, viewer, field(request.body, 'watch'));
    }),
  );
  app.get('/operate/drafts/new', (request, reply) =>
    operator(request, reply, async (viewer) =>
      sendPage(reply, 200, draftPage({ draft: drafts.empty, viewer, now: ports.now(), mistakes: [] })),
    ),
  );
  app.get('/operate/drafts/:draftId', (request: OfDraft, reply) =>
    operator(request, reply, async (viewer) => {
      const draft = await drafts.draft(request.params.draftId);
      return draft ? show(ports, reply, { draft, viewer, status: 200 }) : notFound(reply, ports);
    }),
  );
  app.get('/operate/drafts/:draftId/picture.svg', (request: OfDraft, reply) =>
    operator(request, reply, async () => {
      const picture = (await drafts.draft(request.params.draftId))?.trial?.picture;
      if (picture === undefined) return notFound(reply, ports);
      reply.header('content-security-policy', PICTURE_POLICY).header('cache-control', 'no-store');
      return reply.type('image/svg+xml').send(picture);
    }),
  );
  app.post('/operate/drafts/:draftId', (request: OfDraft, reply) =>
    operator(request, reply, async (viewer) => {
      const form = await readForm(request).catch(tooLarge);
      if (form === null) {
        const draft = (await drafts.draft(request.params.draftId)) ?? drafts.empty;
        return show(ports, reply, { draft, viewer, status: 413, problem: TOO_LARGE });
      }
      request.body = form.fields;
      if (!isOwnForm(request, viewer)) return send(reply, 403, strangeFormPage(ports.now()));
      return change({ ports, site, reply, viewer }, form, request.params.draftId);
    }),
  );
  app.post('/operate/drafts/:draftId/drop', (request: OfDraft, reply) =>
    operator(request, reply, async (viewer) => {
      if (!isOwnForm(request, viewer)) return send(reply, 403, strangeFormPage(ports.now()));
      await drafts.drop(request.params.draftId);
      return seeOther(reply, site, '/operate/watches');
    }),
  );
}

interface Shown {
  readonly draft: WatchDraft;
  readonly viewer: Viewer;
  readonly status: number;
  readonly problem?: Insert;
}

async function show({ drafts, now }: PagePorts, reply: FastifyReply, { status, ...shown }: Shown) {
  const mistakes = drafts.mistakes(shown.draft);
  return sendPage(reply, status, draftPage({ ...shown, now: now(), mistakes }));
}

async function opened(
  ports: PagePorts,
  site: Site,
  reply: FastifyReply,
  viewer: Viewer,
  watchId: string,
): Promise<FastifyReply> {
  try {
    const draft = await ports.drafts.open(watchId);
    return draft ? seeOther(reply, site, `/operate/drafts/${draft.id}`) : notFound(reply, ports);
  } catch (error) {
    if (!(error instanceof AppError) || error.retryable) throw error;
    return sendPage(reply, 409, watchesPage(ports, viewer, '', error.message));
  }
}

const TOO_LARGE = markup`<p>Nothing was taken of what you sent: a file may have ${FILE_MB_MOST} MB, and all together ${FORM_MB_MOST} MB. Hand over fewer at a time.</p>`;

/** Null for a form that is too large; any other error goes on. */
function tooLarge(error: unknown): null {
  if (error instanceof Error && 'statusCode' in error && error.statusCode === 413) return null;
  throw error;
}

interface Asked {
  readonly ports: PagePorts;
  readonly site: Site;
  readonly reply: FastifyReply;
  readonly viewer: Viewer;
}

async function change(asked: Asked, form: SentForm, id: string): Promise<FastifyReply> {
  const { ports, site, reply, viewer } = asked;
  const { drafts } = ports;
  if (id === 'new') {
    const draft = await drafts.begin(wishIn(form, drafts.empty));
    return seeOther(reply, site, `/operate/drafts/${draft.id}`);
  }
  const held = await drafts.draft(id);
  if (!held) return notFound(reply, ports);
  const isLatest = field(form.fields, 'version') === String(held.version);
  const draft = isLatest ? await drafts.change(held, wishIn(form, held)) : null;
  if (!draft)
    return show(ports, reply, {
      draft: (await drafts.draft(id)) ?? held,
      viewer,
      status: 409,
      problem: OTHERS_FIRST,
    });
  const verb = field(form.fields, 'do');
  if (verb === 'try') {
    const source = trialIn(form);
    if (!source) return show(ports, reply, { draft, viewer, status: 400, problem: NO_SOURCE });
    return sendTrial(ports, site, reply, { draft, viewer, source });
  }
  if (verb === 'write' || verb === 'over') return written(asked, draft, verb === 'over');
  return seeOther(reply, site, `/operate/drafts/${id}`);
}

const OTHERS_FIRST = markup`<p>Somebody changed this draft since you opened it, you in another window or another person. Below is how it stands now; what you had sent was not taken.</p>`;

const NO_SOURCE = markup`<p>Say what to try it on: a feed, or files.</p>`;

async function written({ ports, site, reply, viewer }: Asked, draft: WatchDraft, over: boolean) {
  const problem = (status: number, words: Insert) =>
    show(ports, reply, { draft, viewer, status, problem: words });
  try {
    const done = await ports.drafts.write(draft, over);
    if (done.kind === 'written')
      return seeOther(reply, site, `/operate/watches?written=${encodeURIComponent(done.watchId)}`);
    if (done.kind === 'changed') return problem(409, changedWords(done.what));
    return problem(
      400,
      markup`<p>Nothing was written.</p><ul class="plain">${done.mistakes.slice(0, 20).map(({ message }) => markup`<li><bdi>${message}</bdi></li>`)}</ul>`,
    );
  } catch (error) {
    if (!(error instanceof AppError) || error.retryable) throw error;
    return problem(409, markup`<p><bdi>${error.message}</bdi></p>`);
  }
}

function changedWords(what: readonly string[]): Insert {
  return markup`<p>Nothing was written: somebody changed this watch since you opened it (${what.join(', ')}). Forget this draft and edit the watch anew to see it as it stands, or save your changes on top: what you did not change stays as they left it.</p><button class="small" form="draft" name="do" value="over">Save mine on top</button>`;
}
