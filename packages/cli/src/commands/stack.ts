import { once } from 'node:events';
import path from 'node:path';
import type { Command } from 'commander';
import type { CommandContext } from '../run-cli.ts';
import { startLocalStack } from '../start-local-stack.ts';

/** `told stack`: everything on this machine, until Ctrl-C. */
export function addStack(program: Command, context: CommandContext): void {
  program
    .command('stack')
    .description('start Told Once on this machine, and keep it up until Ctrl-C')
    .option('--dir <folder>', 'folder for databases, keys and logs', '.told')
    .action(async (options: { readonly dir: string }) => {
      const printer = context.printer();
      const stack = await startLocalStack({
        dir: path.resolve(context.ports.cwd, options.dir),
        printer,
      });
      try {
        printer.result({ ready: true, stackFile: stack.stackFile, services: stack.services }, () =>
          [
            ...Object.entries(stack.services).map(
              ([name, { url }]) => `${name.padEnd(34)} ${url}/docs`,
            ),
            '',
            'A token:  npm run -s told -- token --as jobcentre',
            'Health:   npm run -s told -- doctor',
            'Stop:     Ctrl-C',
          ].join('\n'),
        );
        await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
      } finally {
        await stack.stop();
      }
    });
}
