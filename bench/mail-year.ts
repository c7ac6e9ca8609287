/** A year of digests: each tick finds who is due, as the sweep does, and each digest is held against the wall clock. */
import { nextDigestAt } from '../src/notify/schedule.ts';
import type { Store } from '../src/store/store.ts';
import { reader, spreadOf } from './mail-parts.ts';

const MINUTE_MS = 60_000;
const BATCH = 500;
const START = Date.parse('2024-01-01T00:00:00Z');
const END = Date.parse('2025-01-01T00:00:00Z');
/** The sweep comes once a minute, at no second in particular. */
const TICK_MS = MINUTE_MS;
const PHASE_MS = 37_000;
/** From -11 to +14 hours; half and three-quarter hours; summer time north, south, of half an hour, and none. */
const ZONES =
  'Pacific/Pago_Pago Pacific/Honolulu America/Anchorage America/Los_Angeles America/Denver America/Chicago America/New_York America/Halifax America/St_Johns America/Sao_Paulo Atlantic/Azores Europe/London Africa/Casablanca Europe/Berlin Africa/Cairo Asia/Baghdad Asia/Tehran Asia/Kolkata Asia/Kathmandu Asia/Shanghai Asia/Tokyo Australia/Lord_Howe Pacific/Auckland Pacific/Kiritimati'.split(
    ' ',
  );
/** Round the changes of summer time, round midnight, and in between. */
const HOURS = [0, 1, 2, 3, 7, 12, 23];
const RHYTHMS = ['daily', 'weekdays', 'weekly', 'weekly', 'weekly', 'weekly'] as const;
const SENT_ON = { daily: [0, 1, 2, 3, 4, 5, 6], weekdays: [1, 2, 3, 4, 5], weekly: [1] };

/** Subscribers with the same wishes: what is due for one is due for all. */
interface Group {
  readonly wishes: {
    readonly digest: (typeof RHYTHMS)[number];
    readonly hour: number;
    readonly timezone: string;
  };
  next: { readonly after: number; readonly at: string; readonly due: number };
  /** What the wall clock says of this tick. */
  tick: { at: number; fault: 'early' | 'late' | 'wrong day' | ''; day: number };
}

/** Prints what was found. Returns 1 when anybody was early, late by more than a minute, left out or told twice. */
export async function year(store: Store, count: number): Promise<number> {
  const groups = ZONES.flatMap((timezone) =>
    RHYTHMS.flatMap((digest) => HOURS.map((hour) => groupOf({ digest, hour, timezone }))),
  );
  const members = new Map<string, number>();
  const groupOfMember = (at: number) => groups[at % groups.length] as Group;
  /** By member: the day of the zone's calendar whose digest went out last, at first before the year began. */
  const lastDay = Int32Array.from({ length: count }, (_, at) => dayBefore(groupOfMember(at).wishes));
  for (let at = 0; at < count; at += BATCH) {
    const some = Array.from({ length: Math.min(BATCH, count - at) }, (_, i) => at + i);
    await Promise.all(
      some.map((one) => {
        const { id } = reader(one);
        members.set(id, one);
        return store.scheduleDigest(id, nextOf(groupOfMember(one), START - 1));
      }),
    );
  }
  const found = { sent: 0, early: 0, late: 0, 'wrong day': 0, twice: 0, missed: 0 };
  const ticks: number[] = [];
  const used = groups.slice(0, count);
  for (let now = START + PHASE_MS; now < END; now = tickAfter(now, used)) {
    const at = new Date(now).toISOString();
    for (let due = BATCH; due === BATCH; ) {
      const startedAt = performance.now();
      const ids = await store.dueDigests(at, BATCH);
      ticks.push(performance.now() - startedAt);
      due = ids.length;
      await Promise.all(
        ids.map((id) => {
          const member = members.get(id) ?? 0;
          const group = groupOfMember(member);
          judge(group, member, now);
          return store.scheduleDigest(id, nextOf(group, now));
        }),
      );
    }
  }
  for (let member = 0; member < count; member += 1) {
    const { wishes } = groupOfMember(member);
    if (between(wishes.digest, lastDay[member] ?? -1, dayOf(END, wishes.timezone)) > 0) found.missed += 1;
  }
  return report();

  function judge(group: Group, member: number, now: number): void {
    if (group.tick.at !== now) group.tick = wallClock(group.wishes, now);
    const { fault, day } = group.tick;
    const last = lastDay[member] ?? -1;
    found.sent += 1;
    if (fault !== '') found[fault] += 1;
    if (day === last) found.twice += 1;
    else if (between(group.wishes.digest, last, day) > 0) found.missed += 1;
    lastDay[member] = day;
  }

  function report(): number {
    const zones = ZONES.length;
    console.log(`${count} subscribers in ${zones} zones, ${found.sent} digests in 2024, a tick a minute:`);
    console.log(
      `${found.early} early, ${found.late} late by more than a minute, ${found['wrong day']} on a wrong day, ${found.twice} twice, ${found.missed} missed;`,
    );
    console.log(`a tick takes ${spreadOf(ticks)}`);
    return found.early + found.late + found['wrong day'] + found.twice + found.missed > 0 ? 1 : 0;
  }
}

