import fs from 'node:fs';
import path from 'node:path';
import { CodecError, checkEvolution, listSubjects, registerSchemas } from '@told/codec';
import { readAgencies } from '@told/stack';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { CliError } from '../exit-codes.ts';
import { formatTable } from '../print.ts';
import { readProfile } from '../profile.ts';
import { describeFindings, nameReaders } from '../schemas/describe-findings.ts';
import { readFolder, readVersions } from '../schemas/read-versions.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const SCHEMAS = path.join(ROOT, 'schemas');
const TOPICS = path.join(ROOT, 'infra/topics.yaml');

/** `told schemas`: what travels, and whether it may change as it is about to. */
export function addSchemas(program: Command, context: CommandContext): void {
  const schemas = program
    .command('schemas')
    .description('the records of the bus and their versions');
  schemas
    .command('check')
    .description('say whether the schemas may follow every version before them')
    .requiredOption(
      '--against <version>',
      'a git ref, whose every version counts, or a folder of schemas',
    )
    .option('--schemas <dir>', 'the schemas to check; the checkout’s own by default')
    .addHelpText('after', CHECK_HELP)
    .action((options: CheckOptions) => check(options, context));
  schemas
    .command('list')
    .description('list the subjects of this deployment and the record that each carries')
    .action(async () => {
      const subjects = listSubjects((await readAgencies()).map(({ id }) => id));
      context.printer().result({ subjects }, () =>
        formatTable(
          ['subject', 'record'],
          subjects.map(({ subject, schema }) => [subject, schema]),
        ),
      );
    });
  schemas
    .command('register')
    .description(
      'register every subject at the registry, its level first and if it may follow every version; may be repeated',
    )
    .action(() => register(context));
}

const CHECK_HELP = `
Every schema must read what each earlier version wrote, and be read by it (FULL_TRANSITIVE), and keep the bus's own rules: unions
only ["null", type] with default null, an enum with a default, no other unit or scale, no other name or namespace, no name used
again. A folder is one version, or holds one folder for each.

Exit code 4 when something would break; each finding names field, rule, versions, readers and the fix.

Example:
  npm run -s told -- schemas check --against main`;

interface CheckOptions {
  readonly against: string;
  readonly schemas?: string;
}

async function check({ against, schemas }: CheckOptions, context: CommandContext): Promise<void> {
  const dir = path.resolve(context.ports.cwd, schemas ?? SCHEMAS);
  const next = readFolder(dir);
  const versions = await readVersions(against, dir);
  const found = checkEvolution(next, versions);
  const topics = fs.readFileSync(TOPICS, 'utf8');
  const findings = nameReaders(found, next.subjects.subjects, topics);
  const names = versions.map(({ name }) => name);
  context
    .printer()
    .result({ compatible: findings.length === 0, versions: names, findings }, () =>
      findings.length === 0
        ? `the schemas may follow all ${names.length} versions of ${against}`
        : describeFindings(findings),
    );
  if (findings.length > 0) {
    throw new CliError('unsound', `${findings.length} things would break; nothing was changed.`);
  }
}

async function register(context: CommandContext): Promise<void> {
  const { registry } = readProfile(context.profileName(), context.ports.cwd);
  try {
    const registered = await registerSchemas({
      registryUrl: registry.url,
      agencies: (await readAgencies()).map(({ id }) => id),
    });
    context.printer().result({ registered }, () =>
      formatTable(
        ['subject', 'record', 'id'],
        registered.map(({ subject, schema, id }) => [subject, schema, String(id)]),
      ),
    );
  } catch (error) {
    throw error instanceof CodecError ? describeFailure(error) : error;
  }
}

function describeFailure({ code, details, retryable }: CodecError): CliError {
  const { subject, rule, registry } = details as Readonly<Partial<Record<string, string>>>;
  // Our own rule, or else the registry's own words.
  const why = rule ?? registry;
  const detail = `${subject ?? 'the registry'}: ${code}${why === undefined ? '' : `: ${why}`}`;
  const fix = retryable
    ? '"npm run -s told -- doctor" says which part is down; then try again.'
    : '"npm run -s told -- schemas check --against main" names field, rule and fix.';
  return new CliError(retryable ? 'unavailable' : 'refused', `${detail}\nFix: ${fix}`, {
    ...{ code, detail, fix },
  });
}
