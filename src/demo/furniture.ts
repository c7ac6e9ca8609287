import type { Article } from '../model/article.ts';
import { type Markup, markup } from '../model/markup.ts';
import type { Publication } from './programme.ts';

/** An outlet as its pages show it. */
export interface Masthead {
  readonly name: string;
  /** `/wire-a/` */
  readonly home: string;
  readonly feedPath: string;
  readonly feedType: string;
}

export interface ArticlePage {
  readonly outlet: Masthead;
  readonly publication: Publication;
  readonly url: string;
  /** Other articles of the outlet, out already. */
  readonly related: readonly Publication[];
}

interface Parts {
  readonly body: readonly string[];
  readonly caption: string;
}

const CAPTION = /^(?:Photo|Picture|Image): /;

/** A story's file keeps the caption among the paragraphs; a page has it under its picture. */
export function partsOf({ paragraphs }: Article): Parts {
  const caption = paragraphs.find((paragraph) => CAPTION.test(paragraph));
  return {
    body: paragraphs.filter((paragraph) => paragraph !== caption),
    caption: caption?.replace(CAPTION, '') ?? 'Archive picture.',
  };
}

export function nav({ name, home }: Masthead): Markup {
  const sections = ['World', 'Politics', 'Business', 'Culture', 'Sport', 'Opinion'];
  return markup`<a class="logo" href="${home}">${name}</a><nav><ul>${sections.map(
    (section) => markup`<li><a href="${home}">${section}</a></li>`,
  )}<li><a href="/account">Sign in</a></li></ul></nav>`;
}

export function timeElement({ publishedAt }: Article): Markup | null {
  return publishedAt === undefined
    ? null
    : markup`<time datetime="${publishedAt}">${dateInWords(publishedAt)}</time>`;
}

/** `7 February 2024, 22:50`, in the article's own offset. */
export function dateInWords(publishedAt: string): string {
  const day = new Date(publishedAt.slice(0, 10));
  const date = day.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const time = publishedAt.slice(11, 16);
  return time === '' ? date : `${date}, ${time}`;
}

export function figure({ outlet }: ArticlePage, caption: string): Markup {
  return markup`<figure><img src="/media/picture.svg" width="800" height="450" alt=""><figcaption>${caption} <span class="credit">${outlet.name}</span></figcaption></figure>`;
}

export function readAlso({ related }: ArticlePage): Markup | null {
  const [first] = related;
  return first
    ? markup`<div class="read-also"><strong>READ ALSO:</strong> <a href="${first.path}">${first.article.title}</a></div>`
    : null;
}

export function relatedList({ related }: ArticlePage): Markup {
  return list(related);
}

export function list(publications: readonly Publication[]): Markup {
  return markup`<ul>${publications.map(
    ({ path, article }) => markup`<li><a href="${path}">${article.title}</a></li>`,
  )}</ul>`;
}

export function newsletter(): Markup {
  return markup`<div class="newsletter"><h3>The morning briefing</h3><p>All you need to know, in your inbox before breakfast. Sign up to our newsletter.</p><form action="/newsletter" method="post"><input type="email" name="email" placeholder="Your e-mail address"><button>Sign up</button></form></div>`;
}

export function comments(): Markup {
  return markup`<section class="comments" id="comments"><h3>Comments</h3><div class="comment"><b>early_bird</b> <p>Thanks for reporting on this, nobody else seems to.</p></div><form action="/comments" method="post"><label>Leave a comment <textarea name="text"></textarea></label><button>Post</button></form></section>`;
}

export function cookieNote(): Markup {
  return markup`<div class="cookie-note" role="dialog" aria-label="Cookies"><p>We use cookies to improve your experience. By continuing you agree to our policy.</p><button>Accept all</button></div>`;
}

export function footer({ name, home }: Masthead): Markup {
  return markup`<footer><p>© ${name}. All rights reserved. No part may be reproduced without permission.</p><ul><li><a href="/about">About</a></li><li><a href="/privacy">Privacy</a></li><li><a href="${home}">Front page</a></li></ul></footer>`;
}
