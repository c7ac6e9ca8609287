import type { Element } from './page.ts';
import { decodeEntities, foldSpace, plainText } from './text.ts';

/** What a page says of its article in JSON-LD (schema.org), as far as it is read here. */
export interface LinkedData {
  readonly headline?: string;
  readonly description?: string;
  readonly body?: string;
  readonly authors: readonly string[];
  readonly publishedAt?: string;
  readonly modifiedAt?: string;
  readonly publisher?: string;
  readonly section?: string;
  readonly language?: string;
  readonly image?: string;
  /** Of a live blog; dates as written. */
  readonly entries: readonly { readonly title?: string; readonly date?: string; readonly text: string }[];
  /** False: part of the text is behind a paywall. */
  readonly isFree?: boolean;
  /** The page calls its article news, not any article. */
  readonly isNews: boolean;
}

type Json = Readonly<Record<string, unknown>>;

const ARTICLE_TYPES =
  /^(news|reportagenews|analysisnews|opinionnews|backgroundnews|reviewnews|liveblog|blog|satirical|advertisercontent|report|tech|scholarly)?(article|posting|report|blogposting|newsarticle)$/i;
const NEWS_TYPES = /^(\w*newsarticle|liveblogposting)$/i;
const MAX_OBJECTS = 2000;
const MAX_DEPTH = 8;

/** Reads the article's object out of a page's JSON-LD; the first of the richest kind wins. */
export function readLinkedData(scripts: readonly Element[]): LinkedData {
  const objects: Json[] = [];
  for (const script of scripts) {
    const source = script.children.map((child) => ('data' in child ? child.data : '')).join('');
    collect(parseLoosely(source), objects, 0);
  }
  const articles = objects.filter(isArticle);
  const article = articles.sort((a, b) => richness(b) - richness(a))[0];
  const page = objects.find((object) => typesOf(object).some((type) => type === 'WebPage'));
  const sources = [article, page].filter((object) => object !== undefined);
  const first = (...keys: readonly string[]): string | undefined => {
    for (const source of sources) {
      for (const key of keys) {
        const text = textOf(source[key]);
        if (text) return text;
      }
    }
    return undefined;
  };
  const isFree = article && freedomOf(article);
  return {
    authors: article ? namesOf(article.author ?? article.creator, objects) : [],
    ...given('headline', article && textOf(article.headline ?? article.name)),
    ...given('description', article && textOf(article.description)),
    ...given('body', article && bodyOf(article)),
    ...given('publishedAt', first('datePublished', 'dateCreated', 'uploadDate')),
    ...given('modifiedAt', first('dateModified')),
    ...given('publisher', article && namesOf(article.publisher, objects)[0]),
    ...given('section', article && textOf(first_(article.articleSection))),
    entries: article ? entriesOf(article) : [],
    isNews: article !== undefined && typesOf(article).some((type) => NEWS_TYPES.test(type)),
    ...given('image', article && imageOf(article.image)),
    ...given('language', article && textOf(article.inLanguage)),
    ...(isFree !== undefined && { isFree }),
  };
}

function given<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return (value ? { [key]: value } : {}) as { [P in K]?: string };
}

function first_(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

/** Pages put line breaks into strings, wrap JSON in comments, or leave a comma too many. */
function parseLoosely(source: string): unknown {
  const bare = source
    .replace(/^\s*(?:<!--|\/\*\s*<!\[CDATA\[\s*\*\/|\/\/\s*<!\[CDATA\[|<!\[CDATA\[)/, '')
    .replace(/(?:-->|\/\*\s*\]\]>\s*\*\/|\/\/\s*\]\]>|\]\]>|;)\s*$/, '');
  for (const attempt of [() => bare, () => mended(bare)]) {
    try {
      return JSON.parse(attempt());
    } catch {
      // The next attempt, or none.
    }
  }
  return null;
}

function mended(source: string): string {
  return source.replace(/\s/g, ' ').replace(/,\s*([}\]])/g, '$1');
}

