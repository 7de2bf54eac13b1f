import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import { formatOption, type LinesFormat } from '../lines/open-lines.ts';
import { readProfile } from '../profile.ts';
import { readAgency, readCount, readDay } from '../read-option.ts';
import { registerFile } from './register-interests.ts';

interface RegisterOptions {
  readonly as: string;
  readonly file?: string;
  readonly format?: LinesFormat;
  readonly fromLine: number;
  readonly capacity?: string;
  readonly case?: string;
  readonly nino?: string;
  readonly surname?: string;
  readonly forename?: string;
  readonly birthDate?: string;
  readonly postcode?: string;
  readonly from?: string;
  readonly until?: string;
  readonly backFill?: boolean;
  readonly dryRun?: boolean;
}

const LINES_MAX = 100_000_000;
const OF_ONE = [
  'capacity',
  'case',
  'from',
  'nino',
  'surname',
  'forename',
  'birthDate',
  'postcode',
  'until',
] as const;

/** `told interests register`: one case from the command line, or a file of them. */
export function addRegister(interests: Command, context: CommandContext): void {
  interests
    .command('register')
    .description('register an interest, or a file of them; the same case again changes nothing')
    .requiredOption('--as <agency>', 'agency whose case it is', readAgency)
    .option('--capacity <capacity>', 'role in which it holds the case, such as ctb-claimant')
    .option('--case <reference>', 'its own case reference')
    .option(
      '--nino <nino>',
      'National Insurance number; here only synthetic ones, beginning with Q. Without one the case waits for its person, or for an officer',
    )
    .option('--surname <name>', 'family name, compared at each decision')
    .option('--forename <name>', 'first given name')
    .option('--birth-date <date>', 'birth date, YYYY-MM-DD', readDay)
    .option('--postcode <postcode>', 'current postcode')
    .option('--from <date>', 'first day of the interest, YYYY-MM-DD', readDay)
    .option('--until <date>', 'last day, when known', readDay)
    .option(
      '--back-fill',
      'also give the latest of what was told before; again, what was not given yet and may be by now',
    )
    .option(
      '--file <file>',
      'instead: any number of cases, as CSV with a header or NDJSON; - for standard input',
    )
    .addOption(formatOption())
    .addOption(
      new Option('--from-line <line>', 'line of the file to begin with')
        .argParser(readCount(LINES_MAX, 1))
        .default(1),
    )
    .option('--dry-run', 'print what would be registered, without the person, and send nothing')
    .addHelpText(
      'after',
      '\nExamples:\n  npm run -s told -- interests register --as luton --capacity ctb-claimant --case CTB-000123 --nino QQ123456C --from 2010-04-01' +
        '\n  npm run -s told -- interests register --as luton --file cases.csv',
    )
    .action((options: RegisterOptions) => register(options, context));
}

async function register(options: RegisterOptions, context: CommandContext): Promise<void> {
  const connection = () =>
    connectAs(options.as, readProfile(context.profileName(), context.ports.cwd));
  const { file } = options;
  if (file === undefined) return registerOne(options, connection, context);
  const both = OF_ONE.filter((name) => options[name] !== undefined);
  if (both.length > 0) {
    throw new CliError('usage', `--file holds everything; leave out --${both.join(', --')}.`);
  }
  await registerFile({ ...options, file }, connection, context);
}

async function registerOne(
  options: RegisterOptions,
  connect: () => ReturnType<typeof connectAs>,
  context: CommandContext,
): Promise<void> {
  const { capacity, case: caseReference, from, until = null, backFill } = options;
  if (capacity === undefined || caseReference === undefined || from === undefined) {
    throw new CliError('usage', 'one case needs --capacity, --case and --from; many need --file.');
  }
  const printer = context.printer();
  if (options.dryRun === true) {
    const registration = { agency: options.as, capacity, caseReference, from, until };
    return printer.result(
      { ...registration, status: 'not-sent' },
      () => `would register ${capacity} ${caseReference} for ${options.as} from ${from}`,
    );
  }
  const { nino = null, surname = null, forename = null, birthDate = null } = options;
  const { postcode = null } = options;
  const kept = await connect().call<{ readonly interestId: string; readonly state: string }>(
    'gateway',
    '/v1/interests',
    {
      body: {
        ...{ capacity, caseReference, from, until },
        person: { nino, surname, forename, birthDate, postcode },
        ...(backFill === undefined ? {} : { backFill }),
      },
    },
  );
  printer.result(kept, () => `${kept.state}: interest ${kept.interestId}`);
}
