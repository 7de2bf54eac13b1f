import {
  assessCase,
  BenefitsError,
  CHANGE_KINDS,
  type ChangeKind,
  createSchemeWithRates,
  findScheme,
  SCHEMES,
  type Scheme,
} from '@told/benefits';
import { type Command, InvalidArgumentError } from 'commander';
import { describeAward } from '../benefits/describe-award.ts';
import { describeDate } from '../benefits/describe-date.ts';
import { explainAward } from '../benefits/explain-award.ts';
import { explainDate } from '../benefits/explain-date.ts';
import { findDate, KINDS } from '../benefits/find-date.ts';
import { describeSchemes, listSchemes } from '../benefits/list-schemes.ts';
import { readCase } from '../benefits/read-case.ts';
import type { CommandContext } from '../command-context.ts';
import { CliError } from '../exit-codes.ts';
import { readJson } from '../read-json.ts';
import { readDay } from '../read-option.ts';

interface AssessOptions {
  readonly scheme: string;
  readonly file: string;
  readonly rates?: string;
  readonly on?: string;
}

interface DateOptions {
  readonly scheme: string;
  readonly file: string;
  readonly fact: ChangeKind;
  readonly on: string;
  readonly notified?: string;
}

/** `told benefits`: awards and dates of effect worked out here, from a case in a file; no deployment is needed. */
export function addBenefits(program: Command, context: CommandContext): void {
  const benefits = program
    .command('benefits')
    .description('work out awards and dates of effect, without a stack');
  benefits
    .command('assess')
    .description('explain an award line by line')
    .requiredOption('--scheme <scheme>', SCHEME_OPTION, readScheme)
    .requiredOption('--file <file>', CASE_OPTION)
    .option('--rates <file>', "rates as JSON in place of the scheme's own; - for standard input")
    .option('--on <date>', 'print the award of this day alone, YYYY-MM-DD', readDay)
    .addHelpText('after', ASSESS_HELP)
    .action((options: AssessOptions) => assess(options, context));
  benefits
    .command('date')
    .description('say from which day a change counts, and by which rule')
    .requiredOption('--scheme <scheme>', SCHEME_OPTION, readScheme)
    .requiredOption('--file <file>', CASE_OPTION)
    .requiredOption('--fact <kind>', `what changes: ${KINDS.join(', ')}`, readKind)
    .requiredOption('--on <date>', 'the day of the change, YYYY-MM-DD', readDay)
    .option(
      '--notified <date>',
      'the day the person told, YYYY-MM-DD; in time if left out',
      readDay,
    )
    .addHelpText('after', DATE_HELP)
    .action((options: DateOptions) => date(options, context));
  benefits
    .command('schemes')
    .description('list the schemes and the days that they cover')
    .action(() => {
      const schemes = listSchemes(SCHEMES);
      context.printer().result({ schemes }, () => describeSchemes(schemes));
    });
}

const SCHEME_OPTION = 'id of the scheme, as "told benefits schemes" lists them';
const CASE_OPTION = 'the case as JSON; - for standard input';

const ASSESS_HELP = `
Days that no rule can judge are printed as "to verify", with the reason and without an amount; that is an answer too (exit
code 0). A case that cannot be is refused with every wrong field (exit code 1).

Examples:
  npm run -s told -- benefits assess --scheme ctb-2010-11 --file case.json
  echo '{"claimant":{"age":31},"councilTax":{"weeklyPence":1800}}' |
    npm run -s told -- benefits assess --scheme ctb-2010-11 --file - --on 2010-05-17

Fields of a case: docs/reference/benefit-case.md`;

const DATE_HELP = `
Kinds of change:
${Object.entries(CHANGE_KINDS)
  .map(([kind, { says }]) => `  ${kind.padEnd(25)} ${says}`)
  .join('\n')}

Told late, a change that the person gains by counts from the notice, and one that they lose by from its own day: both are
printed, unless the facts of the case tell the change, so that both awards can be worked out.

Example:
  npm run -s told -- benefits date --scheme ctb-2010-11 --file case.json --fact income --on 2010-05-12`;

async function assess(options: AssessOptions, context: CommandContext): Promise<void> {
  if (options.file === '-' && options.rates === '-') {
    throw new CliError('usage', 'only one of --file and --rates can be standard input.');
  }
  const { ports } = context;
  const scheme =
    options.rates === undefined
      ? findScheme(options.scheme)
      : createScheme(options.scheme, await readJson(options.rates, ports));
  const { benefitCase, facts } = readCase(await readJson(options.file, ports), scheme);
  const award = explainAward(scheme, assessCase(scheme, benefitCase, facts), {
    otherRates: options.rates !== undefined,
    on: options.on,
    claimStartOn: benefitCase.claimStartOn,
  });
  const printer = context.printer();
  printer.result(award, () => describeAward(award, printer));
}

/** Throws CliError `refused` that names the first wrong field of the rates. */
function createScheme(id: string, rates: unknown): Scheme {
  try {
    return createSchemeWithRates(id, rates);
  } catch (error) {
    if (!(error instanceof BenefitsError) || error.code !== 'invalid-rates') throw error;
    const detail = `the rates are none of ${id}`;
    const pointer = String(error.details['field'] ?? '');
    throw new CliError('refused', `${detail}:\n  ${pointer}: ${error.message}`, {
      code: 'invalid-rates',
      detail,
      errors: [{ pointer, code: 'invalid-rates', detail: error.message }],
    });
  }
}

async function date(options: DateOptions, context: CommandContext): Promise<void> {
  const scheme = findScheme(options.scheme);
  const { fact: kind, on, notified: notifiedOn } = options;
  const opened = readCase(await readJson(options.file, context.ports), scheme, on);
  const answer = findDate(scheme, opened, {
    kind,
    on,
    ...(notifiedOn !== undefined && { notifiedOn }),
  });
  const explained = explainDate(scheme, { kind, on }, answer);
  const printer = context.printer();
  printer.result(explained, () => describeDate(explained, printer));
}

function readScheme(id: string): string {
  if (SCHEMES.some((scheme) => scheme.id === id)) return id;
  throw new InvalidArgumentError(`It is one of ${SCHEMES.map((known) => known.id).join(', ')}.`);
}

function readKind(kind: string): ChangeKind {
  const known = KINDS.find((one) => one === kind);
  if (known !== undefined) return known;
  throw new InvalidArgumentError(`It is one of ${KINDS.join(', ')}.`);
}
