import { describe, expect, it } from 'vitest';
import { chooseTriggers } from '../../src/compare/choose.ts';
import { mentionsOf } from '../../src/compare/mention.ts';
import { indexNames } from '../../src/compare/names.ts';
import { readArticle } from '../../src/compare/read.ts';
import { logChances, weighLabels, wordingOf } from '../../src/compare/wording.ts';
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
    expect([...words]).toEqual(expect.arrayContaining(['@past', '@active']));
    expect([...words].join(' ').toLowerCase()).not.toMatch(/valdoria|monday|12/);
  });
});

describe('wordingOf, of what is told by verb or noun', () => {
  it('gives how a longer word begins', () => {
    const verb = wordingOf(sentenceOf('The brigade will withdraw from the two valleys.'));
    const noun = wordingOf(sentenceOf('The withdrawal of the brigade was postponed.'));
    expect(verb.has('^withd') && noun.has('^withd')).toBe(true);
    expect(verb.has('@future') && noun.has('@passive')).toBe(true);
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

describe('logChances', () => {
  it('gives what is left to all labels but one', () => {
    const even: WordWeights = {
      labels: ['a', 'b', 'none'],
      bias: [0, 0, 5],
      signs: {},
      step: 1,
      rows: {},
      alike: {},
    };
    const logs = logChances(new Set(), even, new Map(), 'none');
    expect([...logs].map(Math.exp)).toEqual([expect.closeTo(0.5, 9), expect.closeTo(0.5, 9), 0]);
  });
});

describe('a type and the title of its article', () => {
  const typesOf = (title: string, text: string) => {
    const article = { url: '', title, paragraphs: [text] };
    const read = readArticle(
      article as unknown as Parameters<typeof readArticle>[0],
      '2024-05-15',
      lexicon,
      indexNames([]),
    );
    return mentionsOf(read, lexicon).map(({ event }) => event.type);
  };
  const vague = 'It is the third in as many weeks at the depot, after two of a single day.';

  it('lets the title tell what a sentence leaves open', () => {
    expect(typesOf('', vague)).not.toContain('walkout');
    expect(typesOf('Bus drivers at Tarnby depot go on strike for third time', vague)).toEqual(['walkout']);
  });

  it('leaves a plain sentence its own type', () => {
    const plain = 'The chief of the bus company resigned on Tuesday.';
    expect(typesOf('Bus drivers at Tarnby depot go on strike for third time', plain)).toEqual([
      'resignation',
    ]);
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
