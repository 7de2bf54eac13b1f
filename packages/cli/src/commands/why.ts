import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import type { Printer } from '../print.ts';
import { readProfile } from '../profile.ts';
import { readAgency, readId } from '../read-option.ts';
import { describeWhy, type WhyAnswer } from '../why-answer.ts';

/** `told why`: the whole chain for one change and one agency, also when nothing was sent. */
export function addWhy(program: Command, context: CommandContext): void {
  program
    .command('why')
    .description('say what an agency got of a change, on what basis, and what it did')
    .argument('<changeId>', 'id of the change', readId)
    .argument('<agency>', 'agency that was, or was not, given the change', readAgency)
    .option(
      '--as <agency>',
      'who asks: the recipient, the source or the auditor',
      readAgency,
      'auditor',
    )
    .addHelpText(
      'after',
      '\nWho may not see the answer is told that there is none.\n\nExample:\n  npm run -s told -- why 19f9e768-4de7-51d0-8f3a-4eda04ffa362 luton',
    )
    .action(async (changeId: string, agency: string, options: { readonly as: string }) => {
      const profile = readProfile(context.profileName(), context.ports.cwd);
      const connection = connectAs(options.as, profile);
      const answer = await connection.call<WhyAnswer>(
        'gateway',
        `/v1/why/${encodeURIComponent(changeId)}/${encodeURIComponent(agency)}`,
      );
      const printer: Printer = context.printer();
      printer.result(answer, () => describeWhy(answer, printer));
      if (profile.console === undefined) return;
      // Beside the answer, which is the same wherever it is asked for.
      printer.note(`\nAs a page: ${profile.console.url}/changes/${changeId}/agencies/${agency}`);
    });
}
