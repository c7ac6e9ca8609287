import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { DUMMIES } from '../../src/eval/dummies.ts';
import type { LabelledEvent, LabelledReport } from '../../src/eval/labels.ts';
import type { ReplayAlert, ReplayLine } from '../../src/eval/replay-line.ts';
import { score } from '../../src/eval/score.ts';
import { loadStory, type Story } from '../../src/eval/story.ts';

const STORIES = path.resolve(import.meta.dirname, '../stories');

/** A replay that knows the labels: written from `docs/stories.md` alone, without the scoring's own code. */
function oracle(story: Story): readonly ReplayLine[] {
  const seen = new Set<string>();
  const figures = new Map<string, Record<string, number>>();
  return story.stream.map(({ file }) => {
    const label = story.labels.articles.get(file);
    const alerts = (label?.reports ?? []).flatMap((report) => {
      const event = story.labels.events.get(report.event);
      if (!event) return [];
      const isNew = !seen.has(event.id) && !event.held;
      seen.add(event.id);
      const known = { ...(figures.get(event.id) ?? event.figures), ...report.figures };
      figures.set(event.id, known);
      return isNew || report.change ? [alertOf(event, report, known)] : [];
    });
    return { article: file, relevant: label?.relevant ?? false, alerts, withheld: [] };
  });
}

function alertOf(event: LabelledEvent, report: LabelledReport, figures: Record<string, number>): ReplayAlert {
  const certainty =
    report.change === 'denied' ? 'denied' : report.change === 'confirmed' ? 'happened' : event.certainty;
  const [evidence = ''] = report.evidence;
  const { type, date, place, actors, weight } = event;
  return {
    kind: report.change ?? 'new',
    type,
    date,
    certainty,
    place,
    actors,
    figures,
    weight,
    evidence,
    why: [],
  };
}

describe.each(readdirSync(STORIES))('%s', (id) => {
  const story = loadStory(path.join(STORIES, id));

  test('told exactly by its labels scores 1 throughout', () => {
    const { rates, missed } = score(story, oracle(story));
    expect(missed).toEqual([]);
    expect(rates).toEqual({
      precision: 1,
      recall: 1,
      f1: 1,
      repeatRate: 0,
      knownLeak: 0,
      noise: 0,
      silence: 1,
      gateF1: 1,
      typeRight: 1,
      dateRight: 1,
      certaintyRight: 1,
      figuresEqual: 1,
      grounded: 1,
    });
  });

  test('told twice over has every second alert a repeat', () => {
    const twice = oracle(story).map((line) => ({ ...line, alerts: [...line.alerts, ...line.alerts] }));
    expect(score(story, twice).rates).toMatchObject({ precision: 0.5, recall: 1, repeatRate: 0.5 });
  });

  test('is silent and without recall for who sends nothing, the reverse of silent for who sends everything', () => {
    const [nothing, everything] = DUMMIES.map((dummy) => score(story, dummy.replay(story)).rates);
    expect(nothing).toMatchObject({ silence: 1, recall: 0, precision: null });
    expect(everything).toMatchObject({ silence: 0, grounded: 1 });
    expect(everything?.recall).toBeGreaterThan(0.3);
  });
});