function collect(value: unknown, into: Json[], depth: number): void {
  if (depth > MAX_DEPTH || into.length > MAX_OBJECTS) return;
  if (Array.isArray(value)) {
    for (const each of value) collect(each, into, depth + 1);
  } else if (isObject(value)) {
    into.push(value);
    for (const key of ['@graph', 'mainEntity', 'mainEntityOfPage', 'itemListElement', 'hasPart']) {
      if (typeof value[key] === 'object') collect(value[key], into, depth + 1);
    }
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typesOf(object: Json): string[] {
  const type = object['@type'];
  return (Array.isArray(type) ? type : [type])
    .filter((each) => typeof each === 'string')
    .map((each) => each.replace(/^.*[/#:]/, ''));
}

function isArticle(object: Json): boolean {
  return typesOf(object).some((type) => ARTICLE_TYPES.test(type));
}

function richness(object: Json): number {
  return ['headline', 'datePublished', 'author', 'articleBody', 'publisher'].filter((key) => object[key])
    .length;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return foldSpace(decodeEntities(value)) || undefined;
  if (Array.isArray(value)) return textOf(value[0]);
  if (isObject(value)) return textOf(value['@value'] ?? value.name);
  return undefined;
}

/** Said of the article, or of the part of it that a paywall hides. */
function freedomOf(article: Json): boolean | undefined {
  const own = booleanOf(article.isAccessibleForFree);
  const parts = (Array.isArray(article.hasPart) ? article.hasPart : [article.hasPart]).filter(isObject);
  return own ?? (parts.some((part) => booleanOf(part.isAccessibleForFree) === false) ? false : undefined);
}

function booleanOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string')
    return /^(true|yes)$/i.test(value) ? true : /^(false|no)$/i.test(value) ? false : undefined;
  return undefined;
}

const MAX_ENTRIES = 500;

/** `liveBlogUpdate` of a LiveBlogPosting. */
function entriesOf(article: Json): LinkedData['entries'] {
  const updates = article.liveBlogUpdate;
  return (Array.isArray(updates) ? updates : [updates])
    .filter(isObject)
    .slice(0, MAX_ENTRIES)
    .map((update) => ({
      ...given('title', textOf(update.headline ?? update.name)),
      ...given('date', textOf(update.datePublished ?? update.dateCreated)),
      text: bodyOf(update) ?? textOf(update.description) ?? '',
    }))
    .filter(({ text, title }) => text !== '' || title !== undefined);
}

/** An address, an ImageObject, or a list of either. */
function imageOf(image: unknown): string | undefined {
  const first = first_(image);
  return textOf(isObject(first) ? (first.url ?? first.contentUrl ?? first['@id']) : first);
}

function bodyOf(article: Json): string | undefined {
  const body = article.articleBody;
  if (typeof body !== 'string') return undefined;
  return body
    .split(/\n+|<\/p>|<br\s*\/?>/i)
    .map(plainText)
    .filter((line) => line !== '')
    .join('\n');
}

/** `givenName` and `familyName`, where there is no `name`. */
function fullName({ givenName, familyName }: Json): string | undefined {
  const parts = [textOf(givenName), textOf(familyName)].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' ') : undefined;
}

/** Names of persons or bodies: text, an object, a list of them, or a reference to one elsewhere in the page. */
function namesOf(value: unknown, objects: readonly Json[]): string[] {
  const list = Array.isArray(value) ? value : [value];
  const names = list.slice(0, 30).map((each) => {
    if (!isObject(each)) return textOf(each);
    const named = textOf(each.name) ?? fullName(each);
    const id = each['@id'];
    if (named || typeof id !== 'string') return named;
    return textOf(objects.find((object) => object['@id'] === id && object.name)?.name);
  });
  return [...new Set(names.filter((name) => name !== undefined))];
}
