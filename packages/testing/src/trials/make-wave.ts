import { generateChanges, type LoadChange } from '../load/generate-changes.ts';
import { describeInterest } from '../people/describe-cases.ts';
import { generateHouseholds } from '../people/generate-households.ts';
import type { SyntheticHousehold } from '../people/household.ts';
import { TODAY } from './start-area.ts';

export const COUNCILS = ['central-bedfordshire', 'luton'] as const;
type Council = (typeof COUNCILS)[number];

/** One officer's command: POST to that office's case. */
export interface OfficerCommand {
  readonly service: string;
  readonly agency: string;
  readonly caseReference: string;
  readonly idempotencyKey: string;
  readonly change: object;
}

/** One line of the gateway's POST /v1/interests/bulk. */
export interface NewInterest {
  readonly agency: string;
  readonly interest: object;
}

/**
 * What every part of the product is given to do at once: changes over HTTP, a command at each office, which reaches intake by the bus, and
 * an interest of each council. The same number makes the same wave.
 */
export interface Wave {
  readonly changes: readonly LoadChange[];
  readonly commands: readonly OfficerCommand[];
  readonly interests: readonly NewInterest[];
}

export type Settled = Readonly<Record<Council, readonly SyntheticHousehold[]>>;

/** Far beyond the households of any area. */
const NEWCOMERS_FROM = 500_000;

export function makeWave(
  settled: Settled,
  wave: number,
  { changes }: { readonly changes: number },
): Wave {
  const perCouncil = Math.ceil(changes / COUNCILS.length);
  const told = oneEach(
    COUNCILS.flatMap((council, index) =>
      generate(settled[council], council, perCouncil + SPARE, wave * COUNCILS.length + index),
    ),
  );
  const commands = takeCommands(told, wave);
  const commanded = new Set(commands.map(({ household }) => household));
  return {
    changes: told.filter(({ household }) => !commanded.has(household)),
    commands: commands.map(({ command }) => command),
    interests: COUNCILS.map((council, index) => describeNewcomer(council, wave, index)),
  };
}

/** The same wave in so many parts, told one after the other. Commands and interests are in the second one, or in the only one. */
export function splitWave({ changes, commands, interests }: Wave, parts: number): readonly Wave[] {
  const each = Math.ceil(changes.length / parts);
  return Array.from({ length: parts }, (_, part) => ({
    changes: changes.slice(part * each, (part + 1) * each),
    ...(part === Math.min(1, parts - 1)
      ? { commands, interests }
      : { commands: [], interests: [] }),
  }));
}

/** Changes that become commands. */
const SPARE = 4;

const generate = (
  households: readonly SyntheticHousehold[],
  council: Council,
  changes: number,
  seed: number,
): readonly LoadChange[] => [
  ...generateChanges(households, { changes, seed: 1_000 + seed, council, today: TODAY }),
];

/**
 * At most one notice a household, repetitions aside. An office's own notice about an award, which a change brings about, reaches
 * intake at its own time: a second change of the household told meanwhile would come before it in one run and after it in the next.
 */
export function oneEach(changes: readonly LoadChange[]): readonly LoadChange[] {
  const first = new Map<number, string>();
  return changes.filter(({ household, idempotencyKey }) => {
    if (!first.has(household)) first.set(household, idempotencyKey);
    return first.get(household) === idempotencyKey;
  });
}

interface Taken {
  readonly household: number;
  readonly command: OfficerCommand;
}

/** The last change of each agency that was told once becomes a command at that office. */
function takeCommands(told: readonly LoadChange[], wave: number): readonly Taken[] {
  const counts = Map.groupBy(told, ({ idempotencyKey }) => idempotencyKey);
  const once = told.filter(({ idempotencyKey }) => counts.get(idempotencyKey)?.length === 1);
  return [...COUNCILS, 'jobcentre'].map((agency): Taken => {
    const change = once.findLast((one) => one.agency === agency);
    if (change === undefined) throw new TypeError(`wave ${wave} has no change of ${agency}`);
    const {
      person: _,
      caseReference,
      usedOn: __,
      usedFor: ___,
      ...said
    } = change.change as {
      readonly caseReference: string;
    } & Readonly<Record<string, unknown>>;
    const service = agency === 'jobcentre' ? agency : `council-tax-${agency}`;
    const idempotencyKey = `command-${wave}-${agency}`;
    return {
      household: change.household,
      command: { service, agency, caseReference, idempotencyKey, change: said },
    };
  });
}

/** Somebody whom nothing else is told of. */
function describeNewcomer(council: Council, wave: number, index: number): NewInterest {
  const first = NEWCOMERS_FROM + wave * COUNCILS.length + index;
  const [newcomer] = generateHouseholds({ households: 1, seed: 3, first });
  if (newcomer === undefined) throw new TypeError('a newcomer was asked for');
  return { agency: council, interest: describeInterest(newcomer, 'ctb-claimant', `NEW-${first}`) };
}
