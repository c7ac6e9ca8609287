// Loaded before a program (`node --import`): its clock is off by what stands in a file, in ms, or stands still.
import { readFileSync } from 'node:fs';

const RealDate = Date;
const LOOK_EVERY_MS = 20;
const file = process.env.CLOCK_FILE ?? '';
let lookedAt = Number.NEGATIVE_INFINITY;
let shiftMs = 0;
let frozenAt: number | null = null;

function now(): number {
  if (performance.now() - lookedAt > LOOK_EVERY_MS) {
    lookedAt = performance.now();
    const text = readFileSync(file, 'utf8').trim();
    if (text === 'frozen') frozenAt ??= RealDate.now() + shiftMs;
    else {
      frozenAt = null;
      shiftMs = Number(text);
    }
  }
  return frozenAt ?? RealDate.now() + shiftMs;
}

class ShiftedDate extends RealDate {
  constructor(...args: []) {
    super(...((args.length > 0 ? args : [now()]) as []));
  }

  static override now(): number {
    return now();
  }
}

globalThis.Date = ShiftedDate as DateConstructor;
