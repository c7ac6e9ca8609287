import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Article } from '../../src/model/article.ts';
import { contentId } from '../../src/model/id.ts';
import { PROJECT } from './home.ts';

/** An invented story of a ferry whose crews strike: what its reader knows, as pages saved from a browser. */
export const FERRY_FILES: readonly string[] = ['1-vote', '2-walkout', '3-talks-planned'].map((name) =>
  path.join(PROJECT, `tests/fixtures/ferry/${name}.html`),
);

/** What came afterwards, oldest first: talks, a repeat of the known, another matter, the end of the strike. */
export const FERRY_STREAM: readonly Article[] = [
  article('talks', '2026-05-21T18:00:00+01:00', 'Talks on Tarn ferry begin in Marholm', [
    'Talks between the Sund Seafarers Union and Sund Ferries began in Marholm town hall on Thursday, ten days after the crews of the ferry to Tarn walked out.',
    'Both sides left after five hours without a word to reporters. They will meet again on Friday, Ingrid Vale, the head of transport of the county, said.',
  ]),
  article('look-back', '2026-05-22T09:00:00+01:00', 'How Tarn lives without its ferry', [
    'Crews of the ferry between Marholm and the island of Tarn walked out on 11 May over night shifts and pay.',
    'Since then a supply boat has sailed twice a day, and a fishing boat takes patients across.',
  ]),
  article('bakery', '2026-05-22T11:00:00+01:00', 'Marholm bakery wins bread prize', [
    'A bakery in Marholm has won the county prize for its rye bread, the guild of bakers said on Friday.',
    'It beat forty others. The oven dates from 1911.',
  ]),
  article('over', '2026-05-23T20:00:00+01:00', 'Ferry strike on Tarn ends', [
    'The Sund Seafarers Union ended its strike on Saturday after Sund Ferries withdrew its plan for night shifts.',
    'Under the agreement that the two sides reached in Marholm, the crews get 4 percent more pay. The first ferry to Tarn is to sail on Sunday at six.',
  ]),
];

function article(name: string, publishedAt: string, title: string, paragraphs: readonly string[]): Article {
  const url = `https://gazette.example/${name}`;
  const about = { title, paragraphs, publishedAt, captions: [], authors: [] };
  return { ...about, id: contentId('a', url), url, source: 'Tarn Gazette', via: 'page' };
}

const WEEK_MS = 7 * 86_400_000;

/** The same story moved by whole weeks, weekdays and all, so that its last article is of the last seven days. */
export function ferryOfLately(now: Date): {
  readonly pages: readonly string[];
  readonly stream: readonly Article[];
} {
  const weeks = Math.floor((now.getTime() - Date.parse('2026-05-24T00:00:00Z')) / WEEK_MS);
  const move = (text: string) =>
    text
      .replace(/2026-05-\d\d/g, (day) => movedBy(weeks, day).toISOString().slice(0, 10))
      .replace(/\b(\d{1,2}) May\b/g, (_, day: string) =>
        new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
          movedBy(weeks, `2026-05-${day.padStart(2, '0')}`),
        ),
      );
  return {
    pages: FERRY_FILES.map((file) => move(readFileSync(file, 'utf8'))),
    stream: FERRY_STREAM.map((one) => ({
      ...one,
      publishedAt: move(one.publishedAt ?? ''),
      paragraphs: one.paragraphs.map(move),
    })),
  };
}

function movedBy(weeks: number, day: string): Date {
  return new Date(Date.parse(day) + weeks * WEEK_MS);
}
