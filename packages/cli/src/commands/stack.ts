import type { Command } from 'commander';
import { addBusOptions, type BusOptions, readBusOptions } from '../bus-options.ts';
import type { CommandContext } from '../command-context.ts';
import { withLocalStack } from '../start-local-stack.ts';

/** `told stack`: everything on this machine, until Ctrl-C. */
export function addStack(program: Command, context: CommandContext): void {
  const stack = program
    .command('stack')
    .description('start Told Once on this machine, and keep it up until Ctrl-C');
  addBusOptions(stack)
    .addHelpText(
      'after',
      '\nThe data stay in the folder; a later start goes on with them.\n\nExample:\n  npm start -- --bus kafka --dir /tmp/told',
    )
    .action(async (options: BusOptions) => {
      const printer = context.printer();
      const where = readBusOptions(options, context.ports.cwd);
      await withLocalStack({ ...where, printer }, async (stack, interruption) => {
        const { stackFile, services } = stack;
        const console = { url: await stack.startConsole() };
        printer.result({ ready: true, stackFile, services, console }, () =>
          [
            ...Object.entries(services).map(([name, { url }]) => `${name.padEnd(34)} ${url}/docs`),
            '',
            `Console:  ${console.url}`,
            'A token:  npm run -s told -- token --as jobcentre',
            'Health:   npm run -s told -- doctor',
            'Stop:     Ctrl-C',
          ].join('\n'),
        );
        await interruption.stayUp();
      });
    });
}
