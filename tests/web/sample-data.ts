import type { Article } from '../../src/model/article.ts';
import type { ArticleRef, ArticleVerdict, Development } from '../../src/model/development.ts';
import type { NewsEvent } from '../../src/model/event.ts';
import type { Feed, FeedState } from '../../src/model/feed.ts';
import { contentId } from '../../src/model/id.ts';
import type { Delivery, Subscriber } from '../../src/model/mail.ts';
import type { Watch } from '../../src/model/watch.ts';
import type { WatchDraft } from '../../src/model/watch-draft.ts';
import { subscriberOf, talksResumed, watchOf } from '../support/samples.ts';

export const NOW = new Date('2024-02-12T09:30:00.000Z');
export const TOKEN = 'c2FtcGxl.dG9rZW4-of_a~reader';
export const READER = 'rosalind.reader@mail.example.org';

export function feed(url: string, title: string): Feed {
  return { id: contentId('f', url), url, title, watchIds: ['us-iraq-coalition'] };
}

export function sampleFeedStates(feeds: readonly Feed[]): Map<string, FeedState> {
  const well: FeedState = {
    failures: 0,
    lastPollAt: '2024-02-12T09:26:00.000Z',
    lastSuccessAt: '2024-02-12T09:26:00.000Z',
    lastItemAt: '2024-02-12T08:50:00.000Z',
    notBefore: '2024-02-12T09:41:00.000Z',
  };
  const states: FeedState[] = [
    well,
    { ...well, notBefore: '2024-02-12T09:29:00.000Z' },
    {
      ...well,
      failures: 4,
      lastSuccessAt: '2024-02-11T22:10:00.000Z',
      error: 'news.example did not answer within 15 s',
      notBefore: '2024-02-12T11:30:00.000Z',
    },
    { ...well, lastItemAt: '2024-02-06T10:00:00.000Z' },
    { failures: 0 },
    { failures: 1, gone: true, lastPollAt: '2024-02-10T07:00:00.000Z' },
  ];
  return new Map(feeds.flatMap((one, at) => (states[at] ? [[one.id, states[at]] as const] : [])));
}

/** A second story, for pages that show more than one. */
export function strikeWatch(): Watch {
  return {
    ...coalitionWatch(),
    id: 'boeing-machinists-strike',
    title: 'Boeing and its machinists, the contract dispute of 2024',
    follow:
      'The dispute between Boeing and the machinists’ union over a new contract, with its offers, votes, talks and strike, and what it costs the company.',
  };
}

export function coalitionWatch(): Watch {
  return watchOf({
    id: 'us-iraq-coalition',
    title: 'The US-led coalition in Iraq and its end',
    follow:
      'Whether and when the US-led coalition and its American soldiers leave Iraq, with the talks between Baghdad and Washington on it, and the attacks and strikes that disturb them.',
    feeds: [{ url: 'https://news.example/wire-a/world.rss', title: 'Wire A, World' }],
    wake: { minWeight: 0.8, mute: ['statement'] },
    baseline: [
      document('Iraq, US to hold talks on the future of the coalition', 'Wire A', '2024-01-25'),
      document('Washington and Baghdad agree to start committee', 'Gulf Daily', '2024-01-25'),
      document('Iraq and US hold first round of talks on the coalition', 'Wire B', '2024-01-27'),
    ],
  });
}

function document(title: string, source: string, publishedAt: string): Article {
  const url = `https://news.example/${encodeURIComponent(title)}`;
  return {
    id: contentId('a', url),
    url,
    title,
    source,
    publishedAt,
    paragraphs: [title],
    captions: [],
    authors: [],
    via: 'file',
  };
}

