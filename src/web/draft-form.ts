import { SENSITIVITIES, type Sensitivity } from '../model/watch.ts';
import type { WatchDraft } from '../model/watch-draft.ts';
import type { DraftWish, PastedArticle, TrialSource } from './draft-ports.ts';
import { eventType } from './form.ts';
import type { SentForm } from './upload.ts';

/** Of one kind, read or looked for at once. */
const ADDRESSES_MOST = 20;

/** What the form of a draft says; a field that is not there says what stands in the draft. */
export function wishIn(form: SentForm, draft: WatchDraft): DraftWish {
  const all = (name: string) => form.fields[name] ?? [];
  const text = (name: string) => (all(name)[0] ?? '').replace(/\s+/g, ' ').trim();
  const lines = (name: string) =>
    all(name)
      .flatMap((value) => value.split(/\s+/))
      .filter(Boolean)
      .slice(0, ADDRESSES_MOST);
  const whole = all('whole').length > 0;
  /** From where on a list had no room on the page. */
  const from = (what: string) =>
    text(`${what}-from`) ? Number(text(`${what}-from`)) : Number.POSITIVE_INFINITY;
  const documents = draft.documents.map(({ article, day }, at) => {
    if (!whole || at >= from('documents')) return { title: article.title, source: article.source, day };
    if (!all('keep').includes(String(at))) return null;
    return { title: text(`title-${at}`), source: text(`source-${at}`), day: text(`day-${at}`) };
  });
  return {
    ...{ title: text('title'), watchId: text('id'), follow: text('follow') },
    names: whole ? (all('names')[0] ?? '').replace(/\r\n?/g, '\n').trim() : draft.names,
    sensitivity: sensitivityIn(text('sensitivity')) ?? draft.sensitivity,
    types: whole ? typesIn(text('wake'), all('type')) : draft.types,
    documents,
    feeds: draft.feeds.flatMap(({ url }, at) =>
      !whole || at >= from('feeds') || all('feed').includes(url) ? [url] : [],
    ),
    addresses: lines('addresses'),
    files: form.files.get('files') ?? [],
    pasted: pastedIn(form),
    sites: lines('sites').map((at) => (/^[a-z]+:/i.test(at) ? at : `https://${at}`)),
  };
}

function sensitivityIn(text: string): Sensitivity | undefined {
  return SENSITIVITIES.find((one) => one === text);
}

function typesIn(wake: string, types: readonly string[]): DraftWish['types'] {
  return wake === 'only' ? types.flatMap((type) => eventType(type) ?? []) : null;
}

function pastedIn({ fields }: SentForm): PastedArticle | null {
  const one = (name: string) => fields[name]?.[0]?.trim() ?? '';
  const text = one('paste-text');
  if (text === '') return null;
  return { title: one('paste-title'), source: one('paste-source'), day: one('paste-day'), text };
}

/** What a draft is to be tried on: files, an address, one of its feeds. Null where none is named. */
export function trialIn({ fields, files }: SentForm): TrialSource | null {
  const uploaded = files.get('past') ?? [];
  if (uploaded.length > 0) return { kind: 'files', files: uploaded };
  const address = fields['past-address']?.[0]?.trim() || fields['past-feed']?.[0] || '';
  return address === ''
    ? null
    : { kind: 'feed', address: /^[a-z]+:/i.test(address) ? address : `https://${address}` };
}
