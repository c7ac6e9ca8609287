import { expect, it } from 'vitest';
import { parseArticle } from '../../src/parsers/article.ts';
import { WORDS } from './words.ts';

const read = (entries: string) =>
  parseArticle({
    words: WORDS,
    body: Buffer.from(
      `<html lang="en"><body><main><h1>The strike in Port Elm, as it happened</h1><div class="stream">${entries}</div></main></body></html>`,
    ),
    url: 'https://gazette.example/2031/live',
    fetchedAt: '2031-03-04T12:00:00.000Z',
  }).entries;
const told = (what: string) =>
  `${what}, a mediator said at the customs house, where both sides have been meeting since morning.`;

it('a live blog’s entries are read as shown, each with its own time', () => {
  const entry = (time: string, attributes: string, what: string) =>
    `<div class="entry" ${attributes}><div>${time}<b>Ida Lund</b></div><h3>${what}</h3><p>${told(what)}</p></div>`;
  const entries = read(
    [
      entry('<time datetime="2031-03-04T11:05:00+01:00">11:05</time>', '', 'Talks go on'),
      entry('<time>10.40</time>', 'data-post-time="1930383600000"', 'Talks resume'),
      entry('<span class="entry-time">9:15 am</span>', '', 'Cranes stand still'),
    ].join(''),
  );
  expect(entries).toEqual([
    { title: 'Talks go on', publishedAt: '2031-03-04T11:05:00+01:00', text: told('Talks go on') },
    { title: 'Talks resume', publishedAt: '2031-03-04T09:40:00.000Z', text: told('Talks resume') },
    { title: 'Cranes stand still', shownTime: '9:15 am', text: told('Cranes stand still') },
  ]);
});

it('an article with one date, or with comments under it, is no live blog', () => {
  const text = `<time datetime="2031-03-04">4 March</time><p>${told('Talks resume')}</p>`;
  const comment =
    '<div class="comment"><time>10:15</time><p>I was there and saw all the cranes stand still for hours.</p></div>';
  expect(read(text)).toBeUndefined();
  expect(read(`${text}<div class="comments">${comment.repeat(5)}</div>`)).toBeUndefined();
});
