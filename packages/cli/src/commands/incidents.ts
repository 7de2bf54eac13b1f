import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { type Connection, connectAs } from '../connect.ts';
import { createProgress } from '../demo/progress.ts';
import { CliError } from '../exit-codes.ts';
import {
  describeDisclosures,
  describeIncident,
  describeIncidents,
  describePreview,
} from '../incidents/describe-incident.ts';
import type {
  DisclosuresAnswer,
  IncidentAnswer,
  IncidentPreviewAnswer,
  IncidentReportAnswer,
} from '../incidents/incident-answers.ts';
import { readProfile } from '../profile.ts';
import { readAgency, readCount, readId, readMoment } from '../read-option.ts';

const REASON = 'why; kept for ever, so it names no person';
/** Everything that is concerned is counted, a million releases in about a minute. */
const COUNTING_MS_MAX = 10 * 60_000;
const POLL_MS = 500;
const VERSION_MAX = 1_000_000;

/** `told incidents`: disclosures that should not have been made: which, stopped, told about, and who has answered. */
export function addIncidents(program: Command, context: CommandContext): void {
  const incidents = program
    .command('incidents')
    .description('stop disclosures that should not have been made, and tell whoever has them');
  addOpen(incidents, context);
  addList(incidents, context);
  addShow(incidents, context);
  addDisclosures(incidents, context);
  addSteps(incidents, context);
  addClose(incidents, context);
}

const connect = (context: CommandContext, as: string) =>
  connectAs(as, readProfile(context.profileName(), context.ports.cwd));

interface OpenOptions {
  readonly interest?: string;
  readonly agreement?: string;
  readonly agreementVersion?: number;
  readonly releases?: string;
  readonly case?: string;
  readonly from?: number;
  readonly to?: number;
  readonly since?: string;
  readonly until?: string;
  readonly aware?: string;
  readonly reason: string;
  readonly dryRun?: boolean;
  readonly as: string;
}

const OPEN_HELP = `
Opening counts what is concerned, and does nothing about it. Then: stop, tell, show, close.

Examples:
  npm run -s told -- incidents open --agreement dwp-to-council-ctb --reason 'no power to share it' --dry-run
  npm run -s told -- incidents open --releases luton --since 2010-05-13T09:00:00Z --reason 'a faulty feed'

Docs: docs/how-to/handle-an-incident.md`;

function addOpen(incidents: Command, context: CommandContext): void {
  incidents
    .command('open')
    .description('open an incident about an interest, an agreement, or a range of releases')
    .option('--interest <id>', 'a case that was linked to the wrong person', readId)
    .option('--agreement <id>', 'an agreement that was found unlawful')
    .option('--agreement-version <number>', 'one version of it alone', readCount(VERSION_MAX, 1))
    .option('--releases <agency>', 'what this agency was given, in a range', readAgency)
    .option('--case <reference>', 'of the range: one case; sequences need it')
    .option('--from <sequence>', 'the first release of the case', readCount(MAX, 1))
    .option('--to <sequence>', 'the last', readCount(MAX, 1))
    .option('--since <moment>', 'of the range: decided then or later', readMoment)
    .option('--until <moment>', 'of the range: decided before; now unless said', readMoment)
    .option('--aware <moment>', 'when somebody became aware: 72 hours run from here', readMoment)
    .requiredOption('--reason <reason>', REASON)
    .option('--dry-run', 'only count what it would be about')
    .option('--as <agency>', 'who opens it', readAgency, 'auditor')
    .addHelpText('after', OPEN_HELP)
    .action(async (options: OpenOptions) => {
      const body = describeRequest(options);
      const connection = connect(context, options.as);
      const call = { body, timeoutMs: COUNTING_MS_MAX };
      if (options.dryRun === true) {
        const path = '/v1/incidents/preview';
        const preview = await connection.call<IncidentPreviewAnswer>('gateway', path, call);
        context.printer().result(preview, () => describePreview(preview));
        return;
      }
      const opened = await connection.call<IncidentAnswer>('gateway', '/v1/incidents', call);
      context.printer().result(opened, () => describeIncident(opened, undefined));
    });
}

const MAX = Number.MAX_SAFE_INTEGER;

function describeRequest(options: OpenOptions): object {
  const { interest, agreement, agreementVersion, releases, aware, reason } = options;
  const { from, to, since, until } = options;
  const named = [interest, agreement, releases].filter((one) => one !== undefined);
  if (named.length !== 1)
    throw new CliError('usage', 'name one of --interest, --agreement and --releases.');
  const range = { caseReference: options.case, fromSequence: from, toSequence: to, since, until };
  if (releases === undefined && Object.values(range).some((one) => one !== undefined))
    throw new CliError('usage', '--case, --from, --to, --since and --until go with --releases.');
  return {
    ...{ interestId: interest, agreement, agreementVersion, awareAt: aware, reason },
    releases: releases === undefined ? undefined : { agency: releases, ...range },
  };
}

