import type { Command } from 'commander';
import { connectAs } from '../connect.ts';
import type { Printer } from '../print.ts';
import { readProfile } from '../profile.ts';
import type { CommandContext } from '../run-cli.ts';
import { describeWhy, type WhyAnswer } from '../why-answer.ts';

/** `told why`: the whole chain for one change and one agency, also when nothing was sent. */
export function addWhy(program: Command, context: CommandContext): void {
  program
    .command('why <changeId> <agency>')
    .description('say what an agency got of a change, on what basis, and what it did')
    .option('--as <agency>', 'who asks: the recipient, the source or the auditor', 'auditor')
    .action(async (changeId: string, agency: string, options: { readonly as: string }) => {
      const connection = connectAs(
        options.as,
        readProfile(context.profileName(), context.ports.cwd),
      );
      const answer = await connection.call<WhyAnswer>(
        'gateway',
        `/v1/why/${encodeURIComponent(changeId)}/${encodeURIComponent(agency)}`,
      );
      const printer: Printer = context.printer();
      printer.result(answer, () => describeWhy(answer, printer));
    });
}
