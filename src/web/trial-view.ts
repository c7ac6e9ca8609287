import { type Insert, type Markup, markup } from '../model/markup.ts';
import { SENSITIVITIES } from '../model/watch.ts';
import type { Trial, TrialLine, WatchDraft } from '../model/watch-draft.ts';
import { counted } from '../model/words.ts';
import { bounded } from './bounded.ts';
import { articleDay, moment } from './dates.ts';
import { quoted } from './development-view.ts';
import { clip } from './words.ts';

const LINES = { most: 60, bytes: 24_000 };

/** What a draft would have told: counts, a picture, and each fact with its sentence. */
export function trialView(draft: WatchDraft, trial: Trial, now: Date): Markup {
  const { counts, told, further, missed, skipped, articles, from } = trial;
  const summary = counts.map(({ sensitivity, words }) => `${sensitivity}: ${words}`).join('; ');
  const { shown, left } = bounded(told, LINES, toldItem);
  const more = left + further;
  return markup`<section aria-labelledby="trial-title"><h2 id="trial-title">What it would have told</h2>
<p class="meta">${counted(articles, 'article')} of <bdi>${clip(from, 160)}</bdi>, tried ${moment(trial.at, now)}${trial.version !== draft.version && markup`, <b>before your latest changes</b>`}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Counts"><table><thead><tr><th scope="col">Sensitivity</th><th scope="col">Told</th></tr></thead><tbody>${counts.map(({ sensitivity, words }) => markup`<tr><th scope="row">${sensitivity}${sensitivity === draft.sensitivity && ' (chosen)'}</th><td>${words}</td></tr>`)}</tbody></table></div>
<p class="picture"><img src="/operate/drafts/${draft.id}/picture.svg?v=${trial.version}" width="860" height="482" alt="${summary}"></p>
${told.length === 0 ? markup`<p class="empty">Nothing: the articles tell no more than what you know.</p>` : markup`<ul class="plain">${shown}</ul>`}${more > 0 && markup`<p class="meta">and ${more} more</p>`}
${texts('Missed, by the labels', missed)}${texts('Left out', skipped)}</section>`;
}

function toldItem({ at, headline, sentence, source, toldAt, verdict }: TrialLine): Markup {
  const where =
    toldAt.length === SENSITIVITIES.length ? 'at every sensitivity' : `at ${toldAt.join(' and ')} only`;
  return markup`<li><p class="title"><bdi>${clip(headline, 160)}</bdi></p><p>${quoted(sentence)}</p>
<p class="meta">${articleDay(at.slice(0, 10))} · <bdi>${clip(source, 80)}</bdi> · ${where}${verdict && markup` · <b>${verdict}</b>`}</p></li>
`;
}

function texts(title: string, lines: readonly string[]): Insert {
  if (lines.length === 0) return null;
  return markup`<details><summary>${title}: ${lines.length}</summary><ul class="why">${lines.map((line) => markup`<li><bdi>${clip(line, 400)}</bdi></li>`)}</ul></details>`;
}
