import type { Command } from 'commander';
import { type Consumption, changeConsumption, readConsumption } from '../agencies/consumption.ts';
import type { CommandContext } from '../command-context.ts';
import type { Connection } from '../connect.ts';
import { readAgency } from '../read-option.ts';

export type Connect = () => Connection;

interface Suspended {
  readonly id: string;
  readonly action: 'suspended' | 'resumed';
  readonly version: number;
  readonly changed: boolean;
}

const REASON = 'why; kept for ever, so it names no person';
const DRY_RUN = 'print what would be done, and do nothing';

interface StepOptions {
  readonly reason: string;
  readonly dryRun?: boolean;
}

/** A step that asks for an agency and a reason; a dry run ends before `act`. */
function addStep(
  agencies: Command,
  context: CommandContext,
  step: { readonly verb: string; readonly summary: string; readonly help: string },
  act: (agency: string, reason: string) => Promise<void>,
): void {
  const { verb, summary, help } = step;
  agencies
    .command(verb)
    .description(summary)
    .argument('<agency>', 'id of the agency', readAgency)
    .requiredOption('--reason <reason>', REASON)
    .option('--dry-run', DRY_RUN)
    .addHelpText('after', help)
    .action(async (agency: string, { reason, dryRun = false }: StepOptions) => {
      if (!dryRun) return act(agency, reason);
      context.printer().result({ agency, status: 'not-sent' }, () => `would ${verb} ${agency}`);
    });
}

const STOOD_SO = ' (it stood so before)';

const SUSPEND_HELP = `
The gateway refuses the agency everything from then on, and what is refused stays refused. To let what it is given wait instead, and
be used later, pause it.

Example:
  npm run -s told -- agencies suspend luton --reason 'under investigation'`;

/** `told agencies suspend`. */
export function addSuspend(agencies: Command, context: CommandContext, connect: Connect): void {
  const summary = 'stop telling an agency anything, at once, without a deployment';
  const step = { verb: 'suspend', summary, help: SUSPEND_HELP };
  addStep(agencies, context, step, async (agency, reason) => {
    const path = `/v1/agencies/${agency}/suspend`;
    const answer = await connect().call<Suspended>('gateway', path, { body: { reason } });
    const was = answer.changed ? '' : STOOD_SO;
    context
      .printer()
      .result(
        answer,
        () => `${agency} is suspended: no decision from now on gives it anything${was}`,
      );
  });
}

const PAUSE_HELP = `
Decisions go on and the agency's releases wait in the log, in order, for as long as the log keeps them; its own service consumes none of
them, restarts included, until it is resumed. Other agencies notice nothing. Withdrawals wait with the rest: to stop what the agency may
be told, suspend it.

Example:
  npm run -s told -- agencies pause luton --reason 'their database moves'`;

/** `told agencies pause`. */
export function addPause(agencies: Command, context: CommandContext, connect: Connect): void {
  const summary = 'let an agency’s releases wait in the log, to be consumed later';
  addStep(
    agencies,
    context,
    { verb: 'pause', summary, help: PAUSE_HELP },
    async (agency, reason) => {
      const answer = await changeConsumption(agency, 'pause', reason, connect());
      const was = answer.changed === true ? '' : STOOD_SO;
      context.printer().result(answer, () => `${agency} is paused${was}: ${describeBound(answer)}`);
    },
  );
}

const describeBound = ({ waiting, keptDays }: Consumption): string =>
  `${waiting} releases wait; the log keeps each ${keptDays === null ? 'for ever' : `for ${keptDays} days, so resume before`}`;

const RESUME_HELP = `
Ends a suspension and a pause, whichever there is. After a pause what waits is consumed in order; after a suspension what was refused
stays refused until the agency asks for a back-fill.

Example:
  npm run -s told -- agencies resume luton --reason 'their database has moved'`;

/** `told agencies resume`: ends whatever stops the agency. */
export function addResume(agencies: Command, context: CommandContext, connect: Connect): void {
  const summary = 'end a suspension or a pause of an agency';
  addStep(
    agencies,
    context,
    { verb: 'resume', summary, help: RESUME_HELP },
    async (agency, reason) => {
      const operator = connect();
      const path = `/v1/agencies/${agency}/resume`;
      const answer = await operator.call<Suspended>('gateway', path, { body: { reason } });
      const before = await readConsumption(agency, operator);
      const ended =
        before?.paused === true
          ? await changeConsumption(agency, 'resume', reason, operator)
          : undefined;
      const lines = [
        ...(answer.changed ? ['decisions go by its file again'] : []),
        ...(ended === undefined ? [] : [`${ended.waiting} releases that waited are consumed now`]),
      ];
      context
        .printer()
        .result(
          { ...answer, consumption: ended ?? before ?? null, pauseEnded: ended?.changed === true },
          () => `${agency} is resumed${lines.length === 0 ? STOOD_SO : `: ${lines.join('; ')}`}`,
        );
    },
  );
}
