// Loaded before a program (`node --import`): certain articles end whatever process reads or compares them.
import { registerHooks } from 'node:module';

/** By title, but the page by its path. */
export interface Poison {
  /** Reading its page ends the process at once, as a fault in Node itself would. */
  readonly deadlyPage?: string;
  /** Comparing it takes all memory there is. */
  readonly greedy?: string;
  /** Comparing it never ends. */
  readonly endless?: string;
}

const WHOLE = '?whole';
const poison = process.env.POISON ?? '{}';

registerHooks({
  load(url, context, next) {
    if (!url.endsWith('/src/jobs/stages.ts')) return next(url, context);
    const source = `
      import { stages as whole } from ${JSON.stringify(url + WHOLE)};
      const { deadlyPage, greedy, endless } = ${poison};
      const eat = () => { const all = []; for (;;) all.push(new Array(100_000).fill(all.length)); };
      export const stages = {
        ...whole,
        parseArticle(input) {
          if (deadlyPage && input.url.includes(deadlyPage)) process.kill(process.pid, 'SIGKILL');
          return whole.parseArticle(input);
        },
        compare(dossier, article, now) {
          if (article.title === greedy) eat();
          while (article.title === endless);
          return whole.compare(dossier, article, now);
        },
      };`;
    return { format: 'module', shortCircuit: true, source };
  },
});
