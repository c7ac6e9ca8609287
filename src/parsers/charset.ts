import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { guessCharset } from './charset-guess.ts';

/** How far into a document its own declaration of a charset is looked for. */
const HEAD_BYTES = 4096;
/** A text said to be UTF-8 with fewer bad characters than this among its non-ASCII ones is UTF-8 with a fault. */
const FEW_BAD = 0.4;

/** Encodings of seven bits look like ASCII, so they must be believed when declared. */
const SEVEN_BIT = /^(iso-2022-|hz-gb-2312|utf-7)/;

/** What ISO-8859-1 and ASCII are read as, and what is unknown. */
const LATIN = 'windows-1252';

const ALIASES: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'us-ascii': 'windows-1252',
  ascii: 'windows-1252',
  'iso-8859-9': 'windows-1254',
  'tis-620': 'windows-874',
  'iso-8859-11': 'windows-874',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  'x-gbk': 'gb18030',
  'ks_c_5601-1987': 'cp949',
  'euc-kr': 'cp949',
  shift_jis: 'cp932',
  'shift-jis': 'cp932',
  sjis: 'cp932',
  'x-sjis': 'cp932',
  unicode: 'utf-8',
};

/**
 * Decodes a document from its bytes: BOM, byte pattern, valid UTF-8, the charset of HTTP, the one it declares
 * itself, a guess where that is none or Latin, windows-1252. Bytes come first, because labels lie.
 *
 * @param contentType the HTTP header
 */
export function decodeText(body: Uint8Array, contentType: string | undefined): string {
  return mended(decodeBytes(body, contentType));
}

function mended(text: string): string {
  // Seldom: one look at a long text for both.
  return /[\u0080-\u009f]|[\u00e2\u00c3][\u0080-\u00bf\u20ac]/.test(text)
    ? withoutControls(withoutDoubleEncoding(text))
    : text;
}

/**
 * As `decodeText`, in UTF-8 again: all that markup is made of is one byte there, and no byte of another letter looks like
 * it, so that of a page, of which little is kept, only what is kept need be decoded, with `decodeLetters`.
 */
export function decodeToUtf8(body: Uint8Array, contentType: string | undefined): Buffer {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const isPlain =
    markedEncoding(bytes) === undefined &&
    !labelsOf(bytes, contentType).some((label) => SEVEN_BIT.test(label)) &&
    isUtf8(bytes) &&
    // What was encoded twice is seen by the page as a whole.
    !(
      TWICE_BEGINS.some((letters) => bytes.includes(letters)) && TWICE_IN_BYTES.test(bytes.toString('latin1'))
    );
  return isPlain ? bytes : Buffer.from(decodeText(body, contentType));
}

/** How `â` and `Ã` begin, encoded twice. */
const TWICE_BEGINS = [Buffer.from('c3a2', 'hex'), Buffer.from('c383', 'hex')];
/** `â€`, `Ã©` and their like, encoded. */
const TWICE_IN_BYTES = /\u00c3(?:\u00a2(?:\u00e2\u0082\u00ac|\u00c2\u0080)|\u0083\u00c2[\u00a1-\u00bc])/;

/** Decodes a text that has a letter for each byte of its UTF-8. */
export function decodeLetters(letters: string): string {
  if (!/[\u0080-\u00ff]/.test(letters)) return letters;
  if (letters.length > SCRATCH.length)
    return withoutControls(Buffer.from(letters, 'latin1').toString('utf8'));
  const text = SCRATCH.toString('utf8', 0, SCRATCH.write(letters, 'latin1'));
  return /[\u0080-\u009f]/.test(text) ? withoutControls(text) : text;
}

/** A paragraph's bytes on their way. */
const SCRATCH = Buffer.alloc(4096);

/** What UTF-8 looks like after someone read it as windows-1252 and wrote it as UTF-8 anew: `â€™`, `Ã©`, `Â `. */
const TWICE_ENCODED =
  /(?:[\u00c2-\u00f4][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]{1,3})+/g;

/** Decodes again what was encoded twice; what does not decode to valid UTF-8 stays. */
function withoutDoubleEncoding(text: string): string {
  if (!/â[€\u0080][™œ“”\u0093\u0094\u0099\u009c]|Ã[©¨¼¶¤±³¡]/.test(text)) return text;
  return text.replace(TWICE_ENCODED, (run) => {
    // Five bytes have no character in windows-1252 and stay what they are.
    const bytes = Buffer.concat(
      [...run].map((char) =>
        char <= '\u00ff' ? Buffer.from(char, 'latin1') : iconv.encode(char, 'windows-1252'),
      ),
    );
    return isUtf8(bytes) ? bytes.toString('utf8') : run;
  });
}

