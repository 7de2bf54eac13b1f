import { type RetentionClass, readRetention } from '@told/stack';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { type Connection, connectAs } from '../connect.ts';
import { type NamingOptions, nameByOption } from '../name-person.ts';
import { formatFields, formatTable } from '../print.ts';
import { readProfile } from '../profile.ts';
import { readAgency, readId } from '../read-option.ts';

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
    .description('show what is kept of people for how long, and hold or release people');
  const connect: Connect = () =>
    connectAs('operator', readProfile(context.profileName(), context.ports.cwd));
  retention
    .command('list')
    .description('list the classes of what is kept, as infra/retention.yaml says')
    .action(() => {
      const { classes } = readRetention();
      context.printer().result({ classes }, () => describeClasses(classes));
    });
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

function addHold(retention: Command, context: CommandContext, connect: Connect): void {
  retention
    .command('hold')
    .description('hold a person: nothing of them is erased until the hold is released')
    .option(
      '--nino <nino>',
      'National Insurance number; here only synthetic ones, beginning with Q',
    )
    .option('--case <reference>', 'instead of a number: a case on the person')
    .option('--agency <agency>', 'whose case it is', readAgency)
    .option('--subject-key <key>', 'instead of either: the key that the bus knows the person by')
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
