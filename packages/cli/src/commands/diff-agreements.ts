import {
  AGREEMENT_SETS,
  type AgreementChanged,
  type AgreementSetId,
  diffSets,
} from '@told/agreements';
import type { Command } from 'commander';
import { readSetId } from '../agreements/read-set.ts';
import { readSide, type Side } from '../agreements/read-side.ts';
import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import { formatTable } from '../print.ts';
import { readProfile } from '../profile.ts';
import { readAgency, readDuration } from '../read-option.ts';
import { describeGroups } from '../replays/describe-replay.ts';
import { followReplay } from '../replays/follow-replay.ts';
import type { ReplayAnswer } from '../replays/replay-answers.ts';

interface DiffOptions {
  readonly set: AgreementSetId;
  readonly since?: number;
  readonly agency?: string;
  readonly reason: string;
  readonly as: string;
}

const HELP = `
A and B are each a folder of agreement files, a commit, branch or tag of this checkout, or the hash of a set that the gateway has decided by.
Without --since the files alone are compared, and no stack is needed. With it the gateway decides what was told since under both, everything
else as it was then, and says which recipients' fields would fare otherwise, how often, and for which change. Nothing is written but the report.

Example:
  npm run -s told -- agreements diff main infra --since 30d`;

/** `told agreements diff`: two sets, as a reviewer reads them and as they would have decided. */
export function addDiff(agreements: Command, context: CommandContext): void {
  agreements
    .command('diff')
    .description('say what differs between two sets, and what it would have changed')
    .argument('<before>', 'folder, commit or hash')
    .argument('<after>', 'folder, commit or hash')
    .option('--set <set>', `one of ${AGREEMENT_SETS.join(', ')}`, readSetId, '2010')
    .option(
      '--since <duration>',
      'decide what was told since under both, such as 30d',
      readDuration,
    )
    .option('--agency <agency>', 'of this recipient alone', readAgency)
    .option('--reason <text>', 'why, on record; names no person', 'agreements are reviewed')
    .option('--as <agency>', 'who asks', readAgency, 'auditor')
    .addHelpText('after', HELP)
    .action(async (before: string, after: string, options: DiffOptions) => {
      const at = { set: options.set, cwd: context.ports.cwd };
      const sides = await Promise.all([readSide(before, at), readSide(after, at)]);
      const changed = diffSides(sides);
      if (options.since === undefined) {
        if (changed === undefined) {
          throw new CliError('usage', 'only the gateway knows the files of a hash: give --since.');
        }
        context.printer().result({ agreements: changed }, () => describeChanged(changed));
        return;
      }
      const replay = await compare(sides, options.since, { options, context });
      const text = [describeChanged(changed ?? []), describeGroups(replay.groups)];
      context
        .printer()
        .result({ agreements: changed ?? null, replay }, () =>
          text.slice(changed === undefined ? 1 : 0).join('\n\n'),
        );
    });
}

type Sides = readonly [Side, Side];

/** Undefined when the files of a side are not here. */
function diffSides([before, after]: Sides): readonly AgreementChanged[] | undefined {
  if ('hash' in before || 'hash' in after) return undefined;
  return diffSets(before.agreements, after.agreements);
}

const MS_PER_SECOND = 1000;

async function compare(
  sides: Sides,
  sinceSeconds: number,
  { options, context }: { readonly options: DiffOptions; readonly context: CommandContext },
): Promise<ReplayAnswer> {
  const connection = connectAs(options.as, readProfile(context.profileName(), context.ports.cwd));
  const since = new Date(Date.now() - sinceSeconds * MS_PER_SECOND).toISOString();
  const sets = sides.map((one) => ('hash' in one ? one : { set: one.set, files: one.files }));
  const { agency, reason } = options;
  const body = { kind: 'compare-agreements', filter: { since, agency }, sets, reason };
  const asked = await connection.call<ReplayAnswer>('gateway', '/v1/replays', { body });
  return followReplay(connection, asked, context.printer());
}

function describeChanged(changed: readonly AgreementChanged[]): string {
  const rows = changed.flatMap(({ agreement, kind, versions, parts }) => {
    const name = `${agreement} ${versions[1] ?? versions[0]}`;
    if (kind !== 'changed') return [[name, kind, '', '']];
    return parts.map((one) => [name, one.path, one.before ?? '–', one.after ?? '–']);
  });
  return formatTable(['agreement', 'part', 'before', 'after'], rows, 'the files say the same');
}
