import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Judgement } from '../model/feedback.ts';
import { markup } from '../model/markup.ts';
import { notFound } from './answer.ts';
import { field } from './form.ts';
import { judge } from './judge.ts';
import { JUDGEMENT_WORDS } from './judge-view.ts';
import { messagePage } from './layout.ts';
import { noLoginPage, ownPath, seeOther, strangeFormPage } from './login-page.ts';
import type { PagePorts } from './ports.ts';
import { isOwnForm, type Site, viewerOf } from './session.ts';
import { incompletePage, send } from './subscribe.ts';

/** What somebody signed in says of a decision. */
export function judgeRoutes(app: FastifyInstance, ports: PagePorts, site: Site): void {
  app.post<{ Params: { watchId: string } }>('/watches/:watchId/judge', (request, reply) =>
    takeJudgement(ports, site, request.params.watchId, request, reply),
  );
}

async function takeJudgement(
  ports: PagePorts,
  site: Site,
  watchId: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const now = ports.now();
  const viewer = await viewerOf(ports, request);
  if (viewer === null)
    return ports.login === null ? send(reply, 403, noLoginPage(now)) : signInFirst(reply, now);
  if (!isOwnForm(request, viewer)) return send(reply, 403, strangeFormPage(now));
  if (!ports.watches().some(({ watch }) => watch.id === watchId)) return notFound(reply, ports);
  const { body } = request;
  const said = field(body, 'judgement');
  const judgement = isJudgement(said) ? said : null;
  const before = field(body, 'was');
  if (judgement === null && said !== 'withdraw') return send(reply, 400, incompletePage(now));
  const saying = { watchId, target: field(body, 'target'), articleId: field(body, 'article'), judgement };
  const judged = await judge(ports.store, { ...saying, before: isJudgement(before) ? before : null }, now);
  const back = ownPath(field(body, 'back'));
  if (judged.kind === 'unknown') return notFound(reply, ports);
  if (judged.kind === 'changed') return send(reply, 409, changedPage(now, judged.now, back));
  return seeOther(reply, site, back);
}

function isJudgement(text: string): text is Judgement {
  return Object.hasOwn(JUDGEMENT_WORDS, text);
}

function signInFirst(reply: FastifyReply, now: Date): FastifyReply {
  const body = markup`<p>Only who is signed in may judge. Nothing was changed.</p><p><a href="/operate/login">Sign in</a></p>`;
  return send(reply, 403, messagePage(now, 'Sign in first', body));
}

function changedPage(now: Date, judgement: Judgement | null, back: string) {
  const what = judgement === null ? 'took their mark back' : `marked it as ${JUDGEMENT_WORDS[judgement]}`;
  return messagePage(
    now,
    'Somebody else was quicker',
    markup`<p>Since this page was made, somebody ${what}. Yours was not kept. Look again, and mark it anew if you still want to.</p><p><a href="${back}">Back</a></p>`,
  );
}
