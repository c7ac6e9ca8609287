import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportFeedback } from '../../src/app/feedback.ts';
import { readingTimes, replay } from '../../src/eval/replay.ts';
import { reportCard } from '../../src/eval/report.ts';
import { loadStory } from '../../src/eval/story.ts';
import { articleText } from '../../src/model/article.ts';
import type { ArticleVerdict, Development } from '../../src/model/development.ts';
import { withheldId } from '../../src/model/feedback.ts';
import { openPageDesk, type PageDesk } from './page-desk.ts';

const STORY = path.resolve(import.meta.dirname, '../stories/niger-us-withdrawal');

/** A story is read as the worker reads it; a reader then says on the page what was decided wrongly. */
describe('judging', () => {
  const story = loadStory(STORY);
  const id = story.watch.id;
  const folder = mkdtempSync(path.join(tmpdir(), 'newswatch-judged-'));
  let desk: PageDesk;
  let told: readonly Development[];
  let verdicts: readonly ArticleVerdict[];

  beforeAll(async () => {
    desk = await openPageDesk(story.watch);
    const times = readingTimes(story);
    for (const [at, { article }] of story.stream.entries()) await desk.read(article, times[at] ?? '');
    told = (await desk.store.developments(id, 100)).toReversed();
    verdicts = await desk.store.verdicts(id, 100);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await desk.close();
  });

  test('is not for strangers, with or without a form of their own', async () => {
    const stranger = desk.visitor();
    const target = told[0]?.id ?? '';
    const { body } = await stranger.get(`/developments/${id}/${target}`);
    expect(body).not.toContain('name="judgement"');
    const forged = await stranger.post(`/watches/${id}/judge`, {
      target,
      judgement: 'wrong',
      csrf: 'x',
      was: '',
    });
    expect(forged.statusCode).toBe(403);
    expect(await desk.store.feedback(id)).toEqual([]);
  });

  test('takes no form from another site, nor one without the session’s token', async () => {
    const reader = desk.visitor();
    await reader.signIn();
    const url = `/developments/${id}/${told[0]?.id}`;
    const form = await reader.form(url, 'Not new');
    expect(Object.keys(form)).toEqual(['csrf', 'target', 'was', 'back']);
    const said = { ...form, judgement: 'wrong' };
    const judge = `/watches/${id}/judge`;
    expect((await reader.post(judge, { ...said, csrf: 'A'.repeat(43) })).statusCode).toBe(403);
    expect((await reader.post(judge, said, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await reader.post(judge, said, { origin: 'https://evil.example' })).statusCode).toBe(403);
    expect(await desk.store.feedback(id)).toEqual([]);
  });

  test('by one who is signed in is kept, shown, and led back to where it was said', async () => {
    const reader = desk.visitor();
    await reader.signIn();
    const [first, second] = told;
    for (const [development, judgement] of [
      [first, 'not-new'],
      [second, 'wrong'],
    ] as const) {
      const url = `/developments/${id}/${development?.id}`;
      const form = await reader.form(url, 'Not new');
      const answer = await reader.post(`/watches/${id}/judge`, { ...form, judgement });
      expect([answer.statusCode, answer.headers.location]).toEqual([303, url]);
    }
    const { body } = await reader.get(`/watches/${id}?skip=${told.length - 2}`);
    expect(body).toContain('Marked as not new.');
    expect(body).toContain('Marked as wrong.');
  });

  test('of what was withheld says that it should have been told', async () => {
    const reader = desk.visitor();
    await reader.signIn();
    const { body } = await reader.get(`/watches/${id}/withheld`);
    expect(body).toContain('Should have told me');
    const verdict = verdicts.find(({ withheld }) => withheld.length > 0);
    const withheld = verdict?.withheld[0];
    if (!verdict || !withheld) throw new Error('nothing was withheld');
    const { articleId } = verdict.article;
    const target = withheldId(articleId, withheld);
    const form = await reader.form(`/watches/${id}/withheld`, target);
    const answer = await reader.post(`/watches/${id}/judge`, { ...form, judgement: 'should-have-told' });
    expect(answer.statusCode).toBe(303);
    expect(await desk.store.judgements(id, [target])).toEqual(['should-have-told']);
  });

  test('by two at once is the first one’s; the second is told, and nothing is overwritten', async () => {
    const [one, other] = [desk.visitor(), desk.visitor()];
    await Promise.all([one.signIn(), other.signIn()]);
    const url = `/developments/${id}/${told[2]?.id}`;
    const forms = [await one.form(url, 'Wrong'), await other.form(url, 'Wrong')];
    const judge = `/watches/${id}/judge`;
    expect((await one.post(judge, { ...forms[0], judgement: 'wrong' })).statusCode).toBe(303);
    const late = await other.post(judge, { ...forms[1], judgement: 'not-new' });
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('marked it as wrong');
    const withdrawn = await one.post(judge, {
      ...(await one.form(url, 'Take it back')),
      judgement: 'withdraw',
    });
    expect(withdrawn.statusCode).toBe(303);
    expect(await desk.store.judgements(id, [told[2]?.id ?? ''])).toEqual([null]);
  });

  test('of what is not there is answered by 404, and of nonsense by 400', async () => {
    const reader = desk.visitor();
    await reader.signIn();
    const { csrf = '' } = await reader.form(`/developments/${id}/${told[0]?.id}`, 'Wrong');
    const post = (watch: string, fields: Record<string, string>) =>
      reader.post(`/watches/${watch}/judge`, { csrf, was: '', ...fields });
    expect((await post(id, { target: 'v0', judgement: 'wrong' })).statusCode).toBe(404);
    expect((await post(id, { target: 'w0', article: 'a0', judgement: 'should-have-told' })).statusCode).toBe(
      404,
    );
    expect((await post('gone', { target: told[0]?.id ?? '', judgement: 'wrong' })).statusCode).toBe(404);
    // A development cannot be one that should have been told.
    expect((await post(id, { target: told[4]?.id ?? '', judgement: 'should-have-told' })).statusCode).toBe(
      404,
    );
    expect((await post(id, { target: told[0]?.id ?? '', judgement: 'sideways' })).statusCode).toBe(400);
  });

  test('is exported as a labelled story, on which eval runs and counts just what was said', async () => {
    const target = path.join(folder, 'judged');
    const summary = await exportFeedback(desk.store, story.watch, target);
    expect(summary).toEqual({ articles: story.stream.length, judged: expect.any(Number), missing: 0 });
    expect(summary.judged).toBeGreaterThanOrEqual(2);
    const judged = loadStory(target);
    expect(judged.watch.baseline.map(articleText)).toEqual(story.watch.baseline.map(articleText));
    const { newswatch } = reportCard(judged, replay(judged, desk.config.lexicon));
    // One told was known, one was wrong, and one that was withheld is missed; all else counts as right.
    expect(newswatch.counts).toMatchObject({ alerts: told.length, known: 1, noise: 1 });
    expect(newswatch.counts.gains).toBeLessThan(newswatch.counts.developments);
    await expect(exportFeedback(desk.store, story.watch, target)).rejects.toThrow('is not empty');
  });
});
