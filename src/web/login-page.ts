import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Markup, markup } from '../model/markup.ts';
import { field, fieldValues } from './form.ts';
import { layout, messagePage } from './layout.ts';
import { limitTo } from './network.ts';
import type { PagePorts } from './ports.ts';
import {
  clearSession,
  isFromHere,
  isOwnForm,
  type Site,
  sessionToken,
  setSession,
  viewerOf,
} from './session.ts';
import { send } from './subscribe.ts';

/** Passwords tried from one network in an hour. */
const TRIES_PER_HOUR = 20;

/** Signing in and out. Opening a link does neither. */
export function loginRoutes(app: FastifyInstance, ports: PagePorts, site: Site): void {
  app.get('/operate/login', async (request, reply) => {
    if (ports.login === null) return send(reply, 404, noLoginPage(ports.now()));
    return send(reply, 200, loginPage(ports.now(), ownPath(field(request.query, 'back'))));
  });
  app.post('/operate/login', limitTo(TRIES_PER_HOUR), (request, reply) =>
    signIn(ports, site, request, reply),
  );
  app.post('/operate/logout', async (request, reply) => {
    const viewer = await viewerOf(ports, request);
    // Another site's form comes without the cookie (SameSite), and its answer would still take the cookie away.
    const isOurs = viewer === null ? isFromHere(request) : isOwnForm(request, viewer);
    if (!isOurs) return send(reply, 403, strangeFormPage(ports.now()));
    const token = sessionToken(request);
    if (viewer !== null && token !== null) await ports.login?.signOut(token);
    clearSession(reply, site);
    return seeOther(reply, site, '/');
  });
}

async function signIn(
  ports: PagePorts,
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (ports.login === null) return send(reply, 404, noLoginPage(ports.now()));
  if (!isFromHere(request)) return send(reply, 403, strangeFormPage(ports.now()));
  const back = ownPath(field(request.body, 'back'));
  const token = await ports.login.signIn(fieldValues(request.body, 'password')[0] ?? '');
  if (token === null) return send(reply, 401, loginPage(ports.now(), back, 'This is not the password.'));
  setSession(reply, token, site);
  return seeOther(reply, site, back);
}

/** A GET of the page that a form leads back to. */
export function seeOther(reply: FastifyReply, { path }: Site, to: string): FastifyReply {
  return reply.header('cache-control', 'no-store').redirect(path + to, 303);
}

/** Where a form leads back to: a path of ours, whatever it says. */
export function ownPath(path: string): string {
  // Browsers read a backslash as a slash, and two of them as the begin of a host.
  return /^\/(?![/\\])[\w\-./?=&%#+:]*$/.test(path) ? path : '/operate';
}

function loginPage(now: Date, back: string, mistake?: string): Markup {
  return layout({
    title: 'Sign in',
    now,
    main: markup`<div class="sheet form"><h1>Sign in</h1>
<p class="standfirst">To run jobs, to see what failed, and to say which decisions were right.</p>
${mistake && markup`<p class="mistake" role="alert">${mistake}</p>`}
<form method="post" action="/operate/login"><input type="hidden" name="back" value="${back}"><input name="user" value="operator" autocomplete="username" hidden>
<div class="fields"><label class="wide">Password <input type="password" name="password" required maxlength="400" autocomplete="current-password"></label></div>
<button type="submit">Sign in</button></form></div>`,
  });
}

/** How a login is set up, for who has none. */
export function noLoginPage(now: Date): Markup {
  return messagePage(
    now,
    'No login is set up',
    markup`<p>Jobs are run, and decisions judged, by who is signed in. Nobody can be yet:</p>
<ol class="steps"><li><kbd>newswatch web password</kbd> asks for a password and prints its hash.</li>
<li>Put that into the environment as <kbd>NEWSWATCH_LOGIN</kbd> (or a file that holds it, <kbd>NEWSWATCH_LOGIN_FILE</kbd>), or under <kbd>web: login:</kbd> in <kbd>config/newswatch.yaml</kbd>.</li>
<li>Start <kbd>newswatch start</kbd> or <kbd>newswatch web</kbd> anew.</li></ol>
<p>The command line does the same without a login: <kbd>newswatch jobs failed</kbd>, <kbd>newswatch poll</kbd>, <kbd>newswatch feed pause</kbd>.</p>`,
  );
}

export function strangeFormPage(now: Date): Markup {
  return messagePage(
    now,
    'This form is not from here',
    markup`<p>It was sent by another site, or you have signed in anew since it was made. Nothing was changed. Go back, load the page again, and repeat it.</p>`,
  );
}