const REACTS: ArticleRef = {
  articleId: 'a2',
  url: 'https://news.example/gulf-daily/2024/02/08/baghdad-says-us-strike-drives-it-to-end-coalition-mission',
  title: 'Baghdad says US strike drives it to end coalition mission',
  source: 'Gulf Daily',
  publishedAt: '2024-02-08T14:20:00+03:00',
};
const FLASH: ArticleRef = {
  articleId: 'a1',
  url: 'https://news.example/wire-a/2024/02/07/flash-drone-fires-on-vehicle-in-east-baghdad',
  title: 'FLASH - Drone fires on vehicle in east Baghdad, at least two dead',
  source: 'Wire A',
  publishedAt: '2024-02-07T22:50:00+03:00',
};
const SUNDAY: ArticleRef = {
  articleId: 'a3',
  url: 'https://news.example/two-rivers-news/2024/02/09/military-spokesman',
  title: 'Military Spokesman: The Iraqi-American Committee Resumes Its Work Next Sunday',
  source: 'Two Rivers News',
  publishedAt: '2024-02-09',
};
const RESUMED: ArticleRef = {
  articleId: 'a4',
  url: 'https://news.example/wire-b/2024/02/11/talks-resume',
  title: 'Iraq and US take up talks on the coalition again after two weeks',
  source: 'Wire B',
  publishedAt: '2024-02-11T16:05:00+03:00',
};

export function sampleDevelopment(change: Partial<Development> = {}): Development {
  const text =
    'The higher military commission of Iraq and the United States met in Baghdad on Sunday, taking up talks that a drone attack in Jordan had broken off two weeks before.';
  return {
    id: 'v-resumed',
    watchId: 'us-iraq-coalition',
    kind: 'new',
    entryId: 'e1',
    event: talksResumed,
    headline: 'Talks resume in Baghdad',
    weight: 1,
    evidence: { text, start: 0, end: text.length },
    article: RESUMED,
    before: {
      entryId: 'e0',
      sentence: 'The talks were suspended after three American soldiers were killed at a base in Jordan.',
      source: 'Wire A',
      publishedAt: '2024-01-28',
    },
    outlets: 5,
    origins: 2,
    why: [
      'The dossier holds that these talks were suspended; none of its events says they resumed.',
      'The sentence is in the article’s first paragraph, in the past tense, and dated to 11 February 2024.',
      'Both actors of the story are named: Iraq, United States.',
    ],
    at: '2024-02-11T13:18:00.000Z',
    ...change,
  };
}

const droneStrike: NewsEvent = {
  type: 'strike',
  date: { from: '2024-02-07', to: '2024-02-07' },
  place: ['Mashtal', 'Baghdad'],
  actors: ['United States', 'Kataib Hezbollah'],
  figures: { killed: { value: 2, bound: 'at-least' } },
  certainty: 'happened',
};

export function sampleDevelopments(): Development[] {
  const toll =
    'Three members of Kataib Hezbollah died in Wednesday evening’s strike, among them the man who ran the faction’s operations in Syria, two of its officials said, raising a first toll of two.';
  const planned =
    'The military spokesman confirmed that the high-level bilateral committee of Iraq and the American side will return to its work on next Sunday.';
  const strike =
    'At least two people were killed late on Wednesday when a drone fired at a vehicle on a main road in the Mashtal district of eastern Baghdad, two Iraqi security sources said.';
  const base = sampleDevelopment();
  return [
    sampleDevelopment({ kind: 'confirmed' }),
    sampleDevelopment({
      id: 'v-sunday',
      event: { ...base.event, certainty: 'planned' },
      headline: 'Talks are to resume in Baghdad on 11 February',
      weight: 0.8,
      evidence: { text: planned, start: 0, end: planned.length },
      article: SUNDAY,
      outlets: 1,
      origins: 1,
      why: ['A date is set for an event the dossier did not hold.'],
      at: '2024-02-09T11:02:00.000Z',
    }),
    sampleDevelopment({
      id: 'v-toll',
      kind: 'update',
      event: { ...droneStrike, figures: { killed: { value: 3, bound: 'exact' } } },
      headline: 'Toll of the Baghdad strike rises to three',
      weight: 0.7,
      evidence: { text: toll, start: 0, end: toll.length },
      article: REACTS,
      before: {
        entryId: 'e7',
        sentence: strike,
        source: 'Wire A',
        publishedAt: '2024-02-07T22:50:00+03:00',
        figures: droneStrike.figures,
      },
      outlets: 3,
      origins: 2,
      why: ['The figure "killed" rose from at least 2 to 3.', 'Same day, same place, same kind of event.'],
      at: '2024-02-08T11:31:00.000Z',
    }),
    withoutBefore(
      sampleDevelopment({
        id: 'v-strike',
        event: droneStrike,
        headline: 'Drone strike on a vehicle in eastern Baghdad',
        evidence: { text: strike, start: 0, end: strike.length },
        article: FLASH,
        outlets: 1,
        origins: 1,
        why: ['No event of the dossier is of this kind, day and place.'],
        at: '2024-02-07T20:01:00.000Z',
      }),
    ),
  ];
}

