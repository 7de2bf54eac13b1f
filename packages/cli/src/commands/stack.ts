import path from 'node:path';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { withLocalStack } from '../start-local-stack.ts';

/** `told stack`: everything on this machine, until Ctrl-C. */
export function addStack(program: Command, context: CommandContext): void {
  program
    .command('stack')
    .description('start Told Once on this machine, and keep it up until Ctrl-C')
    .option('--dir <folder>', 'folder for databases, keys and logs', '.told')
    .addHelpText(
      'after',
      '\nThe data stay in the folder; a later start goes on with them.\n\nExample:\n  npm start -- --dir /tmp/told',
    )
    .action(async (options: { readonly dir: string }) => {
      const printer = context.printer();
      const dir = path.resolve(context.ports.cwd, options.dir);
      await withLocalStack({ dir, printer }, async (stack, interruption) => {
        const { stackFile, services } = stack;
        printer.result({ ready: true, stackFile, services }, () =>
          [
            ...Object.entries(services).map(([name, { url }]) => `${name.padEnd(34)} ${url}/docs`),
            '',
            'A token:  npm run -s told -- token --as jobcentre',
            'Health:   npm run -s told -- doctor',
            'Stop:     Ctrl-C',
          ].join('\n'),
        );
        await interruption.stayUp();
      });
    });
}
