import type { Agency } from '../model/site.ts';
import { type Chatter, isCredit } from './chatter.ts';

/** What tells the agency of a report, made of `config/pages/agencies.yaml`. */
export interface Agencies {
  readonly credited: readonly (readonly [name: string, credits: RegExp])[];
  /** `(서울=연합뉴스)`, `（ワシントン共同）`, `新华社北京4月24日电`. */
  readonly opening: RegExp;
}

const ready = new WeakMap<readonly Agency[], Agencies>();

/** The agencies made ready, once. */
export function agenciesOf(agencies: readonly Agency[]): Agencies {
  const known = ready.get(agencies);
  if (known) return known;
  const telegrams = agencies.flatMap(({ telegram = [] }) => telegram.map(literal));
  const wire = telegrams.length === 0 ? '(?!)' : `((?:${telegrams.join('|')}).{0,20}[电電])`;
  const made = {
    credited: agencies.map(
      ({ name, credits }) => [name, new RegExp(credits.map(alone).join('|'), 'u')] as const,
    ),
    opening: new RegExp(String.raw`^\s*(?:[(（【[]([^)）】\]]{2,30})[)）】\]]|${wire})`),
  };
  ready.set(agencies, made);
  return made;
}

function literal(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** A name that is no part of a longer word. Scripts without spaces between words have no such thing. */
function alone(credit: string): string {
  const isStem = credit.endsWith('*');
  const name = isStem ? credit.slice(0, -1) : credit;
  const before = /^\w/.test(name) ? '\\b' : /^\p{Cased}/u.test(name) ? '(?<!\\p{L})' : '';
  const after = /\w$/.test(name) ? '\\b' : /\p{Cased}$/u.test(name) ? '(?!\\p{L})' : '';
  return before + literal(name) + (isStem ? '' : after);
}

/** `OSLO, Feb 11 (Reuters) - `, `LONDON (AP) — `, `(dpa)`: in the first words of a report. */
const DATELINE = /^.{0,80}?\(([^()]{2,40})\)\s*[-–—:]/;
const DATELINE_BARE = /^[\p{Lu}][\p{L}\s.,/'-]{1,50}?[,/]?\s*\(([\p{Lu}\p{Ll}. ]{2,30})\)/u;
/** Forms of the report's last line: `© 2031 Gull`, `— Gull`, `(Gull)`. */
const SIGNATURE = /^(?:©.{0,10}\d{4}\s.{2,40}|[-–—(]\s*.{2,30}\)?)$/;

/**
 * The agency a text is credited to, when another than the outlet that carries it.
 *
 * @param authors the byline
 * @param outlet the site's name
 */
export function creditedOrigin(
  { credited, opening }: Agencies,
  chatter: Chatter,
  authors: readonly string[],
  paragraphs: readonly string[],
  outlet: string,
): string | undefined {
  const first = paragraphs[0] ?? '';
  const last = paragraphs.at(-1) ?? '';
  const credits = [
    ...authors,
    (DATELINE.exec(first) ?? DATELINE_BARE.exec(first))?.[1] ?? '',
    opening.exec(first)?.[0] ?? '',
    SIGNATURE.test(last) || isCredit(chatter, last) ? last : '',
  ];
  for (const credit of credits) {
    const agency = credit === '' ? undefined : credited.find(([, pattern]) => pattern.test(credit));
    if (agency) return agency[1].test(outlet) ? undefined : agency[0];
  }
  return undefined;
}
