import { Command, CommanderError } from 'commander';
import { VERSION } from '../app/version.ts';
import { AppError, ConfigError } from '../model/errors.ts';
import { counted } from '../model/words.ts';
import { addCommands } from './commands.ts';
import { bad, printable, printNote } from './print.ts';

const EXIT = { failed: 1, usage: 2 } as const;

async function buildProgram(args: readonly string[]): Promise<Command> {
  const program = new Command('newswatch')
    .description('Watches news feeds for developments in a story and mails what is new, each fact once.')
    .option('--config <folder>', 'the configuration folder (default: config, or NEWSWATCH_CONFIG)')
    .showHelpAfterError('(newswatch --help shows what there is)')
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => process.stdout.write(printable(text)),
      writeErr: (text) => process.stderr.write(printable(text)),
    })
    .exitOverride()
    .version(VERSION, '-V, --version');
  await addCommands(program, args);
  return program;
}

/** Foreseen errors are told in their own words; anything else is a bug and shows where it happened. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage;
  if (error instanceof ConfigError) {
    printNote(bad(`The configuration has ${counted(error.mistakes.length, 'mistake')}:`));
    printNote(error.message.replace(/^/gm, '  '));
  } else if (error instanceof AppError) printNote(`${bad('newswatch:')} ${error.message}`);
  else
    printNote(
      `${bad('newswatch: this is a bug, please report it:')} ${error instanceof Error ? error.stack : error}`,
    );
  return EXIT.failed;
}

/** Runs one command; `process.exitCode` tells how it went. */
export async function runCommand(args: readonly string[]): Promise<void> {
  try {
    const program = await buildProgram(args);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = report(error);
  }
}
