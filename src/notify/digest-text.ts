import type { DigestItem, DigestPart, DigestView } from './digest-view.ts';
import { blocks, wrap, wrapItem } from './plain.ts';

/** The text part of a digest, written for itself. */
export function digestText(view: DigestView): string {
  return blocks([
    [wrap(`${view.title}.`), wrap(`${view.window}.`)],
    ...view.sections.flatMap(sectionText),
    ...quietText(view.quiet),
    [view.elsewhere && `${view.elsewhere}${view.front ? `: ${view.front}` : '.'}`],
    [view.silent && wrap(`${view.silent}.`)],
    [
      '-- ',
      `${view.schedule}.`,
      view.pause && `Pause: ${view.pause}`,
      view.preferences && `Preferences: ${view.preferences}`,
      view.unsubscribe && `Unsubscribe: ${view.unsubscribe}`,
    ],
  ]);
}

function sectionText(section: DigestPart): readonly (readonly (string | null | false)[])[] {
  const title = wrap(section.title);
  return [
    [title, '-'.repeat(Math.min(72, title.length))],
    [section.quiet && 'Nothing new.'],
    ...section.items.map(itemText),
    section.series.map(({ words }) => wrap(`${words}.`)),
    soFarText(section.soFar),
    expectedText(section.expected),
    [section.more && `${section.more}${section.page ? `: ${section.page}` : '.'}`],
    [
      section.withheld && wrap(`Not told: ${section.withheld}.`),
      section.withheld && section.withheldPage && `See which and why: ${section.withheldPage}`,
    ],
  ];
}

function quietText(parts: DigestView['quiet']): readonly (readonly (string | null | false)[])[] {
  return parts.map(({ title, withheld, page }) => [
    wrap(`Nothing new on “${title}”${withheld && `; not told: ${withheld}`}.`),
    withheld && page && `See which and why: ${page}`,
  ]);
}

function soFarText(lines: DigestPart['soFar']): readonly string[] {
  if (lines.length === 0) return [];
  const told = lines.map(({ when, what, source }) =>
    wrapItem('  - ', `${when && `${when}: `}${what} — ${source}`),
  );
  return ['The story so far:', ...told];
}

function expectedText(lines: DigestPart['expected']): readonly string[] {
  if (lines.length === 0) return [];
  const told = lines.map(({ when, what, sentence, source }) =>
    wrapItem('  - ', `${when}: ${what}${sentence && `. “${sentence}”`} — ${source}`),
  );
  return ['What is expected:', ...told];
}

function itemText({ label, fact, before, spread }: DigestItem): readonly (string | null)[] {
  return [
    wrapItem('* ', `${label && `${label}: `}${fact.headline}`),
    fact.change && wrap(fact.change, '  '),
    fact.quote && wrap(`“${fact.quote}”`, '  '),
    before && wrap(before, '  '),
    wrap(`— ${fact.byline}.${spread && ` ${spread}.`}`, '  '),
    fact.url && `  ${fact.url}`,
  ];
}
