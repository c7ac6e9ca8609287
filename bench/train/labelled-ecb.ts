import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { LabelledArticle, LabelledEvent, Labels } from '../../src/eval/labels.ts';
import type { Story } from '../../src/eval/story.ts';
import type { Article } from '../../src/model/article.ts';
import { type Certainty, EVENT_TYPES, type EventType } from '../../src/model/event.ts';
import { articleOf, type EcbDocument, isSentence, readEcb, untokenise } from './ecb.ts';

/** Sentences that go on with an event their article tells, or look back at one, by article file. */
export interface FineLabels {
  readonly goesOn: ReadonlyMap<string, readonly SentenceOf[]>;
  readonly background: ReadonlyMap<string, readonly SentenceOf[]>;
}

export interface SentenceOf {
  readonly event: string;
  readonly sentence: string;
}

export interface EcbStory {
  readonly story: Story;
  readonly fine: FineLabels;
}

/** How an article's sentence stands to an event: told as news (N), gone on with (C), looked back at (B). */
interface Mark {
  readonly sentence: number;
  readonly role: string;
  readonly event: string;
}

interface Topic {
  readonly events: Map<string, LabelledEvent>;
  readonly days: Map<string, string>;
  readonly marks: Map<string, Mark[]>;
}

/** Other than a day, years and months stand for what no report dates. */
const DAY = /^\d{4}-\d\d-\d\d$/;
const TYPES: readonly string[] = Object.values(EVENT_TYPES).flat();
const CERTAINTIES: readonly string[] = ['happened', 'planned', 'denied', 'claimed'];

/**
 * ECB+ (CC BY 3.0) as labelled stories: each event's first report is the dossier, its others are the stream.
 * @param file ecbplus-odd-topics.jsonl, or another part of that form
 * @param folder one file of labels a topic; its README says what its lines are
 * @throws Error naming the file and line of a label that cannot be read
 */
export function loadEcbStories(file: string, folder: string): EcbStory[] {
  const documents = readEcb(file);
  const names = readdirSync(folder).filter((name) => name.endsWith('.tsv'));
  return names.sort().flatMap((name) => {
    const topic = readTopic(path.join(folder, name));
    const mine = documents.filter((document) => document.topic === Number.parseInt(name, 10));
    const clusters = new Set(mine.map((document) => document.event));
    return [...clusters].map((cluster) =>
      storyOf(
        cluster,
        mine.filter((document) => document.event === cluster),
        topic,
      ),
    );
  });
}

function readTopic(file: string): Topic {
  const topic: Topic = { events: new Map(), days: new Map(), marks: new Map() };
  readFileSync(file, 'utf8')
    .split('\n')
    .forEach((line, i) => {
      if (line.trim() === '') return;
      const problem = addLine(topic, line.split('\t'));
      if (problem) throw new Error(`${file}:${i + 1}: ${problem}`);
    });
  return topic;
}

/** Adds a line of labels; says what is wrong with it. */
function addLine(topic: Topic, cells: readonly string[]): string | undefined {
  const [first = '', second = '', third = ''] = cells;
  if (first === 'event') return addEvent(topic, cells);
  if (first === 'doc') {
    const day = third.slice(0, 10);
    if (DAY.test(day)) topic.days.set(second, day);
    return undefined;
  }
  const marks = topic.marks.get(first) ?? [];
  for (const label of third.split('+')) {
    const [, role = '', event = ''] = /^([NCB]):(E\d+)(?:\/\w+)?$/.exec(label) ?? [];
    if (!topic.events.has(event)) return `"${label}" names no event of the table`;
    marks.push({ sentence: Number(second), role, event });
  }
  topic.marks.set(first, marks);
  return undefined;
}

function addEvent(
  { events }: Topic,
  [, id = '', type = '', certainty = '', day = '', gist = '']: readonly string[],
) {
  if (!TYPES.includes(type)) return `"${type}" is no type`;
  if (!CERTAINTIES.includes(certainty)) return `"${certainty}" is no certainty`;
  const [from = '', to = from] = day.split('..');
  events.set(id, {
    id,
    type: type as EventType,
    gist,
    date: DAY.test(from) && DAY.test(to) ? { from, to } : null,
    place: [],
    actors: [],
    certainty: certainty as Certainty,
    figures: {},
    held: false,
    weight: 1,
  });
  return undefined;
}

function storyOf(cluster: string, documents: readonly EcbDocument[], topic: Topic): EcbStory {
  const days = documents.map(({ id }) => topic.days.get(id)).filter((day) => day !== undefined);
  const usual = days.sort()[Math.floor(days.length / 2)];
  const dated = documents
    .map((document) => ({ document, article: articleIn(document, topic.days.get(document.id) ?? usual) }))
    .filter(({ article }) => article.paragraphs.length > 1)
    .sort((a, b) => ((a.article.publishedAt ?? '') < (b.article.publishedAt ?? '') ? -1 : 1));
  const [first, ...rest] = dated;
  const id = `ecb-${cluster}`;
  const known = new Set(topic.marks.get(first?.document.id ?? '')?.map(({ event }) => event));
  const events = new Map([...topic.events].map(([key, event]) => [key, { ...event, held: known.has(key) }]));
  const labels: Labels = {
    events,
    articles: new Map(rest.map(({ document }) => [document.id, labelOf(document, topic)])),
  };
  const watch = {
    ...{ id, title: first?.article.title ?? '', follow: '', language: 'en', feeds: [], names: [] },
    wake: { minWeight: 1, mute: [] },
    baseline: first ? [first.article] : [],
  };
  const stream = rest.map(({ document, article }) => ({ file: document.id, article }));
  const fine = { goesOn: marked(rest, topic, 'C'), background: marked(rest, topic, 'B') };
  return { story: { id, watch, stream, labels }, fine };
}

/** How many of ECB+'s sentences, whose paragraphs are lost, stand for one. */
const PARAGRAPH = 2;

function articleIn(document: EcbDocument, day: string | undefined): Article {
  const { paragraphs, ...article } = articleOf(document, day);
  const joined = Array.from({ length: Math.ceil(paragraphs.length / PARAGRAPH) }, (_, i) =>
    paragraphs.slice(i * PARAGRAPH, (i + 1) * PARAGRAPH).join(' '),
  );
  return { ...article, paragraphs: joined };
}

function marked(
  rest: readonly { readonly document: EcbDocument }[],
  topic: Topic,
  role: string,
): ReadonlyMap<string, readonly SentenceOf[]> {
  return new Map(
    rest.map(({ document }) => [
      document.id,
      marksOf(document, topic, role).map(({ sentence, event }) => ({
        event,
        sentence: untokenise(document.sentences[sentence] ?? ''),
      })),
    ]),
  );
}

function marksOf({ id, sentences }: EcbDocument, { marks }: Topic, role: string): Mark[] {
  return (marks.get(id) ?? []).filter(
    (mark) => mark.role === role && isSentence(untokenise(sentences[mark.sentence] ?? '')),
  );
}

function labelOf(document: EcbDocument, topic: Topic): LabelledArticle {
  const told = Map.groupBy(marksOf(document, topic, 'N'), ({ event }) => event);
  const reports = [...told].map(([event, marks]) => ({
    event,
    evidence: marks.map(({ sentence }) => untokenise(document.sentences[sentence] ?? '')),
    change: null,
    figures: {},
  }));
  const background = new Set(marksOf(document, topic, 'B').map(({ event }) => event));
  return { relevant: true, reports, background: [...background] };
}
