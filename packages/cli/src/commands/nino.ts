import { NINO_CODES, type NinoCode, type ParsedNino, parseNino } from '@told/identity';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { CliError } from '../exit-codes.ts';

type NinoWarning = 'administrative-prefix' | 'suffix-missing';

type NinoRange = 'synthetic' | 'administrative' | 'issued';

/** What is said of a number, without the number. */
interface NinoAnswer {
  readonly valid: boolean;
  readonly code: NinoCode | null;
  /** `synthetic`: of HMRC's example range; `administrative`: made up by an office; `issued`: of the ranges that people have. Null for a refusal. */
  readonly range: NinoRange | null;
  readonly warnings: readonly NinoWarning[];
}

const WARNINGS: Readonly<Record<NinoWarning, string>> = {
  'administrative-prefix':
    'Offices make up this prefix for their own files: it may stand for nobody, or for two people.',
  'suffix-missing': 'The suffix A to D is missing; the number is unique without it.',
};

const RANGES: Readonly<Record<NinoRange, string>> = {
  synthetic: "synthetic: of HMRC's example range, which no person has",
  administrative: 'well formed, but of a range that is never issued to people',
  issued: 'of the ranges that are issued to people',
};

/** `told nino check`: is a text a National Insurance number? */
export function addNino(program: Command, context: CommandContext): void {
  const nino = program.command('nino').description('look at National Insurance numbers');
  nino
    .command('check')
    .argument('<value...>', 'the number as written: spaces and lower case are taken')
    .description('say whether a text is a National Insurance number, and of which range')
    .addHelpText('after', HELP)
    .action((value: readonly string[]) => check(value.join(' '), context));
}

const HELP = `
Beginning with Q it is of HMRC's example range, which no person has. A number has no check digit: one that is valid may still
be nobody's. With --json the number itself is not printed. Exit code 1 when it is not valid.

Examples:
  npm run -s told -- nino check QQ 12 34 56 C
  npm run -s told -- nino check --json '11 a1 11 11'`;

function check(text: string, context: CommandContext): void {
  const isExample = /^\s*q/i.test(text);
  const parsed = parseNino(text, isExample ? 'synthetic' : 'production');
  const printer = context.printer();
  if (!parsed.ok) {
    const { code } = parsed;
    const warnings: readonly NinoWarning[] =
      code === 'nino-administrative' ? ['administrative-prefix'] : [];
    const answer: NinoAnswer = { valid: false, code, range: null, warnings };
    throw new CliError('refused', `not valid: ${NINO_CODES[code]}\n  ${code}`, answer);
  }
  const range = isExample
    ? 'synthetic'
    : parsed.warning === undefined
      ? 'issued'
      : 'administrative';
  const answer: NinoAnswer = {
    valid: true,
    code: null,
    range,
    warnings: findWarnings(parsed),
  };
  printer.result(answer, () =>
    [
      `valid: ${writeNino(parsed)}`,
      `  ${RANGES[range]}`,
      ...answer.warnings.map((warning) =>
        printer.style('yellow', `  warning: ${WARNINGS[warning]}`),
      ),
    ].join('\n'),
  );
}

function findWarnings({ warning, suffix }: ParsedNino): readonly NinoWarning[] {
  return [
    ...(warning === undefined ? [] : [warning]),
    ...(suffix === null ? (['suffix-missing'] as const) : []),
  ];
}

/** As the card shows it: `QQ 12 34 56 C`. */
function writeNino({ nino8, suffix }: ParsedNino): string {
  const pairs = nino8.match(/../g) ?? [];
  return [...pairs, ...(suffix === null ? [] : [suffix])].join(' ');
}
