import type { WithheldReason } from '../model/development.ts';
import { REASON_WORDS } from '../model/words.ts';
import { skipIn, textIn, tooLong } from './wanted.ts';

/** What somebody looks for among what was withheld. '' is anything. */
export interface WithheldWanted {
  readonly reason: WithheldReason | '';
  readonly search: string;
  /** How many of the articles, newest first, to leave out. */
  readonly skip: number;
}

const ANYTHING: WithheldWanted = { reason: '', search: '', skip: 0 };

/** Reads a query; of one that cannot be, says in a sentence why. */
export function withheldWantedIn(query: unknown): {
  readonly wanted: WithheldWanted;
  readonly mistake?: string;
} {
  const [search, reason, skip] = [textIn(query, 'q'), textIn(query, 'reason'), skipIn(query)];
  const long = tooLong(search);
  if (long !== null) return { wanted: ANYTHING, mistake: long };
  if (reason !== '' && !isReason(reason))
    return { wanted: ANYTHING, mistake: 'There is no such reason to withhold.' };
  if (skip === null) return { wanted: ANYTHING, mistake: 'There is no such page.' };
  return { wanted: { reason, search, skip } };
}

function isReason(text: string): text is WithheldReason {
  return Object.hasOwn(REASON_WORDS, text);
}