function addList(incidents: Command, context: CommandContext): void {
  incidents
    .command('list')
    .description('list the incidents, newest first')
    .option('--open', 'those that are not closed')
    .option('--as <agency>', 'who asks', readAgency, 'auditor')
    .action(async (options: { readonly open?: boolean; readonly as: string }) => {
      type Answer = { readonly items: readonly IncidentAnswer[] };
      const path = `/v1/incidents${options.open === true ? '?open=true' : ''}`;
      const answer = await connect(context, options.as).call<Answer>('gateway', path);
      context.printer().result(answer, () => describeIncidents(answer.items));
    });
}

function addShow(incidents: Command, context: CommandContext): void {
  incidents
    .command('show')
    .description('show how far an incident is, who was told, and who is silent since when')
    .argument('<id>', 'id of the incident', readId)
    .option('--as <agency>', 'who asks', readAgency, 'auditor')
    .action(async (id: string, options: { readonly as: string }) => {
      const connection = connect(context, options.as);
      const path = `/v1/incidents/${id}`;
      const shown = await connection.call<IncidentAnswer>('gateway', path);
      const report = await connection.call<IncidentReportAnswer>('gateway', `${path}/report`, {
        timeoutMs: COUNTING_MS_MAX,
      });
      context.printer().result({ ...shown, report }, () => describeIncident(shown, report));
    });
}

function addDisclosures(incidents: Command, context: CommandContext): void {
  incidents
    .command('disclosures')
    .description('list the releases that an incident is about, at most five hundred at a time')
    .argument('<id>', 'id of the incident', readId)
    .option('--after <release>', 'those after this one', readId)
    .option('--as <agency>', 'who asks', readAgency, 'auditor')
    .action(async (id: string, options: { readonly after?: string; readonly as: string }) => {
      const after = options.after === undefined ? '' : `?after=${options.after}`;
      const path = `/v1/incidents/${id}/disclosures${after}`;
      const page = await connect(context, options.as).call<DisclosuresAnswer>('gateway', path);
      context.printer().result(page, () => describeDisclosures(page));
    });
}

const STEPS = {
  stop: 'suspend the agreement or recall the interest, and void what waits to be sent',
  tell: 'tell every recipient, once, not to rely on what it was given',
} as const;

function addSteps(incidents: Command, context: CommandContext): void {
  for (const [verb, description] of Object.entries(STEPS)) {
    incidents
      .command(verb)
      .description(description)
      .argument('<id>', 'id of the incident', readId)
      .option('--as <agency>', 'who does it', readAgency, 'auditor')
      .addHelpText('after', '\nCut short it goes on by itself; given again, it waits for the end.')
      .action(async (id: string, options: { readonly as: string }) => {
        const connection = connect(context, options.as);
        const done = await follow(connection, `/v1/incidents/${id}/${verb}`, context);
        context.printer().result(done, () => describeIncident(done, undefined));
      });
  }
}

/** Asks until the step is through: the same again changes nothing, and says how far it is. */
async function follow(
  connection: Connection,
  path: string,
  context: CommandContext,
): Promise<IncidentAnswer> {
  const ask = () => connection.call<IncidentAnswer>('gateway', path, { method: 'POST' });
  let incident = await ask();
  const progress = createProgress(context.printer(), 'releases', () => incident.preview.looked);
  while (incident.state === 'stopping' || incident.state === 'telling') {
    if (!context.printer().json) progress.update(incident.done);
    await sleep(POLL_MS);
    incident = await ask();
  }
  progress.end();
  return incident;
}

function addClose(incidents: Command, context: CommandContext): void {
  incidents
    .command('close')
    .description('close an incident whose recipients were told, and keep its report')
    .argument('<id>', 'id of the incident', readId)
    .requiredOption('--reason <reason>', REASON)
    .option('--as <agency>', 'who closes it', readAgency, 'auditor')
    .action(async (id: string, options: { readonly reason: string; readonly as: string }) => {
      const closed = await connect(context, options.as).call<IncidentAnswer>(
        'gateway',
        `/v1/incidents/${id}/close`,
        { body: { reason: options.reason }, timeoutMs: COUNTING_MS_MAX },
      );
      context.printer().result(closed, () => describeIncident(closed, undefined));
    });
}
