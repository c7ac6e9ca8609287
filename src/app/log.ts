import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

/**
 * The log: JSON lines on standard error, or for people where that is a terminal.
 * `silent` is for commands whose own output is all there is to say.
 */
export function openLog(level: string): Logger {
  if (level === 'silent') return pino({ level });
  const people = process.stderr.isTTY;
  const destination: DestinationStream = people
    ? pretty({
        destination: 2,
        sync: true,
        ignore: 'pid,hostname',
        translateTime: 'SYS:HH:MM:ss',
        singleLine: true,
      })
    : pino.destination({ dest: 2, sync: true });
  // As JSON they stand escaped and do no harm; for people they would be written out.
  const hooks = people ? { streamWrite: withoutControls } : {};
  return pino({ level, base: null, hooks }, destination);
}

/** A line of JSON without the control characters in its strings, which a terminal would obey; line breaks stay. */
export function withoutControls(line: string): string {
  return line.replace(/\\\\|\\u00[01][\da-f]|\\[bf]|[\u007f-\u009f]/gi, (found) =>
    found === '\\\\' ? found : '',
  );
}
