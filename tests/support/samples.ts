import type { NewsEvent } from '../../src/model/event.ts';
import { contentId } from '../../src/model/id.ts';
import type { Subscriber } from '../../src/model/mail.ts';
import type { Watch } from '../../src/model/watch.ts';

/** What the tests of several folders are about; each says what of it matters to it. */

export const talksResumed: NewsEvent = {
  type: 'talks_resumed',
  date: { from: '2024-02-11', to: '2024-02-11' },
  place: ['Baghdad'],
  actors: ['Iraq', 'United States'],
  figures: {},
  certainty: 'happened',
};

/** A watch with nothing in it. */
export function watchOf(more: Pick<Watch, 'id' | 'title'> & Partial<Watch>): Watch {
  return {
    follow: '',
    language: 'en',
    feeds: [],
    names: [],
    wake: { minWeight: 1, mute: [] },
    baseline: [],
    ...more,
  };
}

/** Somebody who gets everything: alerts at once, a digest every day at seven. */
export function subscriberOf(address: string, more: Partial<Subscriber>): Subscriber {
  return {
    id: contentId('s', address),
    mailbox: { address },
    watchIds: [],
    alerts: true,
    digest: 'daily',
    hour: 7,
    timezone: 'Europe/Berlin',
    maxAlertsPerDay: 4,
    status: 'active',
    createdAt: '2024-02-01T00:00:00.000Z',
    ...more,
  };
}