/** The next tick, past those at which nobody can be due. */
function tickAfter(now: number, groups: readonly Group[]): number {
  const earliest = groups.reduce((least, { next }) => Math.min(least, next.due), Number.POSITIVE_INFINITY);
  return now + Math.max(1, Math.ceil((earliest - now) / TICK_MS)) * TICK_MS;
}

function groupOf(wishes: Group['wishes']): Group {
  return { wishes, next: { after: -1, at: '', due: 0 }, tick: { at: -1, fault: '', day: -1 } };
}

/** As the job asks for it, once for all that wish the same. */
function nextOf(group: Group, now: number): string {
  if (group.next.after !== now) {
    const at = nextDigestAt(group.wishes, new Date(now))?.toISOString() ?? '';
    group.next = { after: now, at, due: Date.parse(at) };
  }
  return group.next.at;
}

/**
 * Held against the zone's own clock, by nothing that the schedule is computed with: the minute in which the wanted hour
 * began, or, on a day without that hour, the minute after the gap.
 */
function wallClock({ digest, hour, timezone }: Group['wishes'], now: number): Group['tick'] {
  const shown = clockOf(now, timezone);
  const before = clockOf(now - MINUTE_MS, timezone);
  const wanted = hour * 60;
  const day = dayOf(now, timezone);
  // A minute ago it was not yet the hour, now it is: over midnight the minute before counts from the day before.
  const minuteAgo = before.minutes > shown.minutes + 720 ? before.minutes - 1440 : before.minutes;
  const fault = shown.minutes < wanted ? 'early' : minuteAgo >= wanted ? 'late' : '';
  return {
    at: now,
    day,
    fault: fault || (SENT_ON[digest].includes(new Date(day * 86_400_000).getUTCDay()) ? '' : 'wrong day'),
  };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(now: number, timezone: string): { readonly date: string; readonly minutes: number } {
  let clock = clocks.get(timezone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' });
    clocks.set(timezone, clock);
  }
  const [date = '', time = ''] = clock.format(now).split(' ');
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return { date, minutes: hours * 60 + minutes };
}

/** The last day whose hour had come when the year began. */
function dayBefore({ hour, timezone }: Group['wishes']): number {
  const passed = clockOf(START, timezone).minutes > hour * 60;
  return dayOf(START, timezone) - (passed ? 0 : 1);
}

/** The day on the zone's calendar, counted from 1970. */
function dayOf(now: number, timezone: string): number {
  return Date.parse(`${clockOf(now, timezone).date}T00:00:00Z`) / 86_400_000;
}

/** Days of the rhythm that lie between two days. */
function between(digest: keyof typeof SENT_ON, from: number, to: number): number {
  let days = 0;
  for (let day = from + 1; day < to; day += 1) {
    if (SENT_ON[digest].includes(new Date(day * 86_400_000).getUTCDay())) days += 1;
  }
  return days;
}
