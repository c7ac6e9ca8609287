import { expect, test } from 'vitest';
import { bodyTitle, shortTitle } from '../../src/notify/title.ts';

test.each([
  ['US–Iraq coalition', 'US–Iraq coalition'],
  ['Armenia and Azerbaijan, the road to a peace treaty', 'Armenia and Azerbaijan'],
  ['The US-led coalition in Iraq and its end', 'The US-led coalition in Iraq'],
  ['Strike: thirty thousand machinists walk out of the plants', 'Strike'],
  ['Line one\r\nBcc: eve@example.org', 'Line one Bcc: eve@example.org'],
])('%j stands in a subject as %j', (title, short) => {
  expect(shortTitle(title)).toBe(short);
});

test('a title that has no joint is cut, and one of 2,000 characters is short', () => {
  expect(shortTitle('x'.repeat(2_000))).toMatch(/^x{40,44}…$/);
  expect(shortTitle('word '.repeat(400)).length).toBeLessThanOrEqual(45);
  expect(bodyTitle('word '.repeat(400)).split(' ')).toHaveLength(12);
});
