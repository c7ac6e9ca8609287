import { z } from 'zod';
import { JOB_NAMES, type JobName } from '../../model/job.ts';
import { component, pageOf } from './component.ts';
import { eventType } from './news-schemas.ts';

const instant = z.string().describe('ISO 8601, UTC');
const hour = z.int().min(0).max(23);
const frequency = component('DigestFrequency', z.enum(['off', 'hourly', 'daily', 'weekdays', 'weekly']));

export const subscriber = component(
  'Subscriber',
  z.object({
    id: z.string(),
    address: z.string(),
    name: z.string().optional(),
    status: z.enum(['active', 'unsubscribed', 'suspended']),
    suspended: z.object({ reason: z.string(), at: instant }).optional(),
    watchIds: z.array(z.string()),
    alerts: z.boolean(),
    digest: frequency,
    hour: hour.describe('Of the digest, in the timezone'),
    timezone: z.string(),
    mutedTypes: z.array(eventType).optional(),
    quiet: z.object({ from: hour, to: hour }).optional(),
    snoozeUntil: instant.optional(),
    signOfLife: z.boolean().optional(),
    maxAlertsPerDay: z.int(),
    createdAt: instant,
  }),
);

export const subscriberPage = pageOf('SubscriberPage', subscriber);

export const subscriberWish = component(
  'SubscriberWish',
  z.strictObject({
    address: z.string().min(3).max(320),
    name: z.string().max(200).optional(),
    watchIds: z.array(z.string()).min(1).max(200),
    alerts: z.boolean().default(true),
    digest: frequency.default('daily'),
    hour: hour.default(7),
    timezone: z.string().max(100).default('UTC').describe('IANA: Europe/Berlin'),
    confirm: z
      .boolean()
      .default(false)
      .describe('Mail a link first: nothing else is sent before the owner of the address confirms'),
  }),
);

export const asked = component(
  'Asked',
  z.object({ asked: z.literal(true) }).describe('A mail that asks for confirmation was queued'),
);

export const deliveryState = component(
  'DeliveryState',
  z.enum(['pending', 'sending', 'sent', 'failed', 'held']),
);

const deliveryFields = {
  id: z.string(),
  kind: z.enum(['alert', 'digest', 'notice']),
  state: deliveryState,
  channel: z
    .object({ name: z.string(), kind: z.enum(['webhook', 'ntfy']) })
    .optional()
    .describe('Where it goes to a channel'),
  subscriberId: z.string().describe('The id of the channel where it goes to one'),
  to: z.string().describe('The address, masked, or the name of the channel'),
  subject: z.string(),
  developmentIds: z.array(z.string()),
  attempts: z.int(),
  createdAt: instant,
  notBefore: instant.optional().describe('The end of its reader’s quiet hours'),
  sentAt: instant.optional(),
  response: z.string().optional().describe('The server’s last answer'),
};

export const delivery = component(
  'Delivery',
  z.object(deliveryFields).describe('One mail to one address, or one message to one channel'),
);

export const deliveryPage = pageOf('DeliveryPage', delivery);

export const deliveryInFull = component(
  'DeliveryInFull',
  z.object({
    ...deliveryFields,
    text: z
      .string()
      .describe('As sent, the address and signed links hidden; empty once retention removed it'),
  }),
);

export const feed = component(
  'Feed',
  z.object({
    id: z.string(),
    url: z.string(),
    title: z.string().optional(),
    watchIds: z.array(z.string()),
    condition: z.enum(['well', 'waiting', 'silent', 'failing', 'gone', 'paused']),
    failures: z.int().describe('Failed polls in a row'),
    error: z.string().optional(),
    lastPollAt: instant.optional(),
    lastSuccessAt: instant.optional(),
    lastItemAt: instant.optional(),
    notBefore: instant.optional().describe('Not asked before'),
  }),
);

export const feedList = component('FeedList', z.object({ items: z.array(feed) }));

const id = z.string().min(1).max(200);

/** Every job can be run by hand; it is the very job of the schedules. */
export const triggerRequest = component(
  'TriggerRequest',
  z.discriminatedUnion('job', [
    z.strictObject({ job: z.literal('poll-feed'), feedId: id }),
    z.strictObject({ job: z.literal('read-article'), feedId: id, url: z.url().max(2000) }),
    z.strictObject({ job: z.literal('compare-article'), watchId: id, articleId: id }),
    z.strictObject({ job: z.literal('send-alert'), watchId: id, developmentId: id }),
    z.strictObject({ job: z.literal('send-digest'), subscriberId: id }),
    z.strictObject({ job: z.literal('deliver'), deliveryId: id }),
    z.strictObject({ job: z.literal('sweep') }),
  ]),
);

export const jobName = component('JobName', z.enum(JOB_NAMES as readonly [JobName, ...JobName[]]));

export const triggered = component(
  'Triggered',
  z.object({
    job: jobName,
    jobId: z.string(),
    workers: z.int().describe('Workers connected now; with none it waits until one is'),
  }),
);

export const jobState = component(
  'JobState',
  z.object({
    job: jobName,
    jobId: z.string(),
    state: z
      .enum(['open', 'failed', 'gone'])
      .describe('gone: it ended well, and was removed; or there never was one'),
    error: z.string().optional(),
  }),
);

export const status = component(
  'Status',
  z.object({
    redis: z.object({ ok: z.boolean(), detail: z.string() }),
    workers: z.int(),
    queues: z.array(
      z.object({
        queue: jobName,
        waiting: z.int(),
        active: z.int(),
        delayed: z.int(),
        failed: z.int(),
      }),
    ),
    mistakes: z.array(z.string()).describe('Edits of watch files that were not taken'),
    channels: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['webhook', 'ntfy']),
        state: z.enum(['well', 'failing', 'disabled']),
        error: z.string().optional(),
      }),
    ),
  }),
);
