import type { ProcessReport } from '../model/process-report.ts';
import type { StoreContext } from './context.ts';
import { unpack } from './packing.ts';

/** A process says what it goes by every quarter of a minute; one silent for this long is gone. */
const SILENT_MS = 60_000;

/** What the running processes go by. */
export function processReportStore({ redis, keys }: StoreContext) {
  async function processReports(): Promise<readonly ProcessReport[]> {
    const key = keys.processes();
    const reports = Object.values(await redis.hgetallBuffer(key)).map((bytes) =>
      unpack<ProcessReport>(key, bytes),
    );
    const heardOf = (report: ProcessReport) => Date.now() - Date.parse(report.at) < SILENT_MS;
    const silent = reports.filter((report) => !heardOf(report)).map((report) => report.process);
    if (silent.length > 0) await redis.hdel(key, ...silent);
    return reports.filter(heardOf).sort((a, b) => a.process.localeCompare(b.process));
  }

  return {
    processReports,

    async saveProcessReport(report: ProcessReport): Promise<void> {
      await redis.hset(keys.processes(), report.process, JSON.stringify(report));
    },

    async dropProcessReport(process: string): Promise<void> {
      await redis.hdel(keys.processes(), process);
    },

    /** Whether any running process goes by a watch, or by a feed, of this id. */
    async isFollowed(id: string): Promise<boolean> {
      const reports = await processReports();
      return reports.some(({ watches, feeds }) => Object.hasOwn(watches, id) || feeds.includes(id));
    },
  };
}
