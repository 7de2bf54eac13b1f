import type { StackOptions } from '@told/stack';
import { checkLedger } from '../history/check-ledger.ts';
import type { HistorySummary } from '../history/summarise-history.ts';
import { type Death, dieAtEach } from './die-at-each.ts';
import { type Failpoint, listFailpoints } from './list-failpoints.ts';
import { startTwins, type Twins } from './start-twins.ts';

/** One line of the sweep's table. */
export interface SweptFailpoint extends Failpoint {
  readonly hit: boolean;
  readonly died: boolean;
  readonly returned: boolean;
  /** From its death until the service was ready again; null: it never was. */
  readonly seconds: number | null;
  /** Once all was quiet, every table was as in the undisturbed area. */
  readonly equal: boolean;
}

export interface Sweep {
  readonly points: readonly SweptFailpoint[];
  /** Tables that differed at some time, and after which waves; and heads of the ledger that it contradicts. */
  readonly different: readonly string[];
  readonly waves: number;
  readonly changes: number;
  readonly invariants: Pick<HistorySummary, 'lost' | 'doubled' | 'outOfOrder' | 'withoutBasis'>;
  readonly findings: HistorySummary['findings'];
  readonly seconds: number;
}

export interface SweepOptions {
  readonly households?: number;
  readonly changesAWave?: number;
  /** Services whose failpoints are tried; all unless said otherwise. */
  readonly services?: readonly string[];
  /** One death a wave, so that a difference has one cause: many times slower. */
  readonly isSingle?: boolean;
  readonly stack?: Partial<StackOptions>;
  readonly onPoint?: (point: Failpoint & { readonly hit: boolean }) => void;
}

/**
 * Lets every service die at every one of its failpoints while the product is given work, beside a twin that is given the same and left in
 * peace. All services die side by side unless `isSingle`. Rejects when the product does not settle.
 */
export async function sweepFailpoints(options: SweepOptions = {}): Promise<Sweep> {
  const startedMs = performance.now();
  const { households = 120, stack = {} } = options;
  const wanted = listFailpoints().filter(
    ({ service }) => options.services?.includes(service) ?? true,
  );
  const twins = await startTwins({ households, stack });
  try {
    const run = options.isSingle === true ? sweepSingly : sweepTogether;
    const { points, different, waves } = await run(twins, wanted, options);
    const { changes, lost, doubled, outOfOrder, withoutBasis, findings } = await twins.judge();
    const contradicted = await checkLedger(twins.tried.area);
    const invariants = { lost, doubled, outOfOrder, withoutBasis };
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    return {
      ...{ points, waves, changes, invariants, findings, seconds },
      different: [...different, ...contradicted],
    };
  } finally {
    await twins.stop();
  }
}

/** Nothing was lost, and every failpoint was met, survived, and left what an undisturbed run leaves. */
export const isSound = ({ points, invariants, different }: Sweep): boolean =>
  points.length > 0 &&
  points.every(({ hit, died, returned, equal }) => hit && died && returned && equal) &&
  different.length === 0 &&
  Object.values(invariants).every((count) => count === 0);

type Swept = Pick<Sweep, 'points' | 'different' | 'waves'>;

/** All services at once, each from one failpoint to the next. Every wave gives each of them something to read and something to say. */
async function sweepTogether(
  twins: Twins,
  wanted: readonly Failpoint[],
  options: SweepOptions,
): Promise<Swept> {
  const record = openRecord(options);
  const perService = Map.groupBy(wanted, ({ service }) => service);
  const wavesMax = Math.max(...[...perService.values()].map(({ length }) => length)) + SPARE_WAVES;
  let isOver = false;
  let waves = 0;
  const dying = Promise.all(
    [...perService].map(([service, points]) =>
      dieAtEach({
        service: twins.tried.stack.service(service),
        failpoints: points.map(({ name }) => name),
        isOver: () => isOver,
        onDeath: record.add,
      }),
    ),
  ).finally(() => {
    isOver = true;
  });
  dying.catch(() => undefined); // thrown again where it is awaited
  const tellOnce = async (): Promise<void> => {
    waves += 1;
    record.compare((await twins.tell(toldOf(options))).different, `after wave ${waves}`);
  };
  while (!isOver && waves < wavesMax) await tellOnce();
  isOver = true;
  await dying;
  await tellOnce(); // with everybody back
  return { ...record.read(), waves };
}

/** At its start a service meets some of them without any work, and a wave may find it away. */
const SPARE_WAVES = 3;

/** One failpoint of one service a wave. */
async function sweepSingly(
  twins: Twins,
  wanted: readonly Failpoint[],
  options: SweepOptions,
): Promise<Swept> {
  const record = openRecord(options);
  for (const { service, name } of wanted) {
    let isOver = false;
    const armed = Promise.withResolvers<void>();
    const dying = dieAtEach({
      service: twins.tried.stack.service(service),
      failpoints: [name],
      isOver: () => isOver,
      onArmed: armed.resolve,
      onDeath: record.add,
    });
    await Promise.race([armed.promise, dying]);
    const { different } = await twins.tell(toldOf(options));
    isOver = true;
    await dying;
    record.compare(different, `after ${service} at ${name}`);
  }
  return { ...record.read(), waves: wanted.length };
}

/** Gathers deaths, and what the comparison after each of them said. */
function openRecord({ onPoint }: SweepOptions) {
  const judged: { readonly death: Death; isEqual: boolean }[] = [];
  const different: string[] = [];
  let compared = 0;
  return {
    add(death: Death): void {
      judged.push({ death, isEqual: false });
      onPoint?.({ service: death.service, name: death.failpoint, hit: death.isHit });
    },
    /** Of all deaths since the last comparison. */
    compare(tables: readonly string[], when: string): void {
      for (const one of judged.slice(compared)) one.isEqual = tables.length === 0;
      compared = judged.length;
      different.push(...tables.map((table) => `${table} ${when}`));
    },
    read: () => ({
      points: judged.map(({ death, isEqual }) => toPoint(death, isEqual)),
      different,
    }),
  };
}

const toldOf = ({ changesAWave }: SweepOptions) => ({
  withOperators: true,
  ...(changesAWave === undefined ? {} : { changes: changesAWave }),
});

const toPoint = (death: Death, equal: boolean): SweptFailpoint => ({
  service: death.service,
  name: death.failpoint,
  hit: death.isHit,
  died: death.hasDied,
  returned: death.hasReturned,
  seconds:
    death.returnedAfterMs === undefined ? null : Math.round(death.returnedAfterMs / 100) / 10,
  equal,
});
