import chardet from 'chardet';
import iconv from 'iconv-lite';

/** What is looked at, in bytes of text beyond ASCII and its surroundings. */
const SAMPLE_BYTES = 16_384;
/** Fewer say nothing. */
const FEWEST_BYTES = 16;
const BEYOND_ASCII = /[\u0080-\u00ff]/g;
/** Letters beyond ASCII side by side, also where every second byte of them is ASCII (Shift JIS, Big5): exceptions in Latin. */
const SIDE_BY_SIDE = /(?:[\u0080-\u00ff][\u0040-\u00ff]?){2,}/g;
const SIDE_BY_SIDE_SHARE = 0.6;

/** Scripts with capitals, which stand at the beginning of words where they are decoded rightly, and their usual letters. */
const CASED = [
  { label: 'windows-1251', usual: /[аеинорствлі]/g },
  { label: 'koi8-r', usual: /[аеинорствлі]/g },
  { label: 'iso-8859-5', usual: /[аеинорствлі]/g },
  { label: 'windows-1253', usual: /[αάεέηήιίνοόρσςτυύ]/g },
];
const IN_CASE = /(?<!\p{L})\p{Lu}|\p{Ll}/gu;
const IN_CASE_SHARE = 0.9;
const USUAL_SHARE = 0.45;

/** What chardet is believed on, from which confidence. It does not tell the charsets of Latin apart. */
const BELIEVED: Readonly<Record<string, { readonly label: string; readonly from: number }>> = {
  Shift_JIS: { label: 'cp932', from: 25 },
  'EUC-JP': { label: 'euc-jp', from: 25 },
  'EUC-KR': { label: 'cp949', from: 25 },
  Big5: { label: 'big5', from: 25 },
  GB18030: { label: 'gb18030', from: 25 },
  'ISO-8859-8': { label: 'windows-1255', from: 40 },
  'windows-1256': { label: 'windows-1256', from: 40 },
  'windows-874': { label: 'windows-874', from: 40 },
};

/**
 * The charset of a text in another script than Latin that says nothing of it, or something false, by its bytes.
 *
 * @param bytes no valid UTF-8
 * @returns undefined where it may as well be Latin
 */
export function guessCharset(bytes: Buffer): string | undefined {
  const sample = textBeyondAscii(bytes);
  const beyond = sample.match(BEYOND_ASCII)?.length ?? 0;
  const inRuns = sample.match(SIDE_BY_SIDE)?.join('').match(BEYOND_ASCII)?.length ?? 0;
  if (beyond < FEWEST_BYTES || inRuns < beyond * SIDE_BY_SIDE_SHARE) return undefined;
  const buffer = Buffer.from(sample, 'latin1');
  const cased = CASED.map(({ label, usual }) => {
    // What is left is what was decoded from beyond ASCII.
    const text = iconv.decode(buffer, label).replace(/[ -~]+/g, ' ');
    const share = (what: RegExp) => (text.match(what)?.length ?? 0) / beyond;
    return { label, inCase: share(IN_CASE), usual: share(usual) };
  })
    .filter(({ inCase, usual }) => inCase >= IN_CASE_SHARE && usual >= USUAL_SHARE)
    .sort((a, b) => b.inCase + b.usual - a.inCase - a.usual);
  if (cased[0]) return cased[0].label;
  return chardet
    .analyse(buffer)
    .map(({ name, confidence }) => ({ ...BELIEVED[name], confidence }))
    .find(({ from = 100, confidence }) => confidence >= from)?.label;
}

/** Without markup and long stretches of ASCII, which say nothing. A letter a byte. */
function textBeyondAscii(bytes: Buffer): string {
  const text = bytes.subarray(0, SAMPLE_BYTES * 16).toString('latin1');
  const words = text.match(/[^<>]{0,8}[\u0080-\u00ff][^<>]{0,200}/g) ?? [];
  return words.join(' ').slice(0, SAMPLE_BYTES);
}
