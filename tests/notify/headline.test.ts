import { describe, expect, test } from 'vitest';
import { withHeadlines } from '../../src/jobs/headlines.ts';
import type { Development } from '../../src/model/development.ts';
import { resumed } from './samples.ts';

interface Told {
  readonly sentence: string;
  readonly given: string;
  readonly title?: string;
  readonly place?: readonly string[];
  readonly weight?: number;
  readonly start?: number;
}

function toldBy({ sentence, given, title = 'The day in short', ...rest }: Told, id: string): Development {
  const base = { ...resumed, id, headline: given };
  const { place = [], weight = 1, start = 0 } = rest;
  return {
    ...base,
    ...{ weight, evidence: { text: sentence, start, end: start + sentence.length } },
    article: { ...base.article, title },
    event: { ...base.event, place },
  };
}

function headlineOf(told: Told): string | undefined {
  return withHeadlines([toldBy(told, 'one')])[0]?.headline;
}

describe('a headline', () => {
  test('stays as it was given where nothing is wrong with it', () => {
    const sentence = 'The ferry company and its crews agreed on a new timetable on Friday, the port said.';
    const given = 'The ferry company and its crews agreed on a new timetable';
    expect(headlineOf({ sentence, given })).toBe(given);
  });

  test('is the verb of its subject, and not of what hangs on it', () => {
    const sentence = 'Two panels set up when the dam was built reported on the cracks in its wall.';
    const given = 'The dam was built reported on the cracks in its wall';
    expect(headlineOf({ sentence, given })).toBe('Two panels reported on the cracks in its wall');
  });

  test.each([
    [
      'what is put in before its object',
      'The harbour agreed to build, together with two banks, a pier for ferries.',
      'The harbour agreed to build, together with two banks',
      'The harbour agreed to build a pier for ferries',
    ],
    [
      'who it is, between a subject and its verb',
      'The head of the ferry company, Ada Byron, accused the port of hiding the report.',
      'The head of the ferry company, Ada Byron, accused the port',
      'The head of the ferry company accused the port of hiding the report',
    ],
    [
      'a mark of a list, and what stands in brackets',
      '• Some 300 people (of whom 40 are children) have been brought to the school.',
      '• Some 300 people (of whom 40 are children) have been brought',
      'Some 300 people have been brought to the school',
    ],
  ])('leaves out %s', (_, sentence, given, headline) => {
    expect(headlineOf({ sentence, given })).toBe(headline);
  });

  test.each([
    [
      'a subject whose verb follows',
      'The ferries will be sold and the pier in the old town will be closed on 3 May.',
      'The ferries will be sold and the pier',
      'The ferries will be sold and the pier in the old town will be closed on 3 May',
    ],
    [
      'an auxiliary',
      'The bank was declared failing on Sunday; the town council has since lent it a million.',
      'The bank was declared failing on Sunday; the town council has',
      'The bank was declared failing on Sunday',
    ],
    [
      'when, and not what',
      'The port is ready to begin talks on when and where the ferry is to be raised, its office said.',
      'The port is ready to begin talks',
      'The port is ready to begin talks on when and where the ferry is to be raised',
    ],
  ])('does not end before its end: %s', (_, sentence, given, headline) => {
    expect(headlineOf({ sentence, given })).toBe(headline);
  });

  test.each([
    [
      'hangs on a condition',
      'They would speak of it when the strike went on, the minister said.',
      'The strike went on',
    ],
    [
      'begins with "which"',
      'The port paid ten million, which leaves two banks without money.',
      'Which leaves two banks without money',
    ],
    [
      'has a hole',
      'The pier is to be closed by next Monday, June 5, the port said.',
      'The pier is to be closed by, June 5',
    ],
    [
      'is of two halves',
      'The ferries stop at once, and on Monday, when the pier is closed, the bus takes their place.',
      'The ferries stop the bus takes their place',
    ],
  ])('is never one that %s', (_, sentence, given) => {
    expect(headlineOf({ sentence, given })).not.toContain(given);
  });

  test('is said by who says it, and not by who is named before', () => {
    const sentence =
      'Prices of fish rose on Friday after the harbour board said that the storm was closing the port.';
    expect(headlineOf({ sentence, given: 'Fish dearer - why?' })).toBe(
      'The storm was closing the port, the harbour board said',
    );
  });

  test('has the office before a name alone where the name would push the verb out of sight', () => {
    const sentence = 'Transport Minister Wilhelmina Featherstone blamed the storm for both accidents.';
    expect(headlineOf({ sentence, given: 'Transport Minister Wilhelmina Featherstone blamed' })).toBe(
      'Transport Minister blamed the storm for both accidents',
    );
  });

  test('has the place of those who act before them', () => {
    const sentence = 'Councillors in Westhaven voted on Monday to close the old pier to all ferries.';
    const given = 'Councillors voted to close the old pier to all ferries';
    expect(headlineOf({ sentence, given, place: ['Westhaven'] })).toBe(`Westhaven: ${given}`);
  });

  describe('whose subject would push the verb out of sight', () => {
    test.each([
      [
        'is without articles',
        'The captain of the ferry of the northern line was found on Friday.',
        'The captain of the ferry of the northern line was found on Friday',
        'Captain of ferry of northern line was found on Friday',
      ],
      [
        'keeps the article of a part',
        'The owners of two of the long grey harbour ferries signed the charter on Friday.',
        'The owners of two of the long grey harbour ferries signed the charter',
        'The owners of two of the long grey harbour ferries signed the charter',
      ],
      [
        'has long names in short',
        'A conference of the United Nations on fishing closed the old pier on Friday.',
        'A conference of the United Nations on fishing closed the old pier',
        'A conference of UN on fishing closed the old pier',
      ],
      [
        'has no offices where several are named',
        'Governor Featherstone and Prime Minister Byron opened the new pier on Friday.',
        'Governor Featherstone and Prime Minister Byron opened the new pier',
        'Featherstone and Byron opened the new pier',
      ],
    ])('%s', (_, sentence, given, wanted) => {
      expect(headlineOf({ sentence, given })).toBe(wanted);
    });
  });

  test('has its place first where a phone would show neither verb nor place', () => {
    const title = 'Long strike of the ferry crews and their captains ends in Westhaven as a storm comes';
    const sentence =
      'The crews of the ferries and their captains ended a long strike in Westhaven on Friday.';
    expect(headlineOf({ sentence, given: title, title, place: ['Westhaven'] })).toBe(
      'Westhaven: Long strike of the ferry crews and their captains ends as a storm comes',
    );
  });

  test('does not end before what "the one" is told by', () => {
    const sentence = 'The harbour board is the one which decides on new ferries, the mayor said.';
    expect(headlineOf({ sentence, given: 'The harbour board is the one' })).toBe(
      'The harbour board is the one which decides on new ferries, the mayor said',
    );
  });

  test('goes on to where the phrase ends', () => {
    const sentence =
      'The mayor brought the bus drivers and the owners together on Monday, and both sides shook hands.';
    const given = 'The mayor brought the bus drivers';
    expect(headlineOf({ sentence, given })).toMatch(
      /^The mayor brought the bus drivers and the owners together/,
    );
  });

  test('never drops a sentence’s "neither": what did not happen is not told as if it had', () => {
    const sentence =
      'Neither before nor during the fire, as the harbour office found, was there anybody on the quay.';
    const given = 'As the harbour office found was there anybody on the quay';
    expect(headlineOf({ sentence, given })).toMatch(/^Neither before nor during the fire/);
  });

  test('says who said it where it takes words out of somebody’s mouth', () => {
    const sentence =
      'Three sources within the shipyard, which builds tugs, said the crane had been sold to a company abroad.';
    const given = 'Shipyard to close - what we know?';
    expect(headlineOf({ sentence, given })).toBe(
      'The crane had been sold to a company abroad, three sources said',
    );
  });

  test('of an event by its name has its day, so that the next of its kind has another', () => {
    const sentence = 'Opening of the round in Norland on Sunday came after a week of protests.';
    expect(headlineOf({ sentence, given: 'Talks begin in Norland', place: ['Norland'] })).toBe(
      'Talks begin in Norland, 11 February',
    );
  });

  test('never tells what somebody denies, and names who promises', () => {
    const denied = 'The port denied that the crane had been sold to a company abroad.';
    expect(headlineOf({ sentence: denied, given: 'The crane had been sold to a company abroad' })).toMatch(
      /^The port denied that the crane had been sold/,
    );
    const promised = 'The mayor has promised that the bridge will be rebuilt, without saying when.';
    expect(headlineOf({ sentence: promised, given: 'The bridge will be rebuilt' })).toMatch(
      /^The mayor has promised that the bridge will be rebuilt|, the mayor has promised$/,
    );
  });

  test.each([
    [
      'In Oslo, the minister met the leaders of the fishermen on Friday.',
      'The minister met the leaders of the fishermen',
      [],
      'Oslo: Minister met the leaders of the fishermen',
    ],
    [
      'The air force struck more than forty depots in Norland.',
      'The air force struck more than forty depots in Norland',
      ['Norland'],
      'Norland: Air force struck more than forty depots',
    ],
    [
      'A drone fired at a lorry in Norland, a spokesman said.',
      'A drone fired at a lorry in Norland',
      ['Norland'],
      'A drone fired at a lorry in Norland',
    ],
    [
      'In March, the minister met the leaders of the fishermen.',
      'The minister met the leaders of the fishermen',
      [],
      'The minister met the leaders of the fishermen',
    ],
  ])('puts the place where a phone shows it: %j', (sentence, given, place, told) => {
    expect(headlineOf({ sentence, given, place })).toBe(told);
  });
});

