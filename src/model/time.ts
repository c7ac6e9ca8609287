/** A UTC instant, ISO 8601 with milliseconds: `2024-02-11T09:30:00.000Z`. */
export type Instant = string;

/** A calendar day: `2024-02-11`. */
export type Day = string;

/** Calendar days, both inclusive. One day has `from` equal to `to`. */
export interface DateRange {
  readonly from: Day;
  readonly to: Day;
}

/** Where a job, a page or a command gets the time from; the demo hands in a faster one. */
export type Clock = () => Date;
