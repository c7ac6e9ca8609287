import type { Development } from '../../src/model/development.ts';
import type { Mailbox } from '../../src/model/mail.ts';
import { makeLinks } from '../../src/notify/links.ts';
import { subscriberOf, talksResumed } from '../support/samples.ts';

/** What the tests of this folder compose mails from. */

export const from: Mailbox = { name: 'Newswatch', address: 'newswatch@example.org' };
export const links = makeLinks({ publicUrl: 'https://news.example.org', secret: 'secret' });
export const noLinks = makeLinks({ secret: 'secret' });
export const watch = { id: 'us-iraq-coalition', title: 'US–Iraq coalition' };
export const strikeWatch = { id: 'boeing-strike', title: 'Boeing machinists' };
export const now = '2024-02-12T08:41:00.000Z';

export const subscriber = subscriberOf('ada@example.com', {
  mailbox: { name: 'Ada Lovelace', address: 'ada@example.com' },
  watchIds: [watch.id],
});

export const resumed: Development = {
  id: 'v00000000000000000001',
  watchId: watch.id,
  kind: 'new',
  entryId: 'e00000000000000000001',
  event: talksResumed,
  headline: 'Talks resume in Baghdad',
  weight: 1,
  evidence: {
    text: 'Iraqi authorities announced on Sunday that talks with the US on the future of the international anti-jihadist coalition had resumed, expressing the hope that they would not be “disturbed” by any new development.',
    start: 0,
    end: 210,
  },
  article: {
    articleId: 'a00000000000000000001',
    url: 'https://www.example.net/2024/02/12/iraq-talks-resume',
    title: 'Iraq and US resume talks',
    source: 'Le Monde',
    publishedAt: '2024-02-12T07:30:00Z',
  },
  before: {
    entryId: 'e00000000000000000001',
    sentence:
      'US and Iraqi officials say the process is expected to take many months if not longer, with the outcome unclear and no withdrawal of US forces imminent.',
    source: 'Al Jazeera',
    publishedAt: '2024-01-25',
  },
  outlets: 5,
  origins: 2,
  why: ['No event of this kind (talks resumed) on 11 February 2024 is known.'],
  at: '2024-02-12T08:40:00.000Z',
};

export const toll = {
  ...resumed,
  id: 'v00000000000000000002',
  entryId: 'e00000000000000000002',
  kind: 'update' as const,
  event: {
    ...resumed.event,
    type: 'attack' as const,
    place: ['Tower 22', 'Jordan'],
    date: { from: '2024-01-28', to: '2024-01-28' },
    figures: {
      killed: { value: 3, bound: 'exact' as const },
      wounded: { value: 40, bound: 'at-least' as const },
    },
  },
  headline: 'Wounded rise to 40 at Tower 22 in Jordan',
  weight: 0.8,
  evidence: {
    text: 'The Pentagon said on Monday that more than 40 service members were wounded in the drone attack on Tower 22, up from 25.',
    start: 0,
    end: 119,
  },
  article: {
    ...resumed.article,
    articleId: 'a00000000000000000002',
    source: 'Asharq Al-Awsat',
    publishedAt: '2024-01-29',
  },
  before: {
    entryId: 'e00000000000000000002',
    sentence: 'Three American soldiers were killed and 25 wounded by a drone on 28 January.',
    source: 'Reuters',
    publishedAt: '2024-01-28T16:05:00Z',
    figures: {
      killed: { value: 3, bound: 'exact' as const },
      wounded: { value: 25, bound: 'at-least' as const },
    },
  },
  why: ['It was known from Reuters; a figure has risen: wounded 25 → 40.'],
};

export const denied: Development = {
  ...resumed,
  id: 'v00000000000000000003',
  kind: 'denied',
  headline: 'Washington denies a date for withdrawal from Iraq',
  weight: 0.7,
  event: { ...resumed.event, type: 'timetable_set', certainty: 'denied', date: null, place: ['Iraq'] },
  evidence: {
    text: 'The Pentagon denied that a date had been set for the withdrawal of its troops.',
    start: 0,
    end: 78,
  },
  outlets: 1,
  origins: 1,
  why: ['It was told by Al Jazeera; now it is denied.'],
};

export const walkout: Development = {
  ...resumed,
  id: 'v00000000000000000004',
  watchId: strikeWatch.id,
  headline: 'Machinists walk out in Seattle',
  weight: 0.9,
  event: { ...resumed.event, type: 'walkout', place: ['Seattle'], actors: ['IAM', 'Boeing'] },
  evidence: {
    text: 'More than 30,000 machinists walked off the job in Seattle early on Friday after 96% of them voted to strike.',
    start: 0,
    end: 108,
  },
  article: { ...resumed.article, source: 'The Seattle Times', publishedAt: '2024-02-12T06:05:00Z' },
  why: ['No event of this kind (walkout) on 12 February 2024 is known.'],
};

/** Text as long as a page, of words. */
export function words(count: number): string {
  return Array.from({ length: count }, (_, i) => `word${i}`).join(' ');
}

/** The words a reader sees of an HTML mail: tags and style sheet dropped, entities as one character. */
export function visibleText(html: string): string {
  return html
    .replace(/<(style|title)[^>]*>.*?<\/\1>/gs, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&[a-z#0-9]+;/g, "'");
}
