import { describe, expect, it } from 'vitest';
import { asFigures, figuresIn } from '../../src/compare/figures.ts';
import { readTokens } from '../../src/compare/reader.ts';
import { lexicon } from './watch.ts';

type Counted = Readonly<Record<string, number>>;

function counted(text: string, names: string, people?: string): Counted {
  const tokens = readTokens(text);
  const found = figuresIn(tokens, 0, tokens.length, lexicon, names.split(','), people);
  const figures = asFigures(found, lexicon);
  return Object.fromEntries(Object.entries(figures).map(([name, { value }]) => [name, value]));
}

describe('a number and what it counts', () => {
  it.each<[text: string, names: string, people: string | undefined, figures: Counted]>([
    [
      'At least five supporters of the ousted president Evo Morales were shot dead on Friday.',
      'killed,wounded',
      undefined,
      { killed: 5 },
    ],
    [
      'The crash near Turkana killed three of the five Kenyans on board.',
      'killed,wounded',
      undefined,
      { killed: 3 },
    ],
    ['Two of the 12 killed were children.', 'killed,wounded', undefined, { killed: 12 }],
    ['A tremor of magnitude 5.9 killed eight people in Izmir.', 'killed,wounded', undefined, { killed: 8 }],
    [
      'The tremor of magnitude 5.9 left eight dead and 60 injured.',
      'killed,wounded',
      undefined,
      { killed: 8, wounded: 60 },
    ],
    ['Amina Yusuf, 31, died in hospital on Sunday.', 'killed,wounded', undefined, {}],
    ['His son, who was nine, died in the fire.', 'killed,wounded', undefined, {}],
    ['Peter Okello, 44, a teacher, and two pupils were killed.', 'killed,wounded', undefined, { killed: 3 }],
    ['No one was hurt when the roof fell in.', 'killed,wounded', undefined, {}],
    ['The army said that no one had been killed.', 'killed,wounded', undefined, {}],
    ['A dozen people were killed when a ferry sank.', 'killed,wounded', undefined, { killed: 12 }],
    ['Two dozen villagers were killed in the raid.', 'killed,wounded', undefined, { killed: 24 }],
    ['Some two hundred and fifty miners were killed.', 'killed,wounded', undefined, { killed: 250 }],
    ['Twenty-five passengers died.', 'killed,wounded', undefined, { killed: 25 }],
    [
      'Seven backers of the jailed mayor were shot dead on Sunday.',
      'killed,wounded',
      undefined,
      { killed: 7 },
    ],
    [
      'Thirty pilgrims who had set out at dawn burned to death in their bus.',
      'killed,wounded',
      undefined,
      { killed: 30 },
    ],
    [
      'Police freed nine sailors in a raid in which two kidnappers were killed.',
      'killed,wounded',
      undefined,
      { killed: 2 },
    ],
    [
      'Grace Achieng, a judge of the high court, was shot dead outside her house.',
      'killed,wounded',
      undefined,
      { killed: 1 },
    ],
    ['Gunmen killed Samuel Mutua in Nakuru on Monday.', 'killed,wounded', undefined, { killed: 1 }],
    ['His driver was wounded in the ambush.', 'killed,wounded', undefined, { wounded: 1 }],
    ['The mayor of Kitale was assassinated on Thursday.', 'killed,wounded', undefined, { killed: 1 }],
    ['In New York the bill was killed in committee.', 'killed,wounded', undefined, {}],
    ['In Port Sudan hundreds were killed.', 'killed,wounded', undefined, {}],
    [
      'Shelling killed two women and a boy and wounded eleven.',
      'killed,wounded',
      undefined,
      { killed: 3, wounded: 11 },
    ],
    ['A nurse and the driver of the ambulance were killed.', 'killed,wounded', undefined, { killed: 2 }],
    ['All of the 14 on board were killed.', 'killed,wounded', undefined, { killed: 14 }],
    ['The governor and his driver were killed.', 'killed,wounded', undefined, { killed: 2 }],
    [
      'Two soldiers were killed and the minister said it was an ambush.',
      'killed,wounded',
      undefined,
      { killed: 2 },
    ],
  ])('who befell what: %s', (text, names, people, figures) => {
    expect(counted(text, names, people)).toEqual(figures);
  });

  it.each<[text: string, names: string, people: string | undefined, figures: Counted]>([
    [
      'Guards recaptured 12 of the 40 inmates who had dug their way out of the jail.',
      'arrested',
      'arrested',
      { arrested: 12 },
    ],
    ['The first of 200 prisoners left the jail on Monday.', 'released', 'released', {}],
    ['Of the 300 sailors held on the island, 45 were set free.', 'released', 'released', { released: 45 }],
    ["It was the second of three days of a drivers' strike.", 'workers', 'workers', {}],
    ['Eleven weeks after rebels seized them, the nurses were freed.', 'released', 'released', {}],
    ['The crew began a 36-hour walkout at midnight.', 'workers', 'workers', {}],
    ['Several hundred thousand people marched through Lagos.', 'protesters', 'protesters', {}],
    ['Half a million people marched through Lagos.', 'protesters', 'protesters', { protesters: 500000 }],
    ['A hundred protesters sat down before the ministry.', 'protesters', 'protesters', { protesters: 100 }],
    ['The warden, Ruth Wanjiru, and three guards were arrested.', 'arrested', 'arrested', { arrested: 4 }],
    ['Daniel Kimani was detained along with six others.', 'arrested', 'arrested', { arrested: 7 }],
    ['The judge remanded eight of the employees.', 'arrested', 'arrested', { arrested: 8 }],
    ['Two American cargo planes brought the freed men home.', 'released', 'released', {}],
    ['Thirty-two Kenyans were let go.', 'released', 'released', { released: 32 }],
    ['Over 1.5 million people marched in Dakar.', 'protesters', 'protesters', { protesters: 1500000 }],
    ['At half past six 8,700 teachers left the hall.', 'workers', 'workers', { workers: 8700 }],
  ])('those of a march, a strike, a jail: %s', (text, names, people, figures) => {
    expect(counted(text, names, people)).toEqual(figures);
  });

  it.each<[text: string, names: string, people: string | undefined, figures: Counted]>([
    ["The Greens won 31 of 90 seats in Sunday's ballot.", 'seats', undefined, { seats: 31 }],
    ['Members voted by 87 percent to strike.', 'votes,percent', undefined, { percent: 87 }],
    [
      'The party won 48.2 percent of the vote on a turnout of 71 percent.',
      'votes,percent',
      undefined,
      { percent: 48.2 },
    ],
    ['The deal was turned down by 53.5 per cent to 46.5.', 'votes,percent', undefined, { percent: 53.5 }],
    ['The law cuts the tax by 4 percent.', 'votes,percent', undefined, {}],
    [
      'She leads with 52.1 percent of the votes; 60 percent of ballots have been counted.',
      'votes,percent',
      undefined,
      { percent: 52.1 },
    ],
    ['The court gave him 66.7 per cent of votes.', 'votes,percent', undefined, { percent: 66.7 }],
    ['The Senate passed the bill by 62 votes to 31.', 'votes', undefined, { votes: 62 }],
    ['Three quarters of the vote went to the incumbent.', 'votes', undefined, {}],
  ])('votes and shares of them: %s', (text, names, people, figures) => {
    expect(counted(text, names, people)).toEqual(figures);
  });

  it.each<[text: string, names: string, people: string | undefined, figures: Counted]>([
    ['Soldiers fired 120-mm shells at the harbour.', 'rockets', undefined, {}],
    ['The fund pledged two and a half million dollars.', 'dollars', undefined, { dollars: 2500000 }],
    ['The bank offered $1.2bn for its rival.', 'dollars', undefined, { dollars: 1200000000 }],
    ['The bid values the brewer at €310m.', 'euros', undefined, { euros: 310000000 }],
    ['The state will pay 40 billion reais ($7.1 billion).', 'dollars', undefined, {}],
    ['The grocer offered 245p a share.', 'pence', undefined, { pence: 245 }],
    ['The loan is worth 37.7 million pounds.', 'pounds', undefined, { pounds: 37700000 }],
  ])('money and weapons: %s', (text, names, people, figures) => {
    expect(counted(text, names, people)).toEqual(figures);
  });

  it.each<[text: string, names: string, people: string | undefined, figures: Counted]>([
    ['By nightfall 64 were missing.', 'missing', undefined, { missing: 64 }],
    [
      'Nineteen people are still unaccounted for after the landslide.',
      'killed,missing',
      undefined,
      { missing: 19 },
    ],
    [
      'The bodies of 14 miners were brought up, and 8 have not been found.',
      'killed,missing',
      undefined,
      { killed: 14, missing: 8 },
    ],
    [
      'There are 51 dead and 17 missing at the quarry.',
      'killed,missing',
      undefined,
      { killed: 51, missing: 17 },
    ],
    ['Rescuers count 7 dead and 9 disappeared.', 'killed,missing', undefined, { killed: 7, missing: 9 }],
    ['A trawler with two sailors disappeared off Iceland.', 'missing', undefined, {}],
  ])('those missing: %s', (text, names, people, figures) => {
    expect(counted(text, names, people)).toEqual(figures);
  });

  it.each<[text: string, names: string, people: string | undefined, figures: Counted]>([
    ['Forty soldiers have left the island.', 'left,troops', undefined, { left: 40 }],
    ['By Friday 900 had got out of the valley.', 'left,troops', undefined, { left: 900 }],
    ['Some 120 soldiers will stay at the base.', 'left,troops', undefined, { troops: 120 }],
    ['Of the 2,000 peacekeepers, 650 have flown home.', 'left,troops', undefined, { left: 650 }],
    ['Thirty Danish observers arrived in the valley.', 'troops,observers', undefined, { observers: 30 }],
  ])('those who left and those who stay: %s', (text, names, people, figures) => {
    expect(counted(text, names, people)).toEqual(figures);
  });
});
