import type { Development } from '../model/development.ts';
import { webAddress } from '../model/web-address.ts';
import {
  CERTAINTY_WORDS,
  capital,
  counted,
  figureChanges,
  KIND_WORDS,
  namedFigure,
  number,
  TYPE_WORDS,
} from '../model/words.ts';
import { clip } from './budget.ts';
import { oneLine } from './clean.ts';
import { momentInWords, type Reader, rangeInWords } from './dates.ts';

/** A development in a reader's words: nothing in it is longer than a mail can bear, or breaks a line. */
export interface Fact {
  readonly headline: string;
  /** What the headline leaves out: `Jordan · 28 January · 3 killed`; may be ''. */
  readonly particulars: string;
  /** `killed: 3 → 5`; '' when no figure changed. */
  readonly change: string;
  readonly quote: string;
  /** `Le Monde, 12 February, 09:30 Berlin time`. */
  readonly byline: string;
  readonly source: string;
  /** `12 February, 09:30 Berlin time`; '' where the article gave no date. */
  readonly when: string;
  /** Null when the article stands on no web page. */
  readonly url: string | null;
  readonly before: { readonly quote: string; readonly byline: string } | null;
  /** `5 outlets, 2 origins`. */
  readonly spread: string;
  readonly why: string;
}

const HEADLINE = { words: 20, characters: 104 };
const QUOTE = { characters: 420 };
const SOURCE = { words: 5, characters: 40 };
const WHY = { words: 20, characters: 160 };
/** Of a new fact: what it is stands above, that it is new is the reason. */
const WHY_NEW = 'nothing read so far tells of it';
const PARTICULAR = { words: 4, characters: 40 };
const PARTICULARS = { words: 18, characters: 110 };
const CHANGE = { words: 10, characters: 80 };

export function factOf(development: Development, reader: Reader): Fact {
  const { article, before } = development;
  const source = clip(oneLine(article.source), SOURCE);
  const change = changeOf(development);
  const when = momentInWords(article.publishedAt, reader);
  return {
    headline: headlineOf(development),
    particulars: particularsOf(development, reader, change),
    change,
    quote: quoted(development.evidence.text),
    byline: list([source, when]),
    source,
    when,
    url: webAddress(article.url),
    before: before
      ? {
          quote: quoted(before.sentence),
          byline: list([clip(oneLine(before.source), SOURCE), momentInWords(before.publishedAt, reader)]),
        }
      : null,
    spread: spreadOf(development),
    why: whyOf(development),
  };
}

function whyOf({ kind, why: [first = ''] }: Development): string {
  return kind === 'new' ? WHY_NEW : clip(oneLine(first), WHY).replace(/[.…]+$/, '');
}

/** The fact, for a subject line: `Corrected: Five killed in Erbil`. A new fact, or one that says so itself, needs no label. */
export function headlineWithKind(development: Development): string {
  const headline = headlineOf(development);
  const label = labelOf(development);
  return label === '' ? headline : `${label}: ${headline}`;
}

/** `Update`, `Denied`, …; '' where the headline needs none. */
export function labelOf(development: Development): string {
  const said = SAYS_ITSELF[development.kind];
  return said.test(headlineOf(development)) ? '' : KIND_WORDS[development.kind];
}

const SAYS_ITSELF: Readonly<Record<Development['kind'], RegExp>> = {
  new: /^/,
  update: /\bupdate/i,
  confirmed: /\bconfirm/i,
  denied: /\bden(y|ies|ied|ial)/i,
  corrected: /\bcorrect/i,
};

export function headlineOf(development: Development): string {
  const given = clip(oneLine(development.headline), HEADLINE).replace(/(?<!\b[ap]\.m)\.$/, '');
  // Of signs alone nobody knows what happened.
  if (/[\p{L}\p{N}]/u.test(given)) return given;
  return capital(TYPE_WORDS[development.event.type]);
}

/** A sentence as it stands between quotation marks: without its own round it, those inside it single. */
export function quoted(
  sentence: string,
  most: { readonly words?: number; readonly characters: number } = QUOTE,
): string {
  const bare = oneLine(sentence)
    // The hour before an entry of a live blog.
    .replace(/^\d{1,2}[:.]\d{2} (?=\p{Lu})/u, '')
    .replace(/^["“](?<inner>[^"“”]*)["”]$/u, '$<inner>');
  const inner = bare.replaceAll(/“([^“”]*)”/gu, '‘$1’').replaceAll(/"([^"]*)"/gu, '‘$1’');
  return clip(inner.replaceAll(/["“”]/gu, ''), most);
}

function particularsOf(development: Development, reader: Reader, change: string): string {
  const { event, evidence } = development;
  const headline = headlineOf(development);
  const names = event.place.map(oneLine);
  const isPlaced = names.some((name) => headline.includes(name));
  const place = isPlaced ? [] : names.filter((name) => !isSeat(name, evidence.text));
  const [figure] = Object.entries(event.figures).filter(
    ([name, { value }]) => !headline.includes(number(value)) && saysFigure(evidence.text, name, value),
  );
  const particulars = [
    clip(place.slice(0, 2).join(', '), PARTICULAR),
    event.date ? rangeInWords(event.date, reader) : '',
    change === '' && figure && clip(oneLine(namedFigure(...figure)), PARTICULAR),
    event.certainty !== 'happened' &&
      event.certainty !== development.kind &&
      CERTAINTY_WORDS[event.certainty],
  ];
  return clip(particulars.filter(Boolean).join(' · '), PARTICULARS);
}

/** "The ministry in Yerevan said": where who tells it sits, and not where it happened. */
function isSeat(place: string, sentence: string): boolean {
  const at = sentence.indexOf(` in ${place}`);
  return /(?:ministry|ministries|office|embassy|government|officials?|sources?|authorities|command|court)$/i.test(
    sentence.slice(0, Math.max(0, at)),
  );
}

/** Whether the quoted sentence bears the figure out: a toll of another sentence is not told beside this one. */
function saysFigure(sentence: string, name: string, value: number): boolean {
  // Of "nine killed or wounded" nobody knows how many were killed.
  if (/killed (?:or|and) (?:wounded|injured|hurt)/i.test(sentence) && /killed|wounded/.test(name))
    return false;
  const told = [number(value), String(value), SMALL_NUMBERS[value] ?? ''].filter(Boolean);
  return told.some((word) =>
    new RegExp(`(?<!half past |[\\d.,])\\b${word}\\b(?![.,]?\\d)`, 'iu').test(sentence),
  );
}

const SMALL_NUMBERS = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ');

function changeOf({ before, event }: Development): string {
  return clip(oneLine(figureChanges(before?.figures, event.figures).join(', ')), CHANGE);
}

function spreadOf({ outlets, origins }: Development): string {
  if (outlets <= 1) return 'One outlet so far';
  return `${counted(outlets, 'outlet')}, ${counted(origins, 'origin')}`;
}

function list(parts: readonly string[]): string {
  return parts.filter(Boolean).join(', ');
}
