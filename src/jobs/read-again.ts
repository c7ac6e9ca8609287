import type { Article } from '../model/article.ts';
import { contentId } from '../model/id.ts';
import type { ArticleStore } from './ports.ts';

/**
 * A page read again, as the article to compare: one of its own, so that what was corrected is compared once, and
 * evidence told before keeps the text it was told from. Unchanged where the words are the same, and where one of the
 * two is the feed's own text: then they say nothing of each other.
 *
 * @param pageId of the address that the feed gives, if it is one; the page may name another
 */
export async function revised(
  store: Pick<ArticleStore, 'article'>,
  pageId: string | null,
  article: Article,
): Promise<
  /** Lost: the page was read, and can be no longer. */
  | { readonly kind: 'unchanged'; readonly articleId: string; readonly isLost: boolean }
  | { readonly kind: 'new'; readonly article: Article }
> {
  const first = (await store.article(article.id)) ?? (pageId === null ? null : await store.article(pageId));
  if (first === null) return { kind: 'new', article };
  const isSame = textOf(first) === textOf(article) || first.via !== article.via;
  const isLost = first.via === 'page' && article.via === 'feed';
  if (isSame) return { kind: 'unchanged', articleId: first.id, isLost };
  return { kind: 'new', article: { ...article, id: contentId('a', article.url, textOf(article)) } };
}

function textOf({ title, standfirst = '', paragraphs }: Article): string {
  return [title, standfirst, ...paragraphs].join('\n');
}
