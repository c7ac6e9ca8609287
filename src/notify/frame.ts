import type { DevelopmentKind } from '../model/development.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';

/** [by day, by night] */
const GROUNDS = {
  paper: ['#f4efe4', '#121110'],
  sheet: ['#fffdf8', '#1e1b17'],
  inset: ['#f5efe2', '#2a261f'],
  rule: ['#d8cfbf', '#3b352c'],
} as const satisfies Record<string, readonly [string, string]>;

/** [by day, by night]; each has a contrast of 4.5 or more with the ground it stands on. */
const COLOURS = {
  ink: ['#211d18', '#f2ece0'],
  body: ['#3d372f', '#d9d1c3'],
  soft: ['#5c544a', '#b0a697'],
  link: ['#7c2318', '#eda089'],
  new: ['#1c5a36', '#86cf9f'],
  update: ['#1d4f86', '#93c0f2'],
  confirmed: ['#14595c', '#7fcdd0'],
  denied: ['#96261b', '#f2a096'],
  corrected: ['#6a3b87', '#d0a9ea'],
} as const satisfies Record<string, readonly [string, string]>;

type Colour = keyof typeof COLOURS;

const SERIF = "Charter,'Iowan Old Style',Palatino,Georgia,'Times New Roman',serif";
const SANS = "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

/**
 * Inline, because many mail programs drop style sheets. Without any style the tags still read in order.
 * The name of a colour is also the class by which the sheet below turns it over at night.
 */
const LOOKS = {
  kicker: ['soft', `margin:0 0 12px;font:600 14px/1.4 ${SANS}`],
  headline: ['ink', `margin:0 0 10px;font:700 30px/1.18 ${SERIF};letter-spacing:-0.01em`],
  particulars: ['soft', `margin:0;font:400 15px/1.5 ${SANS}`],
  change: ['ink', `margin:14px 0 0;font:600 17px/1.4 ${SANS}`],
  quote: ['ink', `margin:22px 0 0;padding:0 0 0 18px;font:400 19px/1.5 ${SERIF};border-left:4px solid`],
  byline: ['soft', `margin:10px 0 0;padding:0 0 0 22px;font:400 15px/1.5 ${SANS}`],
  label: ['soft', `margin:0 0 6px;font:600 14px/1.4 ${SANS}`],
  knownQuote: ['body', `margin:0;font:400 17px/1.5 ${SERIF}`],
  knownByline: ['soft', `margin:8px 0 0;font:400 15px/1.5 ${SANS}`],
  text: ['body', `margin:14px 0 0;font:400 17px/1.5 ${SERIF}`],
  line: ['body', `margin:6px 0 0;font:400 15px/1.5 ${SANS}`],
  remark: ['body', `margin:22px 0 0;font:400 15px/1.55 ${SANS}`],
  section: ['ink', `margin:34px 0 0;padding:10px 0 0;font:700 15px/1.4 ${SANS};border-top:3px solid`],
  itemHeadline: ['ink', `margin:0;font:700 22px/1.25 ${SERIF}`],
  itemChange: ['ink', `margin:6px 0 0;font:600 16px/1.4 ${SANS}`],
  itemQuote: ['body', `margin:8px 0 0;font:400 17px/1.5 ${SERIF}`],
  itemByline: ['soft', `margin:8px 0 0;font:400 15px/1.5 ${SANS}`],
  withheld: ['soft', `margin:16px 0 0;font:400 15px/1.55 ${SANS}`],
  footer: ['soft', `margin:0 0 4px;font:400 14px/1.6 ${SANS}`],
} as const satisfies Record<string, readonly [Colour, string]>;

/** The class and style of an element: `<p ${look('byline')}>`. */
export function look(name: keyof typeof LOOKS, kind?: DevelopmentKind): Markup {
  const [colour, style] = LOOKS[name];
  const border = kind ? `;border-color:${COLOURS[kind][0]}` : '';
  return markup`class="${name} ${colour}${kind && ` edge-${kind}`}" style="${style};color:${COLOURS[colour][0]}${border}"`;
}

/** Words in the colour of a kind of development: `Update`. */
export function inKindColour(kind: DevelopmentKind, words: string): Markup {
  return markup`<span class="${kind}" style="color:${COLOURS[kind][0]}">${words}</span>`;
}

