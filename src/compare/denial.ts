import type { LedgerEntry } from '../model/dossier.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Day } from '../model/time.ts';
import { daysBetween } from './calendar.ts';
import { hasCue } from './cues.ts';
import { alikeness, worthMost } from './likest.ts';
import type { Mention } from './mention.ts';

const DENY = /^(?:deny|refute|disown|repudiate)$/;

/** A statement whose main verb denies: "the army denied that it had shelled the town". */
export function denies({ event, sentence, at }: Mention): boolean {
  if (event.type !== 'statement') return false;
  const verb = sentence.clauses.find((clause) => !clause.dependent && clause.verb)?.verb ?? null;
  return [verb?.head ?? -1, at].some((place) => DENY.test(sentence.tokens[place]?.lemma ?? ''));
}

/** Whether a sentence says that what was told is not so, whoever says it and by whatever verb. */
export function tellsDenial(mention: Mention, { cues }: Lexicon): boolean {
  return denies(mention) || hasCue(mention.sentence.tokens, cues.denied);
}

/** Days: a denial follows on what it denies. */
const SOON = 7;
/** Less alike, it is of something else as often as not. */
const ALIKE = 0.4;

/** What was told of late in much the words in which a mention denies it; null where nothing was. */
export function deniedBy(mention: Mention, near: readonly LedgerEntry[], published: Day): LedgerEntry | null {
  return worthMost(near, (entry) => {
    const { certainty } = entry.event;
    if (certainty === 'denied' || certainty === 'planned') return null;
    if (daysBetween(entry.lastSeenAt.slice(0, 10), published) > SOON) return null;
    const words = alikeness(mention, entry);
    return words < ALIKE ? null : words;
  });
}
