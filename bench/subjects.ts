/**
 * The subjects of the mails of the stories: how many show what happened, and where, before a phone cuts them off.
 *
 * `node bench/subjects.ts` prints the shares, of the stories of the demo and of those made for training; with `--all`
 * every subject, with what it lacks.
 */
import { readTokens } from '../src/compare/reader.ts';
import { SEEN_FIRST } from '../src/notify/headline-place.ts';
import { type DemoMail, demoMails, madeMails } from '../tests/notify/demo-mails.ts';
import { lacksOf } from '../tests/notify/subject.ts';

tell('the stories of the demo', demoMails());
tell('the stories made for training', madeMails());

function tell(stories: string, mails: readonly DemoMail[]): void {
  const alerts = mails.filter(({ kind }) => kind === 'alert');
  const looked = alerts.map((one) => ({ ...one, ...lacksOf(one, readTokens) }));
  console.log(`\n${stories}`);
  if (process.argv.includes('--all')) {
    for (const { mail, verb, place } of looked) {
      const lacks = [!verb && 'verb', place === false && 'place'].filter(Boolean).join(', ');
      console.log(`${mail.subject}${lacks && `   [after character ${SEEN_FIRST}: ${lacks}]`}`);
    }
  }
  const subjects = looked.map(({ mail }) => mail.subject);
  const placed = looked.filter(({ place }) => place !== null);
  print('developments', looked.length, looked.length);
  print(
    `verb, or the event's name, within ${SEEN_FIRST} characters`,
    count(looked.map(({ verb }) => verb)),
    looked.length,
  );
  print(
    `place within ${SEEN_FIRST} characters, where the sentence says one of the event`,
    count(placed.map(({ place }) => place)),
    placed.length,
  );
  print('cut off', count(subjects.map((one) => one.includes('…'))), looked.length);
  print('two alike', subjects.length - new Set(subjects).size, looked.length);
  const joined = mails.filter(({ kind }) => kind === 'joined');
  const beside = joined.flatMap(({ developments }) => developments).length - joined.length;
  print('alerts sent, as one article is one mail', alerts.length - beside, alerts.length);
}

function count(tests: readonly (boolean | null)[]): number {
  return tests.filter(Boolean).length;
}

function print(what: string, number: number, of: number): void {
  console.log(`${String(number).padStart(4)} of ${of} (${((100 * number) / of).toFixed(0)} %)  ${what}`);
}