/** A link, or its words alone where there is nowhere to go. */
export function link(address: string | null, words: string): Markup {
  if (!address) return markup`${words}`;
  return markup`<a class="link" href="${address}" style="color:${COLOURS.link[0]};text-decoration:underline">${words}</a>`;
}

/** The one thing to do, as a button that is a link. */
export function button(address: string, words: string): Markup {
  return markup`<p style="margin:26px 0 0"><a class="button" href="${address}" style="display:inline-block;padding:13px 22px;font:600 17px/1.3 ${SANS};color:${GROUNDS.sheet[0]};background:${COLOURS.ink[0]};text-decoration:none">${words}</a></p>`;
}

/** A box for what stands beside the news. */
export function inset(content: Insert): Markup {
  return markup`<div class="inset" style="margin:26px 0 0;padding:16px 20px 18px;background:${GROUNDS.inset[0]}">
${content}
</div>`;
}

/** One development of several, with a line under it where more follows. */
export function item(content: Insert, isLast = false): Markup {
  const line = isLast ? '' : `;border-bottom:1px solid ${GROUNDS.rule[0]}`;
  return markup`<div class="rule" style="padding:18px 0 ${isLast ? 0 : 20}px${line}">
${content}
</div>`;
}

const BAR = { width: 22, most: 40, least: 2 };

/** A small picture of values in a row, the tallest as high as a line of text and a half; their words stand beside it. */
export function bars(values: readonly number[]): Markup {
  const top = Math.max(...values, 1);
  const cells = values.map((value) => {
    const height = Math.max(BAR.least, Math.round((value / top) * BAR.most));
    const colour = value > 0 ? COLOURS.update[0] : GROUNDS.rule[0];
    const name = value > 0 ? 'bar' : 'nobar';
    return markup`<td valign="bottom" style="padding:0 4px 0 0;vertical-align:bottom"><table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td class="${name}" bgcolor="${colour}" width="${BAR.width}" height="${height}" style="width:${BAR.width}px;height:${height}px;background:${colour};font-size:1px;line-height:1px">&nbsp;</td></tr></table></td>`;
  });
  return markup`<table role="presentation" aria-hidden="true" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 0"><tr>${cells}</tr></table>`;
}

const NIGHT = (Object.keys(COLOURS) as Colour[])
  .map(
    (name) =>
      `.${name} { color: ${COLOURS[name][1]} !important; } .edge-${name} { border-color: ${COLOURS[name][1]} !important; }`,
  )
  .join('\n  ');

const SHEET = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 520px) {
  .paper { padding: 0 !important; }
  .sheet { padding: 26px 20px 28px !important; }
  .foot { padding: 18px 20px 28px !important; }
  .headline { font-size: 27px !important; }
}
@media (prefers-color-scheme: dark) {
  ${NIGHT}
  body, .paper { background: ${GROUNDS.paper[1]} !important; }
  .sheet { background: ${GROUNDS.sheet[1]} !important; border-color: ${COLOURS.soft[1]} !important; }
  .inset { background: ${GROUNDS.inset[1]} !important; }
  .rule { border-color: ${GROUNDS.rule[1]} !important; }
  .bar { background: ${COLOURS.update[1]} !important; }
  .nobar { background: ${GROUNDS.rule[1]} !important; }
  .button { color: ${GROUNDS.sheet[1]} !important; background: ${COLOURS.ink[1]} !important; }
}`;

/** A whole HTML mail of one column: nothing in it is fetched from anywhere, nothing reports that it was read. */
export function frame(mail: {
  readonly title: string;
  readonly sheet: Insert;
  readonly foot: Insert;
}): string {
  const table = markup`role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${mail.title}</title>
<style>${SHEET}
</style>
</head>
<body style="margin:0;padding:0;background:${GROUNDS.paper[0]};overflow-wrap:anywhere">
<table ${table}><tr><td class="paper" align="center" style="padding:28px 12px;background:${GROUNDS.paper[0]}">
<table ${table} style="max-width:600px;text-align:left;text-align:start"><tr><td class="sheet" style="padding:32px 36px 36px;background:${GROUNDS.sheet[0]};border-top:4px solid ${COLOURS.ink[0]}">
${mail.sheet}
</td></tr><tr><td class="foot" style="padding:20px 36px 8px">
${mail.foot}
</td></tr></table>
</td></tr></table>
</body>
</html>
`.toString();
}
