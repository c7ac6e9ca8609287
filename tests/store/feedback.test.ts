import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Feedback } from '../../src/model/feedback.ts';
import { type OpenStore, openStore } from './open-store.ts';
import { AT, article, WATCH } from './samples.ts';

const TARGET = 'wabc';

function said(judgement: Feedback['judgement']): Feedback {
  const { id: articleId, url, title, source } = article('a');
  return {
    watchId: WATCH,
    target: TARGET,
    judgement,
    at: AT,
    article: { articleId, url, title, source },
    about: {
      kind: 'withheld',
      withheld: { type: 'walkout', reason: 'known', evidence: 'Dockers walked out.', why: ['known'] },
    },
  };
}

describe('feedback', () => {
  let open: OpenStore;
  beforeEach(() => {
    open = openStore();
  });
  afterEach(() => open.close());

  it('is kept with the text it is about', async () => {
    const { store } = open;
    const saved = await store.saveFeedback(said('should-have-told'), null, article('a'));
    expect(saved).toEqual({ changed: true, now: 'should-have-told' });
    expect(await store.judgements(WATCH, [TARGET, 'other'])).toEqual(['should-have-told', null]);
    expect(await store.feedback(WATCH)).toEqual([said('should-have-told')]);
    expect(await store.feedbackArticles(WATCH)).toEqual([article('a')]);
  });

  it('of two who look at once takes the first, and tells the second', async () => {
    const other = open.another();
    await open.store.saveFeedback(said('not-new'), null, null);
    expect(await other.saveFeedback(said('wrong'), null, null)).toEqual({ changed: false, now: 'not-new' });
    expect(await open.store.judgements(WATCH, [TARGET])).toEqual(['not-new']);
    expect(await other.saveFeedback(said('wrong'), 'not-new', null)).toEqual({ changed: true, now: 'wrong' });
  });

  it('given twice is one, and can be withdrawn', async () => {
    const { store } = open;
    await store.saveFeedback(said('wrong'), null, null);
    expect(await store.saveFeedback(said('wrong'), null, null)).toEqual({ changed: true, now: 'wrong' });
    expect(await store.withdrawFeedback(WATCH, TARGET, 'not-new')).toEqual({ changed: false, now: 'wrong' });
    expect(await store.withdrawFeedback(WATCH, TARGET, 'wrong')).toEqual({ changed: true, now: null });
    expect(await store.feedback(WATCH)).toEqual([]);
  });
});

describe('a session', () => {
  let open: OpenStore;
  beforeEach(() => {
    open = openStore();
  });
  afterEach(() => open.close());

  it('names its login until it is closed or its time is over', async () => {
    const { store } = open;
    await store.openSession('aa', 'login-1', 60_000);
    await store.openSession('bb', 'login-1', 1);
    expect(await store.sessionLogin('aa')).toBe('login-1');
    await expect.poll(() => store.sessionLogin('bb')).toBeNull();
    await store.closeSession('aa');
    expect(await store.sessionLogin('aa')).toBeNull();
  });
});
