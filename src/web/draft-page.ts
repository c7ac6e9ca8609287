import { EVENT_TYPES } from '../model/event.ts';
import { type Insert, type Markup, markup } from '../model/markup.ts';
import type { DraftField, DraftMistake, WatchDraft } from '../model/watch-draft.ts';
import { CERTAINTY_WORDS, capital, counted, TYPE_WORDS } from '../model/words.ts';
import { bounded } from './bounded.ts';
import { rangeInWords } from './dates.ts';
import { quoted } from './development-view.ts';
import type { Viewer } from './judge-view.ts';
import { layout } from './layout.ts';
import { csrfField, operateNav } from './operate-page.ts';
import { trialView } from './trial-view.ts';
import { FILE_MB_MOST, FORM_MB_MOST } from './upload.ts';
import { clip } from './words.ts';

const EVENTS = { most: 60, bytes: 24_000 };
const DOCUMENTS = { most: 40, bytes: 24_000 };
const FEEDS = { most: 100, bytes: 12_000 };

export interface DraftPage {
  readonly draft: WatchDraft;
  readonly viewer: Viewer;
  readonly now: Date;
  readonly mistakes: readonly DraftMistake[];
  /** What went wrong just now. */
  readonly problem?: Insert;
}

/** The form of a draft: empty for who begins, else with all that is held of it. */
export function draftPage({ draft, viewer, now, mistakes, problem }: DraftPage): Markup {
  const begun = draft.version > 0;
  const title = draft.opened ? `Edit ${clip(draft.opened.watch.title, 100)}` : 'Set up a story';
  const about = (field: DraftField) => mistakesAt(mistakes, field);
  return layout({
    title,
    now,
    main: markup`<div class="sheet form operate"><h1>${title}</h1>
${operateNav(viewer, 'watches')}
${problem && markup`<div class="mistake" role="alert">${problem}</div>`}
${draft.notes.length > 0 && markup`<div class="mistake" role="alert"><ul class="plain">${draft.notes.slice(0, 30).map((note) => markup`<li><bdi>${clip(note, 400)}</bdi></li>`)}</ul></div>`}
<p class="standfirst">${begun ? 'Nothing is written before you say so.' : 'Two or three articles that say what you know are all it takes. They are read, and you see what was learnt before anything is written.'}</p>
<form id="draft" method="post" action="/operate/drafts/${draft.id}" enctype="multipart/form-data">${csrfField(viewer)}<input type="hidden" name="version" value="${draft.version}">${begun && markup`<input type="hidden" name="whole" value="yes">`}
<fieldset><legend>What you follow</legend>
<div class="fields"><label class="wide">Title, in a few words <input name="title" maxlength="300" value="${draft.title}"${described(mistakes, 'title')}></label></div>${about('title')}
<div class="fields"><label class="wide">What matters in it, in a sentence (may be left empty) <input name="follow" maxlength="1000" value="${draft.follow}"${described(mistakes, 'follow')}></label></div>${about('follow')}
${!draft.opened && markup`<div class="fields"><label>Name of its folder (empty: from the title) <input name="id" maxlength="64" value="${draft.watchId}" autocapitalize="none" spellcheck="false"${described(mistakes, 'id')}></label></div>`}${about('id')}</fieldset>
${documentFields(draft, about('documents'))}
${feedFields(draft, about('feeds'))}
<p><button name="do" value="look">${begun ? 'Read and look again' : 'Read them'}</button></p>
${begun && whenBegun({ draft, viewer, now, mistakes })}</form>
${begun && markup`<form method="post" action="/operate/drafts/${draft.id}/drop">${csrfField(viewer)}<button class="small">Forget this draft</button></form>`}</div>`,
  });
}

