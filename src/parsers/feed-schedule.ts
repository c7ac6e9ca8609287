/** When a feed asks not to be read (RSS 2.0, skipHours and skipDays), in UTC. */
export interface FeedSchedule {
  /** 0 to 23. */
  readonly skipHours?: readonly number[];
  /** 0 is Sunday. */
  readonly skipDays?: readonly number[];
}

/** Both stand before the first item, and a head is never longer. */
const HEAD_BYTES = 65_536;
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Reads a feed's skipHours and skipDays from its bytes; what is not understood is left out. */
export function feedSchedule(body: Uint8Array): FeedSchedule {
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, HEAD_BYTES)).toString(
    'latin1',
  );
  const firstItem = head.search(/<(?:item|entry)[\s>]/i);
  const channel = firstItem < 0 ? head : head.slice(0, firstItem);
  const skipHours = valuesOf(channel, 'skipHours', 'hour')
    // Some count from 1 to 24.
    .map((text) => (text === '24' ? 0 : /^\d{1,2}$/.test(text) ? Number(text) : -1))
    .filter((hour) => hour >= 0 && hour < 24);
  const skipDays = valuesOf(channel, 'skipDays', 'day')
    .map((text) => DAYS.indexOf(text.toLowerCase()))
    .filter((day) => day >= 0);
  return {
    ...(skipHours.length > 0 && { skipHours: unique(skipHours) }),
    ...(skipDays.length > 0 && { skipDays: unique(skipDays) }),
  };
}

function valuesOf(channel: string, list: string, name: string): string[] {
  const lower = channel.toLowerCase();
  const start = lower.indexOf(`<${list.toLowerCase()}`);
  const end = start < 0 ? -1 : lower.indexOf(`</${list.toLowerCase()}`, start);
  if (end < 0) return [];
  const values = channel.slice(start, end).matchAll(new RegExp(`<${name}[^>]{0,40}>([^<]{0,40})<`, 'gi'));
  return [...values].map(([, text = '']) => text.trim());
}

function unique(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
