import { CALENDAR } from '../compare/calendar.ts';
import { type Article, articleText } from '../model/article.ts';
import type { ReplayAlert, ReplayLine } from './replay-line.ts';
import type { Story } from './story.ts';

export interface Dummy {
  readonly name: string;
  readonly replay: (story: Story) => readonly ReplayLine[];
}

/** What a reader has without Newswatch: every report stands beside these. */
export const DUMMIES: readonly Dummy[] = [
  { name: 'send nothing', replay: (story) => sendWhere(story, () => false) },
  { name: 'send everything', replay: (story) => sendWhere(story, () => true) },
  { name: 'keyword', replay: sendByKeyword },
  { name: 'title Jaccard < .55', replay: sendUnlikeTitles },
];

/**
 * One alert an article that is sent, none for the others. Its evidence is the whole article, as that is what the
 * reader gets: it overlaps whatever the article reports, which is the most that can be said for a dummy.
 */
function sendWhere(story: Story, sends: (article: Article, index: number) => boolean): readonly ReplayLine[] {
  return story.stream.map(({ file, article }, index) => {
    const sent = sends(article, index);
    return { article: file, relevant: sent, alerts: sent ? [alertOf(article)] : [], withheld: [] };
  });
}

function alertOf(article: Article): ReplayAlert {
  const day = article.publishedAt?.slice(0, 10);
  return {
    kind: 'new',
    type: 'other',
    date: day === undefined ? null : { from: day, to: day },
    certainty: 'happened',
    place: [],
    actors: [],
    figures: {},
    weight: 1,
    evidence: articleText(article),
    why: ['sent as it came'],
  };
}

/** Beginnings of words that stand for the event types of `docs/stories.md`. */
const TRIGGERS = [
  'agree accept accord attack ban blast bomb break brok ceasefire clash collaps conclud deadline deal deploy drone',
  'elect end fire halt hand kill launch leav left meet negotiat offer out pull quit raid reject releas resign resum',
  'round sign start stop strike strik struck suspend talk threat toll treaty truce vot walk warn withdr',
].flatMap((line) => line.split(' '));

/** An actor of the dossier and a trigger word in the title. */
function sendByKeyword(story: Story): readonly ReplayLine[] {
  const actors = namesOf(story.watch.baseline);
  return sendWhere(story, ({ title }) => {
    const words = wordsOf(title);
    const triggered = words.some((word) => TRIGGERS.some((trigger) => word.startsWith(trigger)));
    return triggered && words.some((word) => actors.has(word));
  });
}

const TIMES_NAMED = 2;

/** Words with a capital inside a sentence, named at least twice: a dossier's actors and places, near enough. */
function namesOf(articles: readonly Article[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const article of articles) {
    for (const [, word = ''] of articleText(article).matchAll(/(?<=[\p{Ll},] )(\p{Lu}[\p{L}\p{N}]+)/gu)) {
      counts.set(word.toLowerCase(), (counts.get(word.toLowerCase()) ?? 0) + 1);
    }
  }
  const named = [...counts].filter(([word, count]) => count >= TIMES_NAMED && !CALENDAR.has(word));
  return new Set(named.map(([word]) => word));
}

const LIKE_AT_MOST = 0.55;

/** A title unlike every title before it, in the dossier and in the stream. */
function sendUnlikeTitles(story: Story): readonly ReplayLine[] {
  const seen = story.watch.baseline.map(({ title }) => new Set(wordsOf(title)));
  return sendWhere(story, ({ title }) => {
    const words = new Set(wordsOf(title));
    const unlike = seen.every((other) => jaccard(words, other) < LIKE_AT_MOST);
    seen.push(words);
    return unlike;
  });
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  const all = a.size + b.size - shared;
  return all === 0 ? 1 : shared / all;
}

function wordsOf(title: string): readonly string[] {
  return title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
