import type { Config } from '../config/load.ts';
import { AppError, FetchError, ParseError } from '../model/errors.ts';
import type { Fetcher } from '../model/fetch.ts';
import type { Platform } from '../model/site.ts';
import { withoutFeedScheme } from '../model/web-address.ts';
import { decodeText } from '../parsers/charset.ts';
import { type FeedCandidate, feedCandidates } from '../parsers/feed-candidates.ts';
import { type Answer, ask, type FeedTest, readAnswer } from './feed-test.ts';
import { openFetcher } from './reading.ts';

/** What was found at an address: one feed, read; or several to choose from. */
export type Discovery =
  | { readonly kind: 'feed'; readonly feed: FeedTest }
  | { readonly kind: 'several'; readonly candidates: readonly FeedCandidate[] };

/**
 * Finds the feed of an address: the feed itself; where its platform keeps it; what its page names. No other address
 * is asked, unless to `guess` is wished: then those that many sites have, one after the other.
 *
 * @param address of a feed or a page; without a scheme it is taken as https, and as http where that cannot be reached
 * @throws AppError that says what was found in its place and what to do
 */
export async function discoverFeed(
  config: Config,
  address: string,
  { guess = false }: { readonly guess?: boolean } = {},
): Promise<Discovery> {
  const url = webUrl(address);
  const fetcher = openFetcher(config);
  try {
    const there = platformFeeds(config.feedPlaces.platforms, url);
    if (there.length > 0) return await choose(fetcher, config, there);
    const { asked, answer } = await askEither(fetcher, config, url, !hasScheme(address));
    const feed = await feedIn(asked, answer);
    if (!(feed instanceof ParseError)) return { kind: 'feed', feed };
    const named = feedCandidates(decodeText(answer.body, answer.contentType), answer.url);
    if (named.length > 0) return await choose(fetcher, config, named);
    const guessed = guess ? await tryUsual(fetcher, config, answer.url) : null;
    if (guessed) return { kind: 'feed', feed: guessed };
    throw new AppError(`${url}: ${feed.message}. ${notFound(config, guess)}`);
  } catch (error) {
    if (error instanceof FetchError) throw new AppError(`${url}: ${error.message}`, { cause: error });
    throw error;
  } finally {
    await fetcher.close();
  }
}

function notFound({ feedPlaces }: Config, guessed: boolean): string {
  const usual = feedPlaces.usual.map((path) => `/${path}`).join(', ');
  return guessed
    ? `It names no feed, and there is none at ${usual}. Look for "RSS" on the site and give that address.`
    : `It names no feed. Give the address of its feed, or --guess to try ${usual}.`;
}

function hasScheme(address: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(withoutFeedScheme(address));
}

/** What fails there may be well on the other port: no TLS, no connection, a certificate of somebody else. */
const FAILS_WITH_HTTPS: readonly FetchError['reason'][] = ['network', 'timeout'];

/** @param mayBeHttp nobody said that it is https */
async function askEither(
  fetcher: Fetcher,
  config: Config,
  url: string,
  mayBeHttp: boolean,
): Promise<{ readonly asked: string; readonly answer: Answer }> {
  try {
    return { asked: url, answer: await ask(fetcher, config, url) };
  } catch (error) {
    const unreached = error instanceof FetchError && FAILS_WITH_HTTPS.includes(error.reason);
    if (!mayBeHttp || !unreached) throw error;
    const asked = url.replace(/^https:/, 'http:');
    // Of two failures the first tells more: it is about the address that was meant.
    const answer = await ask(fetcher, config, asked).catch(() => Promise.reject(error));
    return { asked, answer };
  }
}

/** @throws AppError for what is no web address */
function webUrl(address: string): string {
  const written = withoutFeedScheme(address);
  const url = URL.parse(hasScheme(address) ? written : `https://${written}`);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new AppError(`"${address}" is not an http or https address.`);
  return url.href;
}

/** Where the platforms that know the page keep its feed. */
function platformFeeds(platforms: readonly Platform[], url: string): readonly FeedCandidate[] {
  return platforms.flatMap(({ name, pages, feed }) => {
    const found = pages.map((page) => new URLPattern(page).exec(url)).find((match) => match !== null);
    if (!found) return [];
    const named: Readonly<Record<string, string | undefined>> = {
      ...found.search.groups,
      ...found.pathname.groups,
      ...found.hostname.groups,
    };
    return [{ url: feed.replace(/\{(\w+)\}/g, (_, key: string) => named[key] ?? ''), title: name }];
  });
}

async function choose(
  fetcher: Fetcher,
  config: Config,
  candidates: readonly FeedCandidate[],
): Promise<Discovery> {
  const [first, ...others] = candidates;
  if (!first || others.length > 0) return { kind: 'several', candidates };
  const feed = await feedIn(first.url, await ask(fetcher, config, first.url));
  if (feed instanceof ParseError) throw new AppError(`${first.url} was named as the feed: ${feed.message}.`);
  return { kind: 'feed', feed };
}

async function tryUsual(fetcher: Fetcher, config: Config, page: string): Promise<FeedTest | null> {
  const beside = new URL('./', page.endsWith('/') ? page : `${page}/`);
  const places = [beside, new URL('/', page)].flatMap((folder) =>
    config.feedPlaces.usual.map((path) => new URL(path, folder).href),
  );
  for (const url of new Set(places)) {
    const feed = await ask(fetcher, config, url).then(
      (answer) => feedIn(url, answer),
      (error: unknown) => {
        if (error instanceof FetchError) return null;
        throw error;
      },
    );
    if (feed && !(feed instanceof ParseError)) return feed;
  }
  return null;
}

async function feedIn(url: string, answer: Answer): Promise<FeedTest | ParseError> {
  try {
    return await readAnswer(url, answer);
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
}
