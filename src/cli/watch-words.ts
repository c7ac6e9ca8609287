import type { Learnt } from '../app/learnt.ts';
import type { Article } from '../model/article.ts';
import type { LedgerEntry } from '../model/dossier.ts';
import { CERTAINTY_WORDS, counted, TYPE_WORDS } from '../model/words.ts';
import { bold, dim, wrap } from './print.ts';

/** Names that fit on a few lines; the less central follow as a number. */
const NAMES_SHOWN = 20;

/** `3 documents` */
export function documentLine(article: Article, number: number): string {
  const facts = [
    article.source,
    article.publishedAt?.slice(0, 10) ?? 'no date',
    counted(article.paragraphs.length, 'paragraph'),
  ];
  return `${String(number).padStart(3)}  ${article.title} ${dim(facts.join(' · '))}`;
}

/** What a dossier teaches, for a person to correct. */
export function learntText({ actors, places, events }: Learnt): string {
  return [
    `${bold('Actors')}  ${namesText(actors)}`,
    `${bold('Places')}  ${namesText(places)}`,
    `${bold('Events')}  ${events.length === 0 ? dim('none: the documents tell nothing that has a kind or a day') : dim('known from now on, so they are not told as news')}`,
    ...events.map(eventText),
  ].join('\n');
}

function namesText(names: readonly string[]): string {
  if (names.length === 0) return dim('none');
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  return wrap(names.slice(0, NAMES_SHOWN).join(', ') + more, '        ').trimStart();
}

function eventText({ event, observations }: LedgerEntry): string {
  const { type, certainty, date } = event;
  const day = date ? (date.from === date.to ? date.from : `${date.from} to ${date.to}`) : 'no date';
  const facts = [TYPE_WORDS[type], CERTAINTY_WORDS[certainty], day];
  const sentence = observations[0]?.evidence.text ?? '';
  return `  ${facts.join(' · ')}\n${dim(wrap(`“${sentence}”`, '    '))}`;
}
