import { expect, test } from 'vitest';
import { webAddress } from '../../src/model/web-address.ts';

test.each([
  ['https://news.example/a b', 'https://news.example/a%20b'],
  ['http://müller.example/ü', 'http://xn--mller-kva.example/%C3%BC'],
  ['javascript:alert(1)', null],
  [' JaVaScript:alert(1)', null],
  ['data:text/html,x', null],
  ['file:///etc/passwd', null],
  ['/relative', null],
  ['', null],
  [undefined, null],
])('only web addresses are followed: %s', (url, href) => {
  expect(webAddress(url)).toBe(href);
});
