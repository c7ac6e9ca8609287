import type { Development, KnownBefore } from '../model/development.ts';
import type { LedgerEntry, Observation } from '../model/dossier.ts';
import { rootOf } from '../model/event.ts';

/** Words that two sentences on one matter share at least; names of the story's own actors are most of them. */
const SHARED_LEAST = 3;
const LIKENESS_LEAST = 0.15;
const WORDS_LEAST = 8;

/**
 * What was known before of events like a new one, in the dossier's own sentence: of the same kind, earlier, and the
 * most alike in its words. Undefined where nothing is alike enough to be of help.
 *
 * @param entries the ledger, the development's own entry included or not
 */
export function lastKnown(development: Development, entries: Iterable<LedgerEntry>): KnownBefore | undefined {
  const { event, article, entryId, evidence } = development;
  const day = event.date?.from ?? development.at.slice(0, 10);
  const words = wordsOf(evidence.text);
  const best = [...entries]
    .flatMap((entry) => {
      const [told] = entry.observations;
      if (entry.id === entryId || !told || told.articleId === article.articleId) return [];
      if (rootOf(entry.event.type) !== rootOf(event.type) || !isEarlier(entry, told, day)) return [];
      const likeness = likenessOf(words, wordsOf(told.evidence.text));
      return likeness >= LIKENESS_LEAST ? [{ entry, told, likeness }] : [];
    })
    .sort((a, b) => b.likeness - a.likeness || a.entry.id.localeCompare(b.entry.id))[0];
  if (!best) return undefined;
  const { source, publishedAt } = best.told;
  const sentence = best.told.evidence.text;
  return { entryId: best.entry.id, sentence, source, ...(publishedAt && { publishedAt }) };
}

function isEarlier({ event }: LedgerEntry, { publishedAt }: Observation, day: string): boolean {
  if (event.date === null || event.certainty === 'denied' || event.type === 'other') return false;
  return event.date.to < day && (publishedAt ?? '').slice(0, 10) <= day;
}

/** Shared words as a part of all (Jaccard), from 0 to 1; 0 where either says too little. */
function likenessOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  if (shared < SHARED_LEAST || Math.min(a.size, b.size) < WORDS_LEAST / 2) return 0;
  return shared / (a.size + b.size - shared);
}

const EMPTY = new Set(
  'about after again also been before between could during from have into more most other over said says since some such than that their them then there these they this those through under until were what when where which while will with would year years week month days'.split(
    ' ',
  ),
);

/** Words of four letters or more that carry a topic, without a plural's ending. */
function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/\p{L}{4,}|\p{L}\.\p{L}\./gu) ?? [];
  return new Set(
    words.filter((word) => !EMPTY.has(word)).map((word) => word.replace(/(?:ed|ing|es|s)$/, '')),
  );
}
