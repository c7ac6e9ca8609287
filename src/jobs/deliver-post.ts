import type { Channel, ChannelState } from '../model/channel.ts';
import { DeliveryError } from '../model/errors.ts';
import type { Delivery } from '../model/mail.ts';
import type { JobContext } from './context.ts';

type Context = Pick<JobContext, 'store' | 'channels' | 'clock' | 'limits'>;

/** Longer than the slowest answer: meanwhile one message alone finds out whether a failing channel answers again. */
const PROBE_MS = 60_000;

/** Why a message cannot go to its channel at all; null where it may be tried. */
export async function postRefusal(context: Context, delivery: Delivery): Promise<string | null> {
  const channel = context.channels.find(delivery.subscriberId);
  if (!channel) return 'This channel is no longer configured with the address it had.';
  const state = await context.store.channelState(channel.id);
  return state?.state === 'disabled' ? `The channel is disabled: ${state.error}` : null;
}

/**
 * Posts one message. A channel that fails is asked by one message at a time and the others wait, so that a server
 * that hangs keeps no mail from going out.
 * @throws DeliveryError
 */
export async function post(context: Context, delivery: Delivery): Promise<string> {
  const { store, channels } = context;
  const channel = channels.find(delivery.subscriberId);
  if (!channel) throw new DeliveryError('This channel is no longer configured.');
  const before = await store.channelState(channel.id);
  if (before) await waitOrProbe(context, channel, before);
  let response: string;
  try {
    response = await channels.post(channel, delivery);
  } catch (error) {
    if (error instanceof DeliveryError)
      await store.saveChannelState(channel.id, failed(context, before, error));
    throw error;
  }
  if (before) await store.saveChannelState(channel.id, null);
  return response;
}

async function waitOrProbe({ store, clock }: Context, channel: Channel, state: ChannelState): Promise<void> {
  const now = clock().getTime();
  const waitMs = Date.parse(state.notBefore) - now;
  if (waitMs > 0) {
    const why = `It waits, because this channel fails: ${state.error}`;
    throw new DeliveryError(why, { retryable: true, retryAfterMs: waitMs });
  }
  await store.saveChannelState(channel.id, { ...state, notBefore: new Date(now + PROBE_MS).toISOString() });
}

/** The longer it fails, the longer until it is asked again. */
function failed({ clock, limits }: Context, before: ChannelState | null, error: DeliveryError): ChannelState {
  const now = clock();
  const since = before?.since ?? now.toISOString();
  const { firstMs, longestMs } = limits.mailRetry;
  const waitMs = Math.min(Math.max(now.getTime() - Date.parse(since), firstMs), longestMs);
  return {
    state: error.deadAddress ? 'disabled' : 'failing',
    since,
    error: error.message,
    notBefore: new Date(now.getTime() + Math.max(waitMs, error.retryAfterMs ?? 0)).toISOString(),
  };
}
