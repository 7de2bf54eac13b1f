import type { Argument, Command, Option } from 'commander';
import { EXIT_CODES } from '../exit-codes.ts';

/** docs/reference/cli.md, made from the commands themselves and the list of exit codes. */
export function renderCommandPage(program: Command): string {
  return `${[
    '<!-- Written by `npm run build -w @told/cli` from the commands; do not edit. -->',
    '',
    '# The command line `told`',
    '',
    'In the checkout: `npm run -s told -- <command>`. `npm run demo` is `told demo`, `npm start` is `told stack`; options follow `--`.',
    '',
    'Answers go to standard output, everything else to standard error. With `--json`, standard output holds exactly one JSON document, also when the',
    'command fails; then it has a `code`. No command ever asks a question. Colours are for terminals, and `NO_COLOR` turns them off.',
    '',
    '## Options of every command',
    '',
    ...renderOptions(program.options),
    '',
    '## Exit codes',
    '',
    '| code | name | meaning |',
    '|---|---|---|',
    ...Object.entries(EXIT_CODES).map(
      ([name, { code, meaning }]) => `| ${code} | ${name} | ${meaning} |`,
    ),
    '',
    ...program.commands.flatMap((command) => renderCommand(command, [])),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

function renderCommand(command: Command, above: readonly string[]): readonly string[] {
  const chain = [...above, command.name()];
  if (command.commands.length > 0) {
    return command.commands.flatMap((sub) => renderCommand(sub, chain));
  }
  const words = command.registeredArguments.map((one) => writeArgument(one));
  return [
    `## told ${[...chain, ...words].join(' ')}`,
    '',
    `${capitalise(command.description())}.`,
    '',
    ...renderArguments(command.registeredArguments),
    ...(command.options.length === 0 ? [] : [...renderOptions(command.options), '']),
  ];
}

function renderArguments(list: readonly Argument[]): readonly string[] {
  if (list.length === 0) return [];
  const rows = list.map((one) => `| \`${writeArgument(one)}\` | ${one.description} |`);
  return ['| argument | meaning |', '|---|---|', ...rows, ''];
}

const writeArgument = (one: Argument): string => `<${one.name()}${one.variadic ? '...' : ''}>`;

function renderOptions(options: readonly Option[]): readonly string[] {
  const rows = options.map(({ flags, description, mandatory, defaultValue }) => {
    const fallback = defaultValue === undefined ? '' : `\`${defaultValue}\``;
    return `| \`${flags}\` | ${description} | ${mandatory ? 'required' : fallback} |`;
  });
  return ['| option | meaning | default |', '|---|---|---|', ...rows];
}

const capitalise = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