function whenBegun({ draft, now, mistakes }: DraftPage): Markup {
  const ready = mistakes.length === 0;
  return markup`${learntFields(draft, mistakesAt(mistakes, 'names'))}
${wakeFields(draft, mistakesAt(mistakes, 'types'))}
${trialFields(draft)}${draft.trial && trialView(draft, draft.trial, now)}
<fieldset><legend>${draft.opened ? 'Save the changes' : 'Write it'}</legend>
<p class="meta">${ready ? 'Its files are written at once, and a running worker takes them within seconds.' : `Not yet: ${counted(mistakes.length, 'thing is', 'things are')} missing or not right above.`}</p>
<button name="do" value="write">${draft.opened ? 'Save' : 'Begin to follow it'}</button></fieldset>`;
}

function mistakesAt(mistakes: readonly DraftMistake[], field: DraftField): Insert {
  const here = mistakes.filter((one) => one.field === field);
  return (
    here.length > 0 &&
    markup`<p class="trouble" id="wrong-${field}">${here.slice(0, 5).map(({ message }) => markup`<bdi>${clip(message, 400)}</bdi> `)}</p>`
  );
}

/** Ties a field to what is wrong with it, for who does not see that it stands below. */
function described(mistakes: readonly DraftMistake[], field: DraftField): Insert {
  return (
    mistakes.some((one) => one.field === field) &&
    markup` aria-invalid="true" aria-describedby="wrong-${field}"`
  );
}

function documentFields({ documents }: WatchDraft, mistakes: Insert): Markup {
  const { shown, left } = bounded(
    documents.map((document, at) => ({ ...document, at })),
    DOCUMENTS,
    ({
      article,
      day,
      at,
    }) => markup`<li><label class="choice"><input type="checkbox" name="keep" value="${at}" checked> <span class="title"><bdi>${clip(article.title, 160)}</bdi></span></label>
<p class="meta"><bdi>${clip(article.source, 80)}</bdi>${day !== '' && `, ${clip(day, 40)}`} · ${counted(article.paragraphs.length, 'paragraph')}${day === '' && markup`; <b>no date was found</b>: give the day, so that “on Monday” can be read`}</p>
<details${day === '' && markup` open`}><summary>Correct it</summary><div class="fields"><label class="wide">Headline <input name="title-${at}" maxlength="400" value="${article.title}"></label>
<label>Outlet <input name="source-${at}" maxlength="200" value="${article.source}"></label>
<label>Day it came out <input name="day-${at}" maxlength="40" value="${day}" placeholder="2024-02-11"></label></div></details></li>
`,
  );
  return markup`<fieldset><legend>What you know already</legend>
${documents.length > 0 && markup`<p class="meta">What is no longer ticked is left out.</p><ul class="plain">${shown}</ul>`}${rest('documents', shown.length, left)}${mistakes}
<div class="fields"><label class="wide">Addresses of ${documents.length > 0 ? 'further ' : ''}articles, one a line <textarea name="addresses" rows="3" spellcheck="false"></textarea></label></div>
<div class="fields"><label class="wide">Saved articles (HTML, Markdown, text; ${FILE_MB_MOST} MB each, ${FORM_MB_MOST} MB together) <input type="file" name="files" multiple accept=".html,.htm,.md,.txt"></label></div>
<details><summary>Paste an article</summary>
<div class="fields"><label class="wide">Headline <input name="paste-title" maxlength="400"></label>
<label>Outlet <input name="paste-source" maxlength="200"></label>
<label>Day it came out <input type="date" name="paste-day"></label></div>
<div class="fields"><label class="wide">Text, an empty line between paragraphs <textarea name="paste-text" rows="8"></textarea></label></div></details></fieldset>`;
}

/** What the page has no room for stays as it is. */
function rest(what: 'documents' | 'feeds', from: number, left: number): Insert {
  if (left === 0) return null;
  return markup`<p class="meta">and ${left} more ${what}, which stay as they are; edit the files to change those</p><input type="hidden" name="${what}-from" value="${from}">`;
}

