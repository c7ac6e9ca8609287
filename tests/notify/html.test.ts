import { expect, test } from 'vitest';
import { html } from '../../src/notify/html.ts';

test('what is put into a template is text, in tags and in attributes', () => {
  const evil = `"><script>alert('x')</script>&`;
  expect(html`<a title="${evil}">${evil}</a>`.toString()).toBe(
    '<a title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</a>',
  );
});

test('a template inside a template is not escaped again, and neither is a list of them', () => {
  const items = ['a<b', 'c'].map((text) => html`<li>${text}</li>`);
  expect(html`<ul>${items}</ul>`.toString()).toBe('<ul><li>a&lt;b</li><li>c</li></ul>');
});

test('nothing leaves nothing; zero is something', () => {
  expect(html`${null}${undefined}${false}${''}${0}`.toString()).toBe('0');
});
