import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Development } from '../../src/model/development.ts';
import { contentId } from '../../src/model/id.ts';
import { type OpenStore, openStore } from './open-store.ts';
import { AT, commit, development, later, WATCH } from './samples.ts';

let open: OpenStore;
beforeEach(() => {
  open = openStore();
});
afterEach(() => open.close());

async function bytesOf(...keys: readonly string[]): Promise<number> {
  const usages = await Promise.all(keys.map((key) => open.redis.memory('USAGE', key, 'SAMPLES', 0)));
  return usages.reduce<number>((sum, usage) => sum + Number(usage), 0);
}

/** As long as real ones are, and no two alike, so that nothing compresses better than in life. */
function realistic(i: number): Development {
  const digits = contentId('x', String(i));
  const sentence = `The ${digits} union said on Sunday that some ${i} dockers at the port of Ostmark had walked out after night talks with the ${digits.slice(3)} terminal operator broke down over shift pay and pensions.`;
  const base = development(`dev-${i}`);
  return {
    ...base,
    headline: `Dockers walk out at ${digits} terminal`,
    evidence: { text: sentence, start: 812, end: 812 + sentence.length },
    article: {
      ...base.article,
      url: `https://www.harbour-post.example/news/2024/02/11/${digits}-walk-out`,
      title: `${digits}: dockers walk out as talks break down in Ostmark`,
    },
    before: {
      entryId: base.entryId,
      sentence: `Talks between ${digits.slice(5)} and the union were to go on until Friday, the operator said.`,
      source: 'Coast Radio',
    },
    why: [
      `a walkout on 11 February in ${digits} that no article told before`,
      'the dossier holds talks, not their end',
    ],
  };
}

describe('the memory of Redis', () => {
  it('holds a seen item in at most 120 bytes', async () => {
    const ids = Array.from({ length: 9_000 }, (_, i) => contentId('i', String(i)));
    for (let start = 0; start < ids.length; start += 100) {
      await open.store.markItemsSeen('f1', ids.slice(start, start + 100), later(start));
    }
    expect((await bytesOf(open.keys.seen('f1'))) / ids.length).toBeLessThanOrEqual(120);
  });

  it('holds a development in at most 2,000 bytes', async () => {
    const developments = Array.from({ length: 400 }, (_, i) => realistic(i));
    await open.store.commitCompare(commit('one', 0, { developments, outbox: [], at: AT }));
    const bytes = await bytesOf(open.keys.developments(WATCH), open.keys.developmentTimes(WATCH));
    expect(bytes / developments.length).toBeLessThanOrEqual(2_000);
  });
});
