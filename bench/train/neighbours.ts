import { compare } from '../../src/compare/compare.ts';
import { type Dossier, foundDossier } from '../../src/compare/dossier.ts';
import { gateOf } from '../../src/compare/gate.ts';
import { rarityOf } from '../../src/compare/rarity.ts';
import { cosine } from '../../src/compare/terms.ts';
import type { Story } from '../../src/eval/story.ts';
import type { Article } from '../../src/model/article.ts';
import type { Lexicon } from '../../src/model/lexicon.ts';
import { articlesIn, pick } from '../compare-articles.ts';
import type { Row } from './logistic.ts';

const NEAREST = 3;
const EVERY = 3;
/** So many articles more than its stream has: a ledger as large as one that was followed for months. */
const FOLLOWED = 60;
const COUNTS = 0.25;
const NOW = '2030-01-01T00:00:00.000Z';

/**
 * Examples of articles off the story, for the gate: each story is followed for long, and articles of those most like it
 * come by. Streams of thirty articles do not teach what a ledger of hundreds of events takes for its own.
 */
export function neighbourRows(stories: readonly Story[], lexicon: Lexicon): Row[] {
  const founded = stories.map((story) => ({ story, dossier: foundDossier(story.watch, lexicon) }));
  const rarity = rarityOf(lexicon);
  return founded.flatMap(({ story, dossier }) => {
    const nearest = founded
      .filter((other) => other.story !== story)
      .map((other) => ({
        story: other.story,
        alike: cosine(dossier.profile.words, other.dossier.profile.words, rarity),
      }))
      .sort((a, b) => b.alike - a.alike)
      .slice(0, NEAREST);
    const followed = follow(dossier, story);
    return nearest
      .flatMap((other) => articlesOn(other.story).filter((_, i) => i % EVERY === 0))
      .map((article) => ({
        story: story.id,
        features: gateOf(article, followed).features,
        holds: false,
        weight: COUNTS,
      }));
  });
}

function follow(dossier: Dossier, story: Story): Dossier {
  const stream = story.stream.map(({ article }) => article);
  const long = articlesIn(stream);
  const more = Array.from({ length: FOLLOWED }, (_, i) => pick(long, i));
  return [...stream, ...more].reduce((known, article) => compare(known, article, NOW).dossier, dossier);
}

function articlesOn(story: Story): Article[] {
  return story.stream
    .filter(({ file }) => story.labels.articles.get(file)?.relevant)
    .map(({ article }) => article);
}
