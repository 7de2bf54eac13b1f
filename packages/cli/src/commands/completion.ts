import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { CliError } from '../exit-codes.ts';

/** `told completion`: a script that completes commands and options, made from the commands themselves. */
export function addCompletion(program: Command, context: CommandContext): void {
  program
    .command('completion')
    .argument('<shell>', 'bash or zsh')
    .description('print a completion script for bash or zsh')
    .addHelpText('after', EXAMPLE)
    .action((shell: string) => {
      if (shell !== 'bash' && shell !== 'zsh') {
        throw new CliError('usage', `completion is made for bash and zsh, not for "${shell}".`);
      }
      context.ports.out(writeScript(program, shell));
    });
}

const EXAMPLE = `
Example, in the checkout:
  alias told='npm run -s told --'
  source <(told completion bash)`;

/** Words after each chain of commands: "" for told itself, "changes", "changes send" … */
function collectWords(command: Command, chain: readonly string[] = []): Map<string, string[]> {
  const here = [
    ...command.commands.map((sub) => sub.name()),
    ...command.options.map((option) => option.long ?? option.short ?? ''),
    '--help',
  ];
  const words = new Map([[chain.join(' '), here]]);
  for (const sub of command.commands) {
    for (const entry of collectWords(sub, [...chain, sub.name()])) words.set(...entry);
  }
  return words;
}

function writeScript(program: Command, shell: 'bash' | 'zsh'): string {
  const cases = [...collectWords(program)]
    .map(([chain, words]) => `    '${chain}') words='${words.join(' ')}' ;;`)
    .join('\n');
  const script = `_told() {
  local chain='' word words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) chain="\${chain:+$chain }$word" ;; esac
  done
  case "$chain" in
${cases}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _told told
`;
  return shell === 'zsh' ? `autoload -U +X bashcompinit && bashcompinit\n${script}` : script;
}
