import { type Command, Option } from 'commander';
import { createTokens } from '../app/tokens.ts';
import type { App } from '../app.ts';
import type { TokenScope } from '../model/token.ts';
import { withApp } from './people.ts';
import { dim, good, printJson, printLine, printNote, table } from './print.ts';

interface NewOptions {
  readonly scope: TokenScope;
}

interface ListOptions {
  readonly json?: boolean;
}

export function addTokenCommands(program: Command): void {
  const token = program.command('token').description('tokens of the API');
  token
    .command('new <name>')
    .description('make one and print it, this once; the name says what it is for')
    .addOption(
      new Option('--scope <scope>', 'read, or operate too').choices(['read', 'operate']).default('read'),
    )
    .action((name: string, { scope }: NewOptions, command: Command) =>
      withApp(command, async (app) => {
        const { token: made, text } = await tokensOf(app).create(name, scope);
        printLine(text);
        printNote(
          dim(`Keep it safe: only its hash is kept here. To end it: newswatch token revoke ${made.id}`),
        );
      }),
    );
  token
    .command('list')
    .description('which there are; not their secrets')
    .option('--json', 'for programs')
    .action((options: ListOptions, command: Command) => withApp(command, (app) => list(app, options)));
  token
    .command('revoke <id>')
    .description('let it be of no use from now on')
    .action((id: string, _options: unknown, command: Command) =>
      withApp(command, async (app) => {
        await tokensOf(app).revoke(id);
        printLine(good(`${id} is of no use any more.`));
      }),
    );
}

function tokensOf(app: App) {
  return createTokens(app.store, () => new Date());
}

async function list(app: App, { json = false }: ListOptions): Promise<void> {
  const tokens = (await tokensOf(app).list()).map(({ hash: _, ...told }) => told);
  if (json) return printJson(tokens);
  if (tokens.length === 0) return printLine('None. newswatch token new "what it is for"');
  printLine(table(tokens.map(({ id, scope, createdAt, name }) => [id, scope, createdAt.slice(0, 10), name])));
}
