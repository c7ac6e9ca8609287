import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/parsers/charset.ts';

const feed = (text: string, declaration = '') =>
  `<?xml version="1.0"${declaration}?><rss><channel><title>Gazette</title><item><title>${text}</title></item></channel></rss>`;

describe('a text that does not say how it is encoded', () => {
  it.each([
    ['windows-1251', 'Переговоры в порту возобновились сегодня утром'],
    ['windows-1251', 'Переговори в порту поновилися сьогодні вранці, кажуть профспілки'],
    ['koi8-r', 'Переговоры в порту возобновились сегодня утром'],
    ['iso-8859-5', 'Переговоры в порту возобновились сегодня утром'],
    ['windows-1253', 'Οι συνομιλίες στο λιμάνι ξεκίνησαν πάλι σήμερα'],
    ['shift_jis', '港での交渉が今朝再開されたと組合が発表した'],
    ['euc-jp', '港での交渉が今朝再開されたと組合が発表した'],
    ['gbk', '工会表示港口的谈判今天上午已经重新开始'],
    ['big5', '工會表示港口的談判今天上午已經重新開始'],
    ['euc-kr', '노조는 항구에서 협상이 오늘 아침 다시 시작되었다고 밝혔다'],
    ['windows-1252', 'Les négociations ont repris à l’été, déclare le syndicat élu près du môle'],
    ['windows-1252', 'Die Gespräche über die Löhne beginnen früh, heißt es größtenteils'],
  ])('is read by its bytes: %s', (charset, text) => {
    expect(decodeText(iconv.encode(feed(text), charset), undefined)).toBe(feed(text));
    const false8 = feed(text, ' encoding="utf-8"');
    expect(decodeText(iconv.encode(false8, charset), 'text/xml')).toBe(false8);
  });

  it('that its server calls Latin by default is read as it says itself', () => {
    const text = feed('Żółć', ' encoding="iso-8859-2"');
    expect(decodeText(iconv.encode(text, 'iso-8859-2'), 'text/xml; charset=iso-8859-1')).toBe(text);
  });

  it('of UTF-8 keeps a letter pasted from Latin', () => {
    const bytes = Buffer.concat([
      Buffer.from('Tromsø på dagen, caf'),
      Buffer.from([0xe9]),
      Buffer.from(' ærlig'),
    ]);
    expect(decodeText(bytes, undefined)).toBe('Tromsø på dagen, café ærlig');
  });
});
