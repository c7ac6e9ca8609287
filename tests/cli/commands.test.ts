import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addCommands, COMMAND_FILES } from '../../src/cli/commands.ts';

const NAMES = COMMAND_FILES.flatMap(({ names }) => names);

async function commandsFor(...args: readonly string[]): Promise<readonly string[]> {
  const program = new Command();
  await addCommands(program, args);
  return program.commands.map((command) => command.name());
}

describe('the files of the commands', () => {
  test('are loaded by the names of the commands they add, all of them for the help', async () => {
    for (const { names } of COMMAND_FILES) {
      for (const name of names) expect(await commandsFor(name)).toEqual(names);
    }
    expect(await commandsFor('--help')).toEqual(NAMES);
    expect(await commandsFor()).toEqual(NAMES);
    expect(await commandsFor('help', 'check')).toEqual(NAMES);
  });

  test('are all loaded for a word that names none, so that what was perhaps meant can be told', async () => {
    expect(await commandsFor('subscrbe', 'poll')).toEqual(NAMES);
  });

  test('are found behind the folder of the configuration; the version needs none', async () => {
    expect(await commandsFor('--config', 'poll', 'status')).toEqual(['status']);
    expect(await commandsFor('--config=poll', 'status')).toEqual(['status']);
    expect(await commandsFor('--version')).toEqual([]);
  });
});
