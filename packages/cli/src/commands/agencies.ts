import { readAgencies, readAgencyFile } from '@told/stack';
import type { Command } from 'commander';
import { describeConsumption, readConsumptions } from '../agencies/consumption.ts';
import {
  describeAfterwards,
  describeAgencies,
  describeAgency,
  describeDifferences,
} from '../agencies/describe-agency.ts';
import {
  describeMissing,
  describeUsers,
  findMissingUsers,
  givePasswords,
} from '../agencies/log-users.ts';
import { type AgencyPlan, type AppliedAgency, planAgencies } from '../agencies/plan-agencies.ts';
import type { CommandContext } from '../command-context.ts';
import { type Connection, connectAs } from '../connect.ts';
import { locateProfile, readProfile } from '../profile.ts';
import { readAgency } from '../read-option.ts';
import { describeLogFailure } from '../rights/log-rights.ts';
import { addPause, addResume, addSuspend, type Connect } from './agency-steps.ts';
import { addRotate } from './rotate-agency.ts';

/** `told agencies`: who is on the bus, as the operator sees and decides it. */
export function addAgencies(program: Command, context: CommandContext): void {
  const agencies = program
    .command('agencies')
    .description('the agencies of the bus: their files, secrets, suspensions and pauses');
  const connect = (): Connection => {
    const profile = readProfile(context.profileName(), context.ports.cwd);
    const services = { ...profile.services, issuer: { url: profile.auth.issuer } };
    return connectAs('operator', { ...profile, services });
  };
  addList(agencies, context, connect);
  addApply(agencies, context, connect);
  addSuspend(agencies, context, connect);
  addPause(agencies, context, connect);
  addResume(agencies, context, connect);
  addRotate(agencies, context, connect);
}

const readApplied = async (operator: Connection): Promise<readonly AppliedAgency[]> =>
  (await operator.call<{ agencies: readonly AppliedAgency[] }>('gateway', '/v1/agencies')).agencies;

function addList(agencies: Command, context: CommandContext, connect: Connect): void {
  agencies
    .command('list')
    .description('list the agencies, and how each stands')
    .action(async () => {
      const operator = connect();
      const applied = await readApplied(operator);
      const ids = applied.map(({ agency }) => agency);
      const pauses = await readConsumptions(ids, operator.profile);
      const found = applied.map((one) => ({
        ...one,
        consumption: pauses.get(one.agency) ?? null,
      }));
      const describePause = (agency: string) => describeConsumption(pauses.get(agency));
      context.printer().result({ agencies: found }, () => describeAgencies(applied, describePause));
    });
  agencies
    .command('show')
    .description('show an agency’s file in force, and how it stands')
    .argument('<agency>', 'id of the agency', readAgency)
    .action(async (agency: string) => {
      const operator = connect();
      const found = await operator.call<AppliedAgency>('gateway', `/v1/agencies/${agency}`);
      const pauses = await readConsumptions([agency], operator.profile);
      const consumption = pauses.get(agency);
      context
        .printer()
        .result({ ...found, consumption: consumption ?? null }, () =>
          describeAgency(found, describeConsumption(consumption)),
        );
    });
}

interface ApplyOptions {
  readonly reason?: string;
  readonly dryRun?: boolean;
  readonly infra?: string;
}

const APPLY_HELP = `
A changed state counts for every decision after it. Whoever joins is told nothing before its topics exist and the services
have been started again; the command says what is left to do.

On a Kafka that asks who comes, each agency without a user of the log gets one. Its password is printed here and never again;
the local stack's own files have it too. What the user may do is granted by "told topics apply".

Example:
  npm run -s told -- agencies apply --dry-run`;

function addApply(agencies: Command, context: CommandContext, connect: Connect): void {
  agencies
    .command('apply')
    .description('put the files of infra/agencies in force, at once')
    .option('--reason <reason>', 'why; kept for ever, so it names no person')
    .option('--dry-run', 'only say what would be put in force')
    .option('--infra <folder>', 'the folder that holds agencies/; the checkout’s own by default')
    .addHelpText('after', APPLY_HELP)
    .action(async ({ reason, dryRun = false, infra }: ApplyOptions) => {
      const operator = connect();
      const files = await readAgencies(infra);
      const plan = planAgencies(files, await readApplied(operator));
      const users = await examineUsers(
        context,
        files.map(({ id }) => id),
      );
      const printer = context.printer();
      const differences = [describeDifferences(plan), describeMissing(users.missing)].join('\n\n');
      if (dryRun) {
        printer.result({ applied: false, ...plan, logUsers: users.missing }, () =>
          [differences, describeAfterwards(plan, false)].join('\n\n'),
        );
        return;
      }
      // Before anything is done, and apart from the answer.
      if (!printer.json) printer.note(`${differences}\n`);
      await applyAll(operator, plan, { infra, reason });
      const made = await users.make();
      printer.result({ applied: true, ...plan, logUsers: made }, () =>
        [
          `in force: ${plan.apply.length}`,
          ...(made.length > 0 ? [describeUsers(made)] : []),
          describeAfterwards(plan, true),
        ].join('\n\n'),
      );
    });
}

/** Which agencies have no user of the log, asked before anything is done, and how to make them. */
async function examineUsers(context: CommandContext, agencies: readonly string[]) {
  const profile = readProfile(context.profileName(), context.ports.cwd);
  const explain = (error: unknown): never => {
    throw describeLogFailure(error, profile);
  };
  const missing = await findMissingUsers(profile.log, agencies).catch(explain);
  const file = locateProfile(context.profileName(), context.ports.cwd);
  return {
    missing,
    make: () =>
      givePasswords({ file, log: profile.log }, typeof missing === 'string' ? [] : missing).catch(
        explain,
      ),
  };
}

/** One after the other: whichever is refused, those before it are in force, and the command may be given again. */
async function applyAll(
  operator: Connection,
  { apply }: AgencyPlan,
  { infra, reason }: { readonly infra: string | undefined; readonly reason: string | undefined },
): Promise<void> {
  for (const { agency } of apply) {
    const file = readAgencyFile(agency, infra);
    const body = { file, ...(reason === undefined ? {} : { reason }) };
    await operator.call('gateway', `/v1/agencies/${agency}`, { method: 'PUT', body });
  }
}