function withoutBefore({ before: _before, ...development }: Development): Development {
  return development;
}

export function sampleVerdicts(): ArticleVerdict[] {
  const at = '2024-02-12T08:55:00.000Z';
  const watchId = 'us-iraq-coalition';
  return [
    {
      watchId,
      article: {
        articleId: 'a9',
        url: 'https://news.example/asia-notebook/explainer',
        title: 'Explainer: what the international coalition does in Iraq',
        source: 'Asia Notebook',
        publishedAt: '2024-02-12',
      },
      relevant: true,
      why: ['Names Iraq, the United States and the coalition in its first paragraph.'],
      developmentIds: [],
      withheld: [
        {
          type: 'deployment',
          reason: 'background',
          evidence: 'American troops returned in 2014, when Islamic State had seized a third of the country.',
          why: ['Dated 2014, ten years before the article; the sentence explains.'],
        },
        {
          type: 'talks_resumed',
          reason: 'repeat',
          evidence: 'Talks on its future resumed in Baghdad on Sunday.',
          why: ['Told on 11 February 2024 from Wire B: same kind, day and place.'],
          entryId: 'e1',
        },
      ],
      at,
    },
    {
      watchId,
      article: {
        articleId: 'a10',
        url: 'https://news.example/asia-notebook/2024/02/10/iran-and-pakistan-mend-fences',
        title: 'A month after missile exchange, Iran and Pakistan mend fences',
        source: 'Asia Notebook',
        publishedAt: '2024-02-10',
      },
      relevant: false,
      why: ['Names Iraq once, in passing; its events are between Iran and Pakistan.'],
      developmentIds: [],
      withheld: [],
      at,
    },
    {
      watchId,
      article: {
        articleId: 'a11',
        url: 'https://news.example/northern-post/talks',
        title: 'Iraq, US resume talks on coalition forces',
        source: 'Northern Post',
        publishedAt: '2024-02-11T19:40:00+02:00',
      },
      relevant: true,
      why: ['Names Iraq and the United States in its headline.'],
      developmentIds: [],
      withheld: [
        {
          type: 'talks_resumed',
          reason: 'duplicate',
          evidence: 'Iraq, US resume talks on coalition forces',
          why: ['92 of 100 of its word runs are those of Wire B’s article of 11 February 2024.'],
          entryId: 'e1',
        },
      ],
      at,
    },
    {
      watchId,
      article: REACTS,
      relevant: true,
      why: ['Names Iraq and the coalition in its headline.'],
      developmentIds: ['v-toll'],
      withheld: [
        {
          type: 'statement',
          reason: 'known',
          evidence:
            'Iraq said on Thursday that an American drone strike was driving the government to bring the mission of the international coalition to a close.',
          why: ['The dossier holds this stance since 5 January 2024.'],
          entryId: 'e3',
        },
      ],
      at: '2024-02-08T11:31:00.000Z',
    },
  ];
}

export function sampleSubscriber(): Subscriber {
  return subscriberOf(READER, {
    mailbox: { name: 'Rosalind Reader', address: READER },
    watchIds: ['us-iraq-coalition'],
  });
}

