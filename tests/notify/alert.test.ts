import { describe, expect, test } from 'vitest';
import type { Development, DevelopmentKind } from '../../src/model/development.ts';
import { contentId } from '../../src/model/id.ts';
import { composeAlert } from '../../src/notify/alert.ts';
import { countWords } from '../../src/notify/budget.ts';
import {
  denied,
  from,
  links,
  noLinks,
  now,
  resumed,
  subscriber,
  toll,
  visibleText,
  watch,
  words,
} from './samples.ts';

const input = { watch, subscriber, from, links, now };

function alert(change: Partial<Development> = {}) {
  return composeAlert({ ...input, development: { ...resumed, ...change } });
}

describe('what an alert says', () => {
  const { subject, text, html } = alert();

  test('the subject is the fact, then the story', () => {
    expect(subject).toBe('Talks resume in Baghdad — US–Iraq coalition');
  });

  test('the text tells what is new, the sentence, what was known, the origins and why', () => {
    expect(text).toBe(`Talks resume in Baghdad
New · US–Iraq coalition
Sunday 11 February

  “Iraqi authorities announced on Sunday that talks with the US on the
  future of the international anti-jihadist coalition had resumed,
  expressing the hope that they would not be ‘disturbed’ by any new
  development.”
  — Le Monde, 12 February, 08:30 Berlin time
  https://www.example.net/2024/02/12/iraq-talks-resume

Known before:
  “US and Iraqi officials say the process is expected to take many
  months if not longer, with the outcome unclear and no withdrawal of US
  forces imminent.”
  — Al Jazeera, 25 January

5 outlets, 2 origins.
Why now: nothing read so far tells of it.

-- 
You follow this story.
The story so far: https://news.example.org/watches/us-iraq-coalition
Mute “talks resumed”: ${links.mute(subscriber.id, 'talks_resumed', now)}
Pause: ${links.pause(subscriber.id, now)}
Preferences: ${links.preferences(subscriber.id, now)}
Unsubscribe: ${links.unsubscribe(subscriber.id)}
`);
  });

  test('the HTML says the same, without style too', () => {
    const seen = visibleText(html)
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/ (?=[.,])/g, '');
    expect(seen).toContain('Talks resume in Baghdad Sunday 11 February “Iraqi authorities announced');
    expect(seen).toContain('Le Monde, 12 February, 08:30 Berlin time');
    expect(seen).toContain('Known before “US and Iraqi officials');
    expect(seen).toContain('5 outlets, 2 origins. Why now: nothing read so far tells of it');
  });

  test('nothing in it is fetched from anywhere or reports that it was read', () => {
    expect(html).not.toMatch(/<(img|link|script|iframe|object|embed|form|video|audio)\b|url\(|@import|src=/i);
    const targets = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
    expect(targets).toEqual([
      resumed.article.url,
      links.page(`/developments/${watch.id}/${resumed.id}`),
      links.page(`/watches/${watch.id}`),
      links.mute(subscriber.id, 'talks_resumed', now)?.replace('&', '&amp;'),
      links.pause(subscriber.id, now),
      links.preferences(subscriber.id, now),
      links.unsubscribe(subscriber.id),
    ]);
  });

  test('it has a look for the night', () => {
    expect(html).toContain('@media (prefers-color-scheme: dark)');
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
  });
});

describe('dates', () => {
  test('an article that gives only a day is shown with its day, never at midnight', () => {
    const { text, html } = alert({ article: { ...resumed.article, publishedAt: '2024-02-12' } });
    expect(text).toContain('— Le Monde, 12 February\n');
    expect(text + html).not.toMatch(/00:00|01:00/);
  });

  test('an article without a date is told without one', () => {
    const { publishedAt: _, ...article } = resumed.article;
    expect(alert({ article }).text).toContain('— Le Monde\n');
  });

  test('the time is the reader’s, with their zone named, and a year only when it is another', () => {
    const kathmandu = composeAlert({
      ...input,
      now: '2025-02-12T08:41:00.000Z',
      subscriber: { ...subscriber, timezone: 'Asia/Kathmandu' },
      development: resumed,
    });
    expect(kathmandu.text).toContain('— Le Monde, 12 February 2024, 13:15 Kathmandu time');
    expect(kathmandu.text).toContain('Sunday 11 February 2024');
  });

  test('a date that spans days is told as a span', () => {
    const event = { ...resumed.event, date: { from: '2024-01-20', to: '2024-01-31' } };
    expect(alert({ event }).text).toContain('20–31 January');
  });

  test('a broken date is left out', () => {
    const article = { ...resumed.article, publishedAt: 'yesterday' };
    const event = { ...resumed.event, date: { from: 'soon', to: 'later' } };
    expect(alert({ article, event }).text).not.toMatch(/Invalid|NaN|yesterday|soon/);
  });
});

