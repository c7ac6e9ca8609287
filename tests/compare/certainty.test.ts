import { describe, expect, it } from 'vitest';
import { mentionsOf } from '../../src/compare/mention.ts';
import { countryNames, indexNames } from '../../src/compare/names.ts';
import { readArticle } from '../../src/compare/read.ts';
import type { Certainty } from '../../src/model/event.ts';
import { articleOf, lexicon } from './watch.ts';

const names = indexNames(countryNames(lexicon));
/** Thursday. */
const PUBLISHED = '2024-02-15';

function certaintyOf(sentence: string): Certainty | undefined {
  const article = articleOf('Something else altogether', PUBLISHED, [sentence]);
  const [told] = mentionsOf(readArticle(article, PUBLISHED, lexicon, names), lexicon);
  return told?.toldAs;
}

const TOLD: Readonly<Record<string, Readonly<Partial<Record<Certainty, readonly string[]>>>>> = {
  'a plan announced on a day that is over, with nothing to come, has happened': {
    happened: [
      'The bakers and the mills will sit down together once more, the mediator announced on Tuesday.',
      'Troops will be sent to guard the reservoir under a decree that the cabinet passed on Monday.',
      'The airline said on Wednesday that it would dismiss 400 of its cabin staff.',
      'Two officers are to be investigated over the fire, the prosecutor announced on Tuesday.',
      'The lake will be closed to all trawlers, the fisheries minister told reporters on Monday.',
      'The museum would give back the nine bronzes, its director wrote on Monday.',
    ],
    planned: [
      'Four captives will be freed on Saturday, the mediator announced on Tuesday.',
      'Troops will be sent to the reservoir next week, the minister said on Monday.',
      'The envoy said on Wednesday that the document would be signed on 1 March.',
      'The prisoners will be let go as soon as the list has been checked, the envoy said on Tuesday.',
      'Two hundred prisoners will be let go within days, the governor said on Monday.',
      'The two ministers will meet soon, the palace said on Tuesday.',
      'The statue will be taken down on Friday.',
      'Dockers in Trieste will walk out on Monday for two days, their union said on Wednesday.',
    ],
  },
  'an intention is planned, whatever day it was told on': {
    planned: [
      'The guild of bakers intends to go on strike, it announced on Tuesday.',
      'Engineers plan to lower the arch on to its piers.',
      'The province means to build a canal along the ridge, its governor said on Monday.',
      'About 300 marines are going to remain on the island, a navy officer said on Tuesday.',
      'The opposition wants to march on the stadium, its leader said on Sunday.',
      'The regulator is expected to fine the bank, two newspapers wrote on Wednesday.',
      'The pope is due to sign the document in Malta.',
      'The mutineers are set to be tried in the capital.',
      'The employers intend to table a new offer on Friday.',
    ],
    happened: [
      'Hundreds of farmers marched on Tuesday against a plan to flood the valley.',
      'The minister resigned on Wednesday over plans to sell the port.',
    ],
  },
  'what is called for a day to come is planned': {
    planned: [
      'The nurses have called a strike for 1 March.',
      'The miners announced a strike for 17 March.',
      'The judge has summoned the two bankers for Monday.',
      'The armistice, a delegate confirmed on Wednesday, would begin on Monday.',
      'The ceasefire, the envoy explained on Tuesday, would take effect on Friday at noon.',
      'On 4 March the two delegations will sit down in Tunis for their third round.',
      'Parliament is to meet on Saturday.',
      'The mediators will present a new offer on Saturday.',
      'The creditors will reject the terms at a meeting on Monday.',
    ],
    happened: [
      'The nurses called off on Wednesday the strike that they had called for 1 March.',
      'The union has put forward an offer that would end the strike on Monday.',
      'The election date was set on Tuesday: it will be 17 March.',
    ],
  },
  'what was done before something to come has happened': {
    happened: [
      'The senator has withdrawn from the election of 3 March.',
      'The ministry sent thirty monitors to the islands ahead of the election of 3 March.',
      'The guards were told to keep out of sight until the election on 3 March.',
    ],
  },
  'an extension, a suspension and a postponement are done when they are announced': {
    happened: [
      'The ceasefire between the clans will be extended until 1 March, the elders announced.',
      'The truce will be prolonged by two weeks from Saturday, both armies said.',
      'The talks will be suspended from Monday, the chief negotiator said.',
      'The rebels said that their truce would end on Sunday.',
      'The withdrawal of the garrison will be put off until April, the general said.',
    ],
  },
  'a bare claim is claimed': {
    claimed: [
      'The militia claimed on Tuesday that its drones had struck the barracks.',
      'Two soldiers were captured at the ford, the armed wing of the movement claimed.',
      'The fleet had been driven back, the junta asserted on Monday after its planes bombed the harbour.',
      'An army convoy was attacked near the dam, which the government would not confirm.',
      'A drone hit the refinery on Monday, residents said; the company has not commented.',
      'Gunmen shot dead the consul, a website wrote, but neither the police nor the embassy would comment.',
      'The general was arrested on Tuesday, according to a person familiar with the case.',
      'The army accused the rebels of shelling the hospital on Monday.',
      'The village was shelled from the Ruvian side on Tuesday.',
      'A warlord was reportedly killed in a raid on Monday.',
      'The envoy was allegedly detained at the border on Tuesday.',
    ],
    happened: [
      'A splinter group claimed responsibility for the bomb that killed six people in the market.',
      'The floods claimed 40 lives on Tuesday.',
      'The quake claimed the lives of nine miners.',
      'The police confirmed that a bomb killed four people on Tuesday.',
      'The tribunal said that it would not comment, and jailed the editor on Tuesday.',
    ],
  },
  'what observers tell of a broken truce has happened': {
    happened: [
      'The ceasefire was violated eleven times on Monday, the observers said.',
      'Shelling resumed hours after the truce came into force, residents said.',
      'The truce broke down on Tuesday, the mediators reported.',
      'The president told his generals to go back to war, and the ceasefire is over.',
    ],
    claimed: [
      'The rebels accused the army of violating the truce on Monday.',
      'The army broke the ceasefire in three places, the rebels claimed.',
    ],
  },
  'what is plainly told has happened': {
    happened: [
      'A court jailed the former mayor for six years on Tuesday.',
      'Four people were killed on Monday when a lorry ran into a bus, police said.',
      'The two sides signed the agreement in Oran on Wednesday.',
      'The minister is to stay in prison, a judge ruled on Tuesday.',
    ],
    denied: [
      'The garrison has not withdrawn from the pass.',
      'No hostages were released on Monday.',
      'The general was not arrested, his lawyer said on Tuesday.',
    ],
  },
};

describe('how certain a sentence tells an event', () => {
  for (const [behaviour, told] of Object.entries(TOLD))
    for (const [certainty, sentences] of Object.entries(told))
      it.each(sentences)(`${behaviour}: ${certainty} in "%s"`, (sentence) => {
        expect(certaintyOf(sentence)).toBe(certainty);
      });
});
