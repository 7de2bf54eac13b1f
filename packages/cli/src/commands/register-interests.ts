import type { CommandContext } from '../command-context.ts';
import type { Connection } from '../connect.ts';
import { sendOverHttp } from '../lines/line-sender.ts';
import type { LinesFormat } from '../lines/open-lines.ts';
import {
  describeRefusedLines,
  requireAllTaken,
  type SentFile,
  sendFile,
} from '../lines/send-file.ts';
import type { Printer } from '../print.ts';

export interface RegisterFileOptions {
  readonly file: string;
  readonly format?: LinesFormat;
  readonly fromLine: number;
  /** For every line that does not say so itself. */
  readonly backFill?: boolean;
  readonly dryRun?: boolean;
}

interface LineAnswer {
  readonly line: number;
  readonly status: 'registered' | 'changed' | 'unchanged';
  readonly state: string;
}

/** As the gateway takes them. */
const REQUIRED = ['capacity', 'caseReference', 'from'];
const PERSON = ['nino', 'surname', 'forename', 'birthDate', 'postcode'];
const TABLE = {
  columns: [...REQUIRED, 'until', 'backFill', ...PERSON],
  required: REQUIRED,
  toValue: (cells: object) => cells,
};

/** Registers a file of any length. Registering is idempotent; a refused line stops no other and is named by its number, its field and its rule. */
export async function registerFile(
  options: RegisterFileOptions,
  connect: () => Connection,
  context: CommandContext,
): Promise<void> {
  const counts = { registered: 0, changed: 0, unchanged: 0, uncertain: 0 };
  const path = `/v1/interests/bulk${options.backFill === true ? '?backFill=true' : ''}`;
  const open = () => sendOverHttp(connect(), { service: 'gateway', path });
  const wanted = { ...options, table: TABLE, noun: 'case' };
  const sent = await sendFile<LineAnswer>(wanted, open, context, (answer) => {
    counts[answer.status] += 1;
    // Registered without a number: they wait for their person, or for an officer.
    if (answer.state !== 'final') counts.uncertain += 1;
  });
  const printer = context.printer();
  if (options.dryRun === true) {
    const { lines } = sent;
    return printer.result({ lines, status: 'not-sent' }, () => `would send ${lines} lines`);
  }
  printReport({ ...sent, ...counts }, printer);
  requireAllTaken(sent.refused);
}

function printReport(
  report: SentFile & Readonly<Record<LineAnswer['status'] | 'uncertain', number>>,
  printer: Printer,
): void {
  const { lines, registered, changed, unchanged, uncertain, doneThroughLine, refused } = report;
  printer.result(
    { lines, registered, changed, unchanged, uncertain, doneThroughLine, refused },
    () =>
      [
        `${lines} lines: ${registered} registered, ${changed} changed, ${unchanged} as before, ${refused.length} refused`,
        ...(uncertain === 0
          ? []
          : [`${uncertain} wait for their person or for an officer: "told matches list"`]),
        ...describeRefusedLines(refused),
      ].join('\n'),
  );
}
