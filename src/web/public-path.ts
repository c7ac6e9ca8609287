/**
 * Where readers reach the pages under a path (`https://example.org/news`), links have to begin with it, whether or not
 * the proxy in front takes it off a request before handing it on.
 */
export interface PublicPath {
  /** `/news`. */
  readonly prefix: string;
  /** `/news/outbox` → `/outbox`; anything else as it is. */
  strip(url: string): string;
  /** The links of a page, which its templates write from the root, moved under the path. */
  moveLinks(page: string): string;
}

/** Null where there is no path to speak of. */
export function publicPath(publicUrl: string | undefined): PublicPath | null {
  if (publicUrl === undefined || !URL.canParse(publicUrl)) return null;
  const path = new URL(publicUrl).pathname.replace(/\/+$/, '');
  if (path === '') return null;
  return {
    prefix: path,
    strip: (url) => (url === path || url.startsWith(`${path}/`) ? url.slice(path.length) || '/' : url),
    // Quotes in values are escaped, so that this can meet nothing but an attribute.
    moveLinks: (page) => page.replace(/ (href|src|action)="\//g, (_, name: string) => ` ${name}="${path}/`),
  };
}
