/** An address a reader may follow: http or https, in ASCII; null for any other. */
export function webAddress(url: string | undefined): string | null {
  if (url === undefined || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}

/** `feed:https://…` and `feed://…`, as browsers once wrote the addresses of feeds, without that scheme. */
export function withoutFeedScheme(url: string): string {
  return url
    .trim()
    .replace(/^feed:(?:\/\/)?(?=https?:)/i, '')
    .replace(/^feed:/i, 'https:');
}
