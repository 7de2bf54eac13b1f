import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import { readProfile } from '../profile.ts';
import { readAgency, readCount, readId, readMoment } from '../read-option.ts';
import { describePreview, describeReplay, describeReplays } from '../replays/describe-replay.ts';
import { followReplay, readDifferences } from '../replays/follow-replay.ts';
import type { PreviewAnswer, ReplayAnswer } from '../replays/replay-answers.ts';

const KINDS = ['re-decide', 'redeliver'] as const;
const REASON = 'why; kept for ever, so it names no person';
const FACTS = ['address', 'income', 'household', 'benefitAward', 'capital', 'identity', 'death'];

/** `told replay`: decide again what was decided, or deliver again what was given. */
export function addReplay(program: Command, context: CommandContext): void {
  const replay = program
    .command('replay')
    .description('decide again what was decided, or deliver again what was given');
  addPreview(replay, context);
  addRun(replay, context);
  addApprove(replay, context);
  addShow(replay, context);
  addList(replay, context);
}

const connect = (context: CommandContext, as: string) =>
  connectAs(as, readProfile(context.profileName(), context.ports.cwd));

interface FilterOptions {
  readonly asOf?: string;
  readonly change?: string;
  readonly agency?: string;
  readonly case?: string;
  readonly person?: string;
  readonly fact?: string;
  readonly since?: string;
  readonly until?: string;
  readonly partition?: number;
  readonly from?: number;
  readonly to?: number;
  readonly as: string;
}

const addFilter = (command: Command): Command =>
  command
    .addOption(new Option('--as-of <when>', 'of re-decide: the inputs of').choices(['then', 'now']))
    .option('--change <id>', 'of this change alone', readId)
    .option('--agency <agency>', 'of this recipient; a redelivery needs it', readAgency)
    .option('--case <reference>', 'of this case of the agency: the person whom it is about')
    .option('--person <key>', 'of this person, by key')
    .addOption(new Option('--fact <fact>', 'of one kind of fact').choices(FACTS))
    .option('--since <moment>', 'told, or for a redelivery decided, then or later', readMoment)
    .option('--until <moment>', 'told, or for a redelivery decided, before', readMoment)
    .option('--partition <number>', 'of one partition of told.changes', readCount(65_535))
    .option('--from <offset>', 'in that partition', readCount(Number.MAX_SAFE_INTEGER))
    .option('--to <offset>', 'the first left out', readCount(Number.MAX_SAFE_INTEGER))
    .option('--as <agency>', 'who asks', readAgency, 'auditor');

function describeRequest(kind: string, options: FilterOptions, reason: string): object {
  const { change, agency, person, fact, since, until, partition, from, to } = options;
  const filter = {
    changeId: change,
    agency,
    caseReference: options.case,
    subjectKey: person,
    ...{ fact, since, until, partition },
    fromOffset: from,
    toOffset: to,
  };
  const asOf = kind === 're-decide' ? (options.asOf ?? 'then') : options.asOf;
  return { kind, filter, asOf, reason };
}

const withKind = (command: Command): Command =>
  command.addArgument(command.createArgument('<kind>', KINDS.join(' or ')).choices(KINDS));

function addPreview(replay: Command, context: CommandContext): void {
  addFilter(withKind(replay.command('preview')))
    .description('say how much a replay would go through, for whom, and how long it would take')
    .action(async (kind: string, options: FilterOptions) => {
      const body = describeRequest(kind, options, 'a preview');
      const preview = await connect(context, options.as).call<PreviewAnswer>(
        'gateway',
        '/v1/replays/preview',
        { body },
      );
      context.printer().result(preview, () => describePreview(preview));
    });
}

const RUN_HELP = `
re-decide as of then: every decision must come out byte for byte as it is on record; one that does not is listed with the names of its fields.
As of now: what each recipient would be told today instead, and which rule changed. Neither writes anything but its report.
redeliver: what stands of what the agency was given leaves again, by today's law, each release naming the first. It waits for somebody else's
approval. Cut short, a replay goes on by itself: "told replay show" says how far it is.

Example:
  npm run -s told -- replay run re-decide --since 24h --reason 'monthly check'`;

function addRun(replay: Command, context: CommandContext): void {
  addFilter(withKind(replay.command('run')))
    .description('ask for a replay, and wait for it unless it waits for an approval')
    .requiredOption('--reason <reason>', REASON)
    .option('--dry-run', 'the same as preview')
    .addHelpText('after', RUN_HELP)
    .action(async (kind: string, options: FilterOptions & { reason: string; dryRun?: boolean }) => {
      const connection = connect(context, options.as);
      const body = describeRequest(kind, options, options.reason);
      if (options.dryRun === true) {
        const path = '/v1/replays/preview';
        const preview = await connection.call<PreviewAnswer>('gateway', path, { body });
        context.printer().result(preview, () => describePreview(preview));
        return;
      }
      const asked = await connection.call<ReplayAnswer>('gateway', '/v1/replays', { body });
      const done = await followReplay(connection, asked, context.printer());
      const differences = await readDifferences(connection, done);
      context.printer().result({ ...done, differences }, () => describeReplay(done, differences));
    });
}

function addApprove(replay: Command, context: CommandContext): void {
  replay
    .command('approve')
    .description('let a replay that writes run; whoever asked for it cannot')
    .argument('<id>', 'id of the replay', readId)
    .option('--as <agency>', 'who approves', readAgency, 'operator')
    .action(async (id: string, options: { readonly as: string }) => {
      const approved = await connect(context, options.as).call<ReplayAnswer>(
        'gateway',
        `/v1/replays/${id}/approval`,
        { method: 'POST' },
      );
      context
        .printer()
        .result(approved, () => `${id} runs\nlook: npm run -s told -- replay show ${id}`);
    });
}

function addShow(replay: Command, context: CommandContext): void {
  replay
    .command('show')
    .description('show how far a replay is, and its report')
    .argument('<id>', 'id of the replay', readId)
    .option('--after <number>', 'differences after this one', readCount(Number.MAX_SAFE_INTEGER), 0)
    .option('--as <agency>', 'who asks', readAgency, 'auditor')
    .action(async (id: string, options: { readonly after: number; readonly as: string }) => {
      const connection = connect(context, options.as);
      const shown = await connection.call<ReplayAnswer>('gateway', `/v1/replays/${id}`);
      const differences = await readDifferences(connection, shown, options.after);
      context.printer().result({ ...shown, differences }, () => describeReplay(shown, differences));
    });
}

function addList(replay: Command, context: CommandContext): void {
  replay
    .command('list')
    .description('list the replays, newest first')
    .option('--as <agency>', 'who asks', readAgency, 'auditor')
    .action(async (options: { readonly as: string }) => {
      type Answer = { readonly items: readonly ReplayAnswer[] };
      const answer = await connect(context, options.as).call<Answer>('gateway', '/v1/replays');
      context.printer().result(answer, () => describeReplays(answer.items));
    });
}
