import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../src/model/dossier.ts';
import { calendarOf, expectedEvents } from '../../src/notify/ahead.ts';
import { countWords } from '../../src/notify/budget.ts';
import { composeDigest, type DigestInput } from '../../src/notify/digest.ts';
import { createOutboxTransport } from '../../src/notify/transport.ts';
import { from, links, now, resumed, subscriber, watch } from './samples.ts';

const reader = { timezone: 'Europe/Berlin', now };

function entry(id: string, day: string, more: Partial<LedgerEntry['event']> = {}, held = true): LedgerEntry {
  const evidence = {
    text: `The commission will meet again; a round of ${id}, they said.`,
    start: 0,
    end: 10,
  };
  return {
    id,
    event: {
      ...resumed.event,
      type: 'talks_round_held',
      date: { from: day, to: day },
      certainty: 'planned',
      ...more,
    },
    observations: [{ articleId: 'a1', source: 'Le Monde', evidence, certainty: 'planned' }],
    held,
    firstSeenAt: now,
    lastSeenAt: now,
    outlets: ['Le Monde'],
    origins: ['Le Monde'],
  };
}

function digest(more: Partial<DigestInput> = {}, entries: readonly LedgerEntry[] = []) {
  return composeDigest({
    sections: [{ watch, developments: [resumed], withheld: {}, entries }],
    silentFeeds: [],
    ...{ subscriber, from, links, now },
    window: { from: '2024-02-11T06:00:00.000Z', to: now },
    ...more,
  });
}

describe('what is expected', () => {
  const entries = [
    entry('later', '2024-03-01'),
    entry('past', '2024-02-10'),
    entry('today', '2024-02-12'),
    entry('happened', '2024-02-20', { certainty: 'happened' }),
    entry('undated', '2024-02-20', { date: null }),
    entry('some time', '2024-02-20', { date: { from: '2024-02-20', to: '2024-02-29' } }),
  ];

  test('is what is planned from today on, the next first', () => {
    const ids = expectedEvents(entries, reader, '2024-02-12').map(({ entryId }) => entryId);
    expect(ids).toEqual(['today', 'later']);
  });

  test('stands in a digest, and comes as a calendar a mail program reads', async () => {
    const mail = digest({}, entries);
    expect(mail.text).toContain('What is expected:\n  - Monday 12 February: Round of talks, Baghdad.');
    expect(mail.html).toContain('What is expected');
    const folder = mkdtempSync(join(tmpdir(), 'newswatch-ics-'));
    await createOutboxTransport({ folder }).send(mail);
    const parsed = await PostalMime.parse(readFileSync(join(folder, readdirSync(folder)[0] ?? '')));
    rmSync(folder, { recursive: true });
    expect(parsed.attachments).toHaveLength(1);
    expect(parsed.attachments[0]).toMatchObject({ filename: 'expected.ics', mimeType: 'text/calendar' });
    expect(parsed.text).toContain('What is expected');
  });

  test('a digest without any has no attachment', () => {
    expect(digest().attachments).toBeUndefined();
  });

  test('the calendar is escaped, folded at 75 octets, and whole days', () => {
    const lines = expectedEvents(
      [entry('e1', '2024-02-29', { place: ['Erbil; “the north”', 'Ürümqi, '.repeat(20)] })],
      reader,
      '2024-02-12',
    );
    const calendar = calendarOf(lines, { domain: 'example.org', now, page: 'https://news.example.org/' });
    expect(calendar).toContain('DTSTART;VALUE=DATE:20240229\r\nDTEND;VALUE=DATE:20240301\r\n');
    expect(calendar).toContain('DTSTAMP:20240212T084100Z\r\n');
    expect(calendar).toContain('Erbil\\; ');
    for (const line of calendar.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(calendar.replaceAll('\r\n ', '')).toContain('meet again\\; a round of e1\\, they said');
  });
});

describe('a digest for who was not there', () => {
  test('the first tells the story so far by the titles of the dossier, a later one does not', () => {
    const document = { title: 'Sides agree to talk', source: 'Le Monde', publishedAt: '2024-01-20' };
    const baseline = [
      { id: 'a', url: '', paragraphs: [], captions: [], authors: [], via: 'file', ...document },
    ] as const;
    const sections = [{ watch: { ...watch, baseline }, developments: [resumed], withheld: {} }];
    const told = 'The story so far:\n  - 20 January: Sides agree to talk — Le Monde';
    expect(digest({ sections, first: true }).text).toContain(told);
    expect(digest({ sections, first: true }).html).toContain('Sides agree to talk');
    expect(digest({ sections }).text).not.toContain('The story so far');
  });

  test('after a pause it is what is new since the reader left', () => {
    const away = { ...subscriber, snoozeUntil: '2024-02-12T00:00:00.000Z' };
    expect(digest({ subscriber: away }).text).toContain('1 new development since you left.');
    expect(digest().text).not.toContain('since you left');
  });

  test('with all of it, it still has 400 words at most', () => {
    const long = { evidence: { text: 'word '.repeat(90), start: 0, end: 1 } };
    const many = Array.from({ length: 20 }, (_, i) => ({ ...resumed, ...long, id: `v${i}` }));
    const entries = Array.from({ length: 40 }, (_, i) =>
      entry(`e${i}`, '2024-02-20', i % 2 ? {} : { certainty: 'happened' }),
    );
    const sections = [1, 2].map((at) => ({
      ...{ watch: { ...watch, id: `w${at}` }, developments: many, withheld: {}, entries },
    }));
    expect(countWords(digest({ sections, first: true }).text)).toBeLessThanOrEqual(400);
  });
});
