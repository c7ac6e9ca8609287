import { describe, expect, it } from 'vitest';
import { ParseError } from '../../src/model/errors.ts';
import { articleIdOf, canonicalUrl } from '../../src/parsers/url.ts';

describe('a canonical address', () => {
  it.each([
    ['HTTPS://News.Example:443/A?b=1#top', 'https://news.example/A?b=1'],
    ['http://news.example:80', 'http://news.example/'],
    ['https://user:pass@news.example/a', 'https://news.example/a'],
    ['https://news.example./a', 'https://news.example/a'],
    ['https://news.example/a?utm_source=rss&id=7&fbclid=x&UTM_Medium=y', 'https://news.example/a?id=7'],
    ['https://news.example/a?utm_source=rss', 'https://news.example/a'],
    ['https://news.example/a?q=a%20b&p=c+d&empty=', 'https://news.example/a?q=a%20b&p=c+d&empty='],
    ['https://news.example/a?z=1&a=2', 'https://news.example/a?z=1&a=2'],
    ['https://münchen.example/ä', 'https://xn--mnchen-3ya.example/%C3%A4'],
  ])('of %s is %s', (given, canonical) => {
    expect(canonicalUrl(given)).toBe(canonical);
  });

  it('is made absolute by a base', () => {
    expect(canonicalUrl('../b?gclid=1', 'https://news.example/a/c')).toBe('https://news.example/b');
  });

  it.each([
    'mailto:a@b.example',
    'javascript:alert(1)',
    'file:///etc/passwd',
    '/relative',
    '',
    `https://a.example/${'x'.repeat(5000)}`,
  ])('is refused for what is no page: %s', (given) => {
    expect(() => canonicalUrl(given)).toThrow(ParseError);
  });

  it('gives one article one id, however its address is decorated', () => {
    expect(articleIdOf('https://news.example/a?utm_source=x#c')).toBe(articleIdOf('https://NEWS.example/a'));
    expect(articleIdOf('https://news.example/a?id=1')).not.toBe(articleIdOf('https://news.example/a?id=2'));
  });
});
