import { describe, expect, it } from 'vitest';
import { type Element, isElement, readPage, textIn } from '../../src/parsers/page.ts';

const body = (html: string, isWhole = false): Element => {
  const page = readPage(`<html><body>${html}</body></html>`, isWhole);
  const [root] = page.document.children.filter(isElement);
  if (root === undefined) throw new Error('no root');
  return root;
};

describe('the tree of a page', () => {
  it.each([
    ['a script', 'one<script>if (a < b) "</p>"</script>two', 'onetwo'],
    ['a script of JSON-LD', 'one<script type="application/ld+json">{"a": "<svg>"}</script>two', 'onetwo'],
    ['a style in a drawing in a drawing', 'one <svg><svg><style>x</style></svg>no</svg>two', 'one two'],
    ['a drawing that ends at once', 'one <svg class="x"/>two', 'one two'],
    ['a comment with a script', 'one <!-- <script> --> two', 'one two'],
    ['an empty comment', 'one <!--> two', 'one two'],
    ['a comment that never ends', 'one two <!-- three', 'one two'],
    ['a script that never ends', 'one two <script> three', 'one two'],
    ['upper case', 'one <SCRIPT>x</SCRIPT><STYLE>y</STYLE>two', 'one two'],
    ['a script in an attribute', '<i data-html="<script>">one</i> two<script>x</script>', 'one two'],
    ['a comment in a text area', 'one <textarea><!-- --></textarea>two', 'one <!-- -->two'],
    ['an element whose name begins like a script', 'one <svg-icon>two</svg-icon>', 'one two'],
  ])('with %s is the text a reader sees', (_, html, expected) => {
    expect(textIn(body(html))).toBe(expected);
    expect(textIn(body(html, true))).toBe(expected);
  });

  it('is the same wherever in a long page a script begins', () => {
    const text = 'one two '.repeat(4200);
    for (let length = 32_700; length < 32_800; length += 1) {
      const before = text.slice(0, length).trim();
      expect(textIn(body(`${before}<noscript>x</noscript>, three`))).toBe(`${before}, three`);
    }
    for (let length = 65_400; length < 65_600; length += 1)
      expect(textIn(body('a'.repeat(length)))).toHaveLength(length);
  });

  it('keeps words of two blocks apart, and no space before a mark', () => {
    expect(textIn(body('<div>Talks</div><div>resume</div>: what next'))).toBe('Talks resume: what next');
  });

  it('has all attributes for selectors, and those that are asked for else', () => {
    const html = '<p class="a" data-kind="b" data-time="1722888018">x</p>';
    const of = (isWhole: boolean) => readPage(html, isWhole).document.children.filter(isElement)[0]?.attribs;
    expect(of(true)).toEqual({ class: 'a', 'data-kind': 'b', 'data-time': '1722888018' });
    expect(of(false)).toEqual({ class: 'a', 'data-time': '1722888018' });
  });
});