describe('a development that changes what was told', () => {
  test('an update shows the figure before and now', () => {
    const { subject, text, html } = composeAlert({ ...input, development: toll });
    expect(subject).toBe('Update: Wounded rise to 40 at Tower 22 in Jordan — US–Iraq coalition');
    expect(text).toContain('Wounded: at least 25 → at least 40');
    expect(html).toContain('Wounded: at least 25 → at least 40');
  });

  test('a headline that says itself that it denies needs no label', () => {
    expect(composeAlert({ ...input, development: denied }).subject).toMatch(/^Washington denies a date/);
  });

  test.each<[DevelopmentKind, string]>([
    ['new', 'Talks resume in Baghdad — '],
    ['update', 'Update: Talks resume in Baghdad — '],
    ['confirmed', 'Confirmed: Talks resume in Baghdad — '],
    ['denied', 'Denied: Talks resume in Baghdad — '],
    ['corrected', 'Corrected: Talks resume in Baghdad — '],
  ])('%s', (kind, start) => {
    expect(alert({ kind }).subject.startsWith(start)).toBe(true);
  });

  test('it stands in the thread of the first report, which stands in the thread of the story', () => {
    const first = alert({ id: 'v1' });
    const later = alert({ id: 'v2', kind: 'denied' });
    const other = alert({ id: 'v3', entryId: 'e9' });
    expect(later.references).toEqual(first.references);
    expect(other.references?.[0]).toBe(first.references?.[0]);
    expect(other.references?.[1]).not.toBe(first.references?.[1]);
  });
});

describe('under 120 words, in both parts', () => {
  const long = words(500);
  const event = {
    ...resumed.event,
    type: 'withdrawal_postponed' as const,
    place: [long, long],
    date: { from: '2022-12-30', to: '2023-01-02' },
    figures: { [long]: { value: 1_000_000, bound: 'at-least' as const } },
    certainty: 'claimed' as const,
  };
  const worst: Development = {
    ...resumed,
    kind: 'corrected',
    headline: long,
    event,
    evidence: { text: long, start: 0, end: long.length },
    article: { ...resumed.article, source: long },
    before: {
      entryId: 'e1',
      sentence: long,
      source: long,
      publishedAt: '2022-01-01T10:00:00Z',
      figures: { [long]: { value: 2, bound: 'about' } },
    },
    why: [long],
    outlets: 5000,
    origins: 4000,
  };

  test('when every field is as long as a page', () => {
    const mail = composeAlert({
      ...input,
      watch: { id: watch.id, title: long },
      subscriber: { ...subscriber, timezone: 'America/Argentina/ComodRivadavia' },
      development: worst,
    });
    expect(countWords(mail.text)).toBeLessThan(120);
    expect(countWords(visibleText(mail.html))).toBeLessThan(120);
    expect(mail.subject.length).toBeLessThanOrEqual(150);
  });

  test('and what stands beside it in as many again', () => {
    const mail = composeAlert({
      ...input,
      development: worst,
      beside: [1, 2, 3].map((i) => ({
        ...worst,
        id: `v${i}`,
        article: { ...worst.article, articleId: `a${i}` },
      })),
      more: 496,
    });
    expect(countWords(mail.text)).toBeLessThan(240);
    expect(countWords(visibleText(mail.html))).toBeLessThan(240);
    expect(mail.text).toContain('\n496 more developments: https://');
  });

  test('when only the sentences are long, they take what is left', () => {
    const mail = alert({
      evidence: { text: long, start: 0, end: long.length },
      ...(resumed.before && { before: { ...resumed.before, sentence: long } }),
    });
    expect(countWords(mail.text)).toBe(119);
    expect(countWords(visibleText(mail.html))).toBe(119);
  });
});

describe('what comes from outside stays text', () => {
  test('HTML in every field', () => {
    const evil = `<img src=x onerror="alert('1')"></p><script>x</script>`;
    const { html } = composeAlert({
      ...input,
      watch: { id: watch.id, title: evil },
      development: {
        ...resumed,
        headline: evil,
        evidence: { text: evil, start: 0, end: 1 },
        article: { ...resumed.article, source: evil },
        event: { ...resumed.event, place: [evil] },
        before: { entryId: 'e', sentence: evil, source: evil },
        why: [evil],
      },
      beside: [{ ...toll, headline: evil, evidence: { text: evil, start: 0, end: 1 } }],
    });
    expect(html.match(/&lt;img src=x/g)?.length).toBeGreaterThan(7);
    expect(html).not.toMatch(/<script|<img/);
    expect(html).toContain('&lt;img src=x');
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'not an address', ''])(
    'an article at %j gets no link',
    (url) => {
      const { text, html } = alert({ article: { ...resumed.article, url } });
      expect(html).not.toContain(`href="${url}"`);
      expect(text).not.toMatch(/javascript|data:|file:|not an address/);
      expect(html).toContain('Le Monde');
    },
  );

  test.each([
    ['line breaks', 'Talks\r\nBcc: eve@example.org\r\n\r\nresume', 'Talks Bcc: eve@example.org resume'],
    ['control characters', 'Talks\u0000 \u001b[31mresume\u0085\u2028now', 'Talks [31mresume now'],
    ['marks that turn text round', 'Talks \u202eemuser\u202c in Baghdad', 'Talks emuser in Baghdad'],
    ['nothing to see', '\u200b \u0007', 'Talks resumed'],
    ['a lone half of a character', 'Talks \ud83d resume', 'Talks \ufffd resume'],
    ['right to left', 'استئناف المحادثات في بغداد', 'استئناف المحادثات في بغداد'],
    ['only emoji', '🎉👩‍👩‍👧‍👦🇮🇶', 'Talks resumed'],
  ])('a headline of %s', (_, headline, seen) => {
    const mail = alert({ headline });
    expect(mail.subject).toBe(`${seen} — US–Iraq coalition`);
    expect(mail.text.startsWith(`${seen}\n`)).toBe(true);
    expect(JSON.stringify([mail.subject, mail.headers])).not.toMatch(/\\[rn]/);
  });

  test('a headline of 2,000 characters is clipped, and the story still named', () => {
    const { subject } = alert({ headline: 'Talks resume in Baghdad and '.repeat(72) });
    expect(subject).toMatch(/^Talks resume in Baghdad .{10,80}… — US–Iraq coalition$/);
  });

  test('text lines stay under 73 characters, addresses of pages apart', () => {
    const lines = alert().text.split('\n');
    expect(lines.filter((line) => line.length > 72 && !line.includes('https://'))).toEqual([]);
  });
});

