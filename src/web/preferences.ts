import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../model/errors.ts';
import type { Preferences, Subscriber } from '../model/mail.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';
import { TYPE_WORDS } from '../model/words.ts';
import { DAY_MS } from './dates.ts';
import { eventType, field, preferencesIn, tokenIn } from './form.ts';
import { messagePage } from './layout.ts';
import type { AsksTogether } from './network.ts';
import type { LinkPurpose, PagePorts } from './ports.ts';
import { askForLinkPage, linkAskedPage, preferencesPage } from './preferences-page.ts';
import { incompletePage, send } from './subscribe.ts';

const PAUSES: readonly (readonly [days: number, words: string])[] = [
  [1, 'a day'],
  [7, 'a week'],
  [30, 'a month'],
];

/** What a reader changes by the links of their mails. A GET shows and asks; only a POST changes anything. */
export function preferenceRoutes(app: FastifyInstance, ports: PagePorts, asks: AsksTogether): void {
  app.get('/preferences', async (request, reply) => {
    if (tokenIn(request.query) === null) return send(reply, 200, askForLinkPage(ports.now()));
    return asReader(ports, request, reply, (subscriber, token) => preferencesPage(ports, subscriber, token));
  });
  app.post('/preferences/link', asks, ({ body }, reply) => mailLink(ports, body, reply));
  app.post('/preferences', (request, reply) =>
    asReader(ports, request, reply, (subscriber, token) => save(ports, subscriber, token, request.body)),
  );
  app.get('/preferences/export', (request, reply) => exportHeld(ports, request, reply));
  app.get('/preferences/delete', (request, reply) =>
    asReader(ports, request, reply, (_, token) => askDelete(ports.now(), token)),
  );
  app.post('/preferences/delete', (request, reply) =>
    asReader(ports, request, reply, async (subscriber) => {
      await ports.readers.erase(subscriber);
      return deletedPage(ports.now());
    }),
  );
  quickRoutes(app, ports);
}

/** The links at the foot of a mail: mute its type, pause. Their tokens open nothing else. */
function quickRoutes(app: FastifyInstance, ports: PagePorts): void {
  app.get('/mute', (request, reply) => {
    const type = field(request.query, 'type');
    return asReader(ports, request, reply, (_, token) => askMute(ports.now(), token, type), 'mute');
  });
  app.post('/mute', (request, reply) =>
    asReader(ports, request, reply, (subscriber) => mute(ports, subscriber, request.body), 'mute'),
  );
  app.get('/pause', (request, reply) =>
    asReader(ports, request, reply, (_, token) => askPause(ports.now(), token), 'pause'),
  );
  app.post('/pause', (request, reply) =>
    asReader(ports, request, reply, (subscriber) => pause(ports, subscriber, request.body), 'pause'),
  );
}

async function mute(ports: PagePorts, subscriber: Subscriber, body: unknown): Promise<Markup> {
  const type = eventType(field(body, 'type'));
  if (type === null) return incompletePage(ports.now());
  const mutedTypes = [...new Set([...(subscriber.mutedTypes ?? []), type])];
  await change(ports, subscriber, { mutedTypes });
  return done(ports.now(), `Muted: ${TYPE_WORDS[type]}`, 'Nothing of this type is mailed to you.');
}

async function pause(ports: PagePorts, subscriber: Subscriber, body: unknown): Promise<Markup> {
  const chosen = PAUSES.find(([days]) => String(days) === field(body, 'days'));
  if (!chosen) return incompletePage(ports.now());
  const until = new Date(ports.now().getTime() + chosen[0] * DAY_MS);
  await change(ports, subscriber, { snoozeUntil: until.toISOString() });
  const words = `No mail for ${chosen[1]}. If you get a digest, the one after that tells what you missed.`;
  return done(ports.now(), 'Paused', words);
}

/** Answers who holds a valid link; anyone else is told that it is not one, whatever is wrong with it. */
async function asReader(
  ports: PagePorts,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: (subscriber: Subscriber, token: string) => Markup | Promise<Markup>,
  purpose: LinkPurpose = 'preferences',
): Promise<FastifyReply> {
  const token = tokenIn(request.body) ?? tokenIn(request.query);
  if (token === null) return send(reply, 400, incompletePage(ports.now()));
  const subscriber = await ports.readers.byToken(token, purpose);
  if (subscriber === null) return send(reply, 404, noReaderPage(ports.now()));
  return send(reply, 200, await answer(subscriber, token));
}

