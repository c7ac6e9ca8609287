import { describe, expect, it } from 'vitest';
import { chooseTriggers } from '../../src/compare/choose.ts';
import { indexNames } from '../../src/compare/names.ts';
import { readArticle } from '../../src/compare/read.ts';
import { weighLabels, wordingOf } from '../../src/compare/wording.ts';
import type { WordWeights } from '../../src/model/lexicon.ts';
import { lexicon } from './watch.ts';

function sentenceOf(text: string) {
  const article = { url: '', title: '', paragraphs: [text] };
  const read = readArticle(
    article as unknown as Parameters<typeof readArticle>[0],
    '2024-05-15',
    lexicon,
    indexNames([]),
  );
  const [sentence] = read.sentences;
  if (!sentence) throw new Error(`no sentence in "${text}"`);
  return sentence;
}

const typeOf = (text: string) => chooseTriggers(sentenceOf(text), lexicon)[0]?.type;

describe('wordingOf', () => {
  it('gives words, pairs, and the main clause around its verb, without names, numbers and days', () => {
    const words = wordingOf(sentenceOf('On Monday Valdoria expelled 12 envoys after the raid.'));
    expect([...words]).toEqual(
      expect.arrayContaining(['expel', 'envoy', 'raid', '=expel', '=expel envoy', '>envoy', 'NUMBER envoy']),
    );
    expect([...words].join(' ').toLowerCase()).not.toMatch(/valdoria|monday|12/);
  });
});

describe('weighLabels', () => {
  const weights: WordWeights = {
    labels: ['attack', 'none'],
    bias: [0, 0],
    signs: { fired: 2 },
    step: 0.1,
    rows: { raid: Buffer.from(new Int8Array([30, -30]).buffer).toString('base64') },
    alike: { 'raid foray': Buffer.from(new Int8Array([10, -10]).buffer).toString('base64') },
  };

  it('adds what words and signs weigh, and gives chances that add up to 1', () => {
    const chances = weighLabels(new Set(['raid', 'unheard']), weights, new Map([['attack', { fired: 1 }]]));
    expect(chances.get('attack')).toBeCloseTo(1 / (1 + Math.exp(-10)), 6);
    expect((chances.get('attack') ?? 0) + (chances.get('none') ?? 0)).toBeCloseTo(1, 9);
  });

  it('weighs a word it has not met as the words used alike', () => {
    const chances = weighLabels(new Set(['foray']), weights, new Map());
    expect(chances.get('attack')).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
  });

  it('takes no word of an object for one of its own', () => {
    const chances = weighLabels(new Set(['constructor', '__proto__', 'toString']), weights, new Map());
    expect(chances.get('attack')).toBe(0.5);
  });
});

describe('the type that words and rules tell together', () => {
  it.each([
    ['The pilots laid down their tools at midnight in all five airports, their union said.', 'walkout'],
    ['Prosecutors charged the former chief of the bank with fraud on a large scale on Tuesday.', 'legal_act'],
    [
      'The mayor handed in her resignation at noon, hours after the letter had been published.',
      'resignation',
    ],
    ['Tens of thousands marched through the capital on Sunday to demand that he step down.', 'protest'],
    ['Gunmen on motorcycles killed eleven villagers near the border at dawn.', 'attack'],
    ['The two delegations sat down again in Geneva on Monday after a break of six weeks.', 'talks_resumed'],
  ])('%s', (text, type) => {
    expect(typeOf(text)).toBe(type);
  });
});
