import { describe, expect, test } from 'vitest';
import { score } from '../../src/eval/score.ts';
import { AppError } from '../../src/model/errors.ts';
import {
  alert,
  day,
  distractor,
  EVENTS,
  event,
  lines,
  reports,
  SENTENCES,
  story,
  telling,
  tells,
} from './dock-strike.ts';

type Verdict = ReturnType<typeof score>['verdicts'][number];

function verdictsOf(...args: Parameters<typeof score>) {
  return score(...args).verdicts.map((verdict: Verdict) =>
    'event' in verdict
      ? `${verdict.article} ${verdict.verdict} ${verdict.event}`
      : `${verdict.article} noise`,
  );
}

const walkoutTold = story([tells(reports('walkout', 'walkout'))]);

describe('an alert matches an event', () => {
  test('where its evidence overlaps a labelled sentence, whatever its type and date', () => {
    const vague = alert({ evidence: 'walked out at dawn', type: 'statement', date: null });
    expect(verdictsOf(walkoutTold, lines(walkoutTold, [[vague]]))).toEqual(['1.md gain walkout']);
  });

  test('where its evidence holds a labelled sentence and more', () => {
    const wide = alert({ evidence: `${SENTENCES.walkout} ${SENTENCES.injured}` });
    expect(verdictsOf(walkoutTold, lines(walkoutTold, [[wide]]))).toEqual(['1.md gain walkout']);
  });

  test('not where its evidence is the sentence beside the labelled one', () => {
    const beside = alert({ evidence: SENTENCES.injured });
    expect(verdictsOf(walkoutTold, lines(walkoutTold, [[beside]]))).toEqual(['1.md noise']);
  });

  test.each([
    ['the day before', '2031-03-02', 'gain walkout'],
    ['the day after', '2031-03-04', 'gain walkout'],
    ['two days after', '2031-03-05', 'noise'],
  ])('of its root without its evidence when dated %s: %s gives %s', (_, on, verdict) => {
    const sameRoot = alert({ type: 'protest', date: day(on) });
    expect(verdictsOf(walkoutTold, lines(walkoutTold, [[sameRoot]]))).toEqual([`1.md ${verdict}`]);
  });

  test('not of another root without its evidence, though the dates agree', () => {
    const otherRoot = alert({ type: 'strike', date: EVENTS.walkout.date });
    expect(verdictsOf(walkoutTold, lines(walkoutTold, [[otherRoot]]))).toEqual(['1.md noise']);
  });

  test('not without its evidence when either has no date', () => {
    const undated = alert({ type: 'walkout', date: null });
    expect(verdictsOf(walkoutTold, lines(walkoutTold, [[undated]]))).toEqual(['1.md noise']);
    const offer = story([tells(reports('offer', 'talks'))]);
    const dated = alert({ type: 'offer_made', date: day('2031-03-01') });
    expect(verdictsOf(offer, lines(offer, [[dated]]))).toEqual(['1.md noise']);
    expect(verdictsOf(offer, lines(offer, [[alert({ type: 'offer_made' })]]))).toEqual(['1.md noise']);
  });

  test.each([
    ['2031-03-05', '2031-03-09', 'gain picket'],
    ['2031-03-01', '2031-03-31', 'gain picket'],
    ['2031-03-14', '2031-03-20', 'noise'],
  ])('dated by a range when the ranges come within a day of each other: %s to %s', (from, to, verdict) => {
    const picket = event('picket', { type: 'protest', date: { from: '2031-03-10', to: '2031-03-12' } });
    const ranged = story([tells(reports('picket', 'walkout'))], [picket]);
    const told = alert({ type: 'protest', date: { from, to } });
    expect(verdictsOf(ranged, lines(ranged, [[told]]))).toEqual([`1.md ${verdict}`]);
  });

  test('not where another article reports it', () => {
    const two = story([tells(reports('walkout', 'walkout')), tells(reports('talks', 'talks'))]);
    const elsewhere = telling('walkout', 'walkout');
    expect(verdictsOf(two, lines(two, [[], [elsewhere]]))).toEqual(['2.md noise']);
  });
});