async function mailLink(ports: PagePorts, body: unknown, reply: FastifyReply): Promise<FastifyReply> {
  try {
    await ports.readers.askForLink(field(body, 'address'));
  } catch (error) {
    if (!(error instanceof AppError) || error.retryable) throw error;
    return send(reply, 400, askForLinkPage(ports.now(), error.message));
  }
  return send(reply, 200, linkAskedPage(ports.now()));
}

async function save(ports: PagePorts, subscriber: Subscriber, token: string, body: unknown): Promise<Markup> {
  const read = preferencesIn(body, ports.watches());
  if (!read.ok) return preferencesPage(ports, subscriber, token, { mistake: read.why });
  try {
    const changed = await ports.readers.change(subscriber, read.wishes, { activate: true });
    return preferencesPage(ports, changed, token, { saved: true });
  } catch (error) {
    if (!(error instanceof AppError) || error.retryable) throw error;
    return preferencesPage(ports, subscriber, token, { mistake: error.message });
  }
}

/** One change, everything else as it is. */
function change(ports: PagePorts, subscriber: Subscriber, wish: Partial<Preferences>): Promise<Subscriber> {
  return ports.readers.change(subscriber, { ...wishesOf(subscriber), ...wish });
}

function wishesOf(subscriber: Subscriber): Preferences {
  const { watchIds, alerts, digest, hour, timezone } = subscriber;
  const { mutedTypes, quiet, snoozeUntil, signOfLife, language } = subscriber;
  return {
    ...{ watchIds, alerts, digest, hour, timezone },
    ...(mutedTypes && { mutedTypes }),
    ...(quiet && { quiet }),
    ...(snoozeUntil && { snoozeUntil }),
    ...(signOfLife && { signOfLife }),
    ...(language && { language }),
  };
}

async function exportHeld(
  ports: PagePorts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const token = tokenIn(request.query);
  const subscriber = token === null ? null : await ports.readers.byToken(token, 'preferences');
  if (subscriber === null) return send(reply, 404, noReaderPage(ports.now()));
  return reply
    .header('cache-control', 'no-store')
    .header('content-disposition', 'attachment; filename="newswatch-about-me.json"')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(await ports.readers.held(subscriber), null, 2));
}

function askMute(now: Date, token: string, typed: string): Markup {
  const type = eventType(typed);
  if (type === null) return incompletePage(now);
  return messagePage(
    now,
    `Mute this type: ${TYPE_WORDS[type]}?`,
    ask(
      '/mute',
      token,
      markup`<input type="hidden" name="type" value="${type}"><button type="submit">Mute</button>`,
      markup`<p>No mail will tell you of events of this type, neither at once nor in a digest. They stay on the page.</p>`,
    ),
  );
}

function askPause(now: Date, token: string): Markup {
  return messagePage(
    now,
    'Pause your mails?',
    ask(
      '/pause',
      token,
      markup`<div class="fields">${PAUSES.map(([days, words]) => markup`<button type="submit" name="days" value="${days}">For ${words}</button> `)}</div>`,
      markup`<p>Neither alerts nor digests come meanwhile. If you get a digest, the one after the pause tells what you missed.</p>`,
    ),
  );
}

function askDelete(now: Date, token: string): Markup {
  return messagePage(
    now,
    'Delete all that is held on you?',
    ask(
      '/preferences/delete',
      token,
      markup`<button type="submit">Delete it all</button>`,
      markup`<p>Your address, your choices, the mails sent to you and the note of what you were told are removed for good, and no mail comes any more. A mail that is on its way may still arrive.</p>`,
    ),
  );
}

function ask(path: string, token: string, controls: Insert, words: Markup): Markup {
  return markup`${words}
<form method="post" action="${path}"><input type="hidden" name="token" value="${token}">${controls}</form>
<p class="meta">Nothing has changed yet. Close this page to leave everything as it is.</p>`;
}

function done(now: Date, title: string, words: string): Markup {
  return messagePage(
    now,
    title,
    markup`<p>${words}</p><p>Changed your mind? Every mail links to your preferences, and here you <a href="/preferences">get the link</a> once more.</p>`,
  );
}

function deletedPage(now: Date): Markup {
  return messagePage(now, 'All is deleted', markup`<p>Nothing is held on you any more.</p>`);
}

function noReaderPage(now: Date): Markup {
  return messagePage(
    now,
    'This link is not a valid one',
    markup`<p>It was not made here or for this page, is older than three months, or what was held on its reader was deleted. <a href="/preferences">Get a new link</a> by mail.</p>`,
  );
}
