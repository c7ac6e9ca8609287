export interface FetchRequest {
  readonly accept: string;
  /** Sent back as they came. */
  readonly etag?: string;
  readonly lastModified?: string;
  /** After decompression. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

export type FetchResult =
  | {
      readonly kind: 'not-modified';
      /** Lower-case names. */
      readonly headers: Readonly<Record<string, string>>;
      /** Where the address moved for good: every redirect on the way was a 301 or 308. */
      readonly movedTo?: string;
    }
  | {
      readonly kind: 'ok';
      /** After redirects. */
      readonly url: string;
      readonly body: Uint8Array;
      readonly contentType?: string;
      readonly etag?: string;
      readonly lastModified?: string;
      /** Lower-case names. */
      readonly headers: Readonly<Record<string, string>>;
      readonly movedTo?: string;
    };

/** Reading from the net. Throws FetchError. */
export interface Fetcher {
  fetch(url: string, request: FetchRequest): Promise<FetchResult>;
  /** Throws FetchError `robots` when the site's robots.txt forbids this agent the page; free when it has none. */
  checkRobots(url: string, signal?: AbortSignal): Promise<void>;
}
