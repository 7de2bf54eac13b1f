import path from 'node:path';
import { AGREEMENT_SETS, type AgreementSetId, buildMatrix } from '@told/agreements';
import type { Command } from 'commander';
import { checkSet, describeChecked } from '../agreements/check-set.ts';
import {
  type AgreementsAnswer,
  describeAgreement,
  describeList,
  describeMatrix,
} from '../agreements/describe-agreement.ts';
import { dayOf, INFRA, readAgreementId, readSet, readSetId } from '../agreements/read-set.ts';
import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import { readProfile } from '../profile.ts';
import { readAgency, readDay } from '../read-option.ts';
import { addDiff } from './diff-agreements.ts';

/** `told agreements`: the law of the bus, as files and as the gateway goes by it. */
export function addAgreements(program: Command, context: CommandContext): void {
  const agreements = program
    .command('agreements')
    .description('what may go from whom to whom, and on what basis');
  addShown(agreements, context);
  addFiles(agreements, context);
  addDiff(agreements, context);
  addSuspend(agreements, context, {
    verb: 'suspend',
    description: 'suspend an agreement at once: no later decision rests on it',
    says: (id) => `${id} is suspended: every decision from now on refuses what it allowed`,
  });
  addSuspend(agreements, context, {
    verb: 'resume',
    description: 'let decisions rest on a suspended agreement again',
    says: (id) => `${id} is in force again, as far as its file says so`,
  });
}

const connect = (context: CommandContext, as: string) =>
  connectAs(as, readProfile(context.profileName(), context.ports.cwd));

function addShown(agreements: Command, context: CommandContext): void {
  const ask = (as: string) =>
    connect(context, as).call<AgreementsAnswer>('gateway', '/v1/agreements');
  agreements
    .command('list')
    .description('list the agreements that the gateway goes by, and how each stands')
    .option('--as <agency>', 'who asks', readAgency, 'auditor')
    .action(async (options: { readonly as: string }) => {
      const answer = await ask(options.as);
      context.printer().result(answer, () => describeList(answer));
    });
  agreements
    .command('show')
    .description('show an agreement with its basis, fields and approvals')
    .argument('<id>', 'id of the agreement', readAgreementId)
    .option('--as <agency>', 'who asks', readAgency, 'auditor')
    .action(async (id: string, options: { readonly as: string }) => {
      const { agreements: all } = await ask(options.as);
      const versions = all.filter((one) => one.id === id);
      if (versions.length === 0) {
        throw new CliError('refused', `the gateway goes by no agreement "${id}".`, {
          ...{ code: 'agreement-unknown', detail: `no agreement ${id} is loaded` },
        });
      }
      context.printer().result({ versions }, () => versions.map(describeAgreement).join('\n\n'));
    });
}

const INFRA_HELP = 'the folder that holds agreements/ and agencies/; the checkout’s own by default';

interface FileOptions {
  readonly set?: AgreementSetId;
  readonly on?: string;
  readonly infra?: string;
}

function addFiles(agreements: Command, context: CommandContext): void {
  const addOptions = (command: Command) =>
    command
      .option(
        '--on <date>',
        'day to look at them, YYYY-MM-DD; 2010-04-05 or today by default',
        readDay,
      )
      .option('--infra <folder>', INFRA_HELP);
  addOptions(agreements.command('check'))
    .description('say what a reviewer should look at in the agreement files; needs no stack')
    .option('--set <set>', `one of ${AGREEMENT_SETS.join(', ')}; all by default`, readSetId)
    .addHelpText('after', CHECK_HELP)
    .action((options: FileOptions) => check(options, context));
  addOptions(agreements.command('matrix'))
    .description('print which agreement gives which field to whom; needs no stack')
    .option('--set <set>', `one of ${AGREEMENT_SETS.join(', ')}`, readSetId, '2010')
    .action(async ({ set = '2010', on = dayOf(set), infra }: FileOptions) => {
      const read = await readSet(set, path.resolve(context.ports.cwd, infra ?? INFRA));
      if ('problems' in read) {
        const why = `"told agreements check --set ${set}" says which`;
        throw new CliError('unsound', `some file breaks its format; ${why}.`);
      }
      const rows = buildMatrix(read.agreements, on);
      const { hash } = read.agreements;
      context.printer().result({ set, on, hash, rows }, () => describeMatrix(rows));
    });
}

const CHECK_HELP = `
Exit code 4 when a file breaks its format, or something found is an error: unsigned, expired, contradictory, an unknown field, agency,
capacity or retention class, a field of a special category. Warnings are for a reviewer: overlap, past its review, a field that nobody
uses or that is used without a basis, a look-back longer than retention.

Example:
  npm run -s told -- agreements check --set current`;

async function check(options: FileOptions, context: CommandContext): Promise<void> {
  const infra = path.resolve(context.ports.cwd, options.infra ?? INFRA);
  const wanted = options.set === undefined ? AGREEMENT_SETS : [options.set];
  const sets = await Promise.all(
    wanted.map((set) => checkSet(set, { on: options.on ?? dayOf(set), infra })),
  );
  const printer = context.printer();
  const sound = sets.every((one) => one.sound);
  printer.result({ sound, sets }, () =>
    sets.map((one) => describeChecked(one, printer)).join('\n\n'),
  );
  if (!sound) throw new CliError('unsound', 'errors were found; each says what to do.');
}

interface Suspending {
  readonly verb: 'suspend' | 'resume';
  readonly description: string;
  readonly says: (id: string) => string;
}

interface Suspended {
  readonly version: number;
  readonly changed: boolean;
}

function addSuspend(
  agreements: Command,
  context: CommandContext,
  { verb, description, says }: Suspending,
): void {
  agreements
    .command(verb)
    .description(description)
    .argument('<id>', 'id of the agreement, all its versions', readAgreementId)
    .requiredOption('--reason <text>', 'why, for ever on record; names no person')
    .option('--as <agency>', 'who does it', readAgency, 'operator')
    .option('--dry-run', 'say what would be done, and send nothing')
    .action(
      async (
        id: string,
        options: { readonly reason: string; readonly as: string; readonly dryRun?: boolean },
      ) => {
        const { reason } = options;
        if (options.dryRun === true) {
          const document = { id, reason, status: 'not-sent' };
          context.printer().result(document, () => `would ${verb} ${id}`);
          return;
        }
        const kept = await connect(context, options.as).call<Suspended>(
          'gateway',
          `/v1/agreements/${encodeURIComponent(id)}/${verb}`,
          { body: { reason } },
        );
        context
          .printer()
          .result(kept, () =>
            kept.changed
              ? `${says(id)} (version ${kept.version})`
              : `${id} stood so before (version ${kept.version})`,
          );
      },
    );
}
