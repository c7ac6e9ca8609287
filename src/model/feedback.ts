import type { ArticleRef, Development, Withheld } from './development.ts';
import { contentId } from './id.ts';
import type { Instant } from './time.ts';

/** What a person says of a decision. `should-have-told`: of an event or an article that was withheld. */
export type Judgement = 'not-new' | 'wrong' | 'should-have-told';

/** A decision that a person judged, kept whole: it outlives the verdict it was part of. Plain JSON. */
export interface Feedback {
  readonly watchId: string;
  /** The development's id, or that of `withheldId`. */
  readonly target: string;
  readonly judgement: Judgement;
  readonly at: Instant;
  readonly article: ArticleRef;
  readonly about:
    | { readonly kind: 'development'; readonly development: Development }
    | { readonly kind: 'withheld'; readonly withheld: Withheld }
    /** Kept off the story as a whole. */
    | { readonly kind: 'article' };
}

/** What came of judging: `changed` tells what somebody else said meanwhile, null that they withdrew it. */
export type Judged =
  | { readonly kind: 'kept' }
  | { readonly kind: 'changed'; readonly now: Judgement | null }
  | { readonly kind: 'unknown' };

/** The id of a withheld event; of the article as a whole where none is given. */
export function withheldId(articleId: string, withheld?: Pick<Withheld, 'type' | 'evidence'>): string {
  return withheld ? contentId('w', articleId, withheld.type, withheld.evidence) : contentId('w', articleId);
}
