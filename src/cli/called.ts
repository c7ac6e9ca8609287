import { calledAs, processEnvironment } from '../config/environment.ts';
import { COMMAND_FILES } from './commands.ts';

const NAME = calledAs(processEnvironment());
const WORDS = COMMAND_FILES.flatMap(({ names }) => names).join('|');
const COMMAND = new RegExp(`(?<![\\w/.-])newswatch (?=(?:${WORDS})\\b|--help)`, 'g');

/** Commands in a text as whoever reads it has to type them: `bin/newswatch status` in a clone. */
export function asCalled(text: string): string {
  return NAME === 'newswatch' ? text : text.replace(COMMAND, () => `${NAME} `);
}
