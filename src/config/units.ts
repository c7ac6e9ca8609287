import { z } from 'zod';

const MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const BYTES = { B: 1, kB: 1000, MB: 1_000_000, GB: 1_000_000_000 } as const;

function quantity(units: Readonly<Record<string, number>>, example: string) {
  const pattern = new RegExp(`^(\\d+(?:\\.\\d+)?)\\s*(${Object.keys(units).join('|')})$`);
  return z.string({ error: `write it with its unit, like ${example}` }).transform((text, context) => {
    const match = pattern.exec(text.trim());
    const factor = units[match?.[2] ?? ''];
    if (match?.[1] !== undefined && factor !== undefined) return Math.round(Number(match[1]) * factor);
    context.addIssue({ code: 'custom', message: `"${text}" is not understood; write it like ${example}` });
    return z.NEVER;
  });
}

/** `15m`, `90s`, `7d` → milliseconds. */
export const duration = quantity(MS, '15m (units: ms, s, m, h, d)');

/** `10MB` → bytes. */
export const size = quantity(BYTES, '10MB (units: B, kB, MB, GB)');

/** Milliseconds as they are written: `900000` → `15m`. */
export const durationText = (ms: number): string => inUnits(ms, MS, '0s');

/** Bytes as they are written. */
export const sizeText = (bytes: number): string => inUnits(bytes, BYTES, '0B');

/** In the largest unit that it is a whole number of. */
function inUnits(value: number, units: Readonly<Record<string, number>>, none: string): string {
  const found = Object.entries(units).findLast(([, factor]) => value > 0 && value % factor === 0);
  return found ? `${value / found[1]}${found[0]}` : none;
}
