import type { Founding } from '../model/dossier.ts';
import { contentId } from '../model/id.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Watch } from '../model/watch.ts';
import { applyChange, type Dossier, emptyDossier } from './dossier.ts';
import { countryNames, indexNames, namesOf } from './names.ts';

/**
 * Names what a founding depends on.
 *
 * @param program names the code that founds
 */
export function foundingMark({ feeds: _, ...watch }: Watch, lexicon: Lexicon, program: string): string {
  return contentId('m', program, JSON.stringify(watch), textOf(lexicon));
}

const texts = new WeakMap<Lexicon, string>();

function textOf(lexicon: Lexicon): string {
  const known = texts.get(lexicon) ?? contentId('l', JSON.stringify(lexicon));
  texts.set(lexicon, known);
  return known;
}

/** What `foundDossier` made of a baseline, to be kept. */
export function foundingOf({ profile, bar, entries, prints, lexicon }: Dossier): Founding {
  const builtIn = new Set(countryNames(lexicon));
  return {
    names: namesOf(profile.names).filter((name) => !builtIn.has(name)),
    actors: [...profile.actors],
    words: [...profile.words],
    documents: profile.documents.map((document) => [...document]),
    self: profile.self,
    bar,
    entries: [...entries.values()],
    prints: [...prints.values()],
  };
}

/** The same dossier as `foundDossier` gives, by what was kept of it. */
export function dossierOf(watch: Watch, lexicon: Lexicon, founding: Founding): Dossier {
  const { names, actors, words, documents, self, bar } = founding;
  const profile = {
    names: indexNames([...countryNames(lexicon), ...names]),
    actors: new Map(actors),
    words: new Map(words),
    documents: documents.map((document) => new Map(document)),
    self,
  };
  return applyChange({ ...emptyDossier(watch, lexicon, profile), bar }, founding);
}
