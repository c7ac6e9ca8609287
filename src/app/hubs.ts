import { createHmac } from 'node:crypto';
import type { Config } from '../config/load.ts';
import type { Catalogue, HubClient } from '../jobs/ports.ts';
import type { Queues } from '../jobs/queues.ts';
import { FetchError } from '../model/errors.ts';
import type { FeedHub } from '../model/feed.ts';
import { isSameSecret } from '../model/same-secret.ts';
import type { Clock } from '../model/time.ts';
import { createPoster } from '../net/poster.ts';
import type { Store } from '../store/store.ts';
import type { HubPorts } from '../web/hub-routes.ts';
import { userAgentOf } from './reading.ts';

/** Ten days, as the specification proposes; a hub may promise less. */
const LEASE_SECONDS = 864_000;
const LEASE_MOST_SECONDS = 30 * 86_400;
const ALGORITHMS = new Set(['sha1', 'sha256', 'sha384', 'sha512']);

export interface OpenHubClient extends HubClient {
  /** Asks a hub to tell no more. @throws FetchError when it cannot be asked or refuses */
  unsubscribe(feedId: string, hub: FeedHub): Promise<void>;
  close(): Promise<void>;
}

/** Asks hubs, as the worker does. Null where no public address is configured. */
export function openHubClient(config: Pick<Config, 'settings'>, secret: string): OpenHubClient | null {
  const { web, net } = config.settings;
  if (!web.publicUrl) return null;
  const base = web.publicUrl.replace(/\/+$/, '');
  const poster = createPoster({
    userAgent: userAgentOf(config),
    allowPrivate: net.allowPrivate,
    timeoutMs: net.timeout,
  });
  const ask = async (feedId: string, hub: string, form: Readonly<Record<string, string>>) => {
    const callback = `${base}/hub/${feedId}/${tokenOf(secret, feedId)}`;
    const { status, text } = await poster.post(hub, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...form, 'hub.callback': callback }).toString(),
    });
    if (status >= 200 && status < 300) return;
    const why = text.trim().slice(0, 100);
    throw new FetchError('status', `the hub answered ${status}${why && `: ${why}`}`, { status });
  };
  return {
    subscribe: (feedId, { hub, topic }) =>
      ask(feedId, hub, {
        'hub.mode': 'subscribe',
        'hub.topic': topic,
        'hub.secret': secretOf(secret, feedId),
        'hub.lease_seconds': String(LEASE_SECONDS),
      }),
    unsubscribe: (feedId, { hub, topic }) =>
      ask(feedId, hub, { 'hub.mode': 'unsubscribe', 'hub.topic': topic }),
    close: () => poster.close(),
  };
}

/**
 * Asks the hub of a feed that is removed to tell no more of it (WebSub, 5.1). One that cannot be asked is left: its
 * lease ends by itself, and what it sends till then is answered with 410.
 *
 * @returns whether a hub was asked
 */
export async function leaveHub(
  hubs: Pick<OpenHubClient, 'unsubscribe'> | null,
  store: Pick<Store, 'feedPush' | 'saveLeaving'>,
  feedId: string,
): Promise<boolean> {
  const push = hubs && (await store.feedPush(feedId));
  if (!push?.until) return false;
  // Before the request: the hub may verify before it answers.
  await store.saveLeaving(feedId, push.topic);
  try {
    await hubs?.unsubscribe(feedId, push);
    return true;
  } catch (error) {
    if (error instanceof FetchError) return false;
    throw error;
  }
}

interface HubParts {
  readonly catalogue: Pick<Catalogue, 'feed'>;
  readonly store: Pick<Store, 'secret' | 'feedPush' | 'saveFeedPush' | 'leavingTopic'>;
  readonly queues: Pick<Queues, 'add'>;
  readonly clock: Clock;
}

/**
 * What is done with what hubs send. Their content is checked and then left: it only says that there is something new,
 * and the feed itself is asked. So no hub can put words into a feed's mouth.
 */
export function hubPorts({ catalogue, store, queues, clock }: HubParts): HubPorts {
  return {
    async isCallback(feedId, token) {
      if (!isSameSecret(token, tokenOf(await store.secret(), feedId))) return false;
      return catalogue.feed(feedId) !== undefined || (await store.leavingTopic(feedId)) !== null;
    },
    async confirm(feedId, { mode, topic, leaseSeconds = LEASE_SECONDS, reason = 'without a reason' }) {
      if (mode === 'unsubscribe') return (await store.leavingTopic(feedId)) === topic;
      const known = await store.feedPush(feedId);
      if (known?.topic !== topic) return false;
      const now = clock().getTime();
      if (mode === 'denied') {
        await store.saveFeedPush(feedId, { until: '', error: `the hub refused: ${reason.slice(0, 200)}` });
        return true;
      }
      if (mode !== 'subscribe') return false;
      const until = new Date(now + Math.min(leaseSeconds, LEASE_MOST_SECONDS) * 1000).toISOString();
      await store.saveFeedPush(feedId, { confirmedAt: new Date(now).toISOString(), until, error: '' });
      return true;
    },
    async pushed(feedId, signature, body) {
      if (!catalogue.feed(feedId)) return;
      if (!isSigned(signature, body, secretOf(await store.secret(), feedId))) return;
      const now = clock();
      await store.saveFeedPush(feedId, { pushedAt: now.toISOString() });
      // Of several in a second one is enough.
      const jobId = `${feedId}-pushed-${Math.floor(now.getTime() / 1000)}`;
      await queues.add('poll-feed', [{ feedId, pushed: true }], { jobId });
    },
  };
}

function isSigned(signature: string | undefined, body: Buffer, secret: string): boolean {
  const [algorithm = '', digest = ''] = (signature ?? '').toLowerCase().split('=');
  if (!ALGORITHMS.has(algorithm)) return false;
  return isSameSecret(digest, createHmac(algorithm, secret).update(body).digest('hex'));
}

/** Only the hub that was asked knows it. */
function tokenOf(secret: string, feedId: string): string {
  return createHmac('sha256', secret).update(`hub-callback\0${feedId}`).digest('base64url');
}

function secretOf(secret: string, feedId: string): string {
  return createHmac('sha256', secret).update(`hub-secret\0${feedId}`).digest('base64url');
}