describe('a gain', () => {
  test('is an event told in the first article that reports it', () => {
    const { rates, counts, missed } = score(
      walkoutTold,
      lines(walkoutTold, [[telling('walkout', 'walkout')]]),
    );
    expect(counts).toMatchObject({ alerts: 1, developments: 1, gains: 1 });
    expect(rates).toMatchObject({ precision: 1, recall: 1, f1: 1, repeatRate: 0, knownLeak: 0, noise: 0 });
    expect(missed).toEqual([]);
  });

  test('is an event told only by a later article that reports it', () => {
    const twice = story([tells(reports('walkout', 'walkout')), tells(reports('walkout', 'walkout'))]);
    expect(verdictsOf(twice, lines(twice, [[], [telling('walkout', 'walkout')]]))).toEqual([
      '2.md gain walkout',
    ]);
  });

  test('is a marked change besides the event itself', () => {
    const grows = story([
      tells(reports('injured', 'injured')),
      tells(reports('injured', 'injured', { change: 'update', figures: { wounded: 5 } })),
    ]);
    const update = telling('injured', 'injured', { kind: 'update', figures: { wounded: 5 } });
    const { counts, rates } = score(grows, lines(grows, [[telling('injured', 'injured')], [update]]));
    expect(counts).toMatchObject({ developments: 2, gains: 2 });
    expect(rates.figuresEqual).toBe(1);
  });

  test('is a marked change told only by a later article', () => {
    const grows = story([
      tells(reports('injured', 'injured')),
      tells(reports('injured', 'injured', { change: 'update', figures: { wounded: 5 } })),
      tells(reports('injured', 'injured')),
    ]);
    const late = telling('injured', 'injured', { kind: 'update', figures: { wounded: 5 } });
    const { verdicts } = score(grows, lines(grows, [[telling('injured', 'injured')], [], [late]]));
    expect(verdicts[1]).toMatchObject({ verdict: 'gain', article: '3.md', figures: true });
  });

  test('is no marked change before the article that marks it', () => {
    const grows = story([
      tells(reports('injured', 'injured')),
      tells(reports('injured', 'injured')),
      tells(reports('injured', 'injured', { change: 'update' })),
    ]);
    const early = telling('injured', 'injured', { kind: 'update' });
    expect(verdictsOf(grows, lines(grows, [[telling('injured', 'injured')], [early]]))).toEqual([
      '1.md gain injured',
      '2.md repeat injured',
    ]);
  });

  test('a change marked at the first report is one development, not two', () => {
    const claimed = story([tells(reports('injured', 'injured', { change: 'confirmed' }))]);
    expect(score(claimed, lines(claimed, [[]])).missed).toEqual([
      { article: '1.md', event: 'injured', kind: 'confirmed', gist: 'injured' },
    ]);
  });
});

describe('one alert tells one development', () => {
  test('though two stand in its sentence', () => {
    const both = story([tells(reports('walkout', 'walkout'), reports('injured', 'walkout'))]);
    const { counts } = score(both, lines(both, [[telling('walkout', 'walkout')]]));
    expect(counts).toMatchObject({ alerts: 1, gains: 1, developments: 2 });
  });

  test('and two alerts on a shared sentence tell both, each its own type', () => {
    const both = story([tells(reports('walkout', 'walkout'), reports('injured', 'walkout'))]);
    const alerts = [telling('injured', 'walkout'), telling('walkout', 'walkout')];
    expect(verdictsOf(both, lines(both, [alerts]))).toEqual(['1.md gain injured', '1.md gain walkout']);
  });

  test('and makes way for an alert that could tell no other', () => {
    const both = story([tells(reports('walkout', 'walkout'), reports('injured', 'injured'))]);
    const wide = alert({ evidence: `${SENTENCES.walkout} ${SENTENCES.injured}`, type: 'walkout' });
    const narrow = alert({ evidence: SENTENCES.walkout, type: 'statement' });
    expect(verdictsOf(both, lines(both, [[wide, narrow]]))).toEqual([
      '1.md gain injured',
      '1.md gain walkout',
    ]);
  });

  test('the one not told yet rather than the one it fits better', () => {
    const two = story([
      tells(reports('walkout', 'walkout')),
      tells(reports('walkout', 'walkout'), reports('injured', 'walkout')),
    ]);
    const again = telling('walkout', 'walkout');
    expect(verdictsOf(two, lines(two, [[again], [again]]))).toEqual([
      '1.md gain walkout',
      '2.md gain injured',
    ]);
  });

  test("the article's own change rather than an older one, and of its own kind before any other", () => {
    const changes = story([
      tells(reports('injured', 'injured')),
      tells(reports('injured', 'injured', { change: 'update', figures: { wounded: 3 } })),
      tells(reports('injured', 'injured', { change: 'update', figures: { wounded: 5 } })),
    ]);
    const update = telling('injured', 'injured', { kind: 'update', figures: { wounded: 5 } });
    const { missed } = score(changes, lines(changes, [[], [], [update]]));
    expect(missed.map(({ article, kind }) => `${article} ${kind}`)).toEqual(['1.md new', '2.md update']);
    const anew = telling('injured', 'injured');
    expect(score(changes, lines(changes, [[], [], [anew]])).missed.map(({ kind }) => kind)).toEqual([
      'update',
      'update',
    ]);
  });
});

