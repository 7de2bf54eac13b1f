import { createBusinessCalendar, parseBusinessDate } from '@told/service';
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
import { runLoad } from './run-load.ts';
import { tellStory } from './story.ts';

/** Starts the stack, tells the story, sends the load, judges the history. Throws CliError `unsound` when an invariant is broken. */
export async function runDemo(options: DemoOptions, context: CommandContext): Promise<void> {
  const printer = context.printer();
  const where = readBusOptions(options, context.ports.cwd);
  printer.note(printer.style('bold', 'Told Once: starting everything on this machine'));
  await withLocalStack({ ...where, printer, logLevel: 'warn' }, async (stack, interruption) => {
    await play(options, stack, where.dir, printer);
    if (options.once === true) return;
    printer.note(describeStaying(stack));
    await interruption.stayUp();
  });
}

async function play(
  options: DemoOptions,
  stack: Stack,
  dir: string,
  printer: Printer,
): Promise<void> {
  const area = openArea(stack);
  const run = claimRun(dir, options.households);
  const startedMs = Date.now();
  const today = readBusinessDate(stack.businessDate, startedMs);
  await tellStory({ area, run: run.number, printer, today });
  const load = await runLoad({ area, run, options, printer, today });
  const acknowledged: SendReport['accepted'] = load?.report.accepted ?? new Set();
  const judged = await judgeDemo({ area, stack, acknowledged, load, startedMs, printer });
  if (judged.isSound) return;
  throw new CliError('unsound', 'an invariant is broken; see the findings above');
}

/** What the services take for today: the stack says `YYYY-MM-DD@<instant>` or `system`. */
function readBusinessDate(businessDate: string, nowMs: number): string {
  const spec = parseBusinessDate(businessDate);
  if (spec === undefined) throw new TypeError('the stack checks its business date');
  return createBusinessCalendar(spec, { nowMs: () => nowMs }).today();
}

const describeStaying = (stack: Stack): string =>
  [
    '',
    'Everything stays up until Ctrl-C. In another terminal:',
    '  npm run -s told -- doctor',
    '  npm run -s told -- interests list --as central-bedfordshire --limit 5',
    '  npm run -s told -- cases list --as jobcentre --limit 5',
    ...Object.entries(stack.services).map(([name, { url }]) => `  ${name.padEnd(34)} ${url}/docs`),
  ].join('\n');
