/** A mail server that takes everything, in a process of its own; tells its parent the Message-ID of each mail. `node bench/mail-sink.ts [ADDRESS]` */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  logger: false,
  onData(stream, _session, done) {
    let head = '';
    stream.on('data', (chunk: Buffer) => {
      if (head.length < 4_000) head += chunk.toString('latin1');
    });
    stream.on('end', () => {
      process.send?.({ id: /^message-id:\s*<([^>]+)>/im.exec(head)?.[1] ?? '' });
      done();
    });
  },
});
server.on('error', () => undefined);
server.listen(0, process.argv[2] ?? '127.0.0.1', () => {
  process.send?.({ port: (server.server.address() as AddressInfo).port });
});
process.on('disconnect', () => process.exit());
