import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import { sendOverHttp } from '../lines/line-sender.ts';
import { describeRefusedLines, requireAllTaken, sendFile } from '../lines/send-file.ts';
import { readProfile } from '../profile.ts';
import { sendOverBus } from '../submissions/send-over-bus.ts';

/** HTTP to intake's bulk route, or the agency's topic of submissions. */
export const DOORS = ['http', 'bus'] as const;

export interface SendFileOptions {
  readonly as: string;
  readonly through: (typeof DOORS)[number];
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
/** On the bus nobody but us can refuse a line for its length: as much as intake's bulk route takes, and the lines of one request. */
const BUS_LIMITS = { maxLines: 1_000, maxLineBytes: 16 * 1024, timeoutMs: 120_000 };

/** Tells a file of any length, a change a line. A file that was cut is sent again as a whole: what was accepted is a duplicate then. */
export async function sendChanges(
  options: SendFileOptions,
  context: CommandContext,
): Promise<void> {
  const counts = { accepted: 0, duplicate: 0 };
  const { as: agency, through } = options;
  const open = () => {
    const profile = readProfile(context.profileName(), context.ports.cwd);
    if (through === 'bus') return sendOverBus(profile, agency, BUS_LIMITS);
    const to = { service: 'intake', path: '/v1/changes/bulk' };
    return sendOverHttp(connectAs(agency, profile), to);
  };
  const file = {
    table: null,
    noun: 'change',
    format: 'ndjson',
    lineBytesMax: LINE_BYTES_MAX,
  } as const;
  const wanted = { ...options, ...file };
  const sent = await sendFile<LineAnswer>(wanted, open, context, ({ status }) => {
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