describe('what is not a gain', () => {
  test('a development told before is a repeat', () => {
    const twice = story([tells(reports('walkout', 'walkout')), tells(reports('walkout', 'walkout'))]);
    const again = telling('walkout', 'walkout');
    const { rates } = score(twice, lines(twice, [[again], [again]]));
    expect(rates).toMatchObject({ precision: 0.5, recall: 1, repeatRate: 0.5 });
  });

  test('a second alert on one development in the same article is a repeat', () => {
    const twin = telling('walkout', 'walkout');
    expect(verdictsOf(walkoutTold, lines(walkoutTold, [[twin, twin]]))).toEqual([
      '1.md gain walkout',
      '1.md repeat walkout',
    ]);
  });

  test('an event that the dossier holds is known, and never a development', () => {
    const held = story([tells(reports('walkout', 'walkout'))], [{ ...EVENTS.walkout, held: true }]);
    const { rates, counts } = score(held, lines(held, [[telling('walkout', 'walkout')]]));
    expect(counts).toMatchObject({ developments: 0, known: 1 });
    expect(rates).toMatchObject({ precision: 0, recall: null, knownLeak: 1 });
  });

  test('a change to an event that the dossier holds is a development all the same', () => {
    const label = reports('injured', 'injured', { change: 'update', figures: { wounded: 5 } });
    const held = story(
      [tells(reports('injured', 'injured')), tells(label)],
      [{ ...EVENTS.injured, held: true }],
    );
    const alerts = [[telling('injured', 'injured')], [telling('injured', 'injured', { kind: 'update' })]];
    expect(verdictsOf(held, lines(held, alerts))).toEqual(['1.md known injured', '2.md gain injured']);
  });

  test('an event told as background is known, even one the dossier does not hold', () => {
    const history = story([{ relevant: true, reports: [], background: ['walkout'] }]);
    const { counts } = score(history, lines(history, [[telling('walkout', 'walkout')]]));
    expect(counts).toMatchObject({ developments: 0, known: 1, alerts: 1 });
  });

  test('an alert that matches nothing is noise', () => {
    expect(verdictsOf(walkoutTold, lines(walkoutTold, [[alert({})]]))).toEqual(['1.md noise']);
  });

  test('any alert in a distractor is noise, though another article reports just that', () => {
    const two = story([tells(reports('walkout', 'walkout')), distractor]);
    expect(verdictsOf(two, lines(two, [[], [telling('walkout', 'walkout')]]))).toEqual(['2.md noise']);
  });
});

describe('silence', () => {
  const stream = story([
    tells(reports('walkout', 'walkout')),
    tells(reports('walkout', 'walkout')),
    { relevant: true, reports: [], background: ['walkout'] },
    distractor,
  ]);

  test('is the share of articles with nothing to tell that raised nothing', () => {
    const { rates } = score(stream, lines(stream, [[], [telling('walkout', 'walkout')], [], [alert({})]]));
    expect(rates.silence).toBeCloseTo(1 / 3);
  });

  test('is whole for who sends nothing, whose recall is 0 and precision none', () => {
    expect(score(stream, lines(stream, [])).rates).toMatchObject({
      silence: 1,
      recall: 0,
      precision: null,
      f1: 0,
      grounded: null,
    });
  });

  test('is not asked for where every article has something to tell', () => {
    expect(score(walkoutTold, lines(walkoutTold, [])).rates.silence).toBeNull();
  });
});

describe('the gate', () => {
  test('is the F1 of relevant as a yes or no', () => {
    const stream = story([tells(), tells(), tells(), distractor]);
    const { rates } = score(stream, lines(stream, [], [true, true, false, true]));
    expect(rates.gateF1).toBeCloseTo(2 / 3);
  });
});

