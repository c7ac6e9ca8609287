import { Command, CommanderError } from 'commander';
import { AppError, ConfigError } from '../model/errors.ts';
import { counted } from '../model/words.ts';
import { addBacktestCommand } from './backtest.ts';
import { addCheckCommand } from './check.ts';
import { addConfigCommand } from './config.ts';
import { addDemoCommand } from './demo.ts';
import { addDevelopmentCommands } from './developments.ts';
import { addDoctorCommand } from './doctor.ts';
import { addExtractCommand } from './extract.ts';
import { addFeedbackCommand } from './feedback.ts';
import { addFeedCommands } from './feeds.ts';
import { addJobCommands } from './jobs.ts';
import { addMailCommands } from './mail.ts';
import { addNotifyCommands } from './notify.ts';
import { addPeopleCommands } from './people.ts';
import { bad, printNote } from './print.ts';
import { addRunCommands } from './run.ts';
import { addStatusCommand } from './status.ts';
import { addStoryCommands } from './stories.ts';
import { addTokenCommands } from './token.ts';
import { addTransferCommands } from './transfer.ts';
import { addTriggerCommands } from './trigger.ts';
import { addWatchCommands } from './watch.ts';
import { addWhyCommand } from './why.ts';

const EXIT = { failed: 1, usage: 2 } as const;

function buildProgram(): Command {
  const program = new Command('newswatch')
    .description('Watches news feeds for developments in a story and mails what is new, each fact once.')
    .option('--config <folder>', 'the configuration folder (default: config, or NEWSWATCH_CONFIG)')
    .showHelpAfterError('(newswatch --help shows what there is)')
    .showSuggestionAfterError()
    .exitOverride();
  addRunCommands(program);
  addDemoCommand(program);
  addWatchCommands(program);
  addBacktestCommand(program);
  addTriggerCommands(program);
  addCheckCommand(program);
  addExtractCommand(program);
  addFeedCommands(program);
  addWhyCommand(program);
  addStoryCommands(program);
  addPeopleCommands(program);
  addMailCommands(program);
  addNotifyCommands(program);
  addJobCommands(program);
  addFeedbackCommand(program);
  addTokenCommands(program);
  addDevelopmentCommands(program);
  addStatusCommand(program);
  addDoctorCommand(program);
  addConfigCommand(program);
  addTransferCommands(program);
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

// A reader that went away (`newswatch status | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await buildProgram().parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
