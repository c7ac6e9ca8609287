import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A real mail server on loopback. */
export interface TestMailbox {
  readonly url: string;
  /** In the order they came. */
  readonly mails: Email[];
  /** Answers after each mail, in turn: 0 accepts. Empty: accepts. */
  readonly answers: number[];
  close(): Promise<void>;
}

export async function openMailbox(options: { readonly delayMs?: number } = {}): Promise<TestMailbox> {
  const mails: Email[] = [];
  const answers: number[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData: (stream, _session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', async () => {
        const code = answers.shift() ?? 0;
        if (code) return done(Object.assign(new Error('not now'), { responseCode: code }));
        mails.push(await PostalMime.parse(Buffer.concat(parts)));
        setTimeout(() => done(), options.delayMs ?? 0);
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    answers,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
