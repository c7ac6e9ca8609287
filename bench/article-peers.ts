import { decodeText } from '../src/parsers/charset.ts';

export interface Peer {
  readonly name: string;
  readonly read: (page: { readonly url: string; readonly body: Buffer }) => unknown;
}

interface Dom {
  readonly document: unknown;
}
type ParseHtml = (html: string) => Dom;
type Extractor = new (document: unknown, options?: object) => { parse(): unknown };
type ReadWithDefuddle = (document: unknown, url: string, options?: object) => Promise<unknown>;

/** Other extractors, as far as they are installed; the project does not depend on them. */
export async function peers(): Promise<{ found: Peer[]; missing: string[] }> {
  const linkedom = await loaded('linkedom');
  const readability = await loaded('@mozilla/readability');
  const defuddle = await loaded('defuddle/node');
  const found: Peer[] = [];
  const missing: string[] = [];
  const offer = (name: string, peer: (() => Peer['read']) | null) => {
    if (peer) found.push({ name, read: peer() });
    else missing.push(name);
  };
  const parseHtml = linkedom?.parseHTML as ParseHtml;
  const domOf = (body: Buffer) => parseHtml(decodeText(body, undefined)).document;
  offer(
    'Readability on linkedom',
    linkedom && readability
      ? () =>
          ({ body }) =>
            silently(() => new (readability.Readability as Extractor)(domOf(body)).parse())
      : null,
  );
  offer(
    'Defuddle on linkedom',
    linkedom && defuddle
      ? () =>
          ({ body, url }) =>
            silently(() => (defuddle.Defuddle as ReadWithDefuddle)(domOf(body), url))
      : null,
  );
  return { found, missing };
}

async function loaded(name: string): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    return (await import(name)) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
}

/** A page on which an extractor fails counts for the time it took. */
async function silently(work: () => unknown): Promise<void> {
  const { log, warn, error } = console;
  Object.assign(console, { log() {}, warn() {}, error() {} });
  try {
    await work();
  } catch {
    // It read nothing.
  } finally {
    Object.assign(console, { log, warn, error });
  }
}
