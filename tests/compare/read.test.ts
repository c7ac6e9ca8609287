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
    ['Members of the union approved the pay deal that ends the strike.', 'agreement_reached', 'happened'],
    ['Hospital doctors suspended their walkout on Monday.', 'walkout_ended', 'happened'],
    ['Gunmen kidnapped a priest on Sunday.', 'attack', 'happened'],
    ['The election was put off to next year.', 'timetable_set', 'happened'],
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

  it.each([
    'An earthquake of magnitude 6.4 struck Jajarkot on Monday, killing nine people.',
    'Floods killed 78 people on Friday and swept away a bridge.',
  ])('tells the dead of a disaster once: "%s"', (sentence) => {
    expect(eventsOf(sentence).map(({ type }) => type)).toEqual(['other']);
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

  it.each([
    ['Twelve soldiers have been arrested, the army said.', { arrested: 12 }],
    ['The inmates freed eight of the employees on Sunday.', { released: 8 }],
    ['Lawmakers approved the bill on Monday by 62 votes to 21.', { votes: 62 }],
    ['The firm offered 655 pence ($8.10) a share on Friday.', { pence: 655 }],
    ['There have been 165 rocket, drone and missile attacks on the bases.', { attacks: 165 }],
    ['Several hundred people marched through the capital on Sunday.', {}],
    ['The militia vowed revenge on Monday for the killing of three men.', {}],
  ])('counts in "%s" what such an event can have', (sentence, figures) => {
    const [event] = eventsOf(sentence);
    const values = Object.fromEntries(
      Object.entries(event?.figures ?? {}).map(([name, figure]) => [name, figure.value]),
    );
    expect(values).toEqual(figures);
  });

  it.each([
    ['The party asked the court on Monday to annul last month’s election.', '2024-02-12'],
    ['The minister resigned on Tuesday over a letter of 14 January.', '2024-02-13'],
    ['The delegations met on Tuesday of last week in Geneva.', '2024-02-06'],
    ['The senate on Tuesday rejected a general election in December.', '2024-02-13'],
    ['The strike of the miners ends on Saturday.', '2024-02-17'],
    ['Trucks may enter the zone from 1 March without a permit.', '2024-03-01'],
  ])('dates "%s" by its own day', (sentence, day) => {
    expect(eventsOf(sentence)[0]?.date).toEqual({ from: day, to: day });
  });

  it.each([
    ['Two sources within the army said the camp had been bombed from the air on Monday.', 'claimed'],
    ['The Harbour side says that drones struck the depot on Tuesday.', 'claimed'],
    ['Two people with burns were killed in the attack on Tuesday, police said.', 'happened'],
    ['The states are to reopen trade negotiations in the new year.', 'planned'],
    ['The strike of the miners ends on Saturday.', 'planned'],
    ['A shell killed a farmer on Monday, the first death on the Kenyan side.', 'happened'],
    ['The rebels claimed to have shot down a helicopter on Monday.', 'claimed'],
    ['The envoys met the rebels in the port on Sunday, the sources said.', 'claimed'],
    ['The mayor will stay in jail for a year, the court ruled on Monday.', 'happened'],
  ])('"%s" is %s', (sentence, certainty) => {
    expect(eventsOf(sentence)[0]?.certainty).toBe(certainty);
  });
});
