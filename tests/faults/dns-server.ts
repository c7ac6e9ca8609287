import { createSocket } from 'node:dgram';
import dns, { type LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';
import { isIPv6 } from 'node:net';

/** A real name server on loopback, asked by this process in place of the system's. */
export interface DnsServer {
  /** Name → the answers to one question after the other; the last one stays. */
  readonly answers: Map<string, readonly (readonly string[])[]>;
  close(): Promise<void>;
}

const TYPE_A = 1;
const TYPE_AAAA = 28;

export async function startDns(): Promise<DnsServer> {
  const answers = new Map<string, readonly (readonly string[])[]>();
  const asked = new Map<string, number>();
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const { name, type, end } = question(query);
    const turn = asked.get(`${name}/${type}`) ?? 0;
    asked.set(`${name}/${type}`, turn + 1);
    const turns = answers.get(name) ?? [];
    const addresses = (turns[turn] ?? turns.at(-1) ?? []).filter(
      (one) => isIPv6(one) === (type === TYPE_AAAA),
    );
    socket.send(reply(query, end, type, addresses), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const resolver = new dns.promises.Resolver();
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  const systems = dns.lookup;
  dns.lookup = ((name: string, _options: unknown, callback: Done) => {
    void Promise.all([ask(resolver.resolve4(name)), ask(resolver.resolve6(name))]).then(([four, six]) => {
      const found = [...four, ...six].map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
      callback(
        found.length > 0 ? null : Object.assign(new Error(`ENOTFOUND ${name}`), { code: 'ENOTFOUND' }),
        found,
      );
    });
  }) as unknown as typeof dns.lookup;
  syncBuiltinESMExports();
  return {
    answers,
    async close() {
      dns.lookup = systems;
      syncBuiltinESMExports();
      socket.close();
      await once(socket, 'close');
    },
  };
}

type Done = (error: Error | null, found: readonly LookupAddress[]) => void;

function ask(answer: Promise<string[]>): Promise<string[]> {
  return answer.catch(() => []);
}

/** RFC 1035, 4.1.2: labels, each after its length, then type and class. */
function question(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function reply(query: Buffer, end: number, type: number, addresses: readonly string[]): Buffer {
  const head = Buffer.from(query.subarray(0, end));
  head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(addresses.length, 6);
  head.writeUInt32BE(0, 8);
  const records = addresses.map((address) => {
    const data = type === TYPE_A ? Buffer.from(address.split('.').map(Number)) : bytesOfV6(address);
    const record = Buffer.alloc(12);
    record.writeUInt16BE(0xc00c, 0);
    record.writeUInt16BE(type, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt16BE(data.length, 10);
    return Buffer.concat([record, data]);
  });
  return Buffer.concat([head, ...records]);
}

/** Of `::ffff:127.0.0.1` and of groups with one `::`. */
function bytesOfV6(address: string): Buffer {
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...four: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = four.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [head = '', tail = ''] = plain.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return Buffer.from(
    groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]),
  );
}
