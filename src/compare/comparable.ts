import type { NewsEvent } from '../model/event.ts';
import type { Day } from '../model/time.ts';
import type { Apart } from './apart.ts';
import type { Shared } from './terms.ts';

/** A telling as it is compared: its fields, and how sure its date is. */
export interface Comparable {
  readonly event: NewsEvent;
  /** False when its date was taken over from around it. */
  readonly dateIsOwn: boolean;
  /** Its date is the day it was said on. */
  readonly dateIsSpoken?: boolean;
}

/** What stands beside the fields of a telling and a known event. */
export interface Beside extends Shared, Apart {
  /** The day of print of what is compared. */
  readonly printed: Day;
  /** The day the event was last told. */
  readonly lastTold: Day;
  /** Days since then; 0 for one told later. */
  readonly silent: number;
  /** What is compared tells what was counted so far, which may have risen. */
  readonly counts: boolean;
  /** Names of figures that are counted on for days. */
  readonly tolls: readonly string[];
}
