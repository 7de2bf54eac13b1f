/** What `told` ends with; docs/reference/cli.md says the same, and a test compares the two. */
export const EXIT_CODES = {
  done: { code: 0, meaning: 'done, and the answer is yes' },
  refused: { code: 1, meaning: 'answered with a refusal; the problem document is printed' },
  usage: { code: 2, meaning: 'the command line cannot be understood' },
  unavailable: {
    code: 3,
    meaning: 'what was asked does not answer now; the same command may succeed later',
  },
  unsound: {
    code: 4,
    meaning:
      'a check found something wrong: a red line in doctor, a broken invariant in the demo, a difference in the reconciliation',
  },
  failed: { code: 70, meaning: 'a fault of the program itself' },
  unfit: {
    code: 78,
    meaning: 'the machine or the configuration is not fit to start on; the message names the fix',
  },
  interrupted: {
    code: 130,
    meaning: 'stopped by Ctrl-C or SIGTERM before it was done; everything is stopped in order',
  },
} as const;

export type ExitName = keyof typeof EXIT_CODES;

/** Ends a command with a message for people and a code for machines. */
export class CliError extends Error {
  readonly exit: ExitName;
  /** Printed as it is with --json. */
  readonly document: unknown;

  constructor(exit: ExitName, message: string, document?: unknown) {
    super(message);
    this.name = 'CliError';
    this.exit = exit;
    this.document = document ?? { code: exit, detail: message };
  }
}
