import { loadStory } from '../src/eval/story.ts';
import type { Article } from '../src/model/article.ts';

const WORDS = 400;

/** The articles of a story's stream, each cut or filled up to 400 words from what follows. */
export function articlesOf(storyFolder: string): Article[] {
  return articlesIn(loadStory(storyFolder).stream.map(({ article }) => article));
}

/** The same of articles at hand. */
export function articlesIn(articles: readonly Article[]): Article[] {
  return articles.map((article, i) => {
    const paragraphs: string[] = [];
    let words = 0;
    for (let j = i; words < WORDS && j < i + articles.length; j++) {
      for (const paragraph of articles[j % articles.length]?.paragraphs ?? []) {
        if (words >= WORDS) break;
        paragraphs.push(paragraph);
        words += paragraph.split(' ').length;
      }
    }
    return { ...article, paragraphs };
  });
}

/** The n-th of an endless stream of them, each with an id of its own. */
export function pick(articles: readonly Article[], n: number): Article {
  const article = articles[n % articles.length];
  if (!article) throw new Error('the story has no articles');
  return { ...article, id: `${article.id}-${n}` };
}
