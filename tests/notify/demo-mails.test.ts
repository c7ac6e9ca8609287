import { describe, expect, test } from 'vitest';
import { readTokens } from '../../src/compare/reader.ts';
import { countWords } from '../../src/notify/budget.ts';
import { demoMails } from './demo-mails.ts';
import { visibleText } from './samples.ts';

/** What a phone shows of a subject. */
const SEEN_FIRST = 35;

/** `Protest in Niamey`: the event itself, by its name. */
const NOUN_FIRST = /^(Attack|Strike|Protest|Clashes|Talks|Withdrawal|Release|Walkout)\b/;

const mails = demoMails();
const alerts = mails.filter(({ kind }) => kind === 'alert');
const digests = mails.filter(({ kind }) => kind === 'digest');

function factOf(subject: string): string {
  return subject.slice(0, subject.lastIndexOf(' — '));
}

describe('every mail of the demo', () => {
  test('there are some of both kinds', () => {
    expect(alerts.length).toBeGreaterThan(60);
    expect(digests.length).toBeGreaterThan(10);
  });

  test('an alert has under 120 words, a digest at most 400 and seven developments, in both parts', () => {
    for (const { kind, mail } of mails) {
      const most = kind === 'alert' ? 119 : 400;
      expect(countWords(mail.text), mail.subject).toBeLessThanOrEqual(most);
      expect(countWords(visibleText(mail.html)), mail.subject).toBeLessThanOrEqual(most);
      expect([...mail.text.matchAll(/^\* /gm)].length, mail.subject).toBeLessThanOrEqual(7);
    }
  });

  test('the subject is the fact, then the story by a name that is not cut off', () => {
    for (const { mail, storyTitle } of mails) {
      const [fact, story] = [factOf(mail.subject), mail.subject.slice(factOf(mail.subject).length + 3)];
      expect(storyTitle.startsWith(story), mail.subject).toBe(true);
      expect(story, mail.subject).not.toMatch(/…$|\b(and|or|of|in|the|a|to)$/);
      expect(fact, mail.subject).not.toMatch(/^(It|He|She|They|That|This|And|But)\b/);
    }
  });

  // The tagger takes some verbs of titles for nouns ("Rivals initial peace treaty"): the true share is higher.
  test('what happened stands where a phone still shows it, in three subjects of four at least', () => {
    const late = alerts.filter(({ mail }) => {
      const fact = factOf(mail.subject);
      const verbs = readTokens(fact).filter(({ pos }) => pos === 'VERB' || pos === 'AUX');
      return !NOUN_FIRST.test(fact) && !verbs.some(({ start }) => start <= SEEN_FIRST);
    });
    expect(late.length / alerts.length, late.map(({ mail }) => mail.subject).join('\n')).toBeLessThan(0.25);
  });

  test('a subject is seldom cut off', () => {
    const cut = mails.filter(({ mail }) => factOf(mail.subject).includes('…'));
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
