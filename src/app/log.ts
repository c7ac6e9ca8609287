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
  return pino({ level, base: null }, destination);
}
