import { describe, expect, it } from 'vitest';
import { mentionsOf } from '../../src/compare/mention.ts';
import { countryNames, indexNames } from '../../src/compare/names.ts';
import { readArticle } from '../../src/compare/read.ts';
import { articleOf, lexicon } from './watch.ts';

const names = indexNames(countryNames(lexicon));

function eventsOf(...sentences: string[]) {
  const article = articleOf('Something else altogether', '2024-02-15', sentences);
  return mentionsOf(readArticle(article, '2024-02-15', lexicon, names), lexicon).map(({ event }) => event);
}

describe('what a sentence tells', () => {
  it.each([
    ['Talks between the two sides resumed on Sunday.', 'talks_resumed', 'happened'],
    ['The government suspended the negotiations on Monday.', 'talks_suspended', 'happened'],
    ['The talks will open in Geneva on 20 February.', 'talks_started', 'planned'],
    ['Both parties signed the agreement in Doha.', 'agreement_signed', 'happened'],
    ['Union members voted to reject the company’s offer.', 'agreement_rejected', 'happened'],
    ['Some 3,000 nurses walked off the job on Monday.', 'walkout', 'happened'],
    ['The strike ended after workers returned to work.', 'walkout_ended', 'happened'],
    ['Gunmen attacked a convoy near the border.', 'attack', 'happened'],
    ['The army bombed a village on Tuesday.', 'strike', 'happened'],
    ['A court sentenced the former minister to ten years in prison.', 'legal_act', 'happened'],
    ['The prime minister resigned on Wednesday.', 'resignation', 'happened'],
    ['Police arrested the mayor.', 'arrest', 'happened'],
    ['The rebels released twelve hostages.', 'release', 'happened'],
    ['Thousands of people took to the streets of the capital.', 'protest', 'happened'],
    ['The two armies agreed on a ceasefire.', 'ceasefire_declared', 'happened'],
    ['An earthquake shook the coast.', 'other', 'happened'],
  ])('"%s" is %s, %s', (sentence, type, certainty) => {
    expect(eventsOf(sentence)[0]).toMatchObject({ type, certainty });
  });

  it('does not take the day of the speech for the day of the event', () => {
    const [event] = eventsOf('The strike was carried out on 9 February, the ministry said on Wednesday.');
    expect(event?.date).toEqual({ from: '2024-02-09', to: '2024-02-09' });
  });

  it('gives two events of one sentence their own dates', () => {
    const events = eventsOf(
      'The process was suspended on Monday, as on January 28 a drone strike killed three soldiers.',
    );
    expect(events.map(({ type }) => type)).toEqual(['talks_suspended', 'strike']);
    expect(events[1]?.date?.from).toBe('2024-01-28');
    expect(events[1]?.figures).toMatchObject({ killed: { value: 3 } });
  });

  it('calls force by a state a strike and by others an attack', () => {
    expect(eventsOf('Three people were killed in an attack by Iraqi warplanes.')[0]?.type).toBe('strike');
    expect(eventsOf('Three people were killed in an attack by rebel fighters.')[0]?.type).toBe('attack');
  });

  it('names countries by demonym and tells places from actors', () => {
    const [event] = eventsOf('American and Iraqi negotiators met in Baghdad on Sunday.');
    expect(event?.actors).toEqual(['United States', 'Iraq']);
    expect(event?.place).toEqual(['Baghdad']);
  });

  it('reads bounds of figures, and no figure out of a date', () => {
    expect(eventsOf('At least two people were killed in the attack.')[0]?.figures).toEqual({
      killed: { value: 2, bound: 'at-least' },
    });
    expect(eventsOf('Two people were killed in the attack on 5 February.')[0]?.figures).toEqual({
      killed: { value: 2, bound: 'exact' },
    });
  });
});
