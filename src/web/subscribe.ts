import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../model/errors.ts';
import type { Preferences } from '../model/mail.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';
import { field, fieldValues, preferencesIn, tokenIn } from './form.ts';
import { layout, messagePage } from './layout.ts';
import { ASKS_PER_HOUR, type AsksTogether, limitTo } from './network.ts';
import type { PagePorts } from './ports.ts';
import { wishFields } from './wish-form.ts';

/**
 * Subscribing by a stranger: the form mails a link, the link opens a page with a button, the button subscribes.
 * The answer to the form is the same whether or not the address is known.
 */
export function subscribeRoutes(app: FastifyInstance, ports: PagePorts, asks: AsksTogether): void {
  app.get('/subscribe', async ({ query }, reply) => {
    const wanted = fieldValues(query, 'watch');
    return send(reply, 200, formPage(ports, { ...START, watchIds: wanted.length > 0 ? wanted : all(ports) }));
  });
  app.post('/subscribe', asks, (request, reply) => subscribe(ports, request, reply));
  app.get('/confirm', async ({ query }, reply) => {
    const token = tokenIn(query);
    return token === null
      ? send(reply, 400, incompletePage(ports.now()))
      : send(reply, 200, confirmPage(ports.now(), token));
  });
  app.post('/confirm', limitTo(ASKS_PER_HOUR * 6), async ({ body }, reply) => {
    const token = tokenIn(body);
    if (token === null) return send(reply, 400, incompletePage(ports.now()));
    const subscriber = await ports.readers.confirm(token);
    if (subscriber === null) return send(reply, 410, endedPage(ports.now()));
    return send(reply, 200, confirmedPage(ports.now()));
  });
}

const START: Preferences = {
  watchIds: [],
  alerts: true,
  digest: 'daily',
  hour: 7,
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
};

function all(ports: PagePorts): readonly string[] {
  return ports.watches().map(({ watch }) => watch.id);
}

async function subscribe(
  ports: PagePorts,
  { body }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const address = field(body, 'address');
  const name = field(body, 'name');
  const read = preferencesIn(body, ports.watches());
  const again = (why: string) => {
    const shown = read.ok ? read.wishes : { ...START, watchIds: all(ports) };
    return send(reply, 400, formPage(ports, shown, { address, why }));
  };
  if (!read.ok) return again(read.why);
  try {
    await ports.readers.ask({ ...read.wishes, address, ...(name && { name }) });
  } catch (error) {
    if (!(error instanceof AppError) || error.retryable) throw error;
    return again(error.message);
  }
  return send(reply, 200, askedPage(ports.now()));
}

function formPage(
  ports: PagePorts,
  wishes: Preferences,
  mistake?: { readonly address: string; readonly why: string },
): Markup {
  return layout({
    title: 'Subscribe',
    now: ports.now(),
    main: markup`<div class="sheet form"><h1>Subscribe</h1>
<p class="standfirst">What is new in a story, each fact once, with the sentence that says it.</p>
${mistake && markup`<p class="mistake" role="alert">${mistake.why}</p>`}
<form method="post" action="/subscribe">
<fieldset><legend>Where to</legend><div class="fields"><label class="wide">Mail address <input type="email" name="address" required maxlength="320" autocomplete="email" value="${mistake?.address ?? ''}"></label></div></fieldset>
${wishFields(wishes, ports.watches())}
<button type="submit">Subscribe</button>
<p class="meta">You get one mail with a link to confirm; nothing else is sent before you do, and the address is forgotten after two days if you do not. Subscribed already? <a href="/preferences">Get the link to your preferences</a>.</p>
</form></div>`,
  });
}

function askedPage(now: Date): Markup {
  return messagePage(
    now,
    'Look into your mail',
    markup`<p>If this address can be written to, a mail is on its way with a link: to confirm, or, where it is subscribed already, to its preferences. The link to confirm works for two days.</p>
<p class="meta">Nothing came? Look among the junk. One address gets three such mails a day at most.</p>`,
  );
}

function confirmPage(now: Date, token: string): Markup {
  return messagePage(
    now,
    'Confirm your subscription?',
    markup`<p>Mails about the stories you chose will be sent to the address this link was mailed to. Every one of them holds a link to stop.</p>
<form method="post" action="/confirm"><input type="hidden" name="token" value="${token}"><button type="submit">Confirm</button></form>
<p class="meta">Nothing has changed yet. Close this page if you did not ask for it.</p>`,
  );
}

function confirmedPage(now: Date): Markup {
  return messagePage(
    now,
    'You are subscribed',
    markup`<p>The first mail comes when something new is found, or at the hour of your digest.</p><p><a href="/">See what is known so far</a></p>`,
  );
}

function endedPage(now: Date): Markup {
  return messagePage(
    now,
    'This link has been used, or is too old',
    markup`<p>If you confirmed before, you are subscribed. If not, ask once more: the link works once, for two days.</p><p><a href="/subscribe">Subscribe</a></p>`,
  );
}

export function incompletePage(now: Date): Markup {
  const body: Insert = markup`<p>The link lost its end on the way. Open it from the mail again, or copy all of it.</p>`;
  return messagePage(now, 'This link is not complete', body);
}

/** A page of one reader's own: no cache keeps it, and no page it links to learns its address. */
export function send(reply: FastifyReply, status: number, page: Markup): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(page.toString());
}