function feedFields({ feeds }: WatchDraft, mistakes: Insert): Markup {
  const { shown, left } = bounded(
    feeds,
    FEEDS,
    ({
      url,
      title,
    }) => markup`<label class="choice"><input type="checkbox" name="feed" value="${url}" checked> <span><bdi>${clip(title ?? url, 120)}</bdi> <span class="meta"><bdi>${clip(url, 160)}</bdi></span></span></label>
`,
  );
  return markup`<fieldset><legend>Where its news comes from</legend>
${shown}${rest('feeds', shown.length, left)}${mistakes}
<div class="fields"><label class="wide">${feeds.length > 0 ? 'Further sites' : 'Sites'} or feeds, one a line; a site’s feed is looked for, and so are those of the articles’ outlets <textarea name="sites" rows="2" spellcheck="false"></textarea></label></div></fieldset>`;
}

function learntFields({ learnt, names }: WatchDraft, mistakes: Insert): Markup {
  const { actors, places, events, further } = learnt;
  const { shown, left } = bounded(
    events,
    EVENTS,
    ({
      type,
      certainty,
      date,
      sentence,
    }) => markup`<li><p class="meta">${capital(TYPE_WORDS[type])} · ${CERTAINTY_WORDS[certainty]} · ${date ? rangeInWords(date) : 'no date'}</p><p>${quoted(sentence)}</p></li>
`,
  );
  return markup`<fieldset><legend>What was learnt from it</legend>
<dl class="facts"><div><dt>Actors</dt><dd><bdi>${actors.join(', ') || 'none'}</bdi></dd></div>
<div><dt>Places</dt><dd><bdi>${places.join(', ') || 'none'}</bdi></dd></div></dl>
<details${events.length > 0 && events.length < 9 && markup` open`}><summary>${counted(events.length + further, 'event')} known from now on, so not told as news</summary><ul class="plain">${shown}</ul>${left + further > 0 && markup`<p class="meta">and ${left + further} more</p>`}</details>
<div class="fields"><label class="wide">Names it missed, one a line, like “actor Harbour Union = HU, the union” or “place Pier 9” <textarea name="names" rows="3">
${names}</textarea></label></div>${mistakes}</fieldset>`;
}

function wakeFields({ types, learnt, sensitivity }: WatchDraft, mistakes: Insert): Markup {
  const ticked = new Set<string>(types ?? learnt.suggested);
  const option = (value: string, words: string, chosen: boolean) =>
    markup`<option value="${value}"${chosen && markup` selected`}>${words}</option>`;
  return markup`<fieldset><legend>What wakes</legend>
<div class="fields"><label>A mail at once for <select name="wake">${option('all', 'all that is new', types === null)}${option('only', 'only the kinds ticked below', types !== null)}</select></label>
<label>Sensitivity <select name="sensitivity">${option('low', 'low: fewer alerts', sensitivity === 'low')}${option('normal', 'normal', sensitivity === 'normal')}${option('high', 'high: fewer misses', sensitivity === 'high')}</select></label></div>
${mistakes}
<details${types !== null && markup` open`}><summary>${types === null ? 'Kinds: those of the dossier, and what usually follows on them, are ticked' : counted(types.length, 'kind')}</summary><div class="types">${Object.values(
    EVENT_TYPES,
  )
    .flat()
    .map(
      (
        type,
      ) => markup`<label class="choice"><input type="checkbox" name="type" value="${type}"${ticked.has(type) && markup` checked`}> <span>${capital(TYPE_WORDS[type])}</span></label>
`,
    )}</div></details></fieldset>`;
}

function trialFields({ feeds }: WatchDraft): Markup {
  return markup`<fieldset id="trial"><legend>Try it on past articles</legend>
<p class="meta">They are replayed in the order they came out, and you see what would have been told. Nothing is stored or sent.</p>
<div class="fields">${feeds.length > 0 && markup`<label class="wide">What one of its feeds carries now <select name="past-feed">${feeds.slice(0, FEEDS.most).map(({ url, title }) => markup`<option value="${url}">${clip(title ?? url, 80)}</option>`)}</select></label>`}
<label class="wide">or another feed <input name="past-address" maxlength="2000" spellcheck="false" autocapitalize="none"></label>
<label class="wide">or files: articles, a feed, a web archive (.warc), labels.yaml with its articles <input type="file" name="past" multiple></label></div>
<button class="small" name="do" value="try">Try it</button></fieldset>`;
}
