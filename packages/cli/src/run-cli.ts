import { CommanderError } from 'commander';
import type { CliPorts } from './command-context.ts';
import { createProgram } from './create-program.ts';
import { CliError, EXIT_CODES, type ExitName } from './exit-codes.ts';
import type { Printer } from './print.ts';

/** Runs one command line and resolves with the exit code of exit-codes.ts. With --json exactly one document goes to `out`, also when it fails. */
export async function runCli(args: readonly string[], ports: CliPorts): Promise<number> {
  const { program, printer } = createProgram(ports);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return EXIT_CODES.done.code;
  } catch (error) {
    if (error instanceof CommanderError) return reportCommander(error, printer());
    return report(error, printer());
  }
}

/** commander has printed help, version or, without --json, its own complaint already. */
function reportCommander(error: CommanderError, printer: Printer): number {
  if (error.exitCode === 0) return EXIT_CODES.done.code;
  const detail =
    error.code === 'commander.help'
      ? 'a command is missing; "told help" lists them'
      : error.message.replace(/^error: /, '').replaceAll('\n', ' ');
  if (printer.json) printer.fail({ code: 'usage', detail }, '');
  return EXIT_CODES.usage.code;
}

function report(error: unknown, printer: Printer): number {
  const { exit, message, document } = describeError(error);
  printer.fail(document, message);
  return EXIT_CODES[exit].code;
}

interface Failure {
  readonly exit: ExitName;
  readonly message: string;
  readonly document: unknown;
}

function describeError(error: unknown): Failure {
  if (error instanceof CliError) return error;
  if (!(error instanceof Error)) return describeError(new TypeError(String(error)));
  const { message } = error;
  // What the local stack cannot start on: cause and fix are in its message.
  if ('fix' in error && 'code' in error && 'retryable' in error) {
    const exit = error.retryable === true ? 'unavailable' : 'unfit';
    return { exit, message, document: { code: error.code, detail: message, fix: error.fix } };
  }
  return {
    exit: 'failed',
    message: error.stack ?? message,
    document: { code: 'failed', detail: message },
  };
}
