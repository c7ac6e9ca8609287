import type { Development } from '../model/development.ts';
import type { Position } from '../model/page.ts';
import { figureInWords } from '../model/words.ts';
import type { Store } from '../store/store.ts';
import type { ExportFormat } from '../web/api/ports.ts';

const BATCH = 100;

/** A column of the CSV: its name, and what a development has in it. */
type Column = readonly [name: string, value: (development: Development) => string | number | undefined];

const COLUMNS: readonly Column[] = [
  ['id', ({ id }) => id],
  ['found_at', ({ at }) => at],
  ['kind', ({ kind }) => kind],
  ['type', ({ event }) => event.type],
  ['certainty', ({ event }) => event.certainty],
  ['from', ({ event }) => event.date?.from],
  ['to', ({ event }) => event.date?.to],
  ['places', ({ event }) => event.place.join('; ')],
  ['actors', ({ event }) => event.actors.join('; ')],
  ['figures', ({ event }) => figuresText(event.figures)],
  ['headline', ({ headline }) => headline],
  ['sentence', ({ evidence }) => evidence.text],
  ['outlet', ({ article }) => article.source],
  ['published', ({ article }) => article.publishedAt],
  ['article', ({ article }) => article.title],
  ['url', ({ article }) => article.url],
  ['outlets', ({ outlets }) => outlets],
  ['origins', ({ origins }) => origins],
  ['weight', ({ weight }) => weight],
  ['known_before', ({ before }) => before?.sentence],
  ['why', ({ why }) => why.join(' ')],
];

/**
 * All developments of a watch, the newest first: as CSV (RFC 4180, with a row of names) or one JSON object a line.
 * Read in batches, so that none is held for long.
 */
export async function* exportDevelopments(
  store: Pick<Store, 'developmentPage'>,
  watchId: string,
  format: ExportFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield csvRow(COLUMNS.map(([name]) => name));
  let after: Position | undefined;
  for (;;) {
    const { entries, next } = await store.developmentPage(watchId, { limit: BATCH, ...(after && { after }) });
    const lines = entries.map(({ item }) =>
      format === 'csv' ? csvRow(COLUMNS.map(([, value]) => value(item) ?? '')) : `${JSON.stringify(item)}\n`,
    );
    if (lines.length > 0) yield lines.join('');
    if (next === null) return;
    after = next;
  }
}

function figuresText(figures: Development['event']['figures']): string {
  return Object.entries(figures)
    .map(([name, figure]) => `${name}: ${figureInWords(figure)}`)
    .join('; ');
}

function csvRow(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/**
 * A spreadsheet takes a text that begins with one of these for a formula and runs it; an apostrophe makes it a text
 * (OWASP, CSV injection). Text comes from pages anybody can write.
 */
function csvCell(cell: string | number): string {
  if (typeof cell === 'number') return String(cell);
  const safe = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) || safe !== cell ? `"${safe.replaceAll('"', '""')}"` : safe;
}
