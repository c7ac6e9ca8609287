import path from 'node:path';
import { loadPageWords } from '../../src/config/page-words.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** Those that come with Newswatch. */
export const WORDS = loadPageWords(ROOT, path.join(ROOT, 'config/pages'));
