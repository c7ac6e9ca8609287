import type { App } from '../app.ts';
import type { Finding } from './doctor.ts';

const PART = 'channels';

/** Webhooks and ntfy topics that fail or want no more, and those that no watch sends to. Nothing where there is none. */
export async function checkChannels({ config, catalogue, store }: App): Promise<readonly Finding[]> {
  const used = new Set(catalogue.watches().flatMap(({ notify = [] }) => notify));
  const findings = config.channels.map(async ({ id, name, kind }): Promise<Finding> => {
    const trouble = await store.channelState(id);
    const at = { part: PART, state: 'warn' } as const;
    if (trouble) {
      const detail = `${name} (${kind}) is ${trouble.state} since ${trouble.since}: ${trouble.error}`;
      return { ...at, detail, mend: `newswatch notify test ${name}; then newswatch notify enable ${name}` };
    }
    if (used.has(name)) return { ...at, state: 'ok', detail: `${name} (${kind}) takes what it is sent` };
    const mend = `name it in a watch.yaml: notify: [${name}]`;
    return { ...at, detail: `${name} (${kind}) is sent nothing: no watch names it`, mend };
  });
  return Promise.all(findings);
}
