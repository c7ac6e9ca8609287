import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** Closes what a test opened, the latest first. */
export type Closers = (() => Promise<void>)[];

export interface Received {
  /** Where bounces go. */
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly bytes: Buffer;
}

/** A real mail server on loopback; keeps what it takes. */
export async function mailServer(
  closers: Closers,
  options: SMTPServerOptions = {},
): Promise<{ port: number; received: Received[] }> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const sender = mailFrom ? mailFrom.address : '';
        const recipients = rcptTo.map(({ address }) => address);
        received.push({ sender, recipients, bytes: Buffer.concat(chunks) });
        done();
      });
    },
    ...options,
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closers.push(() => new Promise((closed) => server.close(closed)));
  return { port: (server.server.address() as AddressInfo).port, received };
}

/** A server that answers as told, line by line: what it does where real ones fail. */
export async function oddServer(
  closers: Closers,
  behave: (socket: Socket, line: string) => void,
  greeting = '220 odd\r\n',
) {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    if (greeting) socket.write(greeting);
    let rest = '';
    socket.on('data', (chunk) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) behave(socket, line);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((closed) => server.close(closed));
  });
  return { port: (server.address() as AddressInfo).port, connections: sockets };
}

/** Answers as a server should until `stop` matches, where `then` takes over. */
export function until(stop: RegExp, then: (socket: Socket) => void) {
  let inData = false;
  let stopped = false;
  return (socket: Socket, line: string) => {
    if (stopped) return;
    if (stop.test(line)) {
      stopped = true;
      then(socket);
    } else if (inData) {
      if (line === '.') inData = false;
    } else if (/^DATA/.test(line)) {
      inData = true;
      socket.write('354 go on\r\n');
    } else {
      socket.write('250 ok\r\n');
    }
  };
}
