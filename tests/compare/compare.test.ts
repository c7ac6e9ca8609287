import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { applyChange, foundDossier } from '../../src/compare/dossier.ts';
import { articleText } from '../../src/model/article.ts';
import { articleOf, baseline, lexicon, NOW, watch } from './watch.ts';

const dossier = foundDossier(watch, lexicon);

const started = articleOf('Kenya and Uganda open talks on lake dam in Kampala', '2025-03-17', [
  'KAMPALA, March 17 - Talks between Kenya and Uganda on the dam on Lake Victoria began in Kampala on Monday, the Ugandan foreign ministry said.',
  'Two people had been killed near Migingo island on 5 March, when police fired on fishermen.',
]);

describe('compare', () => {
  it('tells what the dossier does not hold, with the sentence that says so', () => {
    const { relevant, developments } = compare(dossier, started, NOW);
    expect(relevant).toBe(true);
    expect(developments.map(({ event }) => event.type)).toEqual(['talks_started']);
    const [told] = developments;
    expect(told?.event.date).toEqual({ from: '2025-03-17', to: '2025-03-17' });
    expect(told?.why.length).toBeGreaterThan(0);
  });

  it('quotes evidence that stands in the article at its offsets', () => {
    for (const { evidence } of compare(dossier, started, NOW).developments) {
      expect(articleText(started).slice(evidence.start, evidence.end)).toBe(evidence.text);
    }
  });

  it('decides for one watch as if no other had read the article before', () => {
    const { names: _, ...less } = watch;
    const other = foundDossier({ ...less, id: 'other', names: [] }, lexicon);
    const alone = [other, dossier].map((one) => compare(one, structuredClone(started), NOW));
    const shared = [other, dossier].map((one) => compare(one, started, NOW));
    expect(shared.map(({ developments, withheld, change }) => [developments, withheld, change])).toEqual(
      alone.map(({ developments, withheld, change }) => [developments, withheld, change]),
    );
    const later = compare(dossier, { ...started, publishedAt: '2025-03-24' }, NOW);
    expect(later.developments.map(({ event }) => event.date?.from)).toEqual(['2025-03-24']);
  });

  it('tells nothing twice', () => {
    const first = compare(dossier, started, NOW);
    const again = { ...started, id: 'a0', url: 'https://other.example/1', source: 'Wire B' };
    const second = compare(first.dossier, again, NOW);
    expect(second.developments).toEqual([]);
    expect(second.withheld.length).toBeGreaterThan(0);
    for (const { why } of second.withheld) expect(why.length).toBeGreaterThan(0);
  });

  it('tells of a toll that is taken back, and not of a lower one that only lags behind', () => {
    const raid = articleOf('Police fire on protesters against the lake dam', '2025-03-17', [
      'KAMPALA, March 17 - Nine people were killed in Kampala on Monday when Ugandan police fired on protesters against the dam on Lake Victoria, the Kenyan foreign ministry said.',
    ]);
    const later = (sentence: string) =>
      articleOf('Toll of the shooting in Kampala', '2025-03-18', [`KAMPALA, March 18 - ${sentence}`]);
    const seven =
      'seven people were killed on Monday when Ugandan police fired on protesters against the dam on Lake Victoria';
    const first = compare(dossier, raid, NOW);
    const lagging = compare(
      first.dossier,
      later(`In Kampala ${seven}, the Kenyan foreign ministry said.`),
      NOW,
    );
    expect(lagging.developments).toEqual([]);
    const corrected = compare(
      first.dossier,
      later(`The Kenyan foreign ministry corrected its toll of the shooting in Kampala: ${seven}.`),
      NOW,
    );
    expect(corrected.developments.map(({ kind }) => kind)).toEqual(['corrected']);
    expect(corrected.developments[0]?.event.figures.killed?.value).toBe(7);
    expect(corrected.developments[0]?.why[0]).toMatch(/corrected: killed 9 → 7/);
  });

  it('tells of a page read again only what was changed on it', () => {
    const toll = (dead: string) =>
      `KAMPALA, March 17 - ${dead} people were killed in Kampala on Monday when Ugandan police fired on protesters against the dam on Lake Victoria, the Kenyan foreign ministry said.`;
    const page = articleOf('Police fire on protesters against the lake dam', '2025-03-17', [toll('Six')]);
    const first = compare(dossier, page, NOW);
    expect(first.developments.map(({ kind }) => kind)).toEqual(['new']);
    const changed = { ...page, id: 'a0', paragraphs: [toll('Nine')] };
    const second = compare(first.dossier, changed, NOW);
    expect(second.developments).toMatchObject([{ kind: 'update', outlets: 1, origins: 1 }]);
    expect(compare(second.dossier, { ...changed, id: 'a1' }, NOW).developments).toEqual([]);
  });

  it('counts copies of an agency’s report as one origin, also those that name none', () => {
    const wire = { ...started, origin: 'Reuters', source: 'Wire A' };
    const copy = { ...started, id: 'a0', url: 'https://other.example/1', source: 'Wire B' };
    const third = { ...started, id: 'a1', url: 'https://third.example/1', source: 'Wire C' };
    const last = [wire, copy, third].reduce((known, one) => compare(known, one, NOW).dossier, dossier);
    const entry = [...last.entries.values()].find(({ held, outlets }) => !held && outlets.includes('Wire C'));
    expect(entry?.outlets).toEqual(['Wire A', 'Wire B', 'Wire C']);
    expect(entry?.origins).toEqual(['Reuters']);
  });

  it('raises nothing on an article of the baseline', () => {
    for (const article of baseline) expect(compare(dossier, article, NOW).developments).toEqual([]);
  });

  it('stays silent on another story and says why', () => {
    const other = articleOf('Brazil central bank holds rates', '2025-03-18', [
      'BRASILIA — The central bank of Brazil left its main interest rate unchanged on Tuesday.',
      'Economists had expected a cut. Inflation has been rising since January.',
    ]);
    const { relevant, developments, why } = compare(dossier, other, NOW);
    expect({ relevant, developments }).toEqual({ relevant: false, developments: [] });
    expect(why[0]).toMatch(/names none of|other matters/);
  });

  it('says of a French article that it was not read', () => {
    const french = articleOf('Le Kenya et l’Ouganda ouvrent des négociations', '2025-03-18', [
      'Le Kenya et l’Ouganda ont ouvert lundi des négociations sur le barrage du lac Victoria, a annoncé le ministère des affaires étrangères dans un communiqué publié dans la soirée.',
    ]);
    const { relevant, why } = compare(dossier, french, NOW);
    expect(relevant).toBe(false);
    expect(why[0]).toContain('language is fr');
  });

  it('is the same fold whether its dossier is kept or rebuilt from the change, through JSON', () => {
    const stream = [started, baseline[0], started].filter((article) => article !== undefined);
    let kept = dossier;
    let rebuilt = dossier;
    for (const article of stream) {
      const { dossier: next, change } = compare(kept, article, NOW);
      rebuilt = applyChange(rebuilt, JSON.parse(JSON.stringify(change)));
      kept = next;
      expect(rebuilt).toEqual(kept);
    }
  });

  it('is the same dossier when all changes are applied at once', () => {
    const first = compare(dossier, started, NOW);
    const second = compare(first.dossier, { ...started, id: 'a1', source: 'Wire B' }, NOW);
    const entries = [
      ...new Map(
        [...first.change.entries, ...second.change.entries].map((entry) => [entry.id, entry]),
      ).values(),
    ];
    const prints = [...first.change.prints, ...second.change.prints];
    expect(applyChange(dossier, { entries, prints })).toEqual(second.dossier);
  });

  it('changes nothing in the dossier it was given', () => {
    const before = JSON.stringify([...dossier.entries]);
    compare(dossier, started, NOW);
    expect(JSON.stringify([...dossier.entries])).toBe(before);
  });
});

it('tells the sentence that begins an event, and not one behind it that has a type', () => {
  const base = [
    articleOf('Volcano Kerinda spews ash, first flights cancelled', '2025-04-05', [
      'Ash from Mount Kerinda on the Indonesian island of Sumbawa rose four kilometres on Friday night and three flights to Bima airport were cancelled.',
    ]),
    articleOf('Death toll from Kerinda rises to nine', '2025-04-11', [
      'Rescuers found six more bodies on Friday, which takes the number of people killed by the eruption of Mount Kerinda to nine.',
    ]),
  ];
  const follow = 'The eruption of Kerinda in Indonesia, its victims and flights.';
  const volcano = { ...watch, title: 'The eruption of Mount Kerinda', follow, baseline: base };
  const lead =
    'Flights to Bima resumed on Monday, five days after ash from Mount Kerinda had closed the airport, the transport ministry said.';
  const article = articleOf('Airlines fly to Bima again', '2025-04-14', [
    lead,
    'Nine people died in the eruption.',
  ]);
  const { developments } = compare(foundDossier(volcano, lexicon), article, '2025-04-14T20:00:00.000Z');
  expect(developments.map(({ evidence }) => evidence.text)).toEqual([lead]);
});
