import { type Insert, type Markup, markup } from '../model/markup.ts';
import { assetHref, ICON, STYLE } from './assets.ts';
import { longMoment } from './dates.ts';

export interface PageFrame {
  /** Without the name of the site; '' for the front page. */
  readonly title: string;
  readonly now: Date;
  readonly main: Insert;
  /** More for the head: other forms of the page. */
  readonly head?: Insert;
}

/** A whole page: head, masthead, the page's own main part, foot. */
export function layout(frame: PageFrame): Markup {
  const front = frame.title === '';
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${front ? '' : `${frame.title} · `}Newswatch</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="${assetHref(STYLE)}">
<link rel="icon" href="${assetHref(ICON)}" type="image/svg+xml">
${frame.head}</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="masthead">
${front ? markup`<h1 class="name">Newswatch</h1>` : markup`<p class="name"><a href="/">Newswatch</a></p>`}
<nav aria-label="Site"><a href="/"${front && markup` aria-current="page"`}>Watches</a> <a href="/feeds">Feeds</a> <a href="/outbox">Outbox</a> <a href="/subscribe">Subscribe</a> <a href="/#health">Health</a> <a href="/operate">Operate</a></nav>
<p class="dateline">${longMoment(frame.now)}</p>
</header>
<main id="main" tabindex="-1">
${frame.main}
</main>
<footer class="foot"><p>Each fact once, with the sentence that says it. Times are in UTC; an article’s date is the day its outlet gave.</p></footer>
</body>
</html>
`;
}

/** A page that only says something: not found, an error, an answer to a form. */
export function messagePage(now: Date, title: string, body: Insert): Markup {
  return layout({ title, now, main: markup`<div class="message"><h1>${title}</h1>${body}</div>` });
}
