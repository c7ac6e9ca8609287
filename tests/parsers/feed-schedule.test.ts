import { expect, test } from 'vitest';
import { feedSchedule } from '../../src/parsers/feed-schedule.ts';

const rss = (head: string, item = '') =>
  Buffer.from(`<rss><channel><title>T</title>${head}<item><title>One</title>${item}</item></channel></rss>`);

test('hours and days to be skipped are read as UTC, 24 as midnight, each once', () => {
  const head =
    '<skipHours><hour>23</hour><hour> 0 </hour><hour>24</hour></skipHours>' +
    '<skipDays><day>Sunday</day><day>saturday</day></skipDays>';
  expect(feedSchedule(rss(head))).toEqual({ skipHours: [0, 23], skipDays: [0, 6] });
});

test('what is no hour and no day is left out', () => {
  const head =
    '<skipHours><hour>25</hour><hour>-1</hour><hour>noon</hour></skipHours><skipDays><day>Mo</day></skipDays>';
  expect(feedSchedule(rss(head))).toEqual({});
});

test('what an item says is not taken for its feed, and a list that never ends for none', () => {
  expect(feedSchedule(rss('', '<skipHours><hour>1</hour></skipHours>'))).toEqual({});
  expect(feedSchedule(rss('<skipHours><hour>1</hour>'))).toEqual({});
  expect(feedSchedule(Buffer.from('{"version":"https://jsonfeed.org/version/1"}'))).toEqual({});
});

test('a hostile head costs no more than its length', () => {
  const startedAt = performance.now();
  feedSchedule(Buffer.from(`<skipHours>${'<hour>'.repeat(100_000)}</skipHours>`));
  feedSchedule(Buffer.from('<skipHours'.repeat(100_000)));
  expect(performance.now() - startedAt).toBeLessThan(500);
});
