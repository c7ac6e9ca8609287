import type { Article } from '../model/article.ts';

const MOST = 256;
/** Of text; 256 usual articles have some two million. */
const MOST_CHARACTERS = 8_000_000;

/**
 * The articles that were saved or loaded last stay in memory, mostly some three megabytes: each watch that compares one
 * takes it from there. After a burst, comparing is behind reading by as many as a few feeds hold. Of long ones there are
 * fewer, the last in any case.
 */
export class RecentArticles {
  readonly #held = new Map<string, { readonly article: Article; readonly characters: number }>();
  #characters = 0;

  get(articleId: string): Article | undefined {
    return this.#held.get(articleId)?.article;
  }

  add(article: Article): Article {
    const texts = [...article.paragraphs, ...(article.entries ?? []).map(({ text }) => text)];
    const characters = texts.reduce((sum, { length }) => sum + length, 0);
    this.#drop(article.id);
    this.#held.set(article.id, { article, characters });
    this.#characters += characters;
    for (const id of this.#held.keys()) {
      if (id === article.id || (this.#held.size <= MOST && this.#characters <= MOST_CHARACTERS)) break;
      this.#drop(id);
    }
    return article;
  }

  #drop(articleId: string): void {
    this.#characters -= this.#held.get(articleId)?.characters ?? 0;
    this.#held.delete(articleId);
  }
}
