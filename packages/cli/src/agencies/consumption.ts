import { type Connection, connectAs } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import type { Profile } from '../profile.ts';

/** Whether an agency's releases are consumed, as its own service says. */
export interface Consumption {
  readonly agency: string;
  readonly paused: boolean;
  readonly since: string | null;
  readonly reason: string | null;
  /** Releases not consumed yet, at most. */
  readonly waiting: number;
  /** How long the log keeps them; null: for ever. */
  readonly keptDays: number | null;
  readonly changed?: boolean;
}

const COUNCIL = 'council-tax-';

/** The service that consumes an agency's releases, if this deployment runs it. */
const findService = (agency: string, { services }: Profile): string | undefined =>
  [agency, `${COUNCIL}${agency}`].find((name) => name in services);

/** The operator's view of one office. Undefined: the agency's program is its own, and not of this deployment. */
export async function readConsumption(
  agency: string,
  operator: Connection,
): Promise<Consumption | undefined> {
  const service = findService(agency, operator.profile);
  return service === undefined ? undefined : operator.call(service, '/v1/consumption');
}

/** Of every office of this deployment, as far as it answers, by agency. */
export async function readConsumptions(
  agencies: readonly string[],
  profile: Profile,
): Promise<ReadonlyMap<string, Consumption | 'unavailable'>> {
  const operator = connectAs('operator', profile);
  const found = await Promise.all(
    agencies.map(async (agency) => {
      const consumption = await readConsumption(agency, operator).catch((error: unknown) => {
        if (error instanceof CliError && error.exit === 'unavailable')
          return 'unavailable' as const;
        throw error;
      });
      return consumption === undefined ? [] : [[agency, consumption] as const];
    }),
  );
  return new Map(found.flat());
}

/** Pauses, or ends a pause. Throws CliError `usage` when this deployment does not run the agency's program. */
export function changeConsumption(
  agency: string,
  verb: 'pause' | 'resume',
  reason: string,
  operator: Connection,
): Promise<Consumption> {
  const service = findService(agency, operator.profile);
  if (service === undefined) {
    throw new CliError(
      'usage',
      `this deployment does not run the program of "${agency}": what consumes its releases is its own to pause. "told agencies suspend" stops what it is told.`,
    );
  }
  return operator.call(service, `/v1/consumption/${verb}`, { body: { reason } });
}

/** `no`, or since when and how many wait; `–` where nothing is known. */
export function describeConsumption(one: Consumption | 'unavailable' | undefined): string {
  if (one === undefined) return '–';
  if (one === 'unavailable') return 'does not answer';
  if (!one.paused) return 'no';
  return `since ${one.since}, ${one.waiting} releases wait${describeKept(one)}`;
}

const describeKept = ({ keptDays }: Consumption): string =>
  keptDays === null ? '' : `, each for ${keptDays} days at most`;
