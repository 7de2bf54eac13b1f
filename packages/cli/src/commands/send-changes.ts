import type { CommandContext } from '../command-context.ts';
import type { Connection } from '../connect.ts';
import { describeRefusedLines, requireAllTaken, sendFile } from '../lines/send-file.ts';

export interface SendFileOptions {
  readonly file: string;
  readonly fromLine: number;
  readonly dryRun?: boolean;
}

interface LineAnswer {
  readonly line: number;
  readonly status: 'accepted' | 'duplicate';
}

/** More than intake takes. */
const LINE_BYTES_MAX = 20 * 1024;

/** Tells a file of any length, a change a line. A file that was cut is sent again as a whole: what was accepted is a duplicate then. */
export async function sendChanges(
  options: SendFileOptions,
  connect: () => Connection,
  context: CommandContext,
): Promise<void> {
  const counts = { accepted: 0, duplicate: 0 };
  const to = { service: 'intake', path: '/v1/changes/bulk', table: null, noun: 'change' };
  const wanted = { ...options, ...to, format: 'ndjson' as const, lineBytesMax: LINE_BYTES_MAX };
  const sent = await sendFile<LineAnswer>(wanted, connect, context, ({ status }) => {
    counts[status] += 1;
  });
  const printer = context.printer();
  const { lines, doneThroughLine, refused } = sent;
  if (options.dryRun === true) {
    return printer.result({ lines, status: 'not-sent' }, () => `would send ${lines} lines`);
  }
  const { accepted, duplicate } = counts;
  printer.result({ lines, accepted, duplicate, doneThroughLine, refused }, () =>
    [
      `${lines} lines: ${accepted} accepted, ${duplicate} told before, ${refused.length} refused`,
      ...describeRefusedLines(refused),
    ].join('\n'),
  );
  requireAllTaken(refused);
}
