import type { Stack } from '@told/stack';
import { openArea, type SendReport } from '@told/testing';
import { readBusOptions } from '../bus-options.ts';
import type { CommandContext } from '../command-context.ts';
import { CliError } from '../exit-codes.ts';
import type { Printer } from '../print.ts';
import { withLocalStack } from '../start-local-stack.ts';
import { claimRun } from './claim-run.ts';
import type { DemoOptions } from './demo-options.ts';
import { judgeDemo } from './judge-demo.ts';
import { readBusinessDate } from './read-business-date.ts';
import { runLoad } from './run-load.ts';
import { tellStory } from './story.ts';
import { verifyLedger } from './verify-ledger.ts';
import { watchMemory } from './watch-memory.ts';
import { writeReport } from './write-report.ts';

/** Starts the stack, tells the story, sends the load, judges the history. Throws CliError `unsound` when an invariant is broken. */
export async function runDemo(options: DemoOptions, context: CommandContext): Promise<void> {
  const printer = context.printer();
  const where = readBusOptions(options, context.ports.cwd);
  printer.note(printer.style('bold', 'Told Once: starting everything on this machine'));
  await withLocalStack({ ...where, printer, logLevel: 'warn' }, async (stack, interruption) => {
    await play(options, stack, where.dir, printer);
    if (options.once === true) return;
    const consoleUrl = await stack.startConsole();
    printer.note(describeStaying(stack, consoleUrl));
    await interruption.stayUp();
  });
}

async function play(
  options: DemoOptions,
  stack: Stack,
  dir: string,
  printer: Printer,
): Promise<void> {
  const memory = watchMemory(stack);
  try {
    const area = openArea(stack);
    const run = claimRun(dir, options.households);
    const startedMs = Date.now();
    const today = readBusinessDate(stack.businessDate, startedMs);
    await tellStory({ area, run: run.number, printer, today });
    const load = await runLoad({ area, run, options, memory, printer, today });
    const acknowledged: SendReport['accepted'] = load?.report.accepted ?? new Set();
    const of = { area, stack, load, startedMs, memory };
    const ledger = await verifyLedger(area, stack);
    const { isSound, summary } = await judgeDemo({ ...of, acknowledged, ledger, printer });
    const page = await writeReport({ ...of, dir, options, summary });
    printer.note(`\nRates, latencies, outcomes and awards of this run, to look at: ${page}`);
    if (!isSound) throw new CliError('unsound', 'an invariant is broken; see the findings above');
  } finally {
    memory.stop();
  }
}

const describeStaying = (stack: Stack, consoleUrl: string): string =>
  [
    '',
    'Everything stays up until Ctrl-C. In another terminal:',
    '  npm run -s told -- doctor',
    '  npm run -s told -- interests list --as central-bedfordshire --limit 5',
    '  npm run -s told -- cases list --as jobcentre --limit 5',
    ...Object.entries(stack.services).map(([name, { url }]) => `  ${name.padEnd(34)} ${url}/docs`),
    '',
    `Pages for auditors: ${consoleUrl}`,
  ].join('\n');
