/** How to read the pages of one site, where the parser alone does not do: CSS selectors, each left out at will. */
export interface SiteRules {
  /** Hosts without `www.`; hosts beneath them count too. */
  readonly hosts: readonly string[];
  /** The parts that hold the text, in the order of the page. */
  readonly body?: string;
  readonly title?: string;
  readonly standfirst?: string;
  readonly authors?: string;
  /** An element with a `datetime`, a `content` or a date as its text. */
  readonly published?: string;
  /** What is none of the article's, wherever it stands. */
  readonly remove?: readonly string[];
}

/** A platform that keeps the feeds of its pages where its pages do not say. */
export interface Platform {
  readonly name: string;
  /** URL patterns (urlpattern.spec.whatwg.org) of its pages; what they name goes into `feed`. */
  readonly pages: readonly string[];
  /** `https://example.org/feeds/{name}.xml` */
  readonly feed: string;
}

/** Where feeds lie when a page does not say. */
export interface FeedPlaces {
  readonly platforms: readonly Platform[];
  /** Paths that many sites have: `feed.xml`. */
  readonly usual: readonly string[];
}
