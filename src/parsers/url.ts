import { ParseError } from '../model/errors.ts';
import { contentId } from '../model/id.ts';

/**
 * Query parameters that say where a reader came from, never which page it is. A name ending in `*` stands for
 * all that begin so. Data, with the sender beside it.
 */
const TRACKING: readonly string[] = [
  'utm_*', // Google Analytics, and all who copied it
  'mtm_*', // Matomo
  'pk_campaign', // Piwik
  'pk_kwd',
  'pk_source',
  'pk_medium',
  'fbclid', // Facebook
  'fb_action_ids',
  'fb_source',
  'gclid', // Google Ads
  'gclsrc',
  'dclid',
  'gbraid',
  'wbraid',
  '_ga',
  'msclkid', // Microsoft
  'yclid', // Yandex
  'twclid', // Twitter
  'ttclid', // TikTok
  'igshid', // Instagram
  'igsh',
  'li_fat_id', // LinkedIn
  'mc_cid', // Mailchimp
  'mc_eid',
  'mkt_tok', // Marketo
  'vero_id', // Vero
  '_hsenc', // HubSpot
  '_hsmi',
  '__twitter_impression',
  'at_medium', // AT Internet, BBC
  'at_campaign',
  'at_custom*',
  'ns_mchannel', // comScore
  'ns_source',
  'ns_campaign',
  'cmpid', // Bloomberg and others
  'ocid', // Microsoft, BBC
  'icid',
  'ncid',
  'smid', // New York Times
  'smtyp',
  'guccounter', // Yahoo
  'guce_referrer*',
  'spm', // Alibaba
  's_cid', // Adobe
  'ftag', // CBS
  'xtor', // AT Internet
  'wt_mc', // Webtrekk
  'wt_zmc',
  'ito', // Daily Mail
  'traffic_source',
];
const EXACT = new Set(TRACKING.filter((name) => !name.endsWith('*')));
const PREFIXES = TRACKING.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));

const MAX_LENGTH = 4096;

/**
 * One address for one page: absolute, http or https, host in lower case, no default port, user name, fragment or
 * tracking parameter. What else is in the query stays, in its order.
 *
 * @param base what a relative address is relative to
 * @throws ParseError when it is not the address of a page
 */
export function canonicalUrl(url: string, base?: string): string {
  const parsed = URL.parse(url.trim(), base);
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.hostname === '') {
    throw new ParseError(`"${url.slice(0, 200)}" is not the address of a web page`);
  }
  if (parsed.href.length > MAX_LENGTH)
    throw new ParseError(`an address of ${parsed.href.length} characters is too long`);
  parsed.username = '';
  parsed.password = '';
  parsed.hash = '';
  parsed.hostname = parsed.hostname.replace(/\.$/, '');
  if (parsed.search !== '' || parsed.href.includes('?')) parsed.search = withoutTracking(parsed.search);
  return parsed.href;
}

/** An address as it is, but for tracking parameters. */
export function untracked(address: string): string {
  const [, before, query, fragment = ''] = /^([^?#]*)\?([^#]*)(#.*)?$/s.exec(address) ?? [];
  if (before === undefined || query === undefined) return address;
  const kept = withoutTracking(`?${query}`);
  return `${before}${kept && `?${kept}`}${fragment}`;
}

/** Works on the text of the query, so that what stays is not re-encoded. */
function withoutTracking(search: string): string {
  const kept = search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !isTracking(pair.split('=', 1)[0] ?? ''));
  return kept.join('&');
}

function isTracking(name: string): boolean {
  const lower = name.toLowerCase();
  return EXACT.has(lower) || PREFIXES.some((prefix) => lower.startsWith(prefix));
}

/** The id of the article at an address. Throws ParseError. */
export function articleIdOf(url: string): string {
  return contentId('a', canonicalUrl(url));
}

/**
 * What relative addresses in an answer begin at: its Content-Location, else where it was found. RFC 9110 (8.7) no
 * longer wants that; feeds were written for readers that do it.
 */
export function baseOfAnswer(url: string, headers: Readonly<Record<string, string>>): string {
  const location = headers['content-location'];
  return (location && URL.parse(location, url)?.href) || url;
}

/** The same host, or one beneath the other, `www.` and `m.` aside. */
export function isSameSite(a: URL, b: URL): boolean {
  const [first, second] = [a, b].map((url) => url.host.replace(/^(www|m|mobile|amp)\./, '')) as [
    string,
    string,
  ];
  return first === second || first.endsWith(`.${second}`) || second.endsWith(`.${first}`);
}
