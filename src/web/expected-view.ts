import { type Insert, type Markup, markup } from '../model/markup.ts';
import { capital, TYPE_WORDS } from '../model/words.ts';
import { rangeInWords, shortDay } from './dates.ts';
import { developmentHref } from './development-view.ts';
import type { Expected } from './known.ts';
import { clip } from './words.ts';

const MOST = 8;

/** What is to come, and whose day passed without a word. */
export function expectedList(watchId: string, expected: readonly Expected[]): Markup {
  return markup`<section id="expected" aria-labelledby="expected-title"><h2 id="expected-title" class="rubric">Expected</h2>
${expected.length === 0 ? markup`<p class="empty">Nothing with a day of its own.</p>` : markup`<ul class="plain">${expected.slice(0, MOST).map((one) => item(watchId, one))}</ul>${more(expected.length - MOST)}`}</section>
`;
}

function item(watchId: string, { line, passed }: Expected): Markup {
  const { date, type, headline, id, source, foundAt } = line;
  return markup`<li><p class="title">${date && rangeInWords(date)}: ${capital(TYPE_WORDS[type])}</p>
<p><a href="${developmentHref({ id, watchId })}"><bdi>${clip(headline, 140)}</bdi></a></p>
<p class="meta">${passed && markup`<span class="trouble">Its day has passed in silence: nothing was told of it since.</span> `}Told ${shortDay(foundAt)} by <bdi>${clip(source, 60)}</bdi></p></li>
`;
}

function more(left: number): Insert {
  return left > 0 && markup`<p class="meta">and ${left} more</p>`;
}
