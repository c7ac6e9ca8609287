import type { Judgement } from '../model/feedback.ts';
import { type Insert, markup } from '../model/markup.ts';

export const JUDGEMENT_WORDS: Readonly<Record<Judgement, string>> = {
  'not-new': 'not new',
  wrong: 'wrong',
  'should-have-told': 'should have been told',
};

const BUTTON_WORDS: Readonly<Record<Judgement, string>> = {
  'not-new': 'Not new',
  wrong: 'Wrong',
  'should-have-told': 'Should have told me',
};

/** Who is signed in. */
export interface Viewer {
  /** Goes into every form, so that no other site can send one in their name. */
  readonly csrf: string;
}

/** What can be judged, and how it is judged now. */
export interface Judgeable {
  readonly watchId: string;
  readonly target: string;
  /** Where it was withheld; left out for a development. */
  readonly articleId?: string;
  readonly judgement: Judgement | null;
  /** What it is, for who hears the buttons without seeing what is beside them. */
  readonly what: string;
}

/** The buttons for who is signed in; for others only what was said, if anything was. */
export function judgeButtons(viewer: Viewer | null, subject: Judgeable, back: string): Insert {
  const { judgement, watchId, target, articleId, what } = subject;
  const said = judgement && markup`<span class="said">Marked as ${JUDGEMENT_WORDS[judgement]}.</span> `;
  if (viewer === null) return said && markup`<p class="meta">${said}</p>`;
  const choices: readonly Judgement[] = articleId === undefined ? ['not-new', 'wrong'] : ['should-have-told'];
  return markup`<form class="judge" method="post" action="/watches/${encodeURIComponent(watchId)}/judge">
<input type="hidden" name="csrf" value="${viewer.csrf}"><input type="hidden" name="target" value="${target}">${articleId && markup`<input type="hidden" name="article" value="${articleId}">`}<input type="hidden" name="was" value="${judgement ?? ''}"><input type="hidden" name="back" value="${back}">
${said}${choices
  .filter((choice) => choice !== judgement)
  .map((choice) =>
    button(choice, BUTTON_WORDS[choice], what),
  )}${judgement && button('withdraw', 'Take it back', what)}</form>`;
}

function button(value: string, words: string, what: string): Insert {
  return markup`<button class="small" name="judgement" value="${value}" aria-label="${words}: ${what}">${words}</button> `;
}
