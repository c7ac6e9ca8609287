import type { Config } from '../config/load.ts';
import type { Channels } from '../jobs/ports.ts';
import type { Channel } from '../model/channel.ts';
import { DeliveryError, FetchError } from '../model/errors.ts';
import { contentId } from '../model/id.ts';
import { createPoster } from '../net/poster.ts';
import { parseAddress } from '../notify/address.ts';
import { composeTest, heedAnswer, postRequest, secretsOf } from '../notify/post.ts';
import { USER_AGENT } from './version.ts';

/** Standard Webhooks asks for 15 to 30 seconds; longer, and servers that hang hold up the others. */
const ANSWER_WITHIN_MS = 15_000;

interface Parts {
  readonly config: Pick<Config, 'channels' | 'settings'>;
  /** Of this installation: signs the webhooks that have no secret of their own. */
  readonly secret: () => Promise<string>;
}

/** The configured channels, and the way to them. */
export function openChannels({ config, secret }: Parts): Channels & { close(): Promise<void> } {
  const { channels, settings } = config;
  const byName = new Map(channels.map((channel) => [channel.name, channel]));
  const byId = new Map(channels.map((channel) => [channel.id, channel]));
  const poster = createPoster({
    userAgent: USER_AGENT,
    allowPrivate: settings.net.allowPrivate,
    timeoutMs: ANSWER_WITHIN_MS,
  });
  return {
    of: ({ notify = [] }) => [...new Set(notify)].flatMap((name) => byName.get(name) ?? []),
    find: (id) => byId.get(id),
    async post(channel, { id, message }) {
      const about = { id, at: new Date(), installationSecret: await secret() };
      const { url, ...sent } = postRequest(channel, message.text, about);
      try {
        return heedAnswer(await poster.post(url, sent));
      } catch (error) {
        if (!(error instanceof FetchError)) throw error;
        // Whatever it is, the operator may mend it within two days.
        throw new DeliveryError(`No answer: ${error.message}`, { retryable: true, cause: error });
      }
    },
    close: () => poster.close(),
  };
}

/** Posts a message that says that it is a test. @returns the answer; @throws DeliveryError */
export function testChannel(
  channels: Channels,
  config: Config,
  channel: Channel,
  now: Date,
): Promise<string> {
  const from = parseAddress(config.settings.mail.from);
  const id = contentId('d', channel.id, 'test', now.toISOString());
  const message = composeTest({ deliveryId: id, channel, from, now: now.toISOString() });
  return channels.post(channel, { id, message });
}

/** Those that sign what a webhook is sent; an ntfy topic has none. */
export function secretsOfChannel(channel: Channel, installationSecret: string): readonly string[] {
  return channel.kind === 'webhook' ? secretsOf(channel, installationSecret) : [];
}
