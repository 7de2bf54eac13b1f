import { openEventLog } from '@told/service';
import { readAgencies, readTopics } from '@told/stack';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { CliError } from '../exit-codes.ts';
import { formatTable } from '../print.ts';
import { type Profile, readProfile } from '../profile.ts';
import {
  countApplicable,
  countDrift,
  describeAbsence,
  describeRights,
} from '../rights/describe-rights.ts';
import { compareRights, describeLogFailure, type LogRights } from '../rights/log-rights.ts';
import { describePlan, describeRetention } from '../topics/describe-plan.ts';
import { listApplicable, planTopics, type TopicPlan } from '../topics/plan-topics.ts';

const CLIENT_ID = 'told-topics';

/** `told topics`: the log's topics, and who may do what there, against infra/topics.yaml and infra/agencies. */
export function addTopics(program: Command, context: CommandContext): void {
  const topics = program
    .command('topics')
    .description('compare the log’s topics, and the rights to them, with infra');
  topics
    .command('list')
    .description('list the log’s topics')
    .action(() => list(context));
  topics
    .command('plan')
    .description('say how topics and rights differ from infra, and change nothing')
    .addHelpText('after', DRIFT_HELP)
    .action(() => plan(context));
  topics
    .command('apply')
    .description(
      'create topics that are missing, set how long records are kept, grant and revoke rights',
    )
    .option('--dry-run', 'only say what would be done, as plan does')
    .addHelpText('after', DRIFT_HELP)
    .action((options: { readonly dryRun?: boolean }) =>
      options.dryRun === true ? plan(context) : apply(context),
    );
}

const DRIFT_HELP = `
Rights are those of docs/reference/rights.md: on Kafka with an authorizer, each agency and service may do what infra names, and
nothing else. A rule on what is ours that infra does not name is revoked; rules on other programs’ topics and groups stay.
The profile’s log is that of a login that may change topics and rights, as told-admin is. An agency’s user itself is made by
"told agencies apply".

Exit code 4 when the log has drifted: a topic with another number of partitions than infra/topics.yaml says (which never
changes, since it would move keys), a topic under told. that infra does not name, or a rule that denies something or
reaches ours and others’ alike. A person decides these; everything else is applied all the same.

Example:
  npm run -s told -- topics plan`;

async function list(context: CommandContext): Promise<void> {
  const topics = await withLog(context, (log) => log.topics());
  context.printer().result({ topics }, () =>
    formatTable(
      ['topic', 'partitions', 'kept'],
      topics.map(({ name, partitions, retentionMs }) => [
        name,
        String(partitions),
        describeRetention(retentionMs),
      ]),
      'the log has no topics',
    ),
  );
}

interface Difference {
  readonly topics: TopicPlan;
  readonly rights: LogRights;
}

async function plan(context: CommandContext): Promise<void> {
  const difference = await withLog(context, async (log, { log: where }) => ({
    topics: await compare(log),
    rights: await compareRights(where),
  }));
  report(context, difference, { applied: false });
}

async function apply(context: CommandContext): Promise<void> {
  const difference = await withLog(context, async (log, { log: where }) => {
    const topics = await compare(log);
    const applicable = listApplicable(topics);
    if (applicable.length > 0) await log.createTopics(applicable);
    return { topics, rights: await compareRights(where, { apply: true }) };
  });
  report(context, difference, { applied: true });
}

type Log = ReturnType<typeof openEventLog>;

const compare = async (log: Log): Promise<TopicPlan> =>
  planTopics(readTopics(await readAgencies()), await log.topics());

function report(
  context: CommandContext,
  { topics, rights }: Difference,
  { applied }: { readonly applied: boolean },
): void {
  const toDo = listApplicable(topics).length + countApplicable(rights);
  const drift = topics.drift.length + countDrift(rights);
  const absence = describeAbsence(rights);
  const told = typeof rights === 'string' ? { enforced: false } : { enforced: true, ...rights };
  context.printer().result({ applied, ...topics, rights: told }, () => {
    const lines: readonly (string | undefined)[] = [
      toDo + drift === 0
        ? `the log has the topics${absence === undefined ? ' and rights' : ''} that infra names`
        : formatTable(
            ['', 'on', 'difference', 'fix'],
            [...describePlan(topics), ...describeRights(rights)],
          ),
      absence,
      toDo > 0 && applied ? `applied: ${toDo}` : undefined,
      toDo > 0 && !applied ? 'Apply it: npm run -s told -- topics apply' : undefined,
    ];
    return lines.filter((line) => line !== undefined).join('\n\n');
  });
  if (drift > 0) {
    throw new CliError('unsound', `${drift} topics and rules have drifted; a person must decide.`);
  }
}

/** Opens the profile's log for one question. Throws CliError `unavailable` or `refused` with what the log said. */
async function withLog<T>(
  context: CommandContext,
  ask: (log: Log, profile: Profile) => Promise<T>,
): Promise<T> {
  const profile = readProfile(context.profileName(), context.ports.cwd);
  const log = openEventLog(profile.log, CLIENT_ID);
  try {
    return await ask(log, profile);
  } catch (error) {
    throw describeLogFailure(error, profile);
  } finally {
    await log.close();
  }
}
