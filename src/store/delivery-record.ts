import type { Delivery, DeliveryState, MailMessage } from '../model/mail.ts';
import { pack, unpack } from './packing.ts';

/** What of a delivery never changes, less its message. */
type Fixed = Pick<
  Delivery,
  | 'id'
  | 'subscriberId'
  | 'kind'
  | 'channel'
  | 'news'
  | 'developmentIds'
  | 'createdAt'
  | 'windowEnd'
  | 'notBefore'
>;
type Texts = Pick<MailMessage, 'text' | 'html'>;
type Envelope = Omit<MailMessage, keyof Texts>;

/** After retention removed them. */
const NO_TEXTS: Texts = { text: '', html: '' };

export interface PackedDelivery {
  readonly record: Buffer;
  readonly envelope: Buffer;
  readonly texts: Buffer;
}

/** The message apart from the record, its texts apart from its envelope: they are what retention removes. */
export async function packDelivery(delivery: Delivery): Promise<PackedDelivery> {
  const { id, subscriberId, kind, channel, news, developmentIds, createdAt, windowEnd, notBefore } = delivery;
  const { text, html, ...envelope } = delivery.message;
  const fixed: Fixed = {
    ...{ id, subscriberId, kind, developmentIds, createdAt },
    ...(channel !== undefined && { channel }),
    ...(news !== undefined && { news }),
    ...(windowEnd !== undefined && { windowEnd }),
    ...(notBefore !== undefined && { notBefore }),
  };
  return {
    record: await pack(fixed),
    envelope: await pack(envelope),
    texts: await pack({ text, html }),
  };
}

/**
 * @param key for the error
 * @param fields of the delivery's hash; null when there is no such delivery
 * @throws StoreError when a field is damaged
 */
export function unpackDelivery(key: string, fields: Readonly<Record<string, Buffer>>): Delivery | null {
  const { record, envelope, texts, state, attempts, sentAt, response } = fields;
  if (Object.keys(fields).length === 0) return null;
  const part = <T>(name: string, bytes: Buffer | undefined) =>
    unpack<T>(`${key}[${name}]`, bytes ?? Buffer.alloc(0));
  return {
    ...part<Fixed>('record', record),
    message: {
      ...part<Envelope>('envelope', envelope),
      ...(texts ? part<Texts>('texts', texts) : NO_TEXTS),
    },
    state: String(state) as DeliveryState,
    attempts: Number(attempts),
    ...(sentAt && { sentAt: String(sentAt) }),
    ...(response && { response: String(response) }),
  };
}
