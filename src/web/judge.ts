import type { ArticleVerdict } from '../model/development.ts';
import { type Feedback, type Judged, type Judgement, withheldId } from '../model/feedback.ts';
import type { PageStore } from './ports.ts';

export type JudgeStore = Pick<
  PageStore,
  'development' | 'verdict' | 'article' | 'saveFeedback' | 'withdrawFeedback'
>;

/** What somebody says of a decision. */
export interface Saying {
  readonly watchId: string;
  /** Of a development, or of what was withheld of an article. */
  readonly target: string;
  /** Where it was withheld; '' for a development. */
  readonly articleId: string;
  /** Null takes back what was said. */
  readonly judgement: Judgement | null;
  /** What was said before, as far as they saw. */
  readonly before: Judgement | null;
}

/** Keeps a judgement with all it is about, unless somebody else judged meanwhile. */
export async function judge(store: JudgeStore, saying: Saying, now: Date): Promise<Judged> {
  const { watchId, target, judgement, before } = saying;
  if (judgement === null) return outcome(await store.withdrawFeedback(watchId, target, before));
  const subject = await subjectOf(store, saying);
  if (subject === null || !fits(judgement, subject)) return { kind: 'unknown' };
  const feedback: Feedback = { watchId, target, judgement, at: now.toISOString(), ...subject };
  const article = await store.article(subject.article.articleId);
  return outcome(await store.saveFeedback(feedback, before, article));
}

function outcome({ changed, now }: { readonly changed: boolean; readonly now: Judgement | null }): Judged {
  return changed ? { kind: 'kept' } : { kind: 'changed', now };
}

type Subject = Pick<Feedback, 'article' | 'about'>;

function fits(judgement: Judgement, { about }: Subject): boolean {
  return (judgement === 'should-have-told') === (about.kind !== 'development');
}

async function subjectOf(store: JudgeStore, { watchId, target, articleId }: Saying): Promise<Subject | null> {
  if (articleId === '') {
    const development = await store.development(watchId, target);
    return development && { article: development.article, about: { kind: 'development', development } };
  }
  const verdict = await store.verdict(watchId, articleId);
  return verdict && withheldSubject(verdict, target);
}

function withheldSubject({ article, withheld }: ArticleVerdict, target: string): Subject | null {
  if (target === withheldId(article.articleId)) return { article, about: { kind: 'article' } };
  const found = withheld.find((one) => withheldId(article.articleId, one) === target);
  return found ? { article, about: { kind: 'withheld', withheld: found } } : null;
}