describe('headers', () => {
  test('the Message-ID is the delivery’s id at the sender’s domain: a retry is the same mail', () => {
    const id = contentId('d', subscriber.id, 'alert', resumed.id);
    expect(alert().messageId).toBe(`<${id}@example.org>`);
    expect(composeAlert({ ...input, development: resumed })).toEqual(alert());
  });

  test('what a list is to say of itself', () => {
    expect(alert().headers).toEqual({
      'List-Id': '"US-Iraq coalition" <us-iraq-coalition.newswatch.example.org>',
      'List-Unsubscribe': `<${links.unsubscribe(subscriber.id)}>, <mailto:newswatch@example.org?subject=${encodeURIComponent(links.unsubscribeSubject(subscriber.id))}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'List-Archive': '<https://news.example.org/watches/us-iraq-coalition>',
      'Auto-Submitted': 'auto-generated',
      Precedence: 'bulk',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      'Feedback-ID': 'us-iraq-coalition:alert:newswatch',
    });
  });

  test('without pages only mail unsubscribes, and one-click is not promised', () => {
    const mail = composeAlert({
      ...input,
      links: noLinks,
      replyTo: { address: 'desk@example.net' },
      development: resumed,
    });
    expect(mail.headers['List-Unsubscribe']).toBe(
      `<mailto:desk@example.net?subject=${encodeURIComponent(links.unsubscribeSubject(subscriber.id))}>`,
    );
    expect(mail.headers).not.toHaveProperty('List-Unsubscribe-Post');
    expect(mail.headers).not.toHaveProperty('List-Archive');
    expect(mail.replyTo).toEqual({ address: 'desk@example.net' });
    expect(mail.text).not.toContain('null');
    expect(mail.html).not.toContain('null');
  });

  test.each([
    [{ address: 'news@localhost' }, 'localhost'],
    [{ address: 'news@münchen.example' }, 'xn--mnchen-3ya.example'],
    [{ address: 'broken' }, 'broken'],
    [{ address: 'news@evil>\r\nBcc: x' }, 'localhost'],
  ])('%j gives a Message-ID at %s', (sender, domain) => {
    const mail = composeAlert({ ...input, from: sender, development: resumed });
    expect(mail.messageId.endsWith(`@${domain}>`)).toBe(true);
  });

  test('a story’s title that is not ASCII, or quoted, cannot break List-Id', () => {
    const id = (title: string) =>
      composeAlert({ ...input, watch: { id: 'Ирак 1', title }, development: resumed }).headers['List-Id'];
    expect(id('Ирак')).toBe('<-1.newswatch.example.org>');
    expect(id('A "b" <c>\r\nX: y')).toBe('"A b c X: y" <-1.newswatch.example.org>');
  });
});

describe('dates in the reader’s language', () => {
  const inLanguage = (language: string) =>
    composeAlert({ ...input, subscriber: { ...subscriber, language }, development: resumed }).text;

  test.each([
    ['de', 'Sonntag, 11. Februar', 'Le Monde, 12. Februar, 08:30 Berlin time'],
    ['fr', 'dimanche 11 février', 'Le Monde, 12 février, 08:30 Berlin time'],
    ['ja', '2月11日日曜日', 'Le Monde, 2月12日, 08:30 Berlin time'],
  ])('%s', (language, day, byline) => {
    expect(inLanguage(language)).toContain(day);
    expect(inLanguage(language)).toContain(byline);
  });

  test('one from right to left does not turn the line round', () => {
    expect(inLanguage('ar')).toContain('\u2068الأحد، 11 فبراير\u2069');
  });

  test.each(['', 'xx-not-one', 'no language', 'tlh'])('%j falls back on English', (language) => {
    expect(inLanguage(language)).toContain('Sunday 11 February');
  });
});
