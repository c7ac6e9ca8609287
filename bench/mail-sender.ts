/**
 * A sender to be killed: works off what is open till nothing is.
 * `node bench/mail-sender.ts SOCKET PORT LEASE_MS resend|hold`
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSmtpTransport } from '../src/notify/transport.ts';
import { connect } from '../src/store/connect.ts';
import { CONNECTIONS, openStore, sendAll } from './mail-parts.ts';

const [socketPath = '', port = '', leaseMs = '', whenUnsure = ''] = process.argv.slice(2);
const redis = connect({ socketPath, profile: 'worker' });
const store = openStore(redis);
const transport = createSmtpTransport({ host: '127.0.0.1', port: Number(port), maxConnections: CONNECTIONS });
const options = {
  ...{ leaseMs: Number(leaseMs), atATime: CONNECTIONS, runId: randomUUID() },
  whenUnsure: whenUnsure === 'hold' ? ('hold' as const) : ('resend' as const),
};
for (;;) {
  const open = await store.openDeliveries(new Date().toISOString(), 100);
  await sendAll(store, transport, open, options);
  if ((await store.openDeliveries('2100-01-01T00:00:00.000Z', 1)).length === 0 && (await pending()) === 0)
    break;
  await sleep(50);
}
await transport.close();
redis.disconnect();

/** Those whose sender died count too: their lease has yet to run out. */
async function pending(): Promise<number> {
  const all = await store.deliveries(100_000);
  return all.filter(({ state }) => state === 'pending' || state === 'sending').length;
}
