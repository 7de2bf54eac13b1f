import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { type Connection, connectAs } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import { formatTable } from '../print.ts';
import { readProfile } from '../profile.ts';
import { readAgency, readDay, readId } from '../read-option.ts';
import { addProof } from './prove-withdrawal.ts';

interface Recorded {
  readonly consentId: string;
  readonly action: 'given' | 'withdrawn';
  readonly recipient: string;
  readonly purpose: string;
  readonly on: string;
  readonly until: string | null;
}

interface Version extends Recorded {
  readonly version: number;
  readonly recordedBy: string;
  readonly recordedAt: string;
}

interface RecordOptions {
  readonly as: string;
  readonly case?: string;
  readonly nino?: string;
  readonly recipient: string;
  readonly purpose: string;
  readonly on: string;
  readonly until?: string;
  readonly renews?: boolean;
  readonly dryRun?: boolean;
}

type Connect = (agency: string) => Connection;

/** `told consents`: what a person lets a recipient have, and takes back. */
export function addConsents(program: Command, context: CommandContext): void {
  const consents = program
    .command('consents')
    .description('what a person lets a recipient have, for one purpose');
  const connect: Connect = (agency) =>
    connectAs(agency, readProfile(context.profileName(), context.ports.cwd));
  addRecord(consents, context, connect, {
    verb: 'give',
    action: 'given',
    path: '/v1/consents',
    description: 'record that a person gives a consent',
  });
  addRecord(consents, context, connect, {
    verb: 'withdraw',
    action: 'withdrawn',
    path: '/v1/consents/withdraw',
    description: 'record that a person withdraws a consent; it counts at once',
  });
  addList(consents, context, connect);
  addHistory(consents, context, connect);
  addProof(consents, context);
}

interface Recording {
  readonly verb: 'give' | 'withdraw';
  readonly action: Recorded['action'];
  readonly path: string;
  readonly description: string;
}

function addRecord(
  consents: Command,
  context: CommandContext,
  connect: Connect,
  { verb, action, path, description }: Recording,
): void {
  const command = consents
    .command(verb)
    .description(description)
    .requiredOption('--as <agency>', 'agency that the person told', readAgency)
    .option('--case <reference>', 'its own case on the person')
    .option(
      '--nino <nino>',
      'National Insurance number instead of a case; here only synthetic ones, beginning with Q',
    )
    .requiredOption('--recipient <agency>', 'agency that it is for', readAgency)
    .requiredOption('--purpose <purpose>', 'what for, such as pre-filling-forms')
    .requiredOption('--on <date>', 'the day the person said so, YYYY-MM-DD', readDay)
    .option('--dry-run', 'print what would be recorded, without the person, and send nothing');
  if (verb === 'give') {
    command
      .option('--until <date>', 'last day, YYYY-MM-DD', readDay)
      .option('--renews', 'the person gave it anew on the day of a withdrawal');
  }
  command.action(async (options: RecordOptions) => {
    const { recipient, purpose, on, until = null } = options;
    const person = namePerson(options);
    const printer = context.printer();
    if (options.dryRun === true) {
      printer.result(
        { action, recipient, purpose, on, until, status: 'not-sent' },
        () => `would record: ${purpose} for ${recipient} ${action} on ${on}`,
      );
      return;
    }
    const times = verb === 'give' ? { on, until } : { on };
    const renewal = options.renews === true ? { renews: true } : {};
    const recorded = await connect(options.as).call<Recorded>('gateway', path, {
      body: { ...person, recipient, purpose, ...times, ...renewal },
    });
    printer.result(
      recorded,
      () => `${recorded.action} on ${recorded.on}: consent ${recorded.consentId}`,
    );
  });
}

function namePerson({ case: caseReference, nino }: RecordOptions): object {
  if (caseReference !== undefined && nino === undefined) return { caseReference };
  if (nino !== undefined && caseReference === undefined) return { person: { nino } };
  throw new CliError('usage', 'name the person by --case or by --nino, and not by both.');
}

function addList(consents: Command, context: CommandContext, connect: Connect): void {
  consents
    .command('list')
    .description('list how the consents of the person of a case stand')
    .requiredOption(
      '--as <agency>',
      'agency that asks: it sees what it recorded or is for',
      readAgency,
    )
    .requiredOption('--case <reference>', 'its own case on the person')
    .option('--agency <agency>', 'whose case it is, when the auditor asks', readAgency)
    .action(
      async (options: { readonly as: string; readonly case: string; readonly agency?: string }) => {
        const query = new URLSearchParams({
          caseReference: options.case,
          ...(options.agency && { agency: options.agency }),
        });
        const page = await connect(options.as).call<{ readonly items: readonly Version[] }>(
          'gateway',
          `/v1/consents?${query}`,
        );
        context.printer().result(page, () =>
          formatTable(
            ['recipient', 'purpose', 'stands', 'on', 'until', 'consent'],
            page.items.map((one) => [
              one.recipient,
              one.purpose,
              one.action,
              one.on,
              one.until ?? '',
              one.consentId,
            ]),
            'no consents that this agency recorded or is the recipient of',
          ),
        );
      },
    );
}

function addHistory(consents: Command, context: CommandContext, connect: Connect): void {
  consents
    .command('history')
    .description('list each time a consent was given or withdrawn, newest first')
    .argument('<consentId>', 'id of the consent', readId)
    .requiredOption('--as <agency>', 'who recorded it, its recipient, or the auditor', readAgency)
    .action(async (consentId: string, options: { readonly as: string }) => {
      const page = await connect(options.as).call<{ readonly items: readonly Version[] }>(
        'gateway',
        `/v1/consents/${encodeURIComponent(consentId)}/history`,
      );
      context.printer().result(page, () =>
        formatTable(
          ['version', 'action', 'on', 'until', 'recorded by', 'recorded at'],
          page.items.map((one) => [
            String(one.version),
            one.action,
            one.on,
            one.until ?? '',
            one.recordedBy,
            one.recordedAt,
          ]),
        ),
      );
    });
}
