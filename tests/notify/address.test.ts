import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/model/errors.ts';
import { parseAddress } from '../../src/notify/address.ts';

describe('one address is taken', () => {
  test.each([
    ['ada@example.org', { address: 'ada@example.org' }],
    ['  ada@example.org ', { address: 'ada@example.org' }],
    ['Ada Lovelace <ada@example.org>', { name: 'Ada Lovelace', address: 'ada@example.org' }],
    ['"Lovelace, Ada" <ada@example.org>', { name: 'Lovelace, Ada', address: 'ada@example.org' }],
    ['Ada.L+news@Example.ORG', { address: 'Ada.L+news@example.org' }],
    ['ada@localhost', { address: 'ada@localhost' }],
    ['"ada"@example.org', { address: 'ada@example.org' }],
    ['ada@münchen.example', { address: 'ada@xn--mnchen-3ya.example' }],
    ['пример@example.org', { address: 'пример@example.org' }],
    ['Zoë <zoë@example.org>', { name: 'Zoë', address: 'zoë@example.org' }],
  ])('%s', (text, mailbox) => {
    expect(parseAddress(text)).toEqual(mailbox);
  });
});

describe('what is not one address is refused, in words', () => {
  test.each([
    ['', /empty/],
    ['ada', /no @/],
    ['a@example.org, b@example.org', /more than one/],
    ['a@example.org;b@example.org', /more than one/],
    ['a@example.org b@example.org', /more than one/],
    ['a@example.org, Bob <b@example.org>', /more than one/],
    ['Team: a@example.org;', /more than one/],
    ['<a@example.org> <b@example.org>', /more than one/],
    ['ada@example.org\r\nBcc: eve@example.org', /line break/],
    ['Ada\nBcc: eve@example.org <ada@example.org>', /line break/],
    ['ada\u0000@example.org', /cannot be seen/],
    ['ada\u200b@example.org', /cannot be seen/],
    ['\u202eada@example.org', /cannot be seen/],
    ['ada\u2028@example.org', /cannot be seen/],
    ['"ada b"@example.org', /more than one, or holds a space/],
    ['"a@b"@example.org', /quoted/],
    ['a@b@example.org', /not one/],
    ['.ada@example.org', /not one/],
    ['ada..b@example.org', /not one/],
    ['ada@', /not a domain/],
    ['ada@example', /no dot/],
    ['ada@-example.org', /not a domain/],
    ['ada@example..org', /not a domain/],
    ['ada@[127.0.0.1]', /not a domain/],
    ['ada@127.0.0.1', /not a domain/],
    [`${'a'.repeat(65)}@example.org`, /longer than 64/],
    [`ada@${'a.'.repeat(150)}org`, /longer than 254/],
    [`ada@${'a'.repeat(300)}.org`, /not a domain/],
    [`${'n'.repeat(101)} <ada@example.org>`, /longer than 100/],
  ])('%j', (text, message) => {
    expect(() => parseAddress(text)).toThrow(AppError);
    expect(() => parseAddress(text)).toThrow(message);
  });
});
