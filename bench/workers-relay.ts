/**
 * A way to Redis that takes longer: each piece of what comes in goes on so many milliseconds later, in order, both ways
 * together as long as one round trip is to take more.
 *
 *   node bench/workers-relay.ts SOCKET ADDRESS DELAY_MS
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

const [socketPath = '', address = '', delay = '0'] = process.argv.slice(2);
const eachWayMs = Number(delay) / 2;

function pass(from: Socket, to: Socket): void {
  from.on('data', (data) => {
    if (eachWayMs === 0) to.write(data);
    else setTimeout(() => to.write(data), eachWayMs);
  });
  from.on('close', () => setTimeout(() => to.destroy(), eachWayMs));
  from.on('error', () => undefined);
}

const server = createServer({ noDelay: true }, (worker) => {
  const redis = connect(socketPath);
  pass(worker, redis);
  pass(redis, worker);
});
server.listen(0, address, () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit());
