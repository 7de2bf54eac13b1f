import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import { formatFields, formatTable } from '../print.ts';
import { readProfile } from '../profile.ts';
import { readAgency, readCount, readId } from '../read-option.ts';

interface Review {
  readonly reviewId: string;
  readonly state: string;
  readonly cause: string;
  readonly interestState: string;
  readonly capacity: string;
  readonly caseReference: string;
  readonly verdicts: Readonly<Record<string, string>>;
  readonly heldChanges: number;
}

interface ListOptions {
  readonly as: string;
  readonly state: string;
  readonly case?: string;
  readonly cursor?: string;
  readonly limit: number;
}

interface DecideOptions {
  readonly as: string;
  readonly officer: string;
  readonly reason: string;
  readonly dryRun?: boolean;
}

/** The gateway's own bound. */
const PAGE_MAX = 1_000;
const DECISIONS = {
  confirm: 'the case is about this person: what waited for it is decided',
  reject: 'the case is not about this person: remembered, and never linked again',
} as const;

/** `told matches`: cases of which an officer must say whom they are about. */
export function addMatches(program: Command, context: CommandContext): void {
  const matches = program
    .command('matches')
    .description('cases of which an officer must say whom they are about');
  const connect = (agency: string) =>
    connectAs(agency, readProfile(context.profileName(), context.ports.cwd));
  addList(matches, connect, context);
  matches
    .command('show')
    .description('show one, field by field')
    .argument('<reviewId>', 'id of the match review', readId)
    .requiredOption('--as <agency>', 'agency whose case it is', readAgency)
    .action(async (reviewId: string, options: { readonly as: string }) => {
      const review = await connect(options.as).call<Review>(
        'gateway',
        `/v1/match-reviews/${reviewId}`,
      );
      context.printer().result(review, () => describeReview(review));
    });
  for (const verdict of ['confirm', 'reject'] as const) {
    matches
      .command(verdict)
      .description(DECISIONS[verdict])
      .argument('<reviewId>', 'id of the match review', readId)
      .requiredOption('--as <agency>', 'agency whose case it is', readAgency)
      .requiredOption('--officer <reference>', 'reference of the officer who says so, not a name')
      .requiredOption('--reason <text>', 'why, in the officer’s words')
      .option('--dry-run', 'print what would be decided, and send nothing')
      .action(async (reviewId: string, { as, officer, reason, dryRun }: DecideOptions) => {
        const printer = context.printer();
        if (dryRun === true) {
          const asked = { reviewId, verdict, officer, status: 'not-sent' };
          return printer.result(asked, () => `would ${verdict} ${reviewId}`);
        }
        const review = await connect(as).call<Review>(
          'gateway',
          `/v1/match-reviews/${reviewId}/decide`,
          { body: { verdict, officer, reason } },
        );
        printer.result(
          review,
          () => `${review.caseReference}: ${review.state}; the interest is ${review.interestState}`,
        );
      });
  }
}

function addList(
  matches: Command,
  connect: (agency: string) => ReturnType<typeof connectAs>,
  context: CommandContext,
): void {
  matches
    .command('list')
    .description('list match reviews, with how each field compares')
    .requiredOption('--as <agency>', 'agency whose cases they are', readAgency)
    .addOption(
      new Option('--state <state>', 'which')
        .choices(['open', 'confirmed', 'rejected', 'all'])
        .default('open'),
    )
    .option('--case <reference>', 'only those of this case')
    .option('--cursor <cursor>', 'page to begin with, from the page before')
    .option('--limit <count>', 'reviews at most', readCount(PAGE_MAX, 1), 100)
    .action(async (options: ListOptions) => {
      const query = new URLSearchParams({
        state: options.state,
        limit: String(options.limit),
        ...(options.cursor && { cursor: options.cursor }),
        ...(options.case && { caseReference: options.case }),
      });
      const page = await connect(options.as).call<{
        readonly items: readonly Review[];
        readonly next: string | null;
      }>('gateway', `/v1/match-reviews?${query}`);
      context.printer().result(page, () =>
        [
          formatTable(
            ['case', 'capacity', 'why', 'equal', 'different', 'held', 'state', 'review'],
            page.items.map((one) => [
              ...[one.caseReference, one.capacity, one.cause],
              ...[nameFields(one, 'equal'), nameFields(one, 'different')],
              ...[String(one.heldChanges), one.state, one.reviewId],
            ]),
            'nothing waits for an officer',
          ),
          ...(page.next === null ? [] : [`\nmore: --cursor ${page.next}`]),
        ].join('\n'),
      );
    });
}

const nameFields = ({ verdicts }: Review, verdict: string): string =>
  Object.entries(verdicts)
    .flatMap(([field, one]) => (one === verdict ? [field] : []))
    .join(' ');

function describeReview({ verdicts, ...review }: Review): string {
  const fields = Object.entries(verdicts).map(([field, verdict]) => [field, verdict]);
  return [
    formatFields(review),
    '',
    formatTable(['field', 'as told'], fields, 'no field to compare'),
  ].join('\n');
}
