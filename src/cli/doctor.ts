import type { Command } from 'commander';
import { examine, type Finding } from '../app/doctor.ts';
import { openApp } from '../app.ts';
import { bad, dim, good, printJson, printLine, warm } from './print.ts';
import { configAsFarAsItGoes } from './settings.ts';

interface DoctorCommandOptions {
  readonly feeds?: boolean;
  readonly json?: boolean;
}

const MARK: Readonly<Record<Finding['state'], string>> = {
  ok: good('ok  '),
  warn: warm('warn'),
  fail: bad('fail'),
};

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description(
      'looks at Redis, clock, mail server, feeds, disk, configuration and schedules, and says what to do; exit code 1 when something fails',
    )
    .option('--feeds', 'ask every feed now')
    .option('--json', 'for programs')
    .action(async ({ feeds = false, json = false }: DoctorCommandOptions, command: Command) => {
      const { config, mistakes } = configAsFarAsItGoes(command);
      const findings = await examine({
        ...{ config, mistakes, askFeeds: feeds, open: () => openApp({ config }) },
        onFinding: (finding) => {
          if (!json) printLine(findingText(finding));
        },
      });
      if (json) printJson(findings);
      else printLine(summaryText(findings));
      if (findings.some(({ state }) => state === 'fail')) process.exitCode = 1;
    });
}

function findingText({ part, state, detail, mend }: Finding): string {
  const line = `${MARK[state]}  ${part.padEnd(13)}  ${detail}`;
  return mend ? `${line}\n${dim(`${' '.repeat(21)}→ ${mend}`)}` : line;
}

function summaryText(findings: readonly Finding[]): string {
  const count = (state: Finding['state']) => findings.filter((one) => one.state === state).length;
  const [fails, warns] = [count('fail'), count('warn')];
  if (fails > 0) return bad(`\n${fails} to be mended before it works, ${warns} to look at.`);
  return warns > 0 ? warm(`\nIt works; ${warns} to look at.`) : good('\nAll is well.');
}
