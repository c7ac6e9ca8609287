import type { Item } from '../model/feed.ts';
import { contentId } from '../model/id.ts';
import type { JobData, JobName } from '../model/job.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';
import { webAddress } from '../model/web-address.ts';
import { field } from './form.ts';
import type { PagePorts } from './ports.ts';
import { clip } from './words.ts';

const FEEDS_MOST = 150;

/** What a form asks to be run, or what is wrong with it in a sentence. */
export type Asked =
  | { readonly ok: true; readonly run: (ports: PagePorts) => Promise<void> }
  | { readonly ok: false; readonly why: string };

type Reader = (ports: PagePorts, body: unknown) => Promise<Asked>;

const refused = (why: string): Asked => ({ ok: false, why });

function job<Name extends JobName>(name: Name, data: JobData[Name]): Asked {
  return { ok: true, run: ({ operator }) => operator.run(name, data) };
}

const READERS: Readonly<Record<JobName, Reader>> = {
  async 'poll-feed'(ports, body) {
    const feed = ports.feeds().find(({ id }) => id === field(body, 'feed'));
    return feed ? job('poll-feed', { feedId: feed.id, force: true }) : refused('There is no such feed.');
  },
  async 'read-article'(ports, body) {
    const feed = ports.feeds().find(({ id }) => id === field(body, 'feed'));
    const url = webAddress(field(body, 'address'));
    if (!feed) return refused('There is no such feed.');
    if (url === null) return refused('An article has an address that begins with https:// or http://.');
    const item: Item = { id: contentId('i', feed.url, url), url, title: '', summary: '', authors: [] };
    return job('read-article', { feedId: feed.id, item });
  },
  async 'compare-article'(ports, body) {
    const [watchId, articleId] = [field(body, 'watch'), field(body, 'article')];
    if (!hasWatch(ports, watchId)) return refused('There is no such watch.');
    if ((await ports.store.article(articleId)) === null)
      return refused('There is no such article; its text may have passed its keep time.');
    return job('compare-article', { watchId, articleId });
  },
  async 'send-alert'(ports, body) {
    const [watchId, developmentId] = [field(body, 'watch'), field(body, 'development')];
    if (!hasWatch(ports, watchId)) return refused('There is no such watch.');
    if ((await ports.store.development(watchId, developmentId)) === null)
      return refused('This watch has no such development; its id is the end of its page’s address.');
    return job('send-alert', { watchId, developmentId });
  },
  async 'send-digest'(ports, body) {
    const subscriberId = contentId('s', field(body, 'address').toLowerCase());
    const reader = await ports.store.subscriber(subscriberId);
    return reader ? job('send-digest', { subscriberId, force: true }) : refused('Nobody has this address.');
  },
  async deliver(ports, body) {
    const deliveryId = field(body, 'delivery');
    const delivery = await ports.store.delivery(deliveryId);
    return delivery ? job('deliver', { deliveryId }) : refused('There is no such mail.');
  },
  async sweep() {
    return job('sweep', {});
  },
};

export function isJobName(text: string): text is JobName {
  return Object.hasOwn(READERS, text);
}

/** Reads the form of one job. Whatever it names has to be there: a job for nothing would only end unnoticed. */
export function askedFor(ports: PagePorts, name: JobName, body: unknown): Promise<Asked> {
  return READERS[name](ports, body);
}

const WORDS: Readonly<Record<JobName, string>> = {
  'poll-feed': 'Ask a feed now, though it is not due',
  'read-article': 'Read an article, as an entry of a feed',
  'compare-article': 'Compare an article with a watch’s dossier',
  'send-alert': 'Alert the readers of a development',
  'send-digest': 'Send a reader the digest, though it is not due',
  deliver: 'Hand a mail to the mail server',
  sweep: 'Pick up what was left, find digests that are due, remove what is old',
};

/** A form for each job. */
export function jobForms(ports: PagePorts, csrf: string): Markup {
  const watches = select('watch', 'Watch', ports.watches(), ({ watch }) => [watch.id, watch.title]);
  const feeds = select('feed', 'Feed', ports.feeds().slice(0, FEEDS_MOST), ({ id, title, url }) => [
    id,
    title ?? url,
  ]);
  const text = (name: string, words: string) =>
    markup`<label class="wide">${words} <input name="${name}" required maxlength="400" autocomplete="off"></label>`;
  const fields: Readonly<Record<JobName, Insert>> = {
    'poll-feed': feeds,
    'read-article': [feeds, text('address', 'Address')],
    'compare-article': [watches, text('article', 'Id of the article')],
    'send-alert': [watches, text('development', 'Id of the development')],
    'send-digest': text('address', 'Mail address'),
    deliver: text('delivery', 'Id of the mail'),
    sweep: null,
  };
  return markup`<div class="jobs">${(Object.keys(WORDS) as JobName[]).map(
    (
      name,
    ) => markup`<details><summary><b>${name}</b>: ${WORDS[name]}</summary><form method="post" action="/operate/run"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="job" value="${name}">
<div class="fields">${fields[name]}<button type="submit" aria-label="Run now: ${name}">Run now</button></div></form></details>
`,
  )}</div>`;
}

function select<Of>(
  name: string,
  words: string,
  all: readonly Of[],
  told: (one: Of) => readonly [value: string, words: string],
): Markup {
  const options = all
    .map(told)
    .map(([value, title]) => markup`<option value="${value}">${clip(title, 60)}</option>`);
  return markup`<label class="wide">${words} <select name="${name}">${options}</select></label>`;
}

function hasWatch(ports: PagePorts, watchId: string): boolean {
  return ports.watches().some(({ watch }) => watch.id === watchId);
}
