import type { Article } from '../model/article.ts';

/** What the newsroom needs of a story; `eval`'s Story is one. */
export interface NewsroomStory {
  readonly id: string;
  /** In order of publication. */
  readonly stream: readonly { readonly article: Article }[];
}

/** An article on the newsroom's programme. */
export interface Publication {
  readonly storyId: string;
  readonly article: Article;
  /** In story time; later than the story's publication before it. */
  readonly at: Date;
  /** Where its page is: `/wire-a/2024/03/28/…`. */
  readonly path: string;
  readonly outlet: string;
}

/** Every publication of every story, in order of time. */
export function programmeOf(stories: readonly NewsroomStory[]): readonly Publication[] {
  const taken = new Set<string>();
  return stories
    .flatMap((story) => publicationsOf(story, taken))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

const BETWEEN_MS = 60_000;

function publicationsOf({ id, stream }: NewsroomStory, taken: Set<string>): readonly Publication[] {
  let before = 0;
  return stream.map(({ article }) => {
    before = Math.max(publicationMs(article) ?? 0, before + BETWEEN_MS);
    const path = freePath(article, taken);
    return { storyId: id, article, at: new Date(before), path, outlet: article.source };
  });
}

/** One dated by its day alone comes out at noon UTC, an hour of that day nearly everywhere. */
function publicationMs({ publishedAt }: Article): number | null {
  if (publishedAt === undefined) return null;
  return Date.parse(publishedAt.length === 10 ? `${publishedAt}T12:00:00Z` : publishedAt);
}

/** The path of the article's own URL, on this host. */
function freePath(article: Article, taken: Set<string>): string {
  const own = /^https?:/.test(article.url)
    ? new URL(article.url).pathname
    : encodeURI(`/${slugOf(article.source)}/${slugOf(article.title)}`);
  let path = own;
  for (let copy = 2; taken.has(path); copy++) path = `${own}-${copy}`;
  taken.add(path);
  return path;
}

/** `Public agency (Yerevan)` → `public-agency-yerevan` */
export function slugOf(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '') || 'outlet'
  );
}
