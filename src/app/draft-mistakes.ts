import { existsSync } from 'node:fs';
import path from 'node:path';
import { isDayOrInstant } from '../config/dates.ts';
import type { Config } from '../config/load.ts';
import { WATCH_ID } from '../config/watch-files.ts';
import type { ConfigError } from '../model/errors.ts';
import type { DraftField, DraftMistake, WatchDraft } from '../model/watch-draft.ts';
import { idOfDraft, namesIn } from './draft.ts';

const TITLE_MOST = 120;
const FOLLOW_MOST = 500;

/** What stands in the way of writing a draft, each at the field it is about. */
export function mistakesOf(
  { watchFolder }: Pick<Config, 'watchFolder'>,
  draft: WatchDraft,
): readonly DraftMistake[] {
  const { title, follow, documents, feeds, types, opened } = draft;
  const id = idOfDraft(draft);
  const checks: readonly (readonly [field: DraftField, wrong: boolean, message: string])[] = [
    ['title', title === '', 'Say in a few words what is followed.'],
    ['title', title.length > TITLE_MOST, `The title has ${title.length} characters; ${TITLE_MOST} at most.`],
    ['follow', follow.length > FOLLOW_MOST, `This has ${follow.length} characters; ${FOLLOW_MOST} at most.`],
    [
      'id',
      title !== '' && !WATCH_ID.test(id),
      `"${id}" cannot be the name of its folder: lower-case letters, digits and hyphens.`,
    ],
    [
      'id',
      !opened && WATCH_ID.test(id) && existsSync(path.join(watchFolder, id)),
      `There is a watch "${id}" already; give another name.`,
    ],
    ['documents', documents.length === 0, 'Hand over one article at least that says what you know.'],
    ['feeds', feeds.length === 0, 'A watch needs one feed at least.'],
    ['types', types?.length === 0, 'Choose one kind at least, or be woken for all that is new.'],
  ];
  return [
    ...checks.flatMap(([field, wrong, message]) => (wrong ? [{ field, message }] : [])),
    ...documents.flatMap(({ article, day }): DraftMistake[] =>
      day === '' || isDayOrInstant(day)
        ? []
        : [
            {
              field: 'documents',
              message: `"${day}" is not a day, for ${article.title}; write it like 2024-02-11.`,
            },
          ],
    ),
    ...namesIn(draft.names).strange.map(
      (line): DraftMistake => ({
        field: 'names',
        message: `"${line}" is not understood; write "actor Harbour Union = HU, the union" or "place Pier 9".`,
      }),
    ),
  ];
}

const FIELDS: Readonly<Record<string, DraftField>> = {
  title: 'title',
  follow: 'follow',
  feeds: 'feeds',
  names: 'names',
  wake: 'types',
};

/** What reading the files back complained of, at the fields it came from. */
export function mistakesIn({ mistakes }: ConfigError): readonly DraftMistake[] {
  return mistakes.map(({ file, path: at, message, hint }) => ({
    field: file.endsWith('.md') ? 'documents' : (FIELDS[at.split(/[.[]/)[0] ?? ''] ?? 'title'),
    message: `${at ? `${at}: ` : ''}${message}${hint ? ` (${hint})` : ''}`,
  }));
}
