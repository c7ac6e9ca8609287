import type { Subscriber } from '../model/mail.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';
import { layout, messagePage } from './layout.ts';
import type { PagePorts } from './ports.ts';
import { finerFields, wishFields } from './wish-form.ts';

/** A reader's own page: what they get, and what is held on them. */
export function preferencesPage(
  ports: PagePorts,
  subscriber: Subscriber,
  token: string,
  outcome: { readonly saved?: boolean; readonly mistake?: string } = {},
): Markup {
  const now = ports.now();
  const own = `token=${encodeURIComponent(token)}`;
  return layout({
    title: 'Your preferences',
    now,
    main: markup`<div class="sheet form"><h1>Your preferences</h1>
<p class="standfirst">Mails to <bdi>${subscriber.mailbox.address}</bdi></p>
${outcome.saved && markup`<p class="saved" role="status">Saved.</p>`}
${outcome.mistake && markup`<p class="mistake" role="alert">${outcome.mistake}</p>`}
${standing(subscriber)}
<form method="post" action="/preferences"><input type="hidden" name="token" value="${token}">
${wishFields(subscriber, ports.watches())}
${finerFields(subscriber, now.toISOString().slice(0, 10))}
<button type="submit">Save</button></form>
<h2>What is held on you</h2>
<p>Your address and these choices, the mails sent to you, and which developments they told. Nothing about when or whether you read them: no mail of Newswatch reports that.</p>
<p><a href="/preferences/export?${own}">Take it with you (JSON)</a> · <a href="/preferences/delete?${own}">Delete it all</a></p></div>`,
  });
}

function standing({ status, suspended }: Subscriber): Insert {
  if (status === 'unsubscribed') {
    return markup`<p class="mistake">You are unsubscribed, and get no mails. Saving subscribes you again.</p>`;
  }
  if (status === 'suspended') {
    return markup`<p class="mistake">Mails to you were stopped: ${suspended?.reason ?? 'they came back'}. Saving starts them again.</p>`;
  }
  return null;
}

/** For who has no mail at hand with the link. */
export function askForLinkPage(now: Date, mistake?: string): Markup {
  return layout({
    title: 'Your preferences',
    now,
    main: markup`<div class="sheet form"><h1>Your preferences</h1>
<p class="standfirst">Every mail links to them. Here you get the link once more.</p>
${mistake && markup`<p class="mistake" role="alert">${mistake}</p>`}
<form method="post" action="/preferences/link">
<fieldset><legend>Where to</legend><div class="fields"><label class="wide">Mail address <input type="email" name="address" required maxlength="320" autocomplete="email"></label></div></fieldset>
<button type="submit">Mail me the link</button></form></div>`,
  });
}

export function linkAskedPage(now: Date): Markup {
  return messagePage(
    now,
    'Look into your mail',
    markup`<p>If this address is known here, a mail with the link is on its way.</p>`,
  );
}
