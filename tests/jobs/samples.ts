import type { Article } from '../../src/model/article.ts';
import type { Development } from '../../src/model/development.ts';
import type { Feed, Item } from '../../src/model/feed.ts';
import { contentId } from '../../src/model/id.ts';
import type { Delivery, Subscriber } from '../../src/model/mail.ts';
import type { Watch } from '../../src/model/watch.ts';
import { subscriberOf as anySubscriber, watchOf as anyWatch } from '../support/samples.ts';

export const NOW = '2024-02-11T12:00:00.000Z';

export function watchOf(more: Partial<Watch> = {}): Watch {
  return anyWatch({ id: 'strike', title: 'The strike at the plant', ...more });
}

export function feedOf(url: string, watchIds: readonly string[] = ['strike']): Feed {
  return { id: contentId('f', url), url, watchIds };
}

export function itemOf(name: string, more: Partial<Item> = {}): Item {
  return {
    id: contentId('i', name),
    url: `https://news.example/${name}`,
    title: name,
    summary: '',
    authors: [],
    publishedAt: '2024-02-11T09:00:00.000Z',
    ...more,
  };
}

export function articleOf(name: string, more: Partial<Article> = {}): Article {
  const url = `https://news.example/${name}`;
  return {
    id: contentId('a', url),
    url,
    title: name,
    paragraphs: [`${name} happened.`],
    captions: [],
    authors: [],
    source: 'The Example',
    via: 'page',
    ...more,
  };
}

export function developmentOf(name: string, more: Partial<Development> = {}): Development {
  const article = articleOf(name);
  const text = `${name} happened.`;
  return {
    id: contentId('v', 'strike', name),
    watchId: 'strike',
    kind: 'new',
    entryId: contentId('e', name),
    event: {
      type: 'walkout',
      date: { from: '2024-02-11', to: '2024-02-11' },
      place: ['Seattle'],
      actors: ['Machinists'],
      figures: {},
      certainty: 'happened',
    },
    headline: `${name} in Seattle`,
    weight: 1,
    evidence: { text, start: 0, end: text.length },
    article: { articleId: article.id, url: article.url, title: article.title, source: article.source },
    outlets: 1,
    origins: 1,
    why: ['no walkout on 11 February was known'],
    at: NOW,
    ...more,
  };
}

export function subscriberOf(name: string, more: Partial<Subscriber> = {}): Subscriber {
  const address = `${name}@readers.example`;
  return anySubscriber(address, { watchIds: ['strike'], hour: 8, timezone: 'UTC', ...more });
}

export function deliveryOf(subscriber: Subscriber, development: Development): Delivery {
  const id = contentId('d', subscriber.id, 'alert', development.id);
  return {
    id,
    subscriberId: subscriber.id,
    kind: 'alert',
    developmentIds: [development.id],
    message: {
      messageId: `<${id}@newswatch.example>`,
      from: { address: 'newswatch@newswatch.example' },
      to: subscriber.mailbox,
      subject: development.headline,
      text: development.evidence.text,
      html: `<p>${development.evidence.text}</p>`,
      headers: {},
      date: NOW,
    },
    state: 'pending',
    attempts: 0,
    createdAt: NOW,
  };
}
