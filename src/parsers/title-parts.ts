import { words } from './alike.ts';

/** Where titles join the site's name on. */
const JOINT = /\s+(?:[|–—·»•*›]+|-{1,2})\s+|\s*[｜：]\s*|:\s+(?=[^:]*$)/g;
const MAX_SITE = 60;
/** A part this short after the last `|` names the site, or where on it the page lies. */
const MAX_PART = 40;
const MIN_TITLE = 15;
const MAX_NAME = 40;
/** `Gazette` for `gazette-daily`; `Gazette News` for `gazette`: how much of the longer name the shorter is. */
const SHORT_NAME = 0.4;
const LONG_NAME = 0.7;

/** The names a page's site goes by, for comparing: as the page gives them, and its host. */
export function siteNames(
  metas: ReadonlyMap<string, string>,
  publisher: string | undefined,
  url: string,
): ReadonlySet<string> {
  const host = URL.parse(url)?.hostname.replace(/^www\./, '') ?? '';
  const label = host.split('.').at(-2) ?? '';
  const given = [metas.get('og:site_name'), publisher, metas.get('application-name'), host, label];
  const title = metas.get('og:title');
  const short = given.filter((name) => name !== undefined && name.length <= MAX_NAME && name !== title);
  return new Set(short.map((name) => compact(name ?? '')).filter((name) => name.length > 1));
}

/** A name without spaces, case, article and domain, for comparing. */
export function compact(text: string): string {
  const bare = text.trim().replace(/\.[a-z]{2,4}(\.[a-z]{2})?$/i, '');
  return words(bare).replaceAll(' ', '').replace(/^the/, '');
}

/** True for a text that is a name of the site: `Gazette`, `gazette.example`, `The Gazette Online`. */
export function isSiteName(text: string, names: ReadonlySet<string>): boolean {
  if (text.length > MAX_SITE) return false;
  const name = compact(text);
  if (name.length < 2) return false;
  for (const known of names) {
    if (name === known) return true;
    if (name.length >= 4 && known.startsWith(name) && name.length >= SHORT_NAME * known.length) return true;
    if (known.length >= 4 && name.startsWith(known) && known.length >= LONG_NAME * name.length) return true;
  }
  return false;
}

/** What a window's title says besides the title given for sharing: `Headline - Gazette` → the site's name. */
export function nameBeside(window: string, shared: string): string | undefined {
  if (shared.length < MIN_TITLE || window.length === shared.length) return undefined;
  const rest = window.startsWith(shared)
    ? window.slice(shared.length)
    : window.endsWith(shared)
      ? window.slice(0, -shared.length)
      : '';
  const name = compact(rest);
  return name.length > 1 && rest.length <= MAX_SITE ? name : undefined;
}

/**
 * `Headline | Site`, `Site - Headline`, `Headline | Section | Site`: the headline. What else follows a dash is part of it,
 * unless one of `others`, the headlines found elsewhere, ends before.
 */
export function bareTitle(title: string, names: ReadonlySet<string>, others: readonly string[]): string {
  const known = new Set(others.map(words).filter((key) => key !== ''));
  const text = title.trim();
  const joints = [...text.matchAll(JOINT)].map((match) => ({
    at: match.index,
    end: match.index + match[0].length,
    mark: match[0].trim(),
  }));
  if (joints.length === 0 || known.has(words(text))) return text;
  const own = joints.find(({ at }) => known.has(words(text.slice(0, at))));
  if (own) return text.slice(0, own.at);
  let start = 0;
  for (const { at, end, mark } of joints) {
    if (!isSiteName(text.slice(start, at), names) || (mark === ':' && start > 0)) break;
    start = end;
  }
  if (start > 0) return text.slice(start);
  return withoutPlaces(text, joints, names);
}

interface Joint {
  readonly at: number;
  readonly end: number;
  readonly mark: string;
}

/** Without the last parts, as long as they name the site or, after the same mark, a section of it. */
function withoutPlaces(text: string, joints: readonly Joint[], names: ReadonlySet<string>): string {
  let cut = text;
  let last: string | undefined;
  for (const { at, end, mark } of joints.toReversed()) {
    const part = cut.slice(end);
    const isName = mark !== ':' && isSiteName(part, names);
    const isPlace = part.length <= MAX_PART && at >= MIN_TITLE && (mark === last || /[|｜：»]/.test(mark));
    if (!isName && !isPlace) break;
    last = mark;
    cut = cut.slice(0, at);
  }
  return cut.trim();
}
