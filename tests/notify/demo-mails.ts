import { readdirSync } from 'node:fs';
import path from 'node:path';
import { compare } from '../../src/compare/compare.ts';
import { foundDossier } from '../../src/compare/dossier.ts';
import { loadLexicon } from '../../src/config/lexicon.ts';
import { readingTimes } from '../../src/eval/replay.ts';
import { loadStory } from '../../src/eval/story.ts';
import { withHeadlines } from '../../src/jobs/headlines.ts';
import type { Development } from '../../src/model/development.ts';
import type { MailMessage } from '../../src/model/mail.ts';
import { composeAlert } from '../../src/notify/alert.ts';
import { composeDigest } from '../../src/notify/digest.ts';
import { byImportance, withoutTwins } from '../../src/notify/fold.ts';
import { lastKnown } from '../../src/notify/last-known.ts';
import { from, links, subscriber } from './samples.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const STORIES = ['us-iraq-coalition', 'armenia-azerbaijan-peace', 'niger-us-withdrawal'].map((id) =>
  path.join(ROOT, 'tests/stories', id),
);
const MADE = path.join(ROOT, 'bench/train/stories');

export interface DemoMail {
  /** An alert of one development, the alert of one article that told several, or a digest. */
  readonly kind: 'alert' | 'joined' | 'digest';
  readonly developments: readonly Development[];
  readonly storyTitle: string;
  readonly mail: MailMessage;
}

/**
 * Every mail the stories of the demo give: an alert for each development, one for each article that told several, and
 * a digest of each month.
 */
export function demoMails(): readonly DemoMail[] {
  return mailsOf(STORIES);
}

/** The same of the stories made for training. */
export function madeMails(): readonly DemoMail[] {
  const folders = readdirSync(MADE, { withFileTypes: true }).filter((one) => one.isDirectory());
  return mailsOf(folders.map(({ name }) => path.join(MADE, name)));
}

function mailsOf(stories: readonly string[]): readonly DemoMail[] {
  const lexicon = loadLexicon(path.join(ROOT, 'config/lexicon'));
  return stories.flatMap((folder) => {
    const story = loadStory(folder);
    const { watch } = story;
    const times = readingTimes(story);
    const mails: DemoMail[] = [];
    const told: Development[] = [];
    let untold: Development[] = [];
    let dossier = foundDossier(watch, lexicon);
    let withheld = 0;
    story.stream.forEach(({ article }, at) => {
      const now = times[at] ?? '';
      const month = now.slice(0, 7);
      if (untold.length > 0 && month !== times[at - 1]?.slice(0, 7)) digest(now);
      const comparison = compare(dossier, article, now);
      dossier = comparison.dossier;
      withheld += comparison.withheld.length;
      const developments = withHeadlines(comparison.developments);
      const all = withoutTwins(developments).map((found) => {
        const before =
          found.before ?? (found.kind === 'new' ? lastKnown(found, dossier.entries.values()) : undefined);
        return { ...found, ...(before && { before }) };
      });
      for (const development of all) alert(now, [development]);
      if (all.length > 1) alert(now, all);
      untold.push(...all);
    });
    digest(times.at(-1) ?? '');
    return mails;

    function alert(now: string, developments: readonly Development[]): void {
      const [development, ...beside] = [...developments].sort(byImportance);
      if (!development) return;
      const [kind, storyTitle] = [beside.length > 0 ? ('joined' as const) : ('alert' as const), watch.title];
      const told = { beside: beside.slice(0, 3), more: Math.max(0, beside.length - 3) };
      const mail = composeAlert({ development, ...told, watch, subscriber, from, links, now });
      mails.push({ kind, developments, storyTitle, mail });
    }

    function digest(now: string): void {
      const window = { from: told.at(-1)?.at ?? times[0] ?? now, to: now };
      const entries = [...dossier.entries.values()];
      const section = { watch, developments: untold, history: told, withheld: { known: withheld }, entries };
      const mail = composeDigest({
        ...{ sections: [section], silentFeeds: [], subscriber, from, links, window, now },
        first: told.length === 0,
      });
      mails.push({ kind: 'digest', developments: untold, storyTitle: watch.title, mail });
      told.push(...untold);
      untold = [];
      withheld = 0;
    }
  });
}
