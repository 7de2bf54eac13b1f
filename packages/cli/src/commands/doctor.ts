import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { examineAgencies } from '../doctor/examine-agencies.ts';
import { examineDatabases } from '../doctor/examine-databases.ts';
import { examineEndpoints } from '../doctor/examine-endpoints.ts';
import { examineIncidents } from '../doctor/examine-incidents.ts';
import { examineLedger } from '../doctor/examine-ledger.ts';
import { examineLog } from '../doctor/examine-log.ts';
import { examineReconciliation } from '../doctor/examine-reconciliation.ts';
import { CliError } from '../exit-codes.ts';
import { formatTable } from '../print.ts';
import { readProfile } from '../profile.ts';

/** `told doctor`: one table of everything, with the fix beside each red line. */
export function addDoctor(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description('check every part of a deployment, and say how to mend what is wrong')
    .addHelpText(
      'after',
      '\nExit code 0: all is well; 4: a line is red, and its fix stands beside it.',
    )
    .action(async () => {
      const profile = readProfile(context.profileName(), context.ports.cwd);
      const findings = (
        await Promise.all([
          examineEndpoints(profile),
          examineDatabases(profile),
          examineLog(profile),
          examineAgencies(profile),
          examineLedger(profile),
          examineReconciliation(profile),
          examineIncidents(profile),
        ])
      ).flat();
      const printer = context.printer();
      const isSound = findings.every(({ ok }) => ok);
      printer.result({ sound: isSound, findings }, () =>
        [
          formatTable(
            ['', 'part', 'state', 'fix'],
            findings.map(({ ok, part, state, fix }) => [ok ? '✓' : '✗', part, state, fix ?? '']),
          ),
          ...(isSound ? [`\nall ${findings.length} checks are green`] : []),
        ].join('\n'),
      );
      if (!isSound) {
        const red = findings.filter(({ ok }) => !ok).length;
        throw new CliError('unsound', `${red} of ${findings.length} checks are red.`);
      }
    });
}
