import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import { formatTable } from '../print.ts';
import { readProfile } from '../profile.ts';
import { readAgency, readCount, readDay, readId } from '../read-option.ts';

interface Interest {
  readonly interestId: string;
  readonly capacity: string;
  readonly caseReference: string;
  readonly state: string;
  readonly from: string;
  readonly until: string | null;
}

interface RegisterOptions {
  readonly as: string;
  readonly capacity: string;
  readonly case: string;
  readonly nino: string;
  readonly surname?: string;
  readonly forename?: string;
  readonly birthDate?: string;
  readonly postcode?: string;
  readonly from: string;
  readonly until?: string;
  readonly dryRun?: boolean;
}

/** The gateway's own bound. */
const PAGE_MAX = 1_000;

/** `told interests`: an agency's cases on people, which decide what it may be told. */
export function addInterests(program: Command, context: CommandContext): void {
  const interests = program.command('interests').description('an agency’s registered cases');
  const connect = (agency: string) =>
    connectAs(agency, readProfile(context.profileName(), context.ports.cwd));
  interests
    .command('list')
    .description('list an agency’s own interests')
    .requiredOption('--as <agency>', 'agency whose interests they are', readAgency)
    .option('--cursor <cursor>', 'page to begin with, from the page before')
    .option('--case <reference>', 'only those of this case')
    .option('--limit <count>', 'interests at most', readCount(PAGE_MAX, 1), 100)
    .action(
      async (options: {
        readonly as: string;
        readonly cursor?: string;
        readonly limit: number;
        readonly case?: string;
      }) => {
        const query = new URLSearchParams({
          limit: String(options.limit),
          ...(options.cursor && { cursor: options.cursor }),
          ...(options.case && { caseReference: options.case }),
        });
        const page = await connect(options.as).call<{
          readonly items: readonly Interest[];
          readonly next: string | null;
        }>('gateway', `/v1/interests?${query}`);
        context.printer().result(page, () =>
          [
            formatTable(
              ['case', 'capacity', 'state', 'from', 'until', 'interest'],
              page.items.map((one) => [
                one.caseReference,
                one.capacity,
                one.state,
                one.from,
                one.until ?? '',
                one.interestId,
              ]),
              'no interests here; "told interests register" makes one',
            ),
            ...(page.next == null ? [] : [`\nmore: --cursor ${page.next}`]),
          ].join('\n'),
        );
      },
    );
  interests
    .command('register')
    .description('register an interest; the same case again changes nothing')
    .requiredOption('--as <agency>', 'agency whose case it is', readAgency)
    .requiredOption(
      '--capacity <capacity>',
      'role in which it holds the case, such as ctb-claimant',
    )
    .requiredOption('--case <reference>', 'its own case reference')
    .requiredOption(
      '--nino <nino>',
      'National Insurance number; here only synthetic ones, beginning with Q',
    )
    .option('--surname <name>', 'family name, compared at each decision')
    .option('--forename <name>', 'first given name')
    .option('--birth-date <date>', 'birth date, YYYY-MM-DD', readDay)
    .option('--postcode <postcode>', 'current postcode')
    .requiredOption('--from <date>', 'first day of the interest, YYYY-MM-DD', readDay)
    .option('--until <date>', 'last day, when known', readDay)
    .option('--dry-run', 'print what would be registered, without the person, and send nothing')
    .action(async (options: RegisterOptions) => {
      const { capacity, case: caseReference, from, until = null } = options;
      if (options.dryRun === true) {
        const registration = { agency: options.as, capacity, caseReference, from, until };
        context
          .printer()
          .result(
            { ...registration, status: 'not-sent' },
            () => `would register ${capacity} ${caseReference} for ${options.as} from ${from}`,
          );
        return;
      }
      const { nino, surname = null, forename = null, birthDate = null, postcode = null } = options;
      const kept = await connect(options.as).call<Interest>('gateway', '/v1/interests', {
        body: {
          capacity,
          caseReference,
          person: { nino, surname, forename, birthDate, postcode },
          from,
          until,
        },
      });
      context.printer().result(kept, () => `${kept.state}: interest ${kept.interestId}`);
    });
  interests
    .command('end')
    .description('end an interest on a day')
    .argument('<interestId>', 'id of the interest', readId)
    .requiredOption('--as <agency>', 'agency whose interest it is', readAgency)
    .requiredOption('--until <date>', 'last day, YYYY-MM-DD', readDay)
    .option('--dry-run', 'print what would be ended, and send nothing')
    .action(
      async (
        interestId: string,
        options: { readonly as: string; readonly until: string; readonly dryRun?: boolean },
      ) => {
        if (options.dryRun === true) {
          context
            .printer()
            .result(
              { interestId, until: options.until, status: 'not-sent' },
              () => `would end ${interestId} on ${options.until}`,
            );
          return;
        }
        const ended = await connect(options.as).call<Interest>(
          'gateway',
          `/v1/interests/${interestId}/end`,
          { body: { until: options.until } },
        );
        context.printer().result(ended, () => `${interestId} ends on ${ended.until}`);
      },
    );
}
