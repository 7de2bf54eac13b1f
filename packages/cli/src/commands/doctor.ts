import type { Command } from 'commander';
import { examineDatabases } from '../doctor/examine-databases.ts';
import { examineEndpoints } from '../doctor/examine-endpoints.ts';
import { examineLog } from '../doctor/examine-log.ts';
import { CliError } from '../exit-codes.ts';
import { formatTable } from '../print.ts';
import { readProfile } from '../profile.ts';
import type { CommandContext } from '../run-cli.ts';

/** `told doctor`: one table of everything, with the fix beside each red line. */
export function addDoctor(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description('check every part of a deployment, and say how to mend what is wrong')
    .action(async () => {
      const profile = readProfile(context.profileName(), context.ports.cwd);
      const findings = (
        await Promise.all([
          examineEndpoints(profile),
          examineDatabases(profile),
          examineLog(profile),
        ])
      ).flat();
      const printer = context.printer();
      const isSound = findings.every(({ ok }) => ok);
      printer.result({ sound: isSound, findings }, () =>
        formatTable(
          ['', 'part', 'state', 'fix'],
          findings.map(({ ok, part, state, fix }) => [ok ? '✓' : '✗', part, state, fix ?? '']),
        ),
      );
      if (!isSound) {
        const red = findings.filter(({ ok }) => !ok).length;
        throw new CliError('unsound', `${red} of ${findings.length} checks are red`, {
          code: 'unsound',
          red,
        });
      }
    });
}
