import type { Feed, FeedState, WaitReason } from '../model/feed.ts';
import { silentForMs } from '../model/feed-health.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';
import { webAddress } from '../model/web-address.ts';
import { counted } from '../model/words.ts';
import { moment, spanInWords } from './dates.ts';
import { clip } from './words.ts';

export interface FeedHealth {
  readonly feed: Feed;
  readonly state: FeedState;
  /** By a person, till resumed. */
  readonly paused: boolean;
}

export type Condition = 'well' | 'waiting' | 'paused' | 'silent' | 'failing' | 'gone';

export const CONDITION_WORDS: Readonly<Record<Condition, string>> = {
  well: 'answers',
  waiting: 'not polled yet',
  paused: 'paused',
  silent: 'silent',
  failing: 'failing',
  gone: 'gone',
};

export const TROUBLE_ORDER: readonly Condition[] = ['failing', 'gone', 'silent', 'paused', 'waiting', 'well'];

export function conditionOf({ state, paused }: FeedHealth, now: Date): Condition {
  if (paused) return 'paused';
  if (state.gone) return 'gone';
  if (state.failures > 0) return 'failing';
  if (!state.lastPollAt) return 'waiting';
  return silentForMs(state, now) === null ? 'well' : 'silent';
}

/** Those that need a person first, else as configured. */
export function troubledFirst(feeds: readonly FeedHealth[], now: Date): readonly FeedHealth[] {
  const rank = (feed: FeedHealth) => TROUBLE_ORDER.indexOf(conditionOf(feed, now));
  return feeds.toSorted((one, other) => rank(one) - rank(other));
}

export function feedItem(health: FeedHealth, now: Date, buttons: Insert = null): Markup {
  const { feed, state } = health;
  const condition = conditionOf(health, now);
  const title = clip(feed.title ?? state.title ?? feed.url, 120);
  const href = webAddress(feed.url);
  return markup`<li class="feed"><p><span class="title">${href ? markup`<a href="${href}" rel="noreferrer"><bdi>${title}</bdi></a>` : markup`<bdi>${title}</bdi>`}</span> <span class="state ${condition}">${CONDITION_WORDS[condition]}</span></p>
${trouble(condition, state, now)}
<p class="meta">${state.lastSuccessAt ? markup`Last read ${moment(state.lastSuccessAt, now)}` : 'Never read yet'}${asked(state, now)} · ${nextPoll(condition, state, now)}</p>${buttons}</li>
`;
}

function trouble(condition: Condition, state: FeedState, now: Date): Markup | null {
  if (condition === 'gone')
    return markup`<p class="trouble">It answers 410: asked to stop, so it is polled no more.</p>`;
  if (condition === 'silent')
    return markup`<p class="trouble">It answers, but brought no new item for ${spanInWords(silentForMs(state, now) ?? 0)}${state.habitMs && `; its habit is an item every ${spanInWords(state.habitMs)}`}.</p>`;
  if (condition !== 'failing') return null;
  return markup`<p class="trouble">${clip(state.error ?? 'The last poll failed.', 240)} (${counted(state.failures, 'failed poll')} in a row)</p>`;
}

/** When it was asked last, where that brought nothing. */
function asked({ lastPollAt, lastSuccessAt }: FeedState, now: Date): Insert {
  return lastPollAt && lastPollAt !== lastSuccessAt && markup` · last asked ${moment(lastPollAt, now)}`;
}

const WAIT_WORDS: Readonly<Record<WaitReason, string>> = {
  asked: ', as it asked',
  failing: ', longer as it fails',
  seldom: ', as it publishes seldom',
  pushed: ', as its hub tells of news',
};

function nextPoll(condition: Condition, state: FeedState, now: Date): Markup {
  if (condition === 'paused') return markup`no poll till it is resumed`;
  if (condition === 'gone') return markup`no next poll`;
  if (!state.notBefore || new Date(state.notBefore) <= now) return markup`next poll due now`;
  return markup`next poll ${moment(state.notBefore, now)}${state.waitsFor && WAIT_WORDS[state.waitsFor]}`;
}
