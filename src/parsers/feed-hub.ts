import type { FeedHub } from '../model/feed.ts';
import { childrenOf, type XmlElement } from './xml-element.ts';

/** The hub an XML feed names in its own `link` elements, and the address it is known by there (WebSub, 4). */
export function hubOfChannel(channel: XmlElement, base: string): FeedHub | undefined {
  const hrefOf = (wanted: string) =>
    childrenOf(channel)
      .find(
        ({ name, attributes }) =>
          /^(?:atom:)?link$/.test(name) && relsOf(attributes.get('rel')).includes(wanted),
      )
      ?.attributes.get('href');
  return hubFrom(hrefOf('hub'), hrefOf('self'), base);
}

/** The hub a response names in its Link header (RFC 8288), which comes before what its body says. */
export function hubOfHeader(link: string | undefined, base: string): FeedHub | undefined {
  if (!link) return undefined;
  const links = link.split(/,\s*(?=<)/).map((each) => ({
    href: /^\s*<([^>]*)>/.exec(each)?.[1],
    rels: relsOf(/;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(each)?.slice(1).find(Boolean)),
  }));
  const hrefOf = (wanted: string) => links.find(({ rels }) => rels.includes(wanted))?.href;
  return hubFrom(hrefOf('hub'), hrefOf('self'), base);
}

/** @param topic the address the feed gives itself; without one there is nothing to subscribe to */
export function hubFrom(
  hub: string | undefined,
  topic: string | undefined,
  base: string,
): FeedHub | undefined {
  const urls = [hub, topic].map((url) => (url ? URL.parse(url.trim(), base) : null));
  const [hubUrl, topicUrl] = urls;
  if (!hubUrl || !topicUrl || !urls.every((url) => /^https?:$/.test(url?.protocol ?? ''))) return undefined;
  return { hub: hubUrl.href, topic: topicUrl.href };
}

function relsOf(rel: string | undefined): readonly string[] {
  return (rel ?? '').toLowerCase().split(/\s+/);
}
