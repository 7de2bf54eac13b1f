import { readMembers } from '@told/stack';
import { type Command, Option } from 'commander';
import { describeUsers, givePasswords, type LogUser } from '../agencies/log-users.ts';
import type { CommandContext } from '../command-context.ts';
import { CliError } from '../exit-codes.ts';
import { locateProfile, readProfile } from '../profile.ts';
import { readAgency, readDuration } from '../read-option.ts';
import { describeLogFailure } from '../rights/log-rights.ts';
import type { Connect } from './agency-steps.ts';

interface Rotated {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly formerUntil: string;
}

interface RotateOptions {
  /** Seconds. */
  readonly overlap?: number;
  readonly log?: boolean;
  readonly dryRun?: boolean;
}

const ROTATE_HELP = `
What is new is printed here and never again; the local stack's own files have it too.

--overlap: while it runs, both secrets of the client open; 0s refuses every former secret at once, and tokens given for one
still run out by themselves, within ten minutes.

--log: Kafka holds one password a user, so that there is no overlap. The former one opens no connection from then on; those
that are open with it go on until the broker asks again, within ten minutes on brokers of the stack. Give the agency's
programs the new one before that, and start them again: one that is not let in ends.

Examples:
  npm run -s told -- agencies rotate luton --overlap 24h
  npm run -s told -- agencies rotate luton --log`;

/** `told agencies rotate`: a new secret for its client, another password for its user of the log. */
export function addRotate(agencies: Command, context: CommandContext, connect: Connect): void {
  agencies
    .command('rotate')
    .description('give an agency’s client a new secret, or its user of the log another password')
    .argument('<agency>', 'id of the agency', readAgency)
    .addOption(
      new Option(
        '--overlap <time>',
        'a new secret, and how long the former is accepted, as 24h',
      ).argParser(readDuration),
    )
    .option('--log', 'another password of its user of the log, at once')
    .option('--dry-run', 'print what would be done, and do nothing')
    .addHelpText('after', ROTATE_HELP)
    .action(async (agency: string, options: RotateOptions) => {
      const { overlap, log = false, dryRun = false } = options;
      if (overlap === undefined && !log)
        throw new CliError('usage', 'say what: --overlap for its secret, --log for its password.');
      const printer = context.printer();
      if (dryRun) {
        const wanted = { agency, overlapSeconds: overlap ?? null, log, status: 'not-sent' };
        return printer.result(wanted, () => describeWish(agency, options));
      }
      const rotated = overlap === undefined ? undefined : await rotate(agency, overlap, connect);
      const [user] = log ? await changePassword(agency, context) : [];
      printer.result({ ...rotated, ...(user && { logUser: user }) }, () =>
        [
          ...(rotated ? [describeRotated(rotated)] : []),
          ...(user ? [describeUsers([user])] : []),
        ].join('\n\n'),
      );
    });
}

const rotate = (agency: string, overlapSeconds: number, connect: Connect): Promise<Rotated> =>
  connect().call<Rotated>('issuer', `/v1/clients/${agency}/rotate`, { body: { overlapSeconds } });

async function changePassword(
  agency: string,
  context: CommandContext,
): Promise<readonly LogUser[]> {
  const { agencies } = await readMembers();
  if (!agencies.includes(agency))
    throw new CliError(
      'usage',
      `infra/agencies has no "${agency}"; it has: ${agencies.join(', ')}.`,
    );
  const file = locateProfile(context.profileName(), context.ports.cwd);
  const profile = readProfile(context.profileName(), context.ports.cwd);
  return givePasswords({ file, log: profile.log }, [agency]).catch((error: unknown) => {
    throw describeLogFailure(error, profile);
  });
}

function describeWish(agency: string, { overlap, log }: RotateOptions): string {
  const wishes = [
    ...(overlap === undefined ? [] : [`a new secret, and accept the former for ${overlap} s`]),
    ...(log ? ['another password of its user of the log'] : []),
  ];
  return `would give ${agency} ${wishes.join('; and ')}`;
}

const describeRotated = ({ clientId, clientSecret, formerUntil }: Rotated): string =>
  [
    `new secret of ${clientId}, printed here and never again:`,
    '',
    clientSecret,
    '',
    `the former is accepted until ${formerUntil}`,
  ].join('\n');
