import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { foundDossier } from '../../src/compare/dossier.ts';
import { READ_LIMIT } from '../../src/compare/sentences.ts';
import { type Article, articleText } from '../../src/model/article.ts';
import { articleOf, baseline, lexicon, NOW, watch } from './watch.ts';

const dossier = foundDossier(watch, lexicon);

describe('bad input', () => {
  const lead = 'Kenya and Uganda resumed talks on the Lake Victoria dam in Kampala on Monday';
  const cases: Record<string, Article> = {
    'an empty text': articleOf('Nothing', '2025-03-18', []),
    'no full stop in 10,000 sentences': articleOf('Kenya Uganda dam talks', '2025-03-18', [
      `${lead} `.repeat(10_000),
    ]),
    'five megabytes': articleOf(
      'Kenya Uganda dam talks',
      '2025-03-18',
      Array.from({ length: 60_000 }, () => `${lead}. And so on.`),
    ),
    'nested quotes': articleOf('Kenya Uganda dam talks', '2025-03-18', [
      `“He said: ‘She told me “${lead}.”’”`.repeat(40),
    ]),
    emoji: articleOf('Kenya Uganda dam 🐟', '2025-03-18', [`🐟🐟 ${lead} 👨‍👩‍👧‍👦. 🇰🇪🇺🇬`]),
    'right to left': articleOf('كينيا', '2025-03-18', [
      'أعلنت كينيا وأوغندا يوم الاثنين استئناف المحادثات حول السد.',
    ]),
    'a date in 1970': articleOf('Kenya Uganda dam talks', '1970-01-01', [`${lead}.`]),
    'a date in 2090': articleOf('Kenya Uganda dam talks', '2090-12-31', [`${lead}.`]),
    'brackets without end': articleOf('Kenya Uganda dam talks', '2025-03-18', ['('.repeat(5_000) + lead]),
    'lone surrogates': articleOf('Kenya Uganda dam talks', '2025-03-18', [`\ud800 ${lead} \udc00.`]),
  };
  for (const [name, article] of Object.entries(cases)) {
    it(`gives a reason and grounded evidence for ${name}`, () => {
      const { why, developments, withheld } = compare(dossier, article, NOW);
      for (const one of [...developments, ...withheld]) expect(one.why.length).toBeGreaterThan(0);
      expect(why.length).toBeGreaterThan(0);
      for (const { evidence } of developments)
        expect(articleText(article).slice(evidence.start, evidence.end)).toBe(evidence.text);
    });
  }

  it('does without a publication date, and with a dossier of one line', () => {
    const [first] = baseline;
    const small = foundDossier(
      {
        ...watch,
        follow: '',
        baseline: first ? [{ ...first, paragraphs: ['Kenya and Uganda agreed to talks.'] }] : [],
      },
      lexicon,
    );
    const { publishedAt: _, ...undated } = articleOf('Talks open', '2025-03-17', [`${lead}.`]);
    expect(compare(small, undated, NOW).why.length).toBeGreaterThan(0);
    expect(foundDossier({ ...watch, baseline: [] }, lexicon).entries.size).toBe(0);
  });

  it('takes two articles that contradict each other, tells the second as a denial or not at all, and says why', () => {
    const claim = articleOf('Kenya suspends talks on lake dam', '2025-03-18', [
      'Kenya suspended the talks with Uganda on the dam on Lake Victoria on Monday, officials in Nairobi said.',
    ]);
    const denial = articleOf('Kenya denies having left dam talks', '2025-03-19', [
      'Kenya has not suspended the talks with Uganda on the dam on Lake Victoria, its foreign ministry said on Tuesday.',
    ]);
    const first = compare(dossier, claim, NOW);
    const second = compare(first.dossier, denial, NOW);
    expect(first.developments.map(({ kind }) => kind)).toContain('new');
    for (const { kind, event } of second.developments)
      expect(kind === 'denied' || event.type === 'statement').toBe(true);
    for (const { why } of [...second.developments, ...second.withheld]) expect(why.length).toBeGreaterThan(0);
    expect(compare(second.dossier, claim, NOW).developments).toEqual([]);
  });
});

describe('the time compare takes', () => {
  const lead = 'Kenya and Uganda resumed talks on the dam on Lake Victoria in Kampala on Monday. ';
  const fillers = {
    'short sentences': 'They met. ',
    'one sentence without end': 'Kenya and Uganda talk on 5 March and ',
    'nothing but brackets': '(',
    'quotes in quotes': '“Kenya said ‘',
    'verbs of saying': 'said ',
  };

  /** The least of three runs, in processor milliseconds. */
  function leastMs(article: Article): number {
    const runs = Array.from({ length: 3 }, () => {
      const start = process.cpuUsage();
      compare(dossier, article, NOW);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    return Math.max(1, Math.min(...runs));
  }

  it.each(Object.entries(fillers))('grows no faster than the text: %s', (_, filler) => {
    const ofLength = (chars: number) =>
      articleOf('Kenya and Uganda: dam talks', '2025-03-18', [
        lead + filler.repeat(Math.ceil(chars / filler.length)),
      ]);
    compare(dossier, ofLength(READ_LIMIT / 8), NOW);
    const grown = leastMs(ofLength(READ_LIMIT / 4)) / leastMs(ofLength(READ_LIMIT / 32));
    // Eight times the text; were it quadratic, it would take sixty-four times as long.
    expect(grown).toBeLessThan(24);
  });

  it('is bounded by what is read of an article', () => {
    const ofLength = (times: number) =>
      articleOf('Kenya and Uganda: dam talks', '2025-03-18', [
        (lead + fillers['one sentence without end'].repeat(1_100)).repeat(times),
      ]);
    compare(dossier, ofLength(1), NOW);
    expect(leastMs(ofLength(120)) / leastMs(ofLength(1))).toBeLessThan(10);
    expect(compare(dossier, ofLength(120), NOW).why.join(' ')).toContain('only its first part');
  });
});
