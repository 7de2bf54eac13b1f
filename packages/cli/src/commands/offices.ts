import fs from 'node:fs';
import path from 'node:path';
import type {
  ComparedTable,
  Finding,
  RebuildFailure,
  RebuildLine,
  RebuildPreview,
  RebuildProgress,
  RebuildReport,
} from '@told/agency-sdk';
import {
  findScratch,
  openScratch,
  prepareScratch,
  runRebuildProgram,
  SERVICE_LIST,
  type ServiceDefinition,
} from '@told/stack';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { CliError } from '../exit-codes.ts';
import { formatFields, formatTable, type Printer } from '../print.ts';
import { locateProfile, type Profile, readProfile } from '../profile.ts';
import { agencyOption } from './list-tasks.ts';

interface RebuildOptions {
  readonly agency: string;
  readonly scratch?: string;
  readonly preview?: boolean;
  readonly report?: string;
}

/** Findings that are printed; the report has more. */
const FINDINGS_SHOWN = 20;
const COUNT = new Intl.NumberFormat('en-GB');

/** `told offices`: what is done to an office as a whole. */
export function addOffices(program: Command, context: CommandContext): void {
  program
    .command('offices')
    .description('prove that an office’s records are what it was told and commanded')
    .command('rebuild')
    .description(
      'make an office’s derived tables anew in a scratch database, and compare them with its own, row by row',
    )
    .addOption(agencyOption('agency whose office it is').makeOptionMandatory())
    .option(
      '--scratch <url>',
      'PostgreSQL database to make them in, with a login that may make tables and roles; by default one beside the office’s own, on the local stack',
    )
    .option('--preview', 'only count what would be gone through, and estimate the time')
    .option('--report <file>', 'also write the report there, as JSON')
    .addHelpText(
      'after',
      '\nThe office works on. Interrupted, the same command goes on where it was.\nExample:\n  npm run -s told -- offices rebuild --agency luton',
    )
    .action((options: RebuildOptions) => rebuild(options, context));
}

async function rebuild(options: RebuildOptions, context: CommandContext): Promise<void> {
  const printer = context.printer();
  const line = await runProgram(options, context, printer);
  if ('preview' in line) {
    printer.result(line.preview, () => describePreview(line.preview));
    return;
  }
  const { report } = line;
  if (options.report !== undefined)
    fs.writeFileSync(
      path.resolve(context.ports.cwd, options.report),
      `${JSON.stringify(report)}\n`,
    );
  printer.result(report, () => describeReport(report));
  if (!report.isEqual)
    throw new CliError('unsound', `${report.agency}: there are rows that its entries do not make.`);
}

type Answer = { readonly preview: RebuildPreview } | { readonly report: RebuildReport };

async function runProgram(
  options: RebuildOptions,
  context: CommandContext,
  printer: Printer,
): Promise<Answer> {
  const profile = readProfile(context.profileName(), context.ports.cwd);
  const { service, databaseUrl } = findOffice(options.agency, profile);
  const isPreview = options.preview === true;
  const dir = path.dirname(locateProfile(context.profileName(), context.ports.cwd));
  const scratchUrl = await chooseScratch(options, { dir, service, databaseUrl });
  let answer: Answer | undefined;
  let failure: RebuildFailure | undefined;
  const { code, errors } = await runRebuildProgram({
    ...{ service, databaseUrl, scratchUrl, isPreview, registryUrl: profile.registry.url },
    onLine(written) {
      const line = written as RebuildLine;
      if ('progress' in line) printer.draw(describeProgress(line.progress));
      else if ('failure' in line) failure = line.failure;
      else answer = line;
    },
  });
  if (answer !== undefined) return answer;
  if (failure === undefined || failure.code === 'failed')
    throw new TypeError(`the rebuild ends with its report (exit ${code ?? 'killed'})\n${errors}`);
  throw new CliError(failure.retryable ? 'unavailable' : 'unfit', failure.detail, failure);
}

interface FoundOffice {
  readonly service: ServiceDefinition;
  readonly databaseUrl: string;
}

function findOffice(agency: string, profile: Profile): FoundOffice {
  const offices = SERVICE_LIST.filter(
    ({ name, clientId }) => name in profile.databases && !clientId.startsWith('told-'),
  );
  const service = offices.find(({ clientId }) => clientId === agency);
  const databaseUrl = service && profile.databases[service.name];
  if (service !== undefined && databaseUrl !== undefined) return { service, databaseUrl };
  const known = offices.map(({ clientId }) => clientId).join(', ') || 'none';
  throw new CliError('usage', `the profile has no office for "${agency}"; it has: ${known}.`);
}

/** Undefined: for a preview, when no rebuild is under way. */
async function chooseScratch(
  { scratch, preview }: RebuildOptions,
  office: FoundOffice & { readonly dir: string },
): Promise<string | undefined> {
  if (scratch === undefined) return preview ? findScratch(office) : openScratch(office);
  if (!preview) await prepareScratch(scratch, office.service);
  return scratch;
}

const describeProgress = (progress: RebuildProgress): string =>
  progress.step === 'entries'
    ? `${COUNT.format(progress.entries)} entries gone through, up to number ${COUNT.format(progress.lastEntryNo)} of ${COUNT.format(progress.toEntryNo)}`
    : `comparing ${progress.table}: ${COUNT.format(progress.rows)} rows`;

const describePreview = (preview: RebuildPreview): string =>
  formatFields({
    office: preview.agency,
    cases: COUNT.format(preview.cases),
    releases: COUNT.format(preview.releases),
    ...Object.fromEntries(
      Object.entries(preview.commands).map(([name, count]) => [name, COUNT.format(count)]),
    ),
    ...(preview.entriesTaken > 0 && { 'gone through': COUNT.format(preview.entriesTaken) }),
    'time, about': `${COUNT.format(preview.estimatedSeconds)} s`,
  });

function describeReport({ agency, isEqual, entries, tables, findings }: RebuildReport): string {
  const verdict = isEqual ? 'every row is what its entries make' : 'rows differ';
  const columns = ['equal', 'missing', 'additional', 'different'] as const;
  const rows = tables.map((one: ComparedTable) => [
    one.table,
    ...columns.map((column) => COUNT.format(one[column])),
  ]);
  return [
    `${agency}: ${verdict}; ${COUNT.format(entries)} entries gone through`,
    '',
    formatTable(['table', ...columns], rows),
    ...(isEqual ? [] : ['', describeFindings(findings)]),
  ].join('\n');
}

const describeFindings = (findings: readonly Finding[]): string =>
  formatTable(
    ['table', 'row', 'key', 'columns'],
    findings
      .slice(0, FINDINGS_SHOWN)
      .map(({ table, kind, key, columns }) => [
        table,
        kind,
        Object.values(key).join(' '),
        columns.join(', '),
      ]),
  );
