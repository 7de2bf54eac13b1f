import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import { addNaming, type NamingOptions, nameByOption } from '../name-person.ts';
import { formatFields, formatTable } from '../print.ts';
import { readProfile } from '../profile.ts';
import { readId } from '../read-option.ts';

interface RunOptions extends NamingOptions {
  readonly reason: string;
  readonly dryRun?: boolean;
}

interface Report {
  readonly erasureId: string | null;
  readonly state: 'dry-run' | 'destroying' | 'telling' | 'done';
  readonly orderedAt: string;
  readonly keys: number;
  readonly changes: number;
  readonly inClear: number;
  readonly recipients: readonly {
    readonly agency: string;
    readonly told: number;
    readonly answered: number;
    readonly void: number;
  }[];
  readonly remains: readonly {
    readonly topic: string;
    readonly retentionDays: number | null;
    readonly until: string | null;
  }[];
}

/** What the ledger still opens to. */
interface Openings {
  readonly openings: 'pending' | 'done';
}

/** `told erasures`: make what was told of a person unreadable, and see who has been told. */
export function addErasures(program: Command, context: CommandContext): void {
  const erasures = program
    .command('erasures')
    .description('make what was told of a person unreadable for good, and see who was told');
  const connect = () =>
    connectAs('operator', readProfile(context.profileName(), context.ports.cwd));
  const run = erasures
    .command('run')
    .description('erase a person: destroy the keys, and tell whoever was given something');
  addNaming(run)
    .requiredOption('--reason <reason>', 'why; kept for ever, so it names no person')
    .option('--dry-run', 'only count what would be erased')
    .addHelpText(
      'after',
      '\nThere is no way back. Cut short it goes on by itself; given again, it shows how far it is.\n\nDocs: docs/how-to/erase-a-person.md',
    )
    .action(async (options: RunOptions) => {
      const { reason, dryRun = false } = options;
      const body = { ...nameByOption(options), reason, dryRun };
      print(context, await connect().call<Report>('intake', '/v1/erasures', { body }));
    });
  erasures
    .command('show')
    .description('show what was destroyed, what remains until when, who was told and who answered')
    .argument('<erasureId>', 'id of the erasure', readId)
    .action(async (erasureId: string) => {
      const path = `/v1/erasures/${erasureId}`;
      const operator = connect();
      const report = await operator.call<Report>('intake', path);
      const { openings } = await operator.call<Openings>('audit', path);
      print(context, { ...report, openings });
    });
}

function print(context: CommandContext, report: Report & Partial<Openings>): void {
  const { recipients, remains, ...rest } = report;
  context.printer().result(report, () =>
    [
      formatFields(rest),
      formatTable(
        ['told to erase', 'releases', 'answered', 'void before they left'],
        recipients.map((one) => [
          one.agency,
          ...[one.told, one.answered, one.void].map((count) => String(count)),
        ]),
        'nobody was given anything',
      ),
      formatTable(
        ['kept in clear on', 'days', 'until'],
        remains.map(({ topic, retentionDays, until }) => [
          topic,
          String(retentionDays ?? 'unknown'),
          until ?? 'unknown',
        ]),
      ),
    ].join('\n\n'),
  );
}