describe('the headlines of one article', () => {
  const title = 'Crews and company settle the ferry strike';

  test('differ: the first sentence has the title, the next its own words', () => {
    const lead = 'The ferry company and its crews settled their strike on Friday.';
    const next = 'The first boat will leave the harbour of Norland on Monday morning.';
    const [second, first] = withHeadlines([
      toldBy({ sentence: next, given: title, title, start: 200 }, 'second'),
      toldBy({ sentence: lead, given: title, title }, 'first'),
    ]);
    expect(first?.headline).toBe(title);
    expect(second?.headline).toMatch(/^The first boat will leave the harbour of Norland/);
  });

  test('of two facts read in one sentence the weightier has the bare words', () => {
    const told = { sentence: 'Crews and company settled.', given: 'Crews and company settled', start: 5 };
    const [light, heavy] = withHeadlines([
      toldBy({ ...told, weight: 0.5 }, 'a'),
      toldBy({ ...told, weight: 1 }, 'b'),
    ]);
    expect(heavy?.headline).toBe('Crews and company settled');
    expect(light?.headline).not.toBe(heavy?.headline);
  });

  test('of two that go by the article’s title, the second says what it tells of it', () => {
    const title = 'Rivals sign harbour treaty';
    const [, second] = withHeadlines([
      toldBy({ sentence: 'The rivals signed a treaty on the harbour.', given: title, title }, 'a'),
      toldBy(
        { sentence: 'Their mayors then opened the new pier together.', given: title, title, start: 60 },
        'b',
      ),
    ]);
    expect(second?.headline).toBe(
      'Rivals sign harbour treaty: their mayors then opened the new pier together',
    );
  });

  test('are made of what is no sentence too, and soon', () => {
    const odd = [
      '',
      '😀'.repeat(40),
      'a'.repeat(5_000),
      'which said that '.repeat(2_000),
      'قال الوزير إن المحادثات استؤنفت في بغداد',
      '<b>Talks</b> & "more" <script>alert(1)</script>',
      'They said they had said that it was said, and he said it was.',
    ];
    const told = withHeadlines(
      odd.map((text, at) => toldBy({ sentence: text, given: text.slice(0, 90), start: at }, `v${at}`)),
    );
    expect(told.map(({ headline }) => headline.length < 160)).toEqual(odd.map(() => true));
    expect(new Set(told.map(({ headline }) => headline)).size).toBe(odd.length);
  });
});
