import { describe, expect, test } from 'vitest';
import { readTokens } from '../../src/compare/reader.ts';
import { countWords } from '../../src/notify/budget.ts';
import { demoMails, madeMails } from './demo-mails.ts';
import { visibleText } from './samples.ts';
import { factIn, lacksOf } from './subject.ts';

const mails = demoMails();
const alerts = mails.filter(({ kind }) => kind === 'alert');
const joined = mails.filter(({ kind }) => kind === 'joined');
const digests = mails.filter(({ kind }) => kind === 'digest');

describe('every mail of the demo', () => {
  test('there are some of both kinds', () => {
    expect(alerts.length).toBeGreaterThan(60);
    expect(digests.length).toBeGreaterThan(10);
  });

  test('an alert has under 120 words, of several under 240, a digest at most 400 and seven developments', () => {
    for (const { kind, mail } of [...mails, ...madeMails()]) {
      const most = { alert: 119, joined: 239, digest: 400 }[kind];
      expect(countWords(mail.text), mail.subject).toBeLessThanOrEqual(most);
      expect(countWords(visibleText(mail.html)), mail.subject).toBeLessThanOrEqual(most);
      expect([...mail.text.matchAll(/^\* /gm)].length, mail.subject).toBeLessThanOrEqual(7);
    }
  });

  test('the subject is the fact, then the story by a name that is not cut off', () => {
    for (const { mail, storyTitle } of mails) {
      const [fact, story] = [factIn(mail.subject), mail.subject.slice(factIn(mail.subject).length + 3)];
      expect(storyTitle.startsWith(story), mail.subject).toBe(true);
      expect(story, mail.subject).not.toMatch(/…$|\b(and|or|of|in|the|a|to)$/);
      expect(fact, mail.subject).not.toMatch(/^(It|He|She|They|That|This|And|But)\b/);
    }
  });

  // `node bench/subjects.ts --all` prints them, with what each lacks.
  test('what happened stands where a phone still shows it, and where it happened where the sentence says that', () => {
    const looked = alerts.map((one) => ({ subject: one.mail.subject, ...lacksOf(one, readTokens) }));
    const late = looked.filter(({ verb }) => !verb);
    expect(late.length / looked.length, late.map(({ subject }) => subject).join('\n')).toBeLessThan(0.2);
    const placed = looked.filter(({ place }) => place !== null);
    const far = placed.filter(({ place }) => !place);
    expect(far.length / placed.length, far.map(({ subject }) => subject).join('\n')).toBeLessThan(0.45);
  });

  test('what one article told is one mail: each fact with its sentence, or the words it begins with', () => {
    expect(joined.length).toBeGreaterThan(10);
    for (const { mail, developments } of joined) {
      const seen = mail.text.replaceAll(/\s+/g, ' ');
      const told = developments.filter(({ headline }) => seen.includes(headline.slice(0, 60)));
      expect(told.length, mail.subject).toBe(Math.min(4, developments.length));
      expect([...mail.text.matchAll(/^ {2}“/gm)].length, mail.subject).toBeGreaterThanOrEqual(told.length);
    }
  });

  test('no two alerts have the same subject', () => {
    const subjects = alerts.map(({ mail }) => mail.subject);
    expect(subjects.filter((one, at) => subjects.indexOf(one) !== at)).toEqual([]);
  });

  test('a subject is seldom cut off', () => {
    const cut = mails.filter(({ mail }) => factIn(mail.subject).includes('…'));
    expect(cut.length / mails.length, cut.map(({ mail }) => mail.subject).join('\n')).toBeLessThan(0.05);
  });

  test('no mark stands twice, no sentence is a word or two, no hole is left', () => {
    for (const { mail } of mails) {
      for (const part of [mail.text, visibleText(mail.html)]) {
        expect(part, mail.subject).not.toMatch(/““|””|…\.|\.\.|, ,|undefined|null|NaN|Invalid/);
      }
      expect(mail.text, mail.subject).not.toMatch(/\n\n\n|“…”|“”/);
      for (const [, quote = ''] of mail.text.replaceAll(/\n +/g, ' ').matchAll(/“([^”]*)”/g)) {
        if (!mail.text.includes(`Mute “${quote}”`))
          expect(countWords(quote), quote).toBeGreaterThanOrEqual(3);
      }
    }
  });

  test('what a digest tells it tells once', () => {
    for (const { mail } of digests) {
      const heads = mail.text.split('\n').filter((line) => line.startsWith('* '));
      expect(new Set(heads).size, mail.subject).toBe(heads.length);
    }
  });
});
