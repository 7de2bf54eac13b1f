import type { Command } from 'commander';
import { addBusChoice } from '../bus-options.ts';
import type { CommandContext } from '../command-context.ts';
import type { CompareOptions } from '../compare/run-compare.ts';
import { readCount } from '../read-option.ts';

const HOUSEHOLDS = 300;
const CHANGES = 1_200;
const COUNT_MAX = 1_000_000;

/** `told tables`: what offices and gateway made of what was told. */
export function addTables(program: Command, context: CommandContext): void {
  const tables = program
    .command('tables')
    .description('what offices and gateway make of what they are told');
  const compare = tables
    .command('compare')
    .description(
      'tell the same changes to two fresh stacks, to the second in another order and every tenth twice, and compare their derived tables',
    )
    .option('--households <count>', 'synthetic households', readCount(COUNT_MAX), HOUSEHOLDS)
    .option('--changes <count>', 'changes to tell', readCount(COUNT_MAX), CHANGES)
    .option(
      '--seed <number>',
      'the same seed makes the same people and changes',
      readCount(COUNT_MAX),
      2010,
    )
    .option('--keep <folder>', 'keep the tables as they were compared, a text file each');
  addBusChoice(compare)
    .addHelpText('after', EXAMPLES)
    .action(async (options: CompareOptions) => {
      const { runCompare } = await import('../compare/run-compare.ts');
      await runCompare(options, context);
    });
}

const EXAMPLES = `
Columns that say where something was in a log or when a clock said what are left out, and journals of arrival; rows are sorted by key.

Examples:
  npm run -s told -- tables compare
  npm run -s told -- tables compare --households 3000 --changes 12000 --keep /tmp/tables`;
