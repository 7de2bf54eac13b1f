import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from '../run-cli.ts';

const HOUSEHOLDS = 200;
const CHANGES = 400;

/** `told demo`: everything on one machine, one story, then a load, and a check of what logs and databases say. */
export function addDemo(program: Command, context: CommandContext): void {
  program
    .command('demo')
    .description('start everything, tell one change, send a load, check what became of it')
    .option('--once', 'stop when done, instead of staying up until Ctrl-C')
    .option('--households <count>', 'synthetic households to load', readCount, HOUSEHOLDS)
    .option('--changes <count>', 'changes to send after the story', readCount, CHANGES)
    .option('--seed <number>', 'the same seed makes the same people and changes', readCount, 2010)
    .option('--dir <folder>', 'folder for databases, keys and logs', '.told')
    .addOption(
      new Option('--bus <kind>', 'what carries the records')
        .choices(['embedded'])
        .default('embedded'),
    )
    .action(async (options: DemoOptions) => {
      const { runDemo } = await import('../demo/run-demo.ts');
      await runDemo(options, context);
    });
}

export interface DemoOptions {
  readonly once?: boolean;
  readonly households: number;
  readonly changes: number;
  readonly seed: number;
  readonly dir: string;
}

const COUNT_MAX = 1_000_000;

function readCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count <= COUNT_MAX) return count;
  throw new InvalidArgumentError(`It is a whole number from 0 to ${COUNT_MAX}.`);
}
