import type { Config } from '../config/load.ts';
import type { Dossiers } from '../jobs/dossiers.ts';
import type { Clock, Instant } from '../model/time.ts';
import type { Watch } from '../model/watch.ts';
import { parseAddress } from '../notify/address.ts';
import { calendarOf, expectedEvents } from '../notify/ahead.ts';
import { domainOf } from '../notify/headers.ts';
import type { Store } from '../store/store.ts';

/** What was expected stays this long after its day: a calendar forgets what is no longer in the file. */
const KEPT_MS = 30 * 86_400_000;
const MOST = 200;

interface Parts {
  readonly store: Pick<Store, 'verdictPage'>;
  readonly config: Pick<Config, 'settings'>;
  readonly dossiers: Dossiers;
  readonly clock: Clock;
  readonly baseUrl: () => string;
}

/**
 * What is expected of a watch as a calendar to subscribe to, with the ids it has in digests. The same bytes until
 * something in it changes, or a day ends.
 */
export async function watchCalendar(
  { store, config, dossiers, clock, baseUrl }: Parts,
  watch: Watch,
): Promise<{ readonly text: string; readonly changedAt: Instant | undefined }> {
  const { dossier } = await dossiers.load(watch);
  const now = clock();
  const reader = { timezone: 'UTC', now: now.toISOString() };
  const from = new Date(now.getTime() - KEPT_MS).toISOString().slice(0, 10);
  const lines = expectedEvents(dossier.entries.values(), reader, from, MOST);
  const stamp = lines
    .map(({ entryId }) => new Date(dossier.entries.get(entryId)?.lastSeenAt ?? 0).toISOString())
    .sort()
    .at(-1);
  const text = calendarOf(lines, {
    domain: domainOf(parseAddress(config.settings.mail.from)),
    now: stamp ?? new Date(0).toISOString(),
    page: `${baseUrl()}/watches/${encodeURIComponent(watch.id)}`,
    name: watch.title,
  });
  // Any comparison may have changed the ledger; whether it changed this, the bytes tell.
  const { entries } = await store.verdictPage(watch.id, { limit: 1 });
  const changedAt = [stamp, entries[0]?.item.at]
    .filter((at) => at !== undefined)
    .sort()
    .at(-1);
  return { text, changedAt };
}
