import { type RetentionClass, readRetention } from '@told/stack';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { type Connection, connectAs } from '../connect.ts';
import { addNaming, type NamingOptions, nameByOption } from '../name-person.ts';
import { formatFields, formatTable } from '../print.ts';
import { readProfile } from '../profile.ts';
import { readId } from '../read-option.ts';

interface Hold {
  readonly holdId: string;
  readonly subjectKey: string;
  readonly reason: string;
  readonly heldBy: string;
  readonly heldAt: string;
  readonly releasedAt: string | null;
}

interface HoldPage {
  readonly items: readonly Hold[];
  readonly next: string | null;
}

type Connect = () => Connection;

/** `told retention`: what is kept for how long, and holds on people. */
export function addRetention(program: Command, context: CommandContext): void {
  const retention = program
    .command('retention')
    .description('show and end what is kept of people, and hold or release people');
  const connect: Connect = () =>
    connectAs('operator', readProfile(context.profileName(), context.ports.cwd));
  retention
    .command('list')
    .description('list the classes of what is kept, as infra/retention.yaml says')
    .action(() => {
      const { classes } = readRetention();
      context.printer().result({ classes }, () => describeClasses(classes));
    });
  retention
    .command('run')
    .description('delete what is older than its class is kept, of the classes that end by it')
    .requiredOption('--reason <reason>', 'why; kept for ever, so it names no person')
    .option('--dry-run', 'only count, and say how old the oldest is')
    .addHelpText('after', RUN_HELP)
    .action((options: RunOptions) => run(options, context, connect()));
  addHold(retention, context, connect);
  retention
    .command('release')
    .description('release a hold')
    .argument('<holdId>', 'id of the hold', readId)
    .requiredOption('--reason <reason>', 'why; kept for ever, so it names no person')
    .action(async (holdId: string, body: { readonly reason: string }) => {
      const hold = await connect().call<Hold>('intake', `/v1/holds/${holdId}/release`, { body });
      context.printer().result(hold, () => formatFields({ ...hold }));
    });
  retention
    .command('holds')
    .description('list the holds that stand')
    .action(() => list(context, connect()));
}

interface RunOptions {
  readonly reason: string;
  readonly dryRun?: boolean;
}

/** What a service says of one table. */
interface RunAnswer {
  readonly table: string;
  readonly rows: number;
  readonly oldest: string | null;
  readonly more: boolean;
}

const RUN_HELP = `
Cut short, it is given again and goes on. Nothing about people who are held is deleted, and nothing while intake cannot say who that is. Each thousand
rows are an action on record.

Docs: docs/explanation/retention.md`;

async function run(
  { reason, dryRun = false }: RunOptions,
  context: CommandContext,
  operator: Connection,
): Promise<void> {
  const done: (RunAnswer & { readonly service: string })[] = [];
  for (const { service, table, keepDays } of listDeleted()) {
    const body = { table, keepDays, dryRun, reason };
    let rows = 0;
    let answer: RunAnswer;
    do {
      answer = await operator.call<RunAnswer>(service, '/v1/retention/runs', { body });
      rows += answer.rows;
    } while (answer.more);
    done.push({ service, ...answer, rows });
  }
  context.printer().result({ dryRun, tables: done }, () =>
    formatTable(
      ['service', 'table', dryRun ? 'would be deleted' : 'deleted', 'oldest'],
      done.map((one) => [one.service, one.table, String(one.rows), one.oldest ?? '']),
    ),
  );
}

/** The tables whose rows end by age. With a replay goes what came of it. */
const listDeleted = () =>
  readRetention().classes.flatMap(({ ends, keepDays, tables }) =>
    ends !== 'job' || keepDays === null
      ? []
      : Object.entries(tables).flatMap(([service, names]) =>
          names
            .filter((table) => table !== 'replay_difference')
            .map((table) => ({ service, table, keepDays })),
        ),
  );

function addHold(retention: Command, context: CommandContext, connect: Connect): void {
  const hold = retention
    .command('hold')
    .description('hold a person: nothing of them is erased until the hold is released');
  addNaming(hold)
    .requiredOption('--reason <reason>', 'why; kept for ever, so it names no person')
    .addHelpText('after', '\nDocs: docs/explanation/retention.md')
    .action(async (options: NamingOptions & { readonly reason: string }) => {
      const body = { ...nameByOption(options), reason: options.reason };
      const hold = await connect().call<Hold>('intake', '/v1/holds', { body });
      context.printer().result(hold, () => formatFields({ ...hold }));
    });
}

async function list(context: CommandContext, operator: Connection): Promise<void> {
  const holds: Hold[] = [];
  let after: string | null = '';
  while (after !== null) {
    const page: HoldPage = await operator.call<HoldPage>(
      'intake',
      `/v1/holds${after === '' ? '' : `?after=${after}`}`,
    );
    holds.push(...page.items);
    after = page.next;
  }
  context.printer().result({ holds }, () =>
    formatTable(
      ['hold', 'person', 'since', 'by', 'why'],
      holds.map((one) => [one.holdId, one.subjectKey, one.heldAt, one.heldBy, one.reason]),
      'nobody is held',
    ),
  );
}

const describeClasses = (classes: readonly RetentionClass[]): string =>
  formatTable(
    ['class', 'days', 'ends by', 'source'],
    classes.map(({ id, keepDays, ends, source }) => [
      id,
      String(keepDays ?? 'for ever'),
      ends,
      source,
    ]),
  );
