import type { Readable } from 'node:stream';
import { Command, CommanderError, Option } from 'commander';
import { addCases } from './commands/cases.ts';
import { addChanges } from './commands/changes.ts';
import { addCompletion } from './commands/completion.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addInterests } from './commands/interests.ts';
import { addStack } from './commands/stack.ts';
import { addToken } from './commands/token.ts';
import { addWhy } from './commands/why.ts';
import type { CliConfig } from './config.ts';
import { CliError, EXIT_CODES } from './exit-codes.ts';
import { createPrinter, type Printer } from './print.ts';

/** What a command may touch, apart from the network. */
export interface CliPorts extends CliConfig {
  readonly cwd: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly isTerminal: boolean;
  readonly readInput: () => Readable;
}

export interface CommandContext {
  readonly ports: CliPorts;
  /** Read after the command line has been parsed. */
  printer(): Printer;
  profileName(): string | undefined;
}

/** Runs one command line and resolves with the exit code of exit-codes.ts. */
export async function runCli(args: readonly string[], ports: CliPorts): Promise<number> {
  const program = createProgram(ports);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return EXIT_CODES.done.code;
  } catch (error) {
    return report(error, program, ports);
  }
}

function createProgram(ports: CliPorts): Command {
  const program = new Command('told')
    .description('Told Once: a change is told once, and every entitled office uses it.')
    .version('0.1.0')
    .addOption(new Option('--json', 'print JSON, one document a line'))
    .addOption(
      new Option(
        '--profile <name>',
        'deployment to talk to: a name or a file; the local stack by default',
      ),
    )
    .showHelpAfterError('Fix: "told help <command>" shows what is understood.')
    .exitOverride()
    .configureOutput({ writeOut: ports.out, writeErr: ports.err })
    .addHelpText('after', `\nExit codes: ${describeExitCodes()}\nDocs: docs/reference/cli.md`);
  const context: CommandContext = {
    ports,
    printer: () => createPrinterFor(program, ports),
    profileName: () => program.opts<{ profile?: string }>().profile ?? ports.profile,
  };
  for (const add of [
    addDemo,
    addStack,
    addChanges,
    addWhy,
    addInterests,
    addCases,
    addDoctor,
    addToken,
    addCompletion,
  ]) {
    add(program, context);
  }
  return program;
}

function createPrinterFor(program: Command, ports: CliPorts): Printer {
  const json = program.opts<{ json?: boolean }>().json === true;
  return createPrinter({
    json,
    colour: ports.isTerminal && !ports.noColour,
    interactive: ports.isTerminal && !ports.isCi && !json,
    out: ports.out,
    err: ports.err,
  });
}

function report(error: unknown, program: Command, ports: CliPorts): number {
  if (error instanceof CommanderError) {
    // commander has printed help, version or its own complaint already.
    return error.exitCode === 0 ? EXIT_CODES.done.code : EXIT_CODES.usage.code;
  }
  if (error instanceof CliError) {
    createPrinterFor(program, ports).json
      ? ports.out(`${JSON.stringify(error.document)}\n`)
      : ports.err(`${error.message}\n`);
    return EXIT_CODES[error.exit].code;
  }
  if (error instanceof Error && 'fix' in error) {
    ports.err(`${error.message}\n`);
    return EXIT_CODES.unfit.code;
  }
  ports.err(`${error instanceof Error ? error.stack : String(error)}\n`);
  return EXIT_CODES.failed.code;
}

function describeExitCodes(): string {
  return Object.entries(EXIT_CODES)
    .map(([name, { code }]) => `${code} ${name}`)
    .join(', ');
}
