import { expect, test } from 'vitest';
import type { z } from 'zod';
import { check, didYouMean } from '../../src/config/mistakes.ts';
import { settingsSchema, watchSchema } from '../../src/config/schema.ts';

const mistakes = (schema: z.ZodType, value: unknown) => {
  const checked = check(schema, value, 'file.yaml');
  return checked.ok ? [] : checked.mistakes;
};

test('an empty settings file is complete by its defaults', () => {
  const checked = check(settingsSchema, null, 'newswatch.yaml');
  expect(checked).toMatchObject({
    ok: true,
    value: { poll: { every: 900_000 }, redis: { prefix: '{newswatch}' } },
  });
});

test('a key that is nearly right is told what was perhaps meant', () => {
  expect(mistakes(settingsSchema, { redis: { urll: 'redis://localhost' } })).toEqual([
    { file: 'file.yaml', path: 'redis.urll', message: 'this key is not known', hint: 'did you mean "url"?' },
  ]);
});

test('a key far from all others is told which keys there are', () => {
  const [mistake] = mistakes(settingsSchema, { log: { zzzzzzz: 1 } });
  expect(mistake?.hint).toBe('known: level');
});

test('a wrong word in a list of a list says where it stands', () => {
  const value = {
    title: 't',
    feeds: [{ url: 'https://a.example/rss' }],
    wake: { mute: ['strike', 'atack'] },
  };
  expect(mistakes(watchSchema, value)).toEqual([
    {
      file: 'file.yaml',
      path: 'wake.mute[1]',
      message: '"atack" is none of the values it may have',
      hint: 'did you mean "attack"?',
    },
  ]);
});

test('a missing key, a wrong address and an unknown key are all told at once', () => {
  const found = mistakes(watchSchema, {
    feeds: [{ url: 'ftp://a.example' }, { url: 'https://b.example', titel: 'B' }],
  });
  expect(found.map((m) => `${m.path}: ${m.message}`)).toEqual([
    'title: is missing; a string is needed',
    'feeds[0].url: "ftp://a.example" is not an http or https address',
    'feeds[1].titel: this key is not known',
  ]);
});

test('an empty watch is told in words which keys it misses', () => {
  expect(mistakes(watchSchema, null).map((m) => `${m.path}: ${m.message}`)).toEqual([
    'title: is missing; a string is needed',
    'feeds: is missing; a list is needed',
  ]);
});

test('a duration without a unit is refused with an example', () => {
  expect(mistakes(settingsSchema, { poll: { every: 15 } })[0]?.message).toContain('15m');
  expect(mistakes(settingsSchema, { poll: { every: '15 parsecs' } })[0]?.message).toContain('"15 parsecs"');
});

test('a password in a server address is not repeated in the error', () => {
  const found = mistakes(settingsSchema, { mail: { smtp: 'http://user:hunter2@host' } });
  expect(JSON.stringify(found)).not.toContain('hunter2');
  expect(found[0]?.message).toContain('smtp://');
});

test('a word is only suggested when it is near', () => {
  expect(didYouMean('feds', ['feeds', 'title'])).toBe('feeds');
  expect(didYouMean('banana', ['feeds', 'title'])).toBeUndefined();
});

test('a section whose lines are all commented out counts as left out', () => {
  expect(mistakes(settingsSchema, { poll: null, log: { level: null } })).toEqual([]);
  expect(mistakes(watchSchema, { title: null, feeds: [{ url: 'https://a.example/rss' }] })[0]?.path).toBe(
    'title',
  );
});
