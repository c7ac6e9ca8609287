import type { Development, DevelopmentKind } from '../model/development.ts';
import type { Certainty, EventType, Figures } from '../model/event.ts';
import type { DateRange } from '../model/time.ts';
import { type FigurePoint, figurePoints } from './figure-points.ts';
import { knownNow, latestOfEach } from './known.ts';
import type { PageStore } from './ports.ts';
import { holdWithheldHours, type WithheldHours } from './volume.ts';

/** What finding, counting and drawing need of a development; the rest of it stays in the store. */
export interface StoryLine {
  readonly id: string;
  readonly entryId: string;
  /** When it was found, in milliseconds. */
  readonly foundAt: number;
  readonly kind: DevelopmentKind;
  readonly type: EventType;
  readonly certainty: Certainty;
  readonly weight: number;
  readonly date: DateRange | null;
  readonly figures: Figures;
  readonly headline: string;
  readonly source: string;
  /** Lower case: headline, sentence, outlet, title, who and where. */
  readonly text: string;
}

/** What pages of a story hold in memory. */
export interface StoryIndex {
  readonly withheldHours: WithheldHours;
  /** A watch's story up to this moment. */
  story(watchId: string): Promise<Story>;
}

/** All developments of a watch, and what follows from them alone; worked out once, whoever looks. */
export interface Story {
  /** Oldest first. */
  readonly lines: readonly StoryLine[];
  /** The last line of each event of the ledger. */
  readonly latest: readonly StoryLine[];
  /** The last that happened of each root. */
  readonly known: readonly StoryLine[];
  readonly figures: ReadonlyMap<string, readonly FigurePoint[]>;
}

type IndexedStore = Pick<PageStore, 'developmentCount' | 'developmentsSince' | 'withheldByHour'>;

const LOAD_AT_ONCE = 500;

interface Held {
  story: Story;
  reading: Promise<Story> | undefined;
}

/**
 * Holds the lines of each watch in memory, about a kilobyte each, and reads on from the last: developments are stored
 * in the order of the time they were found, strictly.
 */
export function openStoryIndex(store: IndexedStore): StoryIndex {
  const held = new Map<string, Held>();
  return {
    withheldHours: holdWithheldHours(store),
    story(watchId) {
      const mine = held.get(watchId) ?? { story: storyOf([]), reading: undefined };
      held.set(watchId, mine);
      // Whoever asks meanwhile waits for the same answer.
      mine.reading ??= readOn(store, watchId, mine.story.lines)
        .then((lines) => {
          if (lines !== mine.story.lines) mine.story = storyOf(lines);
          return mine.story;
        })
        .finally(() => {
          mine.reading = undefined;
        });
      return mine.reading;
    },
  };
}

function storyOf(lines: readonly StoryLine[]): Story {
  const latest = latestOfEach(lines);
  return { lines, latest, known: knownNow(latest), figures: figurePoints(lines) };
}

async function readOn(
  store: IndexedStore,
  watchId: string,
  known: readonly StoryLine[],
): Promise<readonly StoryLine[]> {
  const count = await store.developmentCount(watchId);
  if (count === known.length) return known;
  // Fewer than were known: Redis was emptied or put back to an older state.
  const lines = count < known.length ? [] : [...known];
  for (;;) {
    const last = lines.at(-1);
    const since = new Date(last?.foundAt ?? FIRST_INSTANT).toISOString();
    const found = await store.developmentsSince(watchId, since, LOAD_AT_ONCE);
    const fresh = found.filter(
      ({ id, at }) => id !== last?.id && Date.parse(at) > (last?.foundAt ?? -Infinity),
    );
    lines.push(...fresh.map(lineOf));
    if (found.length < LOAD_AT_ONCE || fresh.length === 0) return lines;
  }
}

/** As early as JavaScript's dates go: times before 1970 are times too. */
const FIRST_INSTANT = -8.64e15;

function lineOf(development: Development): StoryLine {
  const { id, entryId, at, kind, event, weight, headline, article, evidence } = development;
  const { type, certainty, date, figures, actors, place } = event;
  const words = [headline, evidence.text, article.source, article.title, ...actors, ...place];
  return {
    ...{ id, entryId, foundAt: Date.parse(at), kind, type, certainty, weight, date, figures, headline },
    source: article.source,
    text: words.join('\n').toLowerCase(),
  };
}