export function sampleDelivery(change: Partial<Delivery> = {}): Delivery {
  const unsubscribe = `https://watch.example.org/unsubscribe?token=${TOKEN}`;
  return {
    id: 'd-alert',
    subscriberId: sampleSubscriber().id,
    kind: 'alert',
    developmentIds: ['v-resumed'],
    message: {
      messageId: '<d-alert@watch.example.org>',
      from: { name: 'Newswatch', address: 'newswatch@watch.example.org' },
      to: sampleSubscriber().mailbox,
      subject: 'Talks resume in Baghdad — the US-led coalition in Iraq and its end',
      text: `Talks resume in Baghdad\n\n“The higher military commission of Iraq and the United States met in Baghdad on Sunday.”\n— Wire B, 11 Feb 2024, 16:05 (+03:00); 5 outlets, 2 origins\n\nKnown before: the talks were suspended after the attack in Jordan.\n\nSent to ${READER} because it weighs 1 and you are woken from 0.8.\nUnsubscribe: ${unsubscribe}\n`,
      html: `<!doctype html><html><head><meta charset="utf-8"><title>Talks resume in Baghdad</title></head><body style="margin:0;padding:24px;background:#fbf8f1;color:#211d18;font:16px/1.5 Georgia,serif"><h1 style="font-size:24px;margin:0 0 12px">Talks resume in Baghdad</h1><blockquote style="margin:0;padding-left:12px;border-left:3px solid #d8cfbf">“The higher military commission of Iraq and the United States met in Baghdad on Sunday.”</blockquote><p><a href="https://news.example/wire-b/2024/02/11/talks-resume">Wire B</a>, 11 Feb 2024</p><p style="font-size:13px">Sent to ${READER}. <a href="${unsubscribe}">Unsubscribe</a></p></body></html>`,
      references: ['<us-iraq-coalition@watch.example.org>'],
      headers: {
        'List-Id': '<us-iraq-coalition.watch.example.org>',
        'List-Unsubscribe': `<${unsubscribe}>, <mailto:unsubscribe@watch.example.org?subject=${TOKEN}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'Auto-Submitted': 'auto-generated',
      },
      date: '2024-02-11T13:18:04.000Z',
    },
    state: 'sent',
    attempts: 1,
    createdAt: '2024-02-11T13:18:04.000Z',
    sentAt: '2024-02-11T13:18:05.000Z',
    response: '250 2.0.0 Ok: queued as 4TXy2k1',
    ...change,
  };
}

export function sampleDeliveries(subscriber: Subscriber, developments: readonly Development[]): Delivery[] {
  const alert = sampleDelivery();
  const { sentAt: _sentAt, response: _response, ...unsent } = alert;
  return [
    sampleDelivery({
      id: 'd-digest',
      kind: 'digest',
      developmentIds: developments.slice(1).map(({ id }) => id),
      message: { ...alert.message, subject: 'Three developments since Thursday' },
      createdAt: '2024-02-12T06:00:00.000Z',
      sentAt: '2024-02-12T06:00:02.000Z',
    }),
    alert,
    {
      ...unsent,
      id: 'd-failed',
      subscriberId: subscriber.id,
      message: {
        ...alert.message,
        to: { address: 'nobody@elsewhere.example' },
        subject: 'Toll of the Baghdad strike rises to three',
      },
      state: 'failed',
      attempts: 3,
      createdAt: '2024-02-08T11:31:00.000Z',
      response: '550 5.1.1 no such user',
    },
  ];
}

/** A story that is being set up: something is missing, something was not read, and it was tried. */
export function sampleDraft({ baseline, feeds }: Watch): WatchDraft {
  const { evidence } = sampleDevelopment();
  return {
    ...{
      id: 'd1',
      version: 3,
      watchId: '',
      title: '',
      follow: '',
      names: 'place Pier 9',
      sensitivity: 'normal',
    },
    types: ['attack', 'talks_resumed'],
    documents: baseline.map((article) => ({ article, day: article.publishedAt ?? '' })),
    feeds,
    notes: ['No feed: https://news.example/ names no feed.'],
    learnt: {
      ...{ actors: ['Iraq', 'United States'], places: ['Baghdad'], further: 2, suggested: ['attack'] },
      events: [{ type: 'attack', certainty: 'happened', date: null, sentence: evidence.text }],
    },
    trial: {
      ...{ version: 2, at: NOW.toISOString(), from: 'https://news.example/rss', articles: 12, further: 3 },
      counts: [
        { sensitivity: 'low', words: '1 alert, 2 missed, 0 repeats' },
        { sensitivity: 'normal', words: '2 alerts, 1 missed, 0 repeats' },
        { sensitivity: 'high', words: '3 alerts, 1 missed, 1 repeat' },
      ],
      told: [
        {
          ...{ at: NOW.toISOString(), headline: 'Talks resume in Baghdad', sentence: evidence.text },
          ...{ source: 'Wire B', toldAt: ['normal', 'high'], verdict: 'told before' },
        },
      ],
      missed: ['Talks are to go on in March.'],
      skipped: ['a.html: has no date'],
      picture: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 482"/>',
    },
  };
}
