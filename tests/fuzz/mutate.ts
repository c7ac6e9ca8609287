import type { Chance } from './chance.ts';

const MAX_BYTES = 2_000_000;

/** Pieces that parsers trip over: XML, HTML, JSON, dates, characters, encodings. */
const TOKENS = [
  ...[
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<!DOCTYPE a [<!ENTITY b "&b;&b;">]>',
    '&b;',
    '&#0;',
    '&#x110000;',
    '&amp;amp;',
  ],
  ...[
    '&lt;',
    '&',
    '<',
    '>',
    '</',
    '/>',
    '<a',
    '<item>',
    '</item>',
    '<entry>',
    '</channel>',
    '<?xml',
    '?>',
    'xmlns:a="b"',
  ],
  ...[
    '<script>',
    '</script>',
    '<style>',
    '<template>',
    '<table><tr><td>',
    '<p>',
    '</p>',
    '<div>',
    '</div>',
    '<base href="',
  ],
  ...[
    '<article>',
    '<time datetime="',
    '<meta property="',
    '<link rel="canonical" href="',
    '<script type="application/ld+json">',
  ],
  ...[
    '{"@graph":[',
    '{"a":',
    '[[[[',
    ']]]]',
    '"',
    "'",
    '\\u0000',
    '\\ud800',
    'null',
    '1e999',
    '-0',
    '__proto__',
    'constructor',
  ],
  ...[
    '99999999999999999999',
    '0000-00-00T99:99:99Z',
    '31 Feb 2024',
    'Mon, 32 Foo 99999 25:61:61 +9999',
    '1970-01-01',
  ],
  ...[
    'http://',
    'https://[::1',
    'javascript:alert(1)',
    'data:,',
    '//',
    '../../../',
    '%',
    '%00',
    '%ff',
    '#',
    '?',
  ],
  ...[
    '\u0000',
    '\u0007',
    '\ufeff',
    '\ufffe',
    '\u202e',
    '\u2028',
    'é',
    '漢',
    '😀',
    '\ud83d',
    'İ',
    'ß',
    '\r',
    '\n',
    '\t',
    ' ',
  ],
  ...[
    'charset=utf-7',
    'encoding="utf-16"',
    'charset="',
    '(((((((',
    '))))))',
    '.*.*.*',
    'aaaaaaaaaaaaaaaa',
    '----------',
  ],
  ...[
    'on Monday, the army said, ',
    'at least twelve people, ',
    '"He said, “',
    'U.S. ',
    'Jan. 2024 ',
    'killed and wounded and ',
  ],
];

type Mutation = (bytes: Buffer, chance: Chance, other: Buffer) => Buffer;

const MUTATIONS: readonly Mutation[] = [
  function flip(bytes, chance) {
    const copy = Buffer.from(bytes);
    for (let n = 1 + chance.below(8); n > 0 && copy.length > 0; n -= 1)
      copy[chance.below(copy.length)] = chance.below(256);
    return copy;
  },
  function insertToken(bytes, chance) {
    return insert(bytes, chance, Buffer.from(chance.pick(TOKENS)));
  },
  function insertMany(bytes, chance) {
    const token = chance.pick(TOKENS);
    return insert(bytes, chance, Buffer.from(token.repeat(10 ** (1 + chance.below(4)))));
  },
  function cut(bytes, chance) {
    const { from, to } = range(bytes, chance);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  function truncate(bytes, chance) {
    return bytes.subarray(0, chance.below(bytes.length + 1));
  },
  function repeat(bytes, chance) {
    const { from, to } = range(bytes, chance);
    const part = bytes.subarray(from, to);
    const times = Math.min(2 ** chance.below(12), Math.floor(MAX_BYTES / (part.length + 1)));
    return insert(bytes, chance, Buffer.concat(Array<Buffer>(Math.max(times, 1)).fill(part)));
  },
  function splice(bytes, chance, other) {
    const { from, to } = range(other, chance);
    return insert(bytes, chance, other.subarray(from, to));
  },
  function swap(bytes, chance) {
    const { from, to } = range(bytes, chance);
    return Buffer.concat([bytes.subarray(to), bytes.subarray(from, to), bytes.subarray(0, from)]);
  },
  function recode(bytes, chance) {
    return Buffer.from(bytes.toString(chance.pick(['utf8', 'latin1'])), chance.pick(['utf16le', 'latin1']));
  },
];

/** One to six changes; `other` lends pieces. At most two megabytes come out. */
export function mutate(bytes: Buffer, other: Buffer, chance: Chance): Buffer {
  let changed = bytes;
  for (let n = 1 + chance.below(6); n > 0; n -= 1) {
    changed = chance.pick(MUTATIONS)(changed, chance, other).subarray(0, MAX_BYTES);
  }
  return changed;
}

function insert(bytes: Buffer, chance: Chance, part: Buffer): Buffer {
  const at = chance.below(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]);
}

function range(bytes: Buffer, chance: Chance): { readonly from: number; readonly to: number } {
  const from = chance.below(bytes.length + 1);
  return { from, to: Math.min(bytes.length, from + 1 + chance.below(2 ** chance.below(14))) };
}
