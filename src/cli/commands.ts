import type { Command } from 'commander';

interface CommandFile {
  /** Of the commands that it adds. */
  readonly names: readonly string[];
  readonly load: () => Promise<(program: Command) => void>;
}

/** In the order of the help. */
export const COMMAND_FILES: readonly CommandFile[] = [
  { names: ['start', 'worker', 'web'], load: async () => (await import('./run.ts')).addRunCommands },
  { names: ['demo'], load: async () => (await import('./demo.ts')).addDemoCommand },
  { names: ['watch'], load: async () => (await import('./watch.ts')).addWatchCommands },
  { names: ['backtest'], load: async () => (await import('./backtest.ts')).addBacktestCommand },
  { names: ['poll', 'digest'], load: async () => (await import('./trigger.ts')).addTriggerCommands },
  { names: ['check'], load: async () => (await import('./check.ts')).addCheckCommand },
  { names: ['extract'], load: async () => (await import('./extract.ts')).addExtractCommand },
  { names: ['feed'], load: async () => (await import('./feeds.ts')).addFeedCommands },
  { names: ['why'], load: async () => (await import('./why.ts')).addWhyCommand },
  { names: ['replay', 'eval'], load: async () => (await import('./stories.ts')).addStoryCommands },
  {
    names: ['subscribe', 'unsubscribe', 'subscribers'],
    load: async () => (await import('./people.ts')).addPeopleCommands,
  },
  { names: ['mail', 'bounce'], load: async () => (await import('./mail.ts')).addMailCommands },
  { names: ['notify'], load: async () => (await import('./notify.ts')).addNotifyCommands },
  { names: ['jobs'], load: async () => (await import('./jobs.ts')).addJobCommands },
  { names: ['feedback'], load: async () => (await import('./feedback.ts')).addFeedbackCommand },
  { names: ['token'], load: async () => (await import('./token.ts')).addTokenCommands },
  { names: ['developments'], load: async () => (await import('./developments.ts')).addDevelopmentCommands },
  { names: ['status'], load: async () => (await import('./status.ts')).addStatusCommand },
  { names: ['doctor'], load: async () => (await import('./doctor.ts')).addDoctorCommand },
  { names: ['config'], load: async () => (await import('./config.ts')).addConfigCommand },
  { names: ['export', 'import'], load: async () => (await import('./transfer.ts')).addTransferCommands },
];

const TELLS_VERSION: readonly string[] = ['-V', '--version'];

/**
 * Adds the command that the arguments ask for; all where they ask for none there is, for the help and for what was
 * perhaps meant. Loading all of them takes longer than most commands do.
 */
export async function addCommands(program: Command, args: readonly string[]): Promise<void> {
  for (const { load } of neededFor(args)) {
    const add = await load();
    add(program);
  }
}

function neededFor(args: readonly string[]): readonly CommandFile[] {
  const asked = args.find((word, i) => !word.startsWith('-') && args[i - 1] !== '--config');
  if (asked === undefined) return args.some((word) => TELLS_VERSION.includes(word)) ? [] : COMMAND_FILES;
  const found = COMMAND_FILES.filter(({ names }) => names.includes(asked));
  return found.length > 0 ? found : COMMAND_FILES;
}
