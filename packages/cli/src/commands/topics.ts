import { LogError } from '@told/event-log';
import { openEventLog } from '@told/service';
import { readAgencies, readTopics } from '@told/stack';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { CliError } from '../exit-codes.ts';
import { formatTable } from '../print.ts';
import { type Profile, readProfile } from '../profile.ts';
import { describePlan, describeRetention } from '../topics/describe-plan.ts';
import { listApplicable, planTopics, type TopicPlan } from '../topics/plan-topics.ts';

const CLIENT_ID = 'told-topics';

/** `told topics`: the log's topics against infra/topics.yaml, with one topic for each agency of infra/agencies where it says so. */
export function addTopics(program: Command, context: CommandContext): void {
  const topics = program.command('topics').description('compare the log’s topics with infra');
  topics
    .command('list')
    .description('list the log’s topics')
    .action(() => list(context));
  topics
    .command('plan')
    .description('say how the log’s topics differ from infra/topics.yaml, and change nothing')
    .addHelpText('after', DRIFT_HELP)
    .action(() => plan(context));
  topics
    .command('apply')
    .description('create the topics that are missing, and set how long records are kept')
    .option('--dry-run', 'only say what would be done, as plan does')
    .addHelpText('after', DRIFT_HELP)
    .action((options: { readonly dryRun?: boolean }) =>
      options.dryRun === true ? plan(context) : apply(context),
    );
}

const DRIFT_HELP = `
Exit code 4 when the log has drifted: a topic with another number of partitions than infra/topics.yaml says (which never
changes, since it would move keys), or a topic under told. that infra does not name.

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

async function plan(context: CommandContext): Promise<void> {
  const difference = await withLog(context, compare);
  report(context, difference, { applied: false });
}

async function apply(context: CommandContext): Promise<void> {
  const difference = await withLog(context, async (log) => {
    const found = await compare(log);
    const applicable = listApplicable(found);
    if (applicable.length > 0) await log.createTopics(applicable);
    return found;
  });
  report(context, difference, { applied: true });
}

type Log = ReturnType<typeof openEventLog>;

const compare = async (log: Log): Promise<TopicPlan> =>
  planTopics(readTopics(await readAgencies()), await log.topics());

function report(
  context: CommandContext,
  difference: TopicPlan,
  { applied }: { readonly applied: boolean },
): void {
  const { drift } = difference;
  const toDo = listApplicable(difference).length;
  context.printer().result({ applied, ...difference }, () => {
    if (toDo + drift.length === 0) return 'the log has the topics that infra names';
    const table = formatTable(['', 'topic', 'difference', 'fix'], [...describePlan(difference)]);
    if (toDo === 0) return table;
    return `${table}\n\n${applied ? `applied: ${toDo}` : 'Apply it: npm run -s told -- topics apply'}`;
  });
  if (drift.length > 0) {
    throw new CliError('unsound', `${drift.length} topics have drifted; a person must decide.`);
  }
}

/** Opens the profile's log for one question. Throws CliError `unavailable` or `refused` with what the log said. */
async function withLog<T>(context: CommandContext, ask: (log: Log) => Promise<T>): Promise<T> {
  const profile = readProfile(context.profileName(), context.ports.cwd);
  const log = openEventLog(profile.log, CLIENT_ID);
  try {
    return await ask(log);
  } catch (error) {
    throw error instanceof LogError ? describeFailure(error, profile) : error;
  } finally {
    await log.close();
  }
}

function describeFailure(error: LogError, { log }: Profile): CliError {
  const document = { code: error.code, detail: error.message };
  if (error.code === 'unauthorized') {
    const fix = 'give a profile whose log is that of a login that may create topics.';
    return new CliError('refused', `${error.message}\nFix: ${fix}`, { ...document, fix });
  }
  if (!error.retryable) return new CliError('failed', error.message, document);
  const where = log.kind === 'kafka' ? log.brokers.join(', ') : 'its database';
  const fix = '"npm run -s told -- doctor" says which part is down; then try again.';
  const message = `the log (${where}) does not answer: ${error.message}\nFix: ${fix}`;
  return new CliError('unavailable', message, { ...document, code: 'unavailable', fix });
}
