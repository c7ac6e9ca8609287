import { load } from 'cheerio';
import { describe, expect, test } from 'vitest';
import { markup, scriptJson } from '../../src/model/markup.ts';

describe('the template tag', () => {
  test('what is put into a template is text, in tags and in attributes', () => {
    const evil = `"><script>alert('x')</script>&\``;
    const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&#96;';
    expect(String(markup`<a title="${evil}">${evil}</a>`)).toBe(`<a title="${escaped}">${escaped}</a>`);
  });

  test('a template inside a template is not escaped again, and neither is a list of them', () => {
    const items = ['a<b', 'c'].map((text) => markup`<li>${text}</li>`);
    expect(String(markup`<ul>${items}</ul>`)).toBe('<ul><li>a&lt;b</li><li>c</li></ul>');
    expect(String(markup`${[items[0], [null, 'd&'], 0]}`)).toBe('<li>a&lt;b</li>d&amp;0');
  });

  test('nothing leaves nothing; zero is something', () => {
    expect(String(markup`${null}${undefined}${false}${''}${0}`)).toBe('0');
  });

  test('takes no look-alike for markup', () => {
    const forged = { toString: () => '<script>' };
    expect(() => markup`${forged as never}`).toThrow(TypeError);
    const heir = Object.create(Object.getPrototypeOf(markup``));
    expect(() => markup`${heir}`).toThrow(TypeError);
  });

  test('drops what neither XML nor a page can hold, and keeps line breaks, tabs and every script', () => {
    expect(String(markup`${'a\u0000b\u0007\u001b[0m\u007f\u0085c\ufffe\uffff'}`)).toBe('ab[0mc');
    expect(String(markup`${'a\r\nb\rc\td'}`)).toBe('a\nb\nc\td');
    expect(String(markup`${'x\ud800y 😀 ريال 北京'}`)).toBe('x\ufffdy 😀 ريال 北京');
  });

  test('gives XML that a strict parser reads back', () => {
    const text = `"Talks" & <b>pay</b> ]]> \u0007it's \`so\``;
    const $ = load(String(markup`<feed><title kind="${text}">${text}</title></feed>`), { xml: true });
    expect([$('title').text(), $('title').attr('kind')]).toEqual([
      text.replace('\u0007', ''),
      text.replace('\u0007', ''),
    ]);
  });
});

test('no string can close the script that carries it as JSON', () => {
  const value = { headline: '</script><script>alert(1)</script><!--' };
  const script = String(scriptJson('application/ld+json', value));
  expect(script.match(/<\/?script|<!--/g)).toEqual(['<script', '</script']);
  expect(JSON.parse(load(script)('script').text())).toEqual(value);
});
