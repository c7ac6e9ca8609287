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

/** Lines of pages that are no text of the article: patterns in RE2's syntax, each of a whole line. */
export interface ChatterWords {
  /** Speak to the reader of the site. */
  readonly lines: readonly string[];
  /** Headings of boxes that lead to other stories. */
  readonly elsewhere: readonly string[];
  /** What stands before a colon and the name of another story. */
  readonly pointers: readonly string[];
  /** Words between an author's name and who that is. */
  readonly presents: readonly string[];
  /** Name who else worked on a report. */
  readonly credits: readonly string[];
}

/** A news agency: the name a reader knows, and what its reports are credited with. */
export interface Agency {
  readonly name: string;
  /** Names, in their capital letters; one that ends in `*` has any ending. */
  readonly credits: readonly string[];
  /** What opens a report that says so with 电. */
  readonly telegram?: readonly string[];
}

/** Words beside the dates that pages show: patterns in RE2's syntax. */
export interface DateWords {
  /** Open a date that is none of publication. */
  readonly updated: readonly string[];
  /** Go before the date of publication. */
  readonly published: readonly string[];
  /** Between day and time of day. */
  readonly at: readonly string[];
  /** Between a date and who wrote. */
  readonly signed: readonly string[];
}

/** What is known of the words on pages: `config/pages`. */
export interface PageWords {
  readonly chatter: ChatterWords;
  readonly dates: DateWords;
  /** The first that fits is taken. */
  readonly agencies: readonly Agency[];
}
