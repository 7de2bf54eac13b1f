import { Command, Option } from 'commander';
import type { CliPorts, CommandContext } from './command-context.ts';
import { addAgencies } from './commands/agencies.ts';
import { addAgreements } from './commands/agreements.ts';
import { addBenefits } from './commands/benefits.ts';
import { addCases } from './commands/cases.ts';
import { addChanges } from './commands/changes.ts';
import { addCompletion } from './commands/completion.ts';
import { addConsents } from './commands/consents.ts';
import { addDeadLetters } from './commands/dead-letters.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addErasures } from './commands/erasures.ts';
import { addExports } from './commands/exports.ts';
import { addIncidents } from './commands/incidents.ts';
import { addInterests } from './commands/interests.ts';
import { addKeys } from './commands/keys.ts';
import { addLedger } from './commands/ledger.ts';
import { addMatches } from './commands/matches.ts';
import { addNino } from './commands/nino.ts';
import { addOffices } from './commands/offices.ts';
import { addParked } from './commands/parked.ts';
import { addPeople } from './commands/people.ts';
import { addReconciliation } from './commands/reconciliation.ts';
import { addReplay } from './commands/replay.ts';
import { addRetention } from './commands/retention.ts';
import { addScenarios } from './commands/scenarios.ts';
import { addSchemas } from './commands/schemas.ts';
import { addStack } from './commands/stack.ts';
import { addSubjectAccess } from './commands/subject-access.ts';
import { addTables } from './commands/tables.ts';
import { addTimeline } from './commands/timeline.ts';
import { addToken } from './commands/token.ts';
import { addTopics } from './commands/topics.ts';
import { addWhy } from './commands/why.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { createPrinter, type Printer } from './print.ts';

/** Every command, and the printer that the command line asks for. */
export function createProgram(ports: CliPorts): { program: Command; printer: () => Printer } {
  const isJson = (): boolean => program.opts<{ json?: boolean }>().json === true;
  const program = new Command('told')
    .description('Told Once: a change is told once, and every entitled office uses it.')
    .version('0.1.0', '--version', 'print the version')
    .helpOption('--help', 'explain a command')
    .addOption(new Option('--json', 'print one JSON document instead of text, also for an error'))
    .addOption(
      new Option(
        '--profile <name>',
        'deployment to talk to: a name or a file (also TOLD_PROFILE); the local stack by default',
      ),
    )
    .showHelpAfterError('Fix: "told help <command>" shows what is understood.')
    .exitOverride()
    .configureOutput({
      writeOut: ports.out,
      writeErr: (text) => {
        if (!isJson()) ports.err(text);
      },
    })
    .addHelpText('after', `\nExit codes: ${describeExitCodes()}\nDocs: docs/reference/cli.md`);
  let printer: Printer | undefined;
  const context: CommandContext = {
    ports,
    printer: () => {
      printer ??= createPrinterFor(ports, isJson());
      return printer;
    },
    profileName: () => program.opts<{ profile?: string }>().profile ?? ports.profile,
  };
  for (const add of [
    addDemo,
    addStack,
    addChanges,
    addWhy,
    addTimeline,
    addInterests,
    addMatches,
    addConsents,
    addErasures,
    addSubjectAccess,
    addRetention,
    addIncidents,
    addKeys,
    addAgreements,
    addAgencies,
    addCases,
    addOffices,
    addBenefits,
    addNino,
    addPeople,
    addScenarios,
    addTables,
    addTopics,
    addSchemas,
    addParked,
    addDeadLetters,
    addLedger,
    addExports,
    addReconciliation,
    addReplay,
    addDoctor,
    addToken,
    addCompletion,
  ]) {
    add(program, context);
  }
  return { program, printer: context.printer };
}

function createPrinterFor(ports: CliPorts, json: boolean): Printer {
  const { isTerminal, noColour, isLogged = false, errColumns, out, err } = ports;
  const columns = noColour || isLogged ? undefined : errColumns;
  const colour = isTerminal && !noColour;
  return createPrinter({ json, colour, out, err, ...(columns && { columns }) });
}

const describeExitCodes = (): string =>
  Object.entries(EXIT_CODES)
    .map(([name, { code }]) => `${code} ${name}`)
    .join(', ');
