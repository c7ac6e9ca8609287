import type { Case } from './cases.ts';

const CHARS = 60_000;

/** What a pattern that goes back to try again may try at each of many places. */
const PUMPS = [
  ...[' ', '\t', '\n', 'a', 'A', '0', '(', ')', '[', '@', '-', '|', ':', ',', '.', '/', '#', "'", '“', '—'],
  ...[
    '\u00a0',
    '\u200b',
    'a ',
    'A ',
    'A.',
    '. ',
    'by ',
    '1 ',
    '12:',
    '2024-',
    '1 March ',
    '(a',
    '(a) ',
    '@(',
  ],
  ...['a@b ', 'a@b.c (', ' - ', ', ', 'and ', 'A, A, ', '“a” ', '../', 'https://a.example/', '%20', 'U.S. '],
  ...['&lt;a ', '&lt;!--', '&lt;/', '&lt;p&gt;', '&amp;lt;', 'said, ', 'on Friday ', '2,000 ', '10 killed '],
];
/** Where markup may stand. */
const MARKUP_PUMPS = [
  ...['<', '</', '&', '&#', '<!--', '<![CDATA[', '<div>', '<p>', '<b><i>', '<a href="', '<p>x</p>', '<li>x'],
  ...[
    '<table><tr><td>',
    '<script>',
    '<style>',
    '<svg>',
    '<a href=/x>x</a> ',
    '<p>Iraq said x. </p>',
    '<time>',
  ],
  ...[
    '<item>',
    '<entry>',
    '<atom:link rel="hub" href="x"/>',
    '<meta property="a" content="b">',
    '<template>',
  ],
];

/** `{}` is where a text is put; `{!}` takes markup as well. */
const SHAPES: readonly (readonly [Case['kind'], string])[] = [
  [
    'feed',
    `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{}</title>
<link>{}</link><language>{}</language><ttl>{}</ttl>{!}<item><title>{}</title><link>{}</link><guid>{}</guid>
<pubDate>{}</pubDate><description>{!}</description><author>{}</author><dc:creator>{}</dc:creator>{!}</item></channel></rss>`,
  ],
  [
    'feed',
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>{}</title><link rel="hub" href="{}"/><entry><title type="html">{}</title>
<link href="{}"/><id>{}</id><updated>{}</updated><summary type="html">{!}</summary><content type="xhtml">{!}</content>
<author><name>{}</name></author></entry></feed>`,
  ],
  [
    'page',
    `<!doctype html><html lang="{}"><head><title>{}</title><meta name="author" content="{}"><meta property="og:title" content="{}">
<meta property="og:site_name" content="{}"><meta name="description" content="{}">
<meta property="article:published_time" content="{}"><link rel="canonical" href="{}"><script type="application/ld+json">
{"@type":"NewsArticle","headline":"{}","datePublished":"{}","author":[{"name":"{}"}],"articleBody":"{}"}</script>{!}</head>
<body class="{}"><article><h1>{}</h1><div class="byline">{}</div><time datetime="{}">{}</time><p>Talks on the
withdrawal went on in Baghdad on Friday, officials said.</p><p>{!}</p><p style="{}">x</p><ul><li>{!}</li></ul>
<a href="{}">{}</a></article>{!}</body></html>`,
  ],
];
const PLACE = /\{!?\}/g;

/** Each pump at each place of each shape, once bare and once with an end that nothing fits; made when called. */
export const PUMPED: readonly (() => Case)[] = SHAPES.flatMap(([kind, shape]) =>
  [...shape.matchAll(PLACE)].flatMap(({ 0: place, index }) =>
    [...PUMPS, ...(place === '{!}' ? MARKUP_PUMPS : [])].flatMap((pump) =>
      ['', '\u00a7x'].map((end) => () => {
        const before = shape.slice(0, index).replaceAll(PLACE, '1');
        const after = shape.slice(index + place.length).replaceAll(PLACE, '1');
        const text = pump.repeat(CHARS / pump.length) + end;
        return { kind, body: Buffer.from(before + text + after) };
      }),
    ),
  ),
);
