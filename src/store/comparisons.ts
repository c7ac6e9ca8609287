import type { CommitOutcome, CompareCommit, OutboxEntry } from '../model/commit.ts';
import type { ArticleVerdict, Withheld } from '../model/development.ts';
import type { Instant } from '../model/time.ts';
import type { StoreContext } from './context.ts';
import { toInstant, toMs } from './instants.ts';
import { packChange } from './ledger.ts';
import { pack, unpack, unpackFields } from './packing.ts';
import { loadScript } from './script.ts';
import { repliesOf } from './transaction.ts';

/** The commit of a comparison, and the marks and verdicts it leaves. */
export function comparisonStore({ redis, keys, onCorrupt }: StoreContext) {
  const commitScript = loadScript(redis, 'commit-compare');

  return {
    /** One Lua script: done-mark, version check, ledger, developments, verdict, outbox. `stale`: compute again on the newer dossier. */
    async commitCompare(commit: CompareCommit): Promise<CommitOutcome> {
      return (await commitScript.text(
        commitKeys(commit.watchId),
        await argumentsOf(commit),
      )) as CommitOutcome;
    },

    /** Each as `commitCompare` does it, in one trip. */
    async commitCompares(commits: readonly CompareCommit[]): Promise<readonly CommitOutcome[]> {
      if (commits.length === 0) return [];
      const args = await Promise.all(commits.map(argumentsOf));
      const trip = redis.pipeline();
      for (const [i, { watchId }] of commits.entries())
        commitScript.join(trip, commitKeys(watchId), args[i] ?? []);
      return repliesOf(await trip.exec()) as CommitOutcome[];
    },

    async verdict(watchId: string, articleId: string): Promise<ArticleVerdict | null> {
      const key = keys.verdicts(watchId);
      const bytes = await redis.hgetBuffer(key, articleId);
      return bytes === null ? null : unpack<ArticleVerdict>(`${key}[${articleId}]`, bytes);
    },

    /** How many articles were compared from each instant to before the next: one count less than instants. */
    async comparedBetween(watchId: string, edges: readonly Instant[]): Promise<readonly number[]> {
      const counting = redis.pipeline();
      for (const [at, edge] of edges.slice(0, -1).entries()) {
        counting.zcount(keys.compared(watchId), String(toMs(edge)), `(${toMs(edges[at + 1] ?? edge)}`);
      }
      return edges.length < 2 ? [] : repliesOf(await counting.exec()).map(Number);
    },

    /** When the earliest article was compared whose mark is still kept. */
    async comparedSince(watchId: string): Promise<Instant | null> {
      const [, score] = await redis.zrange(keys.compared(watchId), '0', '0', 'WITHSCORES');
      return score === undefined ? null : toInstant(Number(score));
    },

    /** What was withheld, by UTC hour (`2024-02-11T09`) and reason, in no order. */
    async withheldByHour(
      watchId: string,
    ): Promise<readonly { readonly hour: string; readonly reason: string; readonly count: number }[]> {
      const fields = Object.entries(await redis.hgetall(keys.withheld(watchId)));
      return fields.map(([field, count]) => ({ ...hourAndReason(field), count: Number(count) }));
    },

    /** Newest first, after the first `skip`. */
    async verdicts(watchId: string, limit: number, skip = 0): Promise<readonly ArticleVerdict[]> {
      if (limit < 1) return [];
      const ids = await redis.zrevrange(keys.compared(watchId), skip, skip + limit - 1);
      if (ids.length === 0) return [];
      const key = keys.verdicts(watchId);
      return unpackFields(key, ids, await redis.hmgetBuffer(key, ...ids), onCorrupt);
    },

    /** What was withheld since an instant, rounded down to the hour, counted by reason. */
    async withheldCounts(watchId: string, since: Instant): Promise<Readonly<Record<string, number>>> {
      const from = hourOf(since);
      const counts: Record<string, number> = {};
      for (const [field, count] of Object.entries(await redis.hgetall(keys.withheld(watchId)))) {
        const { hour, reason } = hourAndReason(field);
        if (hour >= from) counts[reason] = (counts[reason] ?? 0) + Number(count);
      }
      return counts;
    },

    /** Of all time. */
    async counts(
      watchId: string,
    ): Promise<{ readonly articles: number; readonly developments: number; readonly withheld: number }> {
      const [articles, developments, withheld] = await redis.hmget(
        keys.totals(watchId),
        'articles',
        'developments',
        'withheld',
      );
      return {
        articles: Number(articles ?? 0),
        developments: Number(developments ?? 0),
        withheld: Number(withheld ?? 0),
      };
    },

    /** Outbox entries committed before `before` and not cleared, oldest first. */
    async outbox(before: Instant, limit: number): Promise<readonly OutboxEntry[]> {
      const members = await redis.zrangebyscore(keys.outbox(), '-inf', `(${toMs(before)}`, 'LIMIT', 0, limit);
      return members.map((member) => {
        const colon = member.indexOf(':');
        return { developmentId: member.slice(0, colon), watchId: member.slice(colon + 1) };
      });
    },

    async clearOutbox(entries: readonly OutboxEntry[]): Promise<void> {
      if (entries.length === 0) return;
      const members = entries.map(({ developmentId, watchId }) => `${developmentId}:${watchId}`);
      await redis.zrem(keys.outbox(), ...members);
    },
  };

  function commitKeys(watchId: string): string[] {
    return [
      keys.watches(),
      keys.compared(watchId),
      keys.compares(),
      keys.ledger(watchId),
      keys.ledgerVersions(watchId),
      keys.developments(watchId),
      keys.developmentTimes(watchId),
      keys.lastDevelopment(),
      keys.verdicts(watchId),
      keys.withheld(watchId),
      keys.totals(watchId),
      keys.outbox(),
    ];
  }
}

/** As the script takes them. */
async function argumentsOf(commit: CompareCommit): Promise<readonly (string | number | Buffer)[]> {
  const { watchId, articleId, version, at } = commit;
  const change = await packChange(commit.change);
  const developments = await Promise.all(
    commit.developments.map(async (development) => [
      development.id,
      development.kind,
      await pack(development),
    ]),
  );
  const outbox = commit.outbox.map((entry) => entry.developmentId);
  const reasons = countReasons(commit.verdict.withheld);
  return [
    ...[watchId, articleId, version, toMs(at), hourOf(at), await pack(commit.verdict)],
    ...[change.length / 2, ...change],
    ...[developments.length, ...developments.flat()],
    ...[outbox.length, ...outbox],
    ...[reasons.length, ...reasons.flat()],
  ];
}

/** `2024-02-11T09`, UTC. */
export function hourOf(instant: Instant): string {
  return toInstant(toMs(instant)).slice(0, 13);
}

/** A field of the withheld hash, taken apart. */
export function hourAndReason(field: string): { readonly hour: string; readonly reason: string } {
  const colon = field.indexOf(':');
  return { hour: field.slice(0, colon), reason: field.slice(colon + 1) };
}

function countReasons(withheld: readonly Withheld[]): [reason: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { reason } of withheld) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts];
}
