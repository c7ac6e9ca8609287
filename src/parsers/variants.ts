import { decodeText } from './charset.ts';
import { type Element, elementsIn, readPage } from './page.ts';
import { isSameSite } from './url.ts';

export interface Variant {
  /** Absolute. */
  readonly url: string;
  readonly kind: 'AMP' | 'print';
}

const MAX_LOOKED_AT = 5000;

/** The versions of itself that a page links to, of the same site: AMP, print. For pages that cannot be read. */
export function variantsOf(input: {
  readonly body: Uint8Array;
  readonly url: string;
  readonly contentType?: string;
}): Variant[] {
  const page = readPage(decodeText(input.body, input.contentType));
  const [html] = page.marks.get('html') ?? [];
  const links = html ? elementsIn(html, MAX_LOOKED_AT).filter(({ name }) => name === 'link') : [];
  const here = new URL(input.url);
  return links.flatMap(({ attribs }) => {
    const kind = kindOf(attribs);
    const url = kind && attribs.href ? URL.parse(attribs.href.trim(), here.href) : null;
    const isOther = url !== null && /^https?:$/.test(url.protocol) && url.href !== here.href;
    return kind && isOther && isSameSite(url, here) ? [{ url: url.href, kind }] : [];
  });
}

function kindOf({ rel = '', media = '' }: Element['attribs']): Variant['kind'] | undefined {
  if (/^amphtml$/i.test(rel)) return 'AMP';
  return /^alternate$/i.test(rel) && /^print$/i.test(media) ? 'print' : undefined;
}
