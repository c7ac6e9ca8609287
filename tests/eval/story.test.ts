import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadStory } from '../../src/eval/story.ts';
import { ConfigError } from '../../src/model/errors.ts';

const LABELS = `
events:
  E01: {type: walkout, gist: Dockers walk out, date: 2031-03-03, certainty: happened, held: false, weight: 1}
  E02:
    type: talks_started
    gist: Talks open
    date: {from: 2031-03-04, to: 2031-03-05}
    certainty: planned
    figures: {days: 2}
    held: true
    weight: 0.5
articles:
  001-walkout.md:
    relevant: true
    reports:
      - event: E01
        evidence: ["Dockers walked out."]
        change: new
    background: [E02]
  002-rain.md: {relevant: false}
`;

let folder: string;

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'newswatch-story-')), 'dock-strike');
  write('story.yaml', 'title: The dock strike\n');
  write('labels.yaml', LABELS);
  write(
    'dossier/01-before.md',
    '---\ntitle: Before\nsource: Harbour Post\ndate: 2031-03-01\n---\n\nAll was calm.\n',
  );
  write(
    'stream/001-walkout.md',
    '---\ntitle: Out\nsource: Harbour Post\ndate: 2031-03-03\n---\n\nDockers walked out.\n',
  );
  write('stream/002-rain.md', '---\ntitle: Rain\nsource: Harbour Post\n---\n\nIt rained.\n');
});

afterEach(() => rmSync(path.dirname(folder), { recursive: true }));

function write(name: string, content: string) {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), content);
}

function mistakes(): readonly string[] {
  try {
    loadStory(folder);
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.mistakes.map((m) => `${path.relative(folder, m.file)} ${m.path}: ${m.message}`);
    }
    throw error;
  }
  return [];
}

describe('a story', () => {
  test('is read with its dossier and its stream in the order of their files', () => {
    const story = loadStory(folder);
    expect(story.id).toBe('dock-strike');
    expect(story.watch.baseline.map(({ title }) => title)).toEqual(['Before']);
    expect(story.stream.map(({ file }) => file)).toEqual(['001-walkout.md', '002-rain.md']);
  });

  test('is watched as the least watch would: no names, no mutes, waking for what is weighty', () => {
    expect(loadStory(folder).watch).toMatchObject({
      id: 'dock-strike',
      title: 'The dock strike',
      follow: '',
      language: 'en',
      feeds: [],
      names: [],
      wake: { minWeight: 1, mute: [] },
    });
  });

  test('has its labels with a day as a range of itself, and no change for a first report', () => {
    const { labels } = loadStory(folder);
    expect(labels.events.get('E01')).toMatchObject({
      id: 'E01',
      date: { from: '2031-03-03', to: '2031-03-03' },
    });
    expect(labels.events.get('E02')).toMatchObject({
      date: { from: '2031-03-04', to: '2031-03-05' },
      place: [],
    });
    expect(labels.articles.get('001-walkout.md')?.reports[0]).toMatchObject({ change: null, figures: {} });
  });
});

describe('a faulty story', () => {
  test('has the mistakes of all its files reported at once', () => {
    write('story.yaml', 'titel: The dock strike\n');
    write('stream/002-rain.md', '---\ntitle: Rain\n---\n\nIt rained.\n');
    write('labels.yaml', LABELS.replace('type: walkout', 'type: walkot').replace('2031-03-04', '2031-02-30'));
    const found = mistakes();
    expect(found).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^story\.yaml title: is missing/),
        expect.stringMatching(/^story\.yaml titel: /),
        expect.stringMatching(/^stream\/002-rain\.md source: is missing/),
        expect.stringMatching(/^labels\.yaml events\.E01\.type: "walkot" is none/),
        'labels.yaml events.E02.date.from: "2031-02-30" is not a day like 2024-02-11',
      ]),
    );
  });

  test('is told which files and folders are missing', () => {
    rmSync(path.join(folder, 'labels.yaml'));
    rmSync(path.join(folder, 'dossier'), { recursive: true });
    expect(mistakes()).toEqual(['labels.yaml : this file is missing', 'dossier : holds no article']);
  });

  test('is told where labels and stream do not fit, all at once', () => {
    write(
      'labels.yaml',
      LABELS.replace('"Dockers walked out."', '"Dockers struck."')
        .replace('event: E01', 'event: E09')
        .replace('[E02]', '[E02, E08]')
        .replace('002-rain.md: {relevant: false}', '003-gale.md: {relevant: false, background: [E01]}'),
    );
    expect(mistakes()).toEqual([
      'labels.yaml articles: "002-rain.md" of the stream has no label',
      'labels.yaml articles.001-walkout.md.reports[0].event: there is no event "E09"',
      'labels.yaml articles.001-walkout.md.reports[0].evidence[0]: does not stand in the article word for word',
      'labels.yaml articles.001-walkout.md.background[1]: there is no event "E08"',
      'labels.yaml articles.003-gale.md: the stream has no such article',
    ]);
  });

  test('may not report an event twice in one article, nor as background too, nor in a distractor', () => {
    const twice = `
      - event: E01
        evidence: ["Dockers walked out."]
    background: [E01]
  002-rain.md: {relevant: false, background: [E01]}`;
    write('labels.yaml', LABELS.replace(/\n {4}background: \[E02\]\n.*\n/, `${twice}\n`));
    expect(mistakes()).toEqual([
      'labels.yaml articles.001-walkout.md.reports[1].event: "E01" stands here twice',
      'labels.yaml articles.001-walkout.md.background[0]: "E01" is reported here as well',
      'labels.yaml articles.002-rain.md: a distractor tells no event of the story',
    ]);
  });

  test('with broken YAML is told the line', () => {
    write('labels.yaml', 'events:\n  E01: {type: walkout\n');
    expect(mistakes()[0]).toMatch(/^labels\.yaml:\d+:\d+ : /);
  });
});
