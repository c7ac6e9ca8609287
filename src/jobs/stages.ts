import { glance } from '../compare/compare.ts';
import { deriveIndex, markOf, withDerived } from '../compare/derived-index.ts';
import { applyChange, foundDossier } from '../compare/dossier.ts';
import { dossierOf, foundingMark, foundingOf } from '../compare/founding.ts';
import { composeAlert } from '../notify/alert.ts';
import { composeDigest } from '../notify/digest.ts';
import { composePost } from '../notify/post.ts';
import { articleFromItem, parseArticle } from '../parsers/article.ts';
import { parseFeed } from '../parsers/feed.ts';
import { articleIdOf } from '../parsers/url.ts';
import { variantsOf } from '../parsers/variants.ts';
import { compareForReaders } from './headlines.ts';

/** The pure steps between two commits. Arguments of the jobs, so that each job can be run on its own. */
export const stages = {
  parseFeed,
  articleIdOf,
  parseArticle,
  variantsOf,
  articleFromItem,
  foundDossier,
  foundingMark,
  foundingOf,
  dossierOf,
  applyChange,
  deriveIndex,
  markOf,
  withDerived,
  compare: compareForReaders,
  glance,
  composeAlert,
  composeDigest,
  composePost,
};

export type Stages = typeof stages;
