import { foldSpace } from './text.ts';

const SIGNATURES: readonly (readonly [prefix: string, what: string])[] = [
  ['255044462d', 'a PDF'],
  ['ffd8ff', 'a JPEG image'],
  ['89504e47', 'a PNG image'],
  ['47494638', 'a GIF image'],
  ['52494646', 'a media file'],
  ['504b0304', 'a ZIP or office file'],
  ['1f8b', 'a gzip file'],
  ['49443', 'an audio file'],
  ['0000001866747970', 'a video'],
  ['0000002066747970', 'a video'],
  ['d0cf11e0', 'an office file'],
  ['7f454c46', 'a program'],
];

/** What some bytes are, when they are neither text nor markup: `a PDF`; null for what may be text. */
export function binaryKind(body: Uint8Array): string | null {
  const start = Buffer.from(body.subarray(0, 16)).toString('hex');
  const known = SIGNATURES.find(([prefix]) => start.startsWith(prefix));
  return known ? known[1] : null;
}

/** The beginning of a text, for a message. */
export function beginning(text: string): string {
  const line = foldSpace(text.slice(0, 300));
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