describe('of a gain', () => {
  const told = (rest: Parameters<typeof telling>[2]) => {
    const { rates } = score(walkoutTold, lines(walkoutTold, [[telling('walkout', 'walkout', rest)]]));
    return rates;
  };

  test('the type is right when it is the same, not the same root alone', () => {
    expect(told({}).typeRight).toBe(1);
    expect(told({ type: 'protest' }).typeRight).toBe(0);
  });

  test.each([
    [day('2031-03-02'), 1],
    [day('2031-03-04'), 1],
    [day('2031-03-05'), 0],
    [{ from: '2031-03-02', to: '2031-03-04' }, 1],
    [{ from: '2031-03-01', to: '2031-03-31' }, 0],
    [null, 0],
  ])('the date %j is right by whether all its days lie within one of the labelled date', (date, share) => {
    expect(told({ date }).dateRight).toBe(share);
  });

  test('no date is right where no report gives one', () => {
    const offer = story([tells(reports('offer', 'talks'))]);
    expect(score(offer, lines(offer, [[telling('offer', 'talks')]])).rates.dateRight).toBe(1);
    const guess = telling('offer', 'talks', { date: day('2031-03-01') });
    expect(score(offer, lines(offer, [[guess]])).rates.dateRight).toBe(0);
  });

  test('the certainty is that of the event, and of a denial or confirmation its own', () => {
    expect(told({ certainty: 'planned' }).certaintyRight).toBe(0);
    const claimed = [{ ...EVENTS.injured, certainty: 'claimed' as const }];
    const denied = story(
      [tells(reports('injured', 'injured')), tells(reports('injured', 'injured', { change: 'denied' }))],
      claimed,
    );
    const claim = telling('injured', 'injured', { certainty: 'claimed' });
    const denial = telling('injured', 'injured', { kind: 'denied', certainty: 'denied' });
    expect(score(denied, lines(denied, [[claim], [denial]])).rates.certaintyRight).toBe(1);
    expect(
      score(denied, lines(denied, [[claim], [{ ...denial, certainty: 'claimed' }]])).rates.certaintyRight,
    ).toBe(0.5);
  });

  test('the figures are equal when names and values all are', () => {
    const hurt = story([tells(reports('injured', 'injured'))]);
    const shareOf = (figures: Record<string, number>) =>
      score(hurt, lines(hurt, [[telling('injured', 'injured', { figures })]])).rates.figuresEqual;
    expect(shareOf({ wounded: 2 })).toBe(1);
    expect(shareOf({ wounded: 3 })).toBe(0);
    expect(shareOf({ wounded: 2, killed: 1 })).toBe(0);
    expect(shareOf({})).toBe(0);
  });

  test('the figures of a change may be its own alone or with those known before', () => {
    const grows = story([
      tells(reports('injured', 'injured')),
      tells(reports('injured', 'injured', { change: 'update', figures: { killed: 1 } })),
    ]);
    const shareOf = (figures: Record<string, number>) =>
      score(grows, lines(grows, [[], [telling('injured', 'injured', { kind: 'update', figures })]])).rates
        .figuresEqual;
    expect(shareOf({ killed: 1 })).toBe(1);
    expect(shareOf({ killed: 1, wounded: 2 })).toBe(1);
    expect(shareOf({ wounded: 2 })).toBe(0);
  });
});

describe('grounded', () => {
  test('is the share of alerts whose evidence stands in the article word for word', () => {
    const alerts = [
      telling('walkout', 'walkout'),
      telling('walkout', 'walkout', { evidence: 'Dockers walked out.' }),
    ];
    const { rates } = score(walkoutTold, lines(walkoutTold, [alerts]));
    expect(rates.grounded).toBe(0.5);
  });

  test('an alert without evidence is not', () => {
    expect(score(walkoutTold, lines(walkoutTold, [[alert({ evidence: '' })]])).rates.grounded).toBe(0);
  });
});

describe('a replay that is not of the stream', () => {
  test('is refused, naming the article without a line', () => {
    expect(() => score(walkoutTold, [])).toThrow(AppError);
    expect(() => score(walkoutTold, [])).toThrow('none for 1.md');
    const [line] = lines(walkoutTold, []);
    expect(() => score(walkoutTold, line ? [line, line] : [])).toThrow('more than one');
  });
});
