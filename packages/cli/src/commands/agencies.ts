import { readAgencies, readAgencyFile } from '@told/stack';
import type { Command } from 'commander';
import {
  describeAfterwards,
  describeAgencies,
  describeAgency,
  describeDifferences,
} from '../agencies/describe-agency.ts';
import { type AgencyPlan, type AppliedAgency, planAgencies } from '../agencies/plan-agencies.ts';
import type { CommandContext } from '../command-context.ts';
import { type Connection, connectAs } from '../connect.ts';
import { readProfile } from '../profile.ts';
import { readAgency, readDuration } from '../read-option.ts';

/** `told agencies`: who is on the bus, as the operator sees and decides it. */
export function addAgencies(program: Command, context: CommandContext): void {
  const agencies = program
    .command('agencies')
    .description('the agencies of the bus: their files, secrets and suspensions');
  const connect = (): Connection => {
    const profile = readProfile(context.profileName(), context.ports.cwd);
    const services = { ...profile.services, issuer: { url: profile.auth.issuer } };
    return connectAs('operator', { ...profile, services });
  };
  addList(agencies, context, connect);
  addApply(agencies, context, connect);
  addSuspend(agencies, context, connect, 'suspend');
  addSuspend(agencies, context, connect, 'resume');
  addRotate(agencies, context, connect);
}

type Connect = () => Connection;

const readApplied = async (operator: Connection): Promise<readonly AppliedAgency[]> =>
  (await operator.call<{ agencies: readonly AppliedAgency[] }>('gateway', '/v1/agencies')).agencies;

function addList(agencies: Command, context: CommandContext, connect: Connect): void {
  agencies
    .command('list')
    .description('list the agencies, and how each stands')
    .action(async () => {
      const found = await readApplied(connect());
      context.printer().result({ agencies: found }, () => describeAgencies(found));
    });
  agencies
    .command('show')
    .description('show an agency’s file in force, and how it stands')
    .argument('<agency>', 'id of the agency', readAgency)
    .action(async (agency: string) => {
      const found = await connect().call<AppliedAgency>('gateway', `/v1/agencies/${agency}`);
      context.printer().result(found, () => describeAgency(found));
    });
}

interface ApplyOptions {
  readonly dryRun?: boolean;
  readonly infra?: string;
}

const APPLY_HELP = `
A changed state counts for every decision after it. Whoever joins is told nothing before its topics exist and the services
have been started again; the command says what is left to do.

Example:
  npm run -s told -- agencies apply --dry-run`;

function addApply(agencies: Command, context: CommandContext, connect: Connect): void {
  agencies
    .command('apply')
    .description('put the files of infra/agencies in force, at once')
    .option('--dry-run', 'only say what would be put in force')
    .option('--infra <folder>', 'the folder that holds agencies/; the checkout’s own by default')
    .addHelpText('after', APPLY_HELP)
    .action(async ({ dryRun = false, infra }: ApplyOptions) => {
      const operator = connect();
      const plan = planAgencies(await readAgencies(infra), await readApplied(operator));
      const printer = context.printer();
      const differences = describeDifferences(plan);
      if (dryRun) {
        printer.result({ applied: false, ...plan }, () =>
          [differences, describeAfterwards(plan, false)].join('\n\n'),
        );
        return;
      }
      // Before anything is done, and apart from the answer.
      if (!printer.json) printer.note(`${differences}\n`);
      await applyAll(operator, plan, infra);
      printer.result({ applied: true, ...plan }, () =>
        [`in force: ${plan.apply.length}`, describeAfterwards(plan, true)].join('\n\n'),
      );
    });
}

/** One after the other: whichever is refused, those before it are in force, and the command may be given again. */
async function applyAll(
  operator: Connection,
  { apply }: AgencyPlan,
  infra: string | undefined,
): Promise<void> {
  for (const { agency } of apply) {
    const file = readAgencyFile(agency, infra);
    await operator.call('gateway', `/v1/agencies/${agency}`, { method: 'PUT', body: { file } });
  }
}

interface Suspended {
  readonly id: string;
  readonly action: 'suspended' | 'resumed';
  readonly version: number;
  readonly changed: boolean;
}

const VERBS = {
  suspend: {
    summary: 'stop telling an agency anything, at once, without a deployment',
    done: 'is suspended: no decision from now on gives it anything',
  },
  resume: {
    summary: 'tell an agency again what its file lets it have',
    done: 'is resumed: decisions go by its file again',
  },
} as const;

function addSuspend(
  agencies: Command,
  context: CommandContext,
  connect: Connect,
  verb: keyof typeof VERBS,
): void {
  const { summary, done } = VERBS[verb];
  agencies
    .command(verb)
    .description(summary)
    .argument('<agency>', 'id of the agency', readAgency)
    .requiredOption('--reason <reason>', 'why; kept for ever, so it names no person')
    .option('--dry-run', 'print what would be done, and do nothing')
    .action(
      async (agency: string, options: { readonly reason: string; readonly dryRun?: boolean }) => {
        if (options.dryRun === true) {
          context.printer().result({ agency, status: 'not-sent' }, () => `would ${verb} ${agency}`);
          return;
        }
        const path = `/v1/agencies/${agency}/${verb}`;
        const { reason } = options;
        const answer = await connect().call<Suspended>('gateway', path, { body: { reason } });
        const was = answer.changed ? '' : ' (it stood so before)';
        context.printer().result(answer, () => `${agency} ${done}${was}`);
      },
    );
}

interface Rotated {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly formerUntil: string;
}

const ROTATE_HELP = `
The new secret is printed here and never again; the local stack's own files have it too. While the overlap runs, both open;
0s refuses every former secret at once, and tokens given for one still run out by themselves, within ten minutes.

Example:
  npm run -s told -- agencies rotate luton --overlap 24h`;

function addRotate(agencies: Command, context: CommandContext, connect: Connect): void {
  agencies
    .command('rotate')
    .description('give an agency’s client a new secret')
    .argument('<agency>', 'id of the agency', readAgency)
    .requiredOption('--overlap <time>', 'how long the former is accepted, as 24h', readDuration)
    .option('--dry-run', 'print what would be done, and do nothing')
    .addHelpText('after', ROTATE_HELP)
    .action(
      async (agency: string, options: { readonly overlap: number; readonly dryRun?: boolean }) => {
        const overlapSeconds = options.overlap;
        if (options.dryRun === true) {
          context
            .printer()
            .result(
              { agency, overlapSeconds, status: 'not-sent' },
              () =>
                `would give ${agency} a new secret, and accept the former for ${overlapSeconds} s`,
            );
          return;
        }
        const path = `/v1/clients/${agency}/rotate`;
        const rotated = await connect().call<Rotated>('issuer', path, { body: { overlapSeconds } });
        context
          .printer()
          .result(rotated, () =>
            [
              `new secret of ${rotated.clientId}, printed here and never again:`,
              '',
              rotated.clientSecret,
              '',
              `the former is accepted until ${rotated.formerUntil}`,
            ].join('\n'),
          );
      },
    );
}
