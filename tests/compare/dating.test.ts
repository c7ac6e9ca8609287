import { describe, expect, it } from 'vitest';
import { mentionsOf } from '../../src/compare/mention.ts';
import { countryNames, indexNames } from '../../src/compare/names.ts';
import { readArticle } from '../../src/compare/read.ts';
import { articleOf, lexicon } from './watch.ts';

const names = indexNames(countryNames(lexicon));
/** Thursday. */
const PUBLISHED = '2024-02-15';
/** No day told: that of print or the one before. */
const UNTOLD = '2024-02-14..2024-02-15';

function dayOf(...sentences: string[]): string {
  const article = articleOf('Something else altogether', PUBLISHED, sentences);
  const mentions = mentionsOf(readArticle(article, PUBLISHED, lexicon, names), lexicon);
  const told = mentions.find(({ sentence }) => sentence.text === sentences.at(-1));
  const date = told?.event.date;
  if (!date) return 'none';
  return date.from === date.to ? date.from : `${date.from}..${date.to}`;
}

describe('the day of what a sentence tells', () => {
  it.each([
    ['Two people died overnight when a roof fell in.', '2024-02-14'],
    ['A bomb killed four people in the market early Thursday.', '2024-02-15'],
    ['Gunmen shot dead a priest Tuesday night in the town of Marin.', '2024-02-13'],
    ['Police said Wednesday they had arrested six men over the theft.', '2024-02-14'],
    [
      'The soldiers were killed Wednesday in an ambush near the border, the army said Thursday.',
      '2024-02-14',
    ],
    ['Seven hostages were released Feb 13, the Red Cross said.', '2024-02-13'],
    ['In a statement dated 13 February, the group claimed the attack.', '2024-02-13'],
    ['A suicide bomber killed nine people at a mosque during Friday prayers.', '2024-02-09'],
    ['The court jailed the editor last week Thursday.', '2024-02-08'],
    ['A ferry sank in the night from Monday to Tuesday.', '2024-02-12'],
    ['The Feb. 9 attack killed twelve people.', '2024-02-09'],
    ['The minister resigned a day after the report was published.', UNTOLD],
  ])('of "%s" is %s', (sentence, day) => {
    expect(dayOf(sentence)).toBe(day);
  });

  it.each([
    [
      'The refinery, which was hit on 3 February, has caught fire again, the company said on Wednesday.',
      '2024-02-14',
    ],
    ['The convoy that left the port on Sunday was attacked on Wednesday.', '2024-02-14'],
    ['The former minister, who fled in 2019, was arrested at the airport.', UNTOLD],
    ['The street that leads to the port was blocked by dockers on Sunday.', '2024-02-11'],
    ['It was the harbour master who told reporters on Tuesday that the port would close.', '2024-02-13'],
  ])('is not that of a relative clause about something else: "%s"', (sentence, day) => {
    expect(dayOf(sentence)).toBe(day);
  });

  it.each([
    ['The two sides met on Monday for the first time since the strike began on 2 February.', '2024-02-12'],
    ['On Sunday the governors refused to extend the loan beyond Friday.', '2024-02-11'],
    ['The union said on Tuesday it had called off a strike planned for Sunday.', '2024-02-13'],
  ])('is not that from which or until which it is counted: "%s"', (sentence, day) => {
    expect(dayOf(sentence)).toBe(day);
  });

  it('is that of print in an entry of a live report', () => {
    expect(
      dayOf('Gunmen attacked a convoy on Sunday.', '13.05 The ministry accuses the rebels of the attack.'),
    ).toBe('2024-02-15');
  });

  it('is that by which it had been done', () => {
    expect(dayOf('The last of the hostages had been released by Tuesday.')).toBe('2024-02-13');
  });

  it.each([
    ['The mine has been shut since Monday, when a lift fell down its shaft.', '2024-02-12'],
    ['Dockers have been on strike since last Friday over pay.', '2024-02-09'],
  ])('of what has lasted since a day is that day: "%s"', (sentence, day) => {
    expect(dayOf(sentence)).toBe(day);
  });

  it.each([
    ['The last soldiers will have left the island by the end of March.', '2024-03-31'],
    ['The hostages are to be released by 1 March.', '2024-03-01'],
    ['The prisoners will be released within 48 hours.', '2024-02-17'],
  ])('of what is to be done by a day is that day: "%s"', (sentence, day) => {
    expect(dayOf(sentence)).toBe(day);
  });

  it('is not the day until which something lasts', () => {
    expect(dayOf('The mayor is to remain in jail until 30 June, a judge ruled.')).toBe(UNTOLD);
  });

  it.each([
    ['Nurses walk out on Saturday at nine hospitals.', '2024-02-17'],
    ['The envoy is expected back in the capital on Monday.', '2024-02-19'],
    ['The union called a strike for Sunday.', '2024-02-18'],
    ['Bus drivers plan to strike on Friday of next week.', '2024-02-23'],
    ['Voters go to the polls this Sunday.', '2024-02-18'],
    ['The singer intends to be back on stage on Monday.', '2024-02-19'],
    ['From Monday, trains will run every hour.', '2024-02-19'],
  ])('lies ahead where the verb says so: "%s"', (sentence, day) => {
    expect(dayOf(sentence)).toBe(day);
  });

  it.each([
    ['Parliament will send the bill back after a debate on Tuesday.', '2024-02-13'],
    ['Parties that want to leave the union won the election on Sunday.', '2024-02-11'],
  ])('lies behind where that is the day of what went before: "%s"', (sentence, day) => {
    expect(dayOf(sentence)).toBe(day);
  });

  it.each([
    ['The day before, two guards had been wounded.', '2024-02-09'],
    ['Three men were arrested the same evening.', '2024-02-10'],
    ['The next morning the rebels released the driver.', '2024-02-11'],
    ['Two days later the court freed all three.', '2024-02-12'],
  ])('counts from the day told before: "%s"', (sentence, day) => {
    expect(dayOf('Gunmen attacked a convoy near the border on Saturday.', sentence)).toBe(day);
  });
});