/** Characters that windows-1252 has and others leave to controls, decoded by a wrong label and encoded anew. */
function withoutControls(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (char) =>
    iconv.decode(Buffer.from([char.charCodeAt(0)]), 'windows-1252'),
  );
}

function decodeBytes(body: Uint8Array, contentType: string | undefined): string {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const marked = markedEncoding(bytes);
  if (marked) return stripBom(decodeAs(bytes, marked));
  const labels = labelsOf(bytes, contentType);
  const sevenBit = labels.find((label) => SEVEN_BIT.test(label));
  if (sevenBit) return decodeAs(bytes, sevenBit);
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (isUtf8(bytes)) return bytes.toString('utf8');
  if ((labels.includes('utf-8') || labels.length === 0) && isNearlyUtf8(bytes)) return mostlyUtf8(bytes);
  const known = labels.filter((each) => !each.startsWith('utf') && isKnown(each));
  // A server's default, which says nothing of the document.
  const label = known.find((each) => each !== LATIN) ?? guessCharset(bytes) ?? LATIN;
  return decodeAs(bytes, label);
}

function labelsOf(bytes: Buffer, contentType: string | undefined): string[] {
  return [httpCharset(contentType), declaredCharset(bytes)].filter((label) => label !== undefined);
}

/** UTF-16 and UTF-32 by BOM or by the zero bytes around the first `<`; UTF-8 by BOM. */
function markedEncoding(bytes: Buffer): string | undefined {
  const start = bytes.subarray(0, 4).toString('hex');
  if (start.startsWith('efbbbf')) return 'utf-8';
  if (start === '0000feff' || start === '0000003c') return 'utf-32be';
  if (start === 'fffe0000' || start === '3c000000') return 'utf-32le';
  if (start.startsWith('feff') || start.startsWith('003c')) return 'utf-16be';
  if (start.startsWith('fffe') || start.startsWith('3c00')) return 'utf-16le';
  return undefined;
}

function httpCharset(contentType: string | undefined): string | undefined {
  return canonicalLabel(/charset\s*=\s*["']?\s*([^\s"';,]+)/i.exec(contentType ?? '')?.[1]);
}

/** The XML declaration, `<meta charset>` or `<meta http-equiv content>`. */
function declaredCharset(bytes: Buffer): string | undefined {
  const head = bytes.subarray(0, HEAD_BYTES).toString('latin1');
  const xml = /<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1];
  return canonicalLabel(xml ?? /<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1]);
}

function canonicalLabel(label: string | undefined): string | undefined {
  if (label === undefined) return undefined;
  const lower = label.toLowerCase();
  return lower === 'utf8' ? 'utf-8' : (ALIASES[lower] ?? lower);
}

function isKnown(label: string): boolean {
  return iconv.encodingExists(label) || canDecode(label);
}

function canDecode(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}

/** iconv-lite first: Node's own decoder reads windows-1252 as ISO-8859-1 in some releases. */
function decodeAs(bytes: Buffer, label: string): string {
  if (label === 'utf-8') return bytes.toString('utf8');
  if (iconv.encodingExists(label)) return iconv.decode(bytes, label);
  return canDecode(label) ? new TextDecoder(label).decode(bytes) : iconv.decode(bytes, 'windows-1252');
}

/** A letter alone among ASCII that is no UTF-8 was pasted from another charset; what else is bad stays so. */
function mostlyUtf8(bytes: Buffer): string {
  const letters = bytes.toString('latin1');
  const marked = letters.replace(/(?<=[ -~])[\u0080-\u00ff](?=[ -~])/g, (letter) =>
    Buffer.from(iconv.decode(Buffer.from(letter, 'latin1'), LATIN)).toString('latin1'),
  );
  return Buffer.from(marked, 'latin1').toString('utf8');
}

function isNearlyUtf8(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  let bad = 0;
  let foreign = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd) bad += 1;
    if (code > 0x7f) foreign += 1;
  }
  return bad < foreign * FEW_BAD;
}

function stripBom(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
