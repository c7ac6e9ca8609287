import { NUMBER_WORDS } from './number-words.ts';
import type { Token } from './reader.ts';

const SCALES: Readonly<Record<string, number>> = {
  dozen: 12,
  hundred: 100,
  thousand: 1000,
  million: 1e6,
  billion: 1e9,
  m: 1e6,
  mln: 1e6,
  bn: 1e9,
  bln: 1e9,
};

/** A number and the token after it. */
export interface FoundNumber {
  readonly value: number;
  readonly to: number;
}

/** `310`, `1.2 billion`, `twenty-five`, `a hundred`, `two hundred and fifty`, `half a million`, `two and a half million`. */
export function numberAt(tokens: readonly Token[], at: number, limit: number): FoundNumber | null {
  const first = tokens[at];
  if (!first || isVague(tokens, at)) return null;
  if (first.lower === 'half' || isArticle(first)) return scaleAfter(tokens, at, limit);
  const read = plainAt(tokens, at);
  return read && scaled(tokens, withHalf(tokens, read), limit);
}

/** The article of one of a kind. */
export function isArticle(token: Token | undefined): boolean {
  return token?.lower === 'a' || token?.lower === 'an';
}

/** `no one`; the thousand of `several hundred thousand`, `a few thousand`. */
function isVague(tokens: readonly Token[], at: number): boolean {
  const lower = tokens[at]?.lower ?? '';
  if (lower === 'one') {
    const before = tokens[at - 1]?.text === '-' ? tokens[at - 2] : tokens[at - 1];
    return before?.lower === 'no' || tokens[at]?.pos === 'PRON';
  }
  if (!SCALES[lower]) return false;
  let before = at - 1;
  while (SCALES[tokens[before]?.lower ?? '']) before--;
  return /^(?:several|few|many|some)$/.test(tokens[before]?.lower ?? '');
}

/** `a hundred`, `half a million`. */
function scaleAfter(tokens: readonly Token[], at: number, limit: number): FoundNumber | null {
  const isHalf = tokens[at]?.lower === 'half';
  const scale = isHalf && isArticle(tokens[at + 1]) ? at + 2 : at + 1;
  const word = tokens[scale]?.lower ?? '';
  if (!SCALES[word] || word.length < 5) return null;
  return scaled(tokens, { value: isHalf ? 0.5 : 1, to: scale }, limit);
}

function plainAt(tokens: readonly Token[], at: number): FoundNumber | null {
  const first = tokens[at];
  if (!first) return null;
  const value = digits(first.text) ?? NUMBER_WORDS[first.lower];
  if (value === undefined) return null;
  const units = NUMBER_WORDS[tokens[at + 2]?.lower ?? ''] ?? 0;
  const isTens = value >= 20 && value < 100 && value % 10 === 0;
  return isTens && units > 0 && units < 10 && tokens[at + 1]?.text === '-'
    ? { value: value + units, to: at + 3 }
    : { value, to: at + 1 };
}

/** `two and a half million`. */
function withHalf(tokens: readonly Token[], read: FoundNumber): FoundNumber {
  const words = tokens.slice(read.to, read.to + 3).map(({ lower }) => lower);
  const scales = SCALES[tokens[read.to + 3]?.lower ?? ''];
  return scales && words.join(' ') === 'and a half' ? { value: read.value + 0.5, to: read.to + 3 } : read;
}

function scaled(tokens: readonly Token[], read: FoundNumber, limit: number): FoundNumber {
  let { value, to } = read;
  while (to < limit && to < read.to + 2 && scaleOf(tokens[to])) {
    value *= scaleOf(tokens[to]);
    to++;
  }
  const rest = /^(?:hundred|thousand)$/.test(tokens[to - 1]?.lower ?? '') ? restAt(tokens, to, value) : null;
  return rest ?? { value: Math.round(value * 1e6) / 1e6, to };
}

/** The end of a sentence may stand with it: `€310m.` */
function scaleOf(token: Token | undefined): number {
  return SCALES[token?.lower.replace(/\.$/, '') ?? ''] ?? 0;
}

/** The fifty of `two hundred and fifty`. */
function restAt(tokens: readonly Token[], to: number, value: number): FoundNumber | null {
  const rest = tokens[to]?.lower === 'and' ? plainAt(tokens, to + 1) : null;
  const isWord = rest !== null && NUMBER_WORDS[tokens[to + 1]?.lower ?? ''] !== undefined;
  return isWord && rest.value < 100 && !SCALES[tokens[rest.to]?.lower ?? '']
    ? { value: value + rest.value, to: rest.to }
    : null;
}

const [ZERO, NINE] = ['0'.charCodeAt(0), '9'.charCodeAt(0)];

function digits(text: string): number | undefined {
  const first = text.charCodeAt(0);
  if (first < ZERO || first > NINE) return undefined;
  if (!/^\d{1,3}(?:,\d{3})*(?:\.\d+)?$|^\d+(?:\.\d+)?$/.test(text)) return undefined;
  return Number(text.replaceAll(',', ''));
}
