import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import { readProfile } from '../profile.ts';
import { readAgency } from '../read-option.ts';

/** `told token`: an access token, for curl and for programs of one's own. */
export function addToken(program: Command, context: CommandContext): void {
  program
    .command('token')
    .description('print an access token for an agency')
    .requiredOption('--as <agency>', 'agency to act for', readAgency)
    .option(
      '--scopes <scopes>',
      'scopes, separated by spaces or commas; all of the client’s by default',
    )
    .addHelpText(
      'after',
      '\nExample:\n  curl -H "Authorization: Bearer $(npm run -s told -- token --as jobcentre)" $URL',
    )
    .action(async (options: { readonly as: string; readonly scopes?: string }) => {
      const connection = connectAs(
        options.as,
        readProfile(context.profileName(), context.ports.cwd),
      );
      const accessToken = await connection.token(options.scopes);
      context.printer().result({ accessToken, agency: options.as }, () => accessToken);
    });
}
