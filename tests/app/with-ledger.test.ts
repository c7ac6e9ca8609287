import { afterEach, beforeEach, expect, test } from 'vitest';
import { compareMark } from '../../src/app/compare-mark.ts';
import { compareWithStore } from '../../src/app/with-ledger.ts';
import { compare } from '../../src/compare/compare.ts';
import { openDossiers } from '../../src/jobs/dossiers.ts';
import { stages } from '../../src/jobs/stages.ts';
import { foldStream } from '../jobs/fold-stream.ts';
import { LEXICON, storyOf } from '../jobs/press.ts';
import { type OpenStore, openStore } from '../store/open-store.ts';

const STORY = storyOf('niger-us-withdrawal');
const { watch, stream } = STORY;
const ARTICLES = 14;
/** Of these articles change the ledger. */
const ALL = 11;
const AT = '2024-06-01T00:00:00.000Z';

let open: OpenStore;
beforeEach(() => {
  open = openStore();
});
afterEach(() => open.close());

test.each([
  ['with an index of what was known then', 6],
  ['with an index of all that is known', ALL],
  ['with no index', 0],
])('an article is compared as with the whole ledger, %s', async (_what, keptAfter) => {
  const { last } = await foldStream(open.store, STORY, compareMark(), keptAfter || ALL, ARTICLES);
  if (keptAfter === 0) await open.redis.del(open.keys.ledgerIndex(watch.id));
  await openDossiers(open.store, LEXICON, stages, compareMark()).load(watch);
  for (const { article } of stream.slice(ARTICLES - 2, ARTICLES + 4)) {
    const { dossier: _, ...whole } = compare(last, article, AT);
    const { dossier: __, ...parts } = await compareWithStore(open.store, LEXICON, watch, article, AT);
    expect(parts).toEqual(whole);
  }
});

test('records are read where they are asked for alone', async () => {
  const { last } = await foldStream(open.store, STORY, compareMark(), ALL, ARTICLES);
  const unlike = { id: 'a1', url: 'https://a.example/', title: 'A cake recipe', paragraphs: ['Take flour.'] };
  const bytes = Buffer.of(2, 99, 99);
  for (const id of last.entries.keys()) await open.redis.hset(open.keys.ledger(watch.id), `e${id}`, bytes);
  const cake = { ...unlike, captions: [], authors: [], source: 'A', via: 'file' } as const;
  expect((await compareWithStore(open.store, LEXICON, watch, cake, AT)).relevant).toBe(false);
  expect(open.damaged).toHaveLength(0);
});
