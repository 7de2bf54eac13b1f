import path from 'node:path';
import { loadScenarios, runScenario, type Scenario, ScenarioError } from '@told/testing';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { CliError } from '../exit-codes.ts';
import { formatTable } from '../print.ts';
import { describeResult, describeScenario } from '../scenarios/describe-scenario.ts';

/** `told scenarios`: named households' timelines, played through the rules of each office; no deployment is needed. */
export function addScenarios(program: Command, context: CommandContext): void {
  const scenarios = program
    .command('scenarios')
    .description("play households' timelines through the rules of each office, without a stack");
  scenarios
    .command('run')
    .description('play scenarios, and compare outcomes, records and awards with what is expected')
    .argument('[name...]', 'scenarios to play; all of them when none is named')
    .option('--folder <path>', FOLDER_OPTION)
    .addHelpText('after', RUN_HELP)
    .action((names: readonly string[], options: FolderOption) => run(names, options, context));
  scenarios
    .command('list')
    .description('list the scenarios')
    .option('--folder <path>', FOLDER_OPTION)
    .addHelpText('after', '\nExample:\n  npm run -s told -- scenarios list')
    .action((options: FolderOption) => list(options, context));
  scenarios
    .command('show')
    .description('print one scenario: the story, who told what when, and what is expected')
    .argument('<name>', 'a scenario, as "told scenarios list" names it')
    .option('--folder <path>', FOLDER_OPTION)
    .addHelpText('after', '\nExample:\n  npm run -s told -- scenarios show late-good-news')
    .action((name: string, options: FolderOption) => show(name, options, context));
}

interface FolderOption {
  readonly folder?: string;
}

const FOLDER_OPTION = 'scenarios of this folder instead, one YAML file each';

const RUN_HELP = `
The scenarios are the files of packages/benefits/scenarios. Each office takes what the bus gives it by the functions that it runs on.
With --json one document is printed, which ends with "passed" and "failed". Exit code 0: all passed; 4: something differs, and both are printed.

Examples:
  npm run -s told -- scenarios run
  npm run -s told -- scenarios run late-good-news late-bad-news --json`;

function run(names: readonly string[], options: FolderOption, context: CommandContext): void {
  const printer = context.printer();
  const results = pick(names, options, context).map(runScenario);
  const passed = results.filter((result) => result.passed).length;
  const failed = results.length - passed;
  printer.result({ scenarios: results, passed, failed }, () =>
    [
      ...results.map((result) => describeResult(result, printer)),
      '',
      `${results.length} scenarios: ${passed} passed, ${failed} failed`,
    ].join('\n'),
  );
  if (failed > 0) throw new CliError('unsound', `${failed} of ${results.length} scenarios failed.`);
}

function list(options: FolderOption, context: CommandContext): void {
  const scenarios = pick([], options, context);
  context.printer().result(
    scenarios.map(({ name, title, offices }) => ({ name, title, offices: Object.keys(offices) })),
    () =>
      formatTable(
        ['name', 'title', 'offices'],
        scenarios.map(({ name, title, offices }) => [name, title, Object.keys(offices).join(', ')]),
      ),
  );
}

function show(name: string, options: FolderOption, context: CommandContext): void {
  const printer = context.printer();
  for (const scenario of pick([name], options, context)) {
    printer.result(scenario, () => describeScenario(scenario, printer));
  }
}

/** The scenarios of these names, in this order; all when none is named. */
function pick(
  names: readonly string[],
  { folder }: FolderOption,
  { ports }: CommandContext,
): readonly Scenario[] {
  const all = load(folder === undefined ? undefined : path.resolve(ports.cwd, folder));
  if (names.length === 0) return all;
  return names.map((name) => {
    const found = all.find((scenario) => scenario.name === name);
    if (found === undefined) {
      throw new CliError(
        'usage',
        `there is no scenario ${name}. Fix: "told scenarios list" names them.`,
      );
    }
    return found;
  });
}

function load(folder: string | undefined): readonly Scenario[] {
  try {
    return loadScenarios(folder);
  } catch (error) {
    if (error instanceof ScenarioError) {
      throw new CliError('unsound', error.message, { code: error.code, ...error.details });
    }
    if (folder !== undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new CliError('usage', `there is no folder ${folder}.`);
    }
    throw error;
  }
}
