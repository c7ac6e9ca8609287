import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type { Row } from './rows.ts';

const HEAD = ['what was done', 'how often', 'to', 'lost', 'doubled', 'worked again after', ''];

/** Prints the rows of docs/reliability.md, as the tests noted them. */
export default class RowsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = modules.flatMap((module) =>
      [...module.children.allTests()].flatMap((test) =>
        (test.meta().rows ?? []).map((row) => rowOf(test, row)),
      ),
    );
    if (rows.length > 0) process.stdout.write(`\n${tableOf(rows)}\n`);
  }
}

/** One that misses its aim is told all the same. */
function rowOf(test: TestCase, row: Row): Row {
  if (test.result().state !== 'failed') return row;
  return { ...row, note: `MISSED, see above. ${row.note ?? ''}` };
}

function tableOf(rows: readonly Row[]): string {
  const body = rows.map(({ fault, times, of, lost, doubled, backMs, note = '' }) => [
    ...[fault, times.toLocaleString('en'), of, String(lost), String(doubled)],
    ...[backMs === undefined ? '–' : `${(backMs / 1000).toFixed(1)} s`, note],
  ]);
  return [HEAD, HEAD.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
