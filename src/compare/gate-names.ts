import type { Lexicon } from '../model/lexicon.ts';
import { findNames } from './names.ts';
import { canonical, lightWords, type Profile } from './profile.ts';

/** A name with how central it is to a dossier, 0 to 1. */
export type Central = readonly [name: string, share: number];

type Names = ReadonlySet<string>;

/** The names at the start of an article, a capital under its country's name. */
export interface StartNames {
  readonly title: Names;
  /** Of about its first sentence. */
  readonly opening: Names;
  /** Of its title and first paragraphs. */
  readonly lead: Names;
}

/** So central a name is one that the story is about, and less than that one told in passing. */
const CENTRAL = 0.6;
const PASSING = 0.3;
const MOST_CORE = 4;

/** The names a dossier is most about. */
export function coreOf({ actors }: Profile): readonly Central[] {
  return [...actors]
    .filter(([, share]) => share >= CENTRAL)
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_CORE);
}

export function namesIn(text: string, profile: Profile, lexicon: Lexicon): Names {
  return new Set(findNames(lightWords(text), profile.names).map(({ name }) => canonical(name, lexicon)));
}

/** What the names at its start say of an article: of the dossier's own, and of countries that the dossier is not about. */
export function nameFeatures(
  { title, opening, lead }: StartNames,
  core: readonly Central[],
  profile: Profile,
  lexicon: Lexicon,
): Readonly<Record<string, number>> {
  const inTitle = weighNames(title, profile, lexicon);
  const inOpening = weighNames(opening, profile, lexicon);
  return {
    titleCore: Number(core.some(([name]) => title.has(name))),
    titleForeign: twoAtMost(inTitle.foreign),
    openingForeign: twoAtMost(inOpening.foreign),
    openingOwn: twoAtMost(inOpening.own),
    openingForeignOnly: Number(inOpening.foreign > 0 && inOpening.own + inOpening.home === 0),
    leadCore: covered(core, lead),
    foreign: unknownShare(lead, profile),
  };
}

function twoAtMost(count: number): number {
  return Math.min(2, count) / 2;
}

/** Of some names: countries the dossier tells in passing or never, countries it is about, and others it is about. */
function weighNames(names: Names, { actors }: Profile, lexicon: Lexicon) {
  const weighed = { foreign: 0, home: 0, own: 0 };
  const countries = countriesOf(lexicon);
  for (const name of names) {
    const share = actors.get(name) ?? 0;
    if (!countries.has(name)) weighed.own += Number(share >= CENTRAL);
    else if (share >= CENTRAL) weighed.home++;
    else if (share < PASSING) weighed.foreign++;
  }
  return weighed;
}

const countrySets = new WeakMap<Lexicon, Names>();

function countriesOf(lexicon: Lexicon): Names {
  const known = countrySets.get(lexicon);
  if (known) return known;
  const made = new Set(lexicon.countries.map(({ name }) => name));
  countrySets.set(lexicon, made);
  return made;
}

/** How much of a dossier's core some names tell, 0 to 1. */
function covered(core: readonly Central[], names: Names): number {
  const sum = (list: readonly Central[]) => list.reduce((total, [, share]) => total + share, 0);
  const whole = sum(core);
  return whole === 0 ? 0 : sum(core.filter(([name]) => names.has(name))) / whole;
}

/** The share of the names told that the dossier never tells. */
function unknownShare(names: Names, { actors }: Profile): number {
  const unknown = [...names].filter((name) => !actors.has(name)).length;
  return names.size === 0 ? 0 : unknown / names.size;
}
