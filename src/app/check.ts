import { type Comparison, compare } from '../compare/compare.ts';
import { foundDossier } from '../compare/dossier.ts';
import type { Config } from '../config/load.ts';
import { withHeadlines } from '../jobs/headlines.ts';
import type { Article } from '../model/article.ts';
import { AppError, FetchError } from '../model/errors.ts';
import type { Watch } from '../model/watch.ts';
import { readSource } from './source.ts';

export type { Comparison };

export interface CheckRequest {
  /** An http(s) address, or a file: `.md` with front matter, `.html`, else plain text whose first line is the title. */
  readonly source: string;
  readonly watchId?: string;
  /** Leave out what was learnt since the baseline. */
  readonly baseline: boolean;
}

/**
 * What one article would tell and withhold for a watch, by the very function the worker runs. Writes nothing.
 * @throws AppError for an unknown watch, FetchError, ParseError or ConfigError for an article that cannot be read
 */
export async function checkArticle(
  config: Config,
  { source, watchId, baseline }: CheckRequest,
): Promise<{ readonly article: Article; readonly comparison: Comparison }> {
  const watch = watchOf(config, watchId);
  const article = await readAsked(config, source);
  const now = new Date().toISOString();
  // What asks Redis is loaded only where there is something to be asked.
  const comparison = baseline
    ? compare(foundDossier(watch, config.lexicon), article, now)
    : await (await import('./with-ledger.ts')).compareWithLedger(config, watch, article, now);
  return { article, comparison: { ...comparison, developments: withHeadlines(comparison.developments) } };
}

async function readAsked(config: Config, source: string): Promise<Article> {
  return readSource(config, source).catch((cause: unknown) => {
    if (!(cause instanceof FetchError)) throw cause;
    const hint = 'see whether a browser opens it; a page saved there can be checked as a file';
    throw new AppError(`${source} cannot be read: ${cause.message}; ${hint}.`, { cause });
  });
}

function watchOf({ watches }: Config, watchId: string | undefined): Watch {
  const ids = watches.map((watch) => watch.id).join(', ');
  if (watchId === undefined && watches.length > 1)
    throw new AppError(`Say by --watch which one of these: ${ids}.`);
  const watch = watchId === undefined ? watches[0] : watches.find(({ id }) => id === watchId);
  if (!watch) throw new AppError(`There is no watch "${watchId}"; there is ${ids}.`);
  return watch;
}
