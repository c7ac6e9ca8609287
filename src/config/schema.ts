import { z } from 'zod';
import { EVENT_TYPES, type EventType } from '../model/event.ts';
import { SENSITIVITIES } from '../model/watch.ts';
import { duration, size } from './units.ts';

const ALL_TYPES = Object.values(EVENT_TYPES).flat() as [EventType, ...EventType[]];

const httpUrl = z.string().refine((text) => /^https?:\/\/[^\s/]+/i.test(text) && URL.canParse(text), {
  error: (issue) => `"${String(issue.input)}" is not an http or https address`,
});

/** A user and password in it would be shown wherever the feed is named; no reading sends them. */
const feedUrl = httpUrl.transform((text) => text.replace(/^(https?:\/\/)[^/?#]*@/i, '$1'));

const serverUrl = (schemes: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol), {
    // The value may hold a password: it is not repeated.
    error: `must be an address that begins with ${schemes.map((s) => `${s}//`).join(' or ')}`,
  });

const channelName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a name is lower-case letters, digits and hyphens');

/** A webhook or an ntfy topic: one of the two addresses, and what belongs to it. */
const channel = z
  .strictObject({
    webhook: httpUrl.optional(),
    secretFile: z.string().min(1).optional(),
    ntfy: httpUrl.optional(),
    tokenFile: z.string().min(1).optional(),
    priority: z.int().min(1).max(5).optional(),
  })
  .refine(({ webhook, ntfy }) => (webhook === undefined) !== (ntfy === undefined), {
    error: 'needs an address: either "webhook" or "ntfy"',
  })
  .refine(({ webhook, tokenFile, priority }) => !webhook || !(tokenFile || priority), {
    error: '"tokenFile" and "priority" belong to ntfy; a webhook is signed: "secretFile"',
  })
  .refine(({ ntfy, secretFile }) => !ntfy || !secretFile, {
    error: '"secretFile" belongs to a webhook; ntfy takes "tokenFile"',
  })
  .refine(({ ntfy }) => !ntfy || /^\/[\w-]{1,64}$/.test(new URL(ntfy).pathname), {
    error: 'an ntfy address ends with its topic: https://ntfy.example.org/topic',
  });

/** As programs read it: a host and port alone mean http. */
const proxyUrl = z
  .string()
  .transform((text) => (text.includes('://') ? text : `http://${text}`))
  .pipe(serverUrl(['http:', 'https:']));

/** Several hosts after a comma are more than a URL may hold. */
const redisUrl = z.union(
  [z.string().regex(/^rediss?\+(sentinel|cluster):\/\/\S+$/), serverUrl(['redis:', 'rediss:', 'unix:'])],
  {
    error:
      'must be an address that begins with redis://, rediss://, unix://, redis+sentinel:// or redis+cluster://',
  },
);

/** `config/newswatch.yaml`, environment applied. Every key has a default, so that an empty file works. */
export const settingsSchema = z.strictObject({
  data: z.string().min(1).default('data'),
  redis: z
    .strictObject({
      url: redisUrl.optional(),
      prefix: z
        .string()
        .regex(
          /^\{[a-z0-9-]+\}$/,
          'must be a lower-case word in braces, like {newswatch}: Redis Cluster needs them',
        )
        .default('{newswatch}'),
    })
    .prefault({}),
  mail: z
    .strictObject({
      from: z.string().min(3).default('Newswatch <newswatch@localhost>'),
      smtp: serverUrl(['smtp:', 'smtps:']).optional(),
      requireTls: z.boolean().default(false),
      returnPath: z.string().min(3).optional(),
      maildir: z.string().min(1).optional(),
      dkim: z
        .strictObject({
          domain: z.string().min(3),
          selector: z.string().regex(/^[a-z0-9-]+$/i, 'a selector is letters, digits and hyphens'),
          keyFile: z.string().min(1),
        })
        .optional(),
      whenUnsure: z.enum(['resend', 'hold']).default('resend'),
      hold: duration.prefault('2m'),
      alertsPerDay: z.int().min(0).max(100).default(4),
    })
    .prefault({}),
  web: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1'),
      port: z.int().min(0).max(65_535).default(8080),
      publicUrl: httpUrl.optional(),
      proxies: z.array(z.string().min(1)).default([]),
      login: z
        .string()
        // The value is as good as a password: it is not repeated.
        .regex(/^scrypt(:\d+){3}(:[\w-]{16,}){2}$/, 'is made by "newswatch web password"')
        .optional(),
    })
    .prefault({}),
  net: z
    .strictObject({
      contact: z.string().min(1).optional(),
      timeout: duration.prefault('20s'),
      allowPrivate: z.array(z.string().min(1)).default([]),
      proxy: z
        .strictObject({ http: proxyUrl.optional(), https: proxyUrl.optional(), not: z.string().default('') })
        .prefault({}),
      requestsPerHost: z.int().min(1).max(8).default(2),
      pause: duration.prefault('100ms'),
      robots: z.boolean().default(true),
      maxFeedSize: size.prefault('10MB'),
      maxPageSize: size.prefault('10MB'),
    })
    .prefault({}),
  poll: z
    .strictObject({
      every: duration.prefault('15m'),
      quiet: duration.prefault('1h'),
      slowest: duration.prefault('24h'),
      maxItemAge: duration.prefault('7d'),
    })
    .prefault({}),
  keep: z
    .strictObject({
      articles: duration.prefault('30d'),
      verdicts: duration.prefault('60d'),
      seen: duration.prefault('60d'),
      mails: duration.prefault('90d'),
    })
    .prefault({}),
  concurrency: z
    .strictObject({
      poll: z.int().min(1).max(64).default(48),
      read: z.int().min(1).max(64).default(8),
      compare: z.int().min(1).max(16).default(4),
      deliver: z.int().min(1).max(64).default(4),
    })
    .prefault({}),
  notify: z.record(channelName, channel).default({}),
  log: z
    .strictObject({ level: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info') })
    .prefault({}),
});

export type Settings = z.infer<typeof settingsSchema>;

const eventType = z.enum(ALL_TYPES);

/** `config/watches/<id>/watch.yaml`. */
export const watchSchema = z.strictObject({
  title: z.string().trim().min(1, 'say in a few words what is followed').max(120),
  follow: z.string().trim().max(500).default(''),
  language: z.literal('en', { error: 'only en is read so far' }).default('en'),
  feeds: z
    .array(z.strictObject({ url: feedUrl, title: z.string().trim().min(1).optional() }))
    .min(1, 'a watch needs at least one feed'),
  names: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1),
        kind: z.enum(['actor', 'place']),
        aliases: z.array(z.string().trim().min(1)).default([]),
      }),
    )
    .default([]),
  sensitivity: z.enum(SENSITIVITIES).default('normal'),
  wake: z
    .strictObject({
      minWeight: z.number().min(0).max(1).default(1),
      types: z.array(eventType).min(1, 'leave "types" out to be woken for all').optional(),
      mute: z.array(eventType).default([]),
    })
    .prefault({}),
  notify: z.array(z.string().min(1)).default([]),
});
