import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Newsstand } from '../jobs/newsstand.ts';
import { type Site, startSite } from '../net/site.ts';

const HTTP_FAULTS = ['500', 'hang', 'reset', 'redirect', 'cut off', '429'] as const;
/** Each page fails so often, another way each time, before it is shown. */
const FAULTS_A_PAGE = 3;

/** The newsstand behind a server that fails: every other request of a feed, the first of a page. */
export interface BadSite extends Site {
  readonly faults: Map<string, number>;
}

export async function openBadSite(stand: Newsstand): Promise<BadSite> {
  const asked = new Map<string, number>();
  const faults = new Map<string, number>();
  const site = await startSite((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? '/', site.url);
    if (search.includes('moved')) return pass(pathname, response);
    const number = asked.get(pathname) ?? 0;
    asked.set(pathname, number + 1);
    const isFeed = stand.feeds.has(pathname);
    if (isFeed ? number % 2 === 1 : number >= FAULTS_A_PAGE) return pass(pathname, response);
    const turn = [...pathname].reduce(
      (sum, letter) => sum + letter.charCodeAt(0),
      isFeed ? number / 2 : number,
    );
    const fault = HTTP_FAULTS[turn % HTTP_FAULTS.length] ?? '500';
    faults.set(fault, (faults.get(fault) ?? 0) + 1);
    switch (fault) {
      case 'hang':
        return;
      case 'reset':
        return request.socket.resetAndDestroy() && undefined;
      case 'redirect':
        response.writeHead(302, { location: `${pathname}?moved` }).end();
        return;
      case 'cut off':
        response.writeHead(200, { 'content-type': 'text/html', 'content-length': '5000' }).write('<html>');
        return request.socket.destroySoon();
      default:
        response.writeHead(Number(fault), { 'retry-after': '1' }).end();
    }
  }

  /** The newsstand's answer; what it says of its own address is said of this one. */
  async function pass(pathname: string, response: ServerResponse): Promise<void> {
    const real = await fetch(stand.url + pathname);
    const body = (await real.text()).replaceAll(stand.url, site.url);
    response.writeHead(real.status, { 'content-type': real.headers.get('content-type') ?? '' }).end(body);
  }

  return { ...site, faults };
}

const SMTP_FAULTS = [
  'busy',
  'lost after DATA',
  'none',
  'cut in DATA',
  'greylisted',
  'silent',
  'none',
] as const;

/** A mail server that fails at most mails in turn, and knows one reader no more. */
export interface BadMailbox {
  readonly url: string;
  readonly mails: Email[];
  readonly faults: Map<string, number>;
  close(): Promise<void>;
}

export async function openBadMailbox(unknown: string): Promise<BadMailbox> {
  const mails: Email[] = [];
  const faults = new Map<string, number>();
  const chosen = new Map<string, (typeof SMTP_FAULTS)[number]>();
  let number = 0;
  const refuse = (responseCode: number, words: string) => Object.assign(new Error(words), { responseCode });
  const count = (fault: string) => faults.set(fault, (faults.get(fault) ?? 0) + 1);
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onMailFrom(_address, session, done) {
      const fault = SMTP_FAULTS[number++ % SMTP_FAULTS.length] ?? 'none';
      chosen.set(session.id, fault);
      if (fault !== 'none') count(fault);
      done(fault === 'busy' ? refuse(421, '4.3.2 busy') : undefined);
    },
    onRcptTo({ address }, session, done) {
      if (address === unknown) {
        count('no such reader');
        return done(refuse(550, '5.1.1 no such user'));
      }
      done(chosen.get(session.id) === 'greylisted' ? refuse(451, '4.7.1 come back later') : undefined);
    },
    onData(stream, session, done) {
      const fault = chosen.get(session.id);
      const parts: Buffer[] = [];
      if (fault === 'cut in DATA') hangUp(session);
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('error', () => undefined);
      stream.on('end', async () => {
        if (fault === 'cut in DATA') return;
        if (fault !== 'silent') mails.push(await PostalMime.parse(Buffer.concat(parts)));
        if (fault === 'lost after DATA') hangUp(session);
        else if (fault !== 'silent') done();
      });
    },
  });
  const hangUp = (session: SMTPServerSession) => {
    for (const connection of server.connections as Set<{
      id: string;
      close(): void;
      _socket: { destroy(): void };
    }>)
      if (connection.id === session.id) connection._socket.destroy();
  };
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(resolve));
  return { url: `smtp://127.0.0.1:${port}`, mails, faults, close };
}
