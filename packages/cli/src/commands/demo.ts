import type { Command } from 'commander';
import { addBusOptions } from '../bus-options.ts';
import type { CommandContext } from '../command-context.ts';
import type { DemoOptions } from '../demo/demo-options.ts';
import { readCount } from '../read-option.ts';

const HOUSEHOLDS = 200;
const CHANGES = 400;

/** `told demo`: everything on one machine, one story, then a load, and a check of what logs and databases say. */
export function addDemo(program: Command, context: CommandContext): void {
  const demo = program
    .command('demo')
    .description('start everything, tell one change, send a load, check what became of it')
    .option('--once', 'stop when done, instead of staying up until Ctrl-C')
    .option(
      '--households <count>',
      'synthetic households to load',
      readCount(COUNT_MAX),
      HOUSEHOLDS,
    )
    .option('--changes <count>', 'changes to send after the story', readCount(COUNT_MAX), CHANGES)
    .option(
      '--seed <number>',
      'the same seed makes the same people and changes',
      readCount(COUNT_MAX),
      2010,
    );
  addBusOptions(demo)
    .addHelpText('after', EXAMPLES)
    .action(async (options: DemoOptions) => {
      const { runDemo } = await import('../demo/run-demo.ts');
      await runDemo(options, context);
    });
}

const COUNT_MAX = 1_000_000;

const EXAMPLES = `
Examples:
  npm run demo
  npm run demo -- --households 5000 --changes 20000
  npm run demo -- --bus kafka
  npm run -s demo -- --once --json`;
