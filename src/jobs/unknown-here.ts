import { AppError } from '../model/errors.ts';
import type { ProcessStore } from './ports.ts';

/**
 * For a job whose watch or feed this worker does not know: either it was removed, and the job ends, or it is new and
 * another worker read its file first.
 * @throws AppError, to be tried again, when another worker knows it
 */
export async function endUnlessKnownElsewhere(
  { store, lastAttempt }: { readonly store: ProcessStore; readonly lastAttempt: boolean },
  what: 'watch' | 'feed',
  id: string,
): Promise<void> {
  if (lastAttempt || !(await store.isFollowed(id))) return;
  throw new AppError(`This worker does not know the ${what} ${id} yet; another one does.`, {
    retryable: true,
  });
}
