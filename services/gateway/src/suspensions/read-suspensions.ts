import type { Database, Statement, Transaction } from '@told/service';

export type SuspensionTarget = 'agreement' | 'agency';

/** What is suspended, as of a version of the fence. */
export interface Suspensions {
  /** Recorded with each decision: none with this version or a later one rests on what is suspended. */
  readonly version: number;
  readonly agreements: ReadonlySet<string>;
  readonly agencies: ReadonlySet<string>;
}

/** Suspensions in memory: a hint that is checked against the fence's version each time. */
export interface SuspensionHint {
  /**
   * For deciding: locks the fence FOR SHARE, so that a suspension comes wholly before this transaction or wholly after it. The first
   * lock of the transaction. What is suspended is read again only when the version has moved; one statement otherwise.
   */
  read(tx: Transaction): Promise<Suspensions>;
  /** For showing: as it stands now, without a lock. */
  show(): Promise<Suspensions>;
}

const LOCK_SHARED: Statement = {
  name: 'gateway_lock_suspensions_shared',
  text: 'SELECT version FROM suspension_fence FOR SHARE',
};

const READ_IN_FORCE: Statement = {
  name: 'gateway_read_suspensions',
  text: `SELECT target, id FROM (
           SELECT DISTINCT ON (target, id) target, id, action FROM suspension
           WHERE version <= $1 ORDER BY target, id, version DESC
         ) AS newest WHERE action = 'suspended'`,
};

const READ_VERSION: Statement = {
  name: 'gateway_read_suspension_version',
  text: 'SELECT version FROM suspension_fence',
};

type Queryable = Pick<Transaction, 'query'>;
type InForce = { readonly target: SuspensionTarget; readonly id: string };

/** What is suspended as of a version of the fence; no later one changes it. */
export async function readSuspendedAt(on: Queryable, version: number): Promise<Suspensions> {
  const { rows } = await on.query<InForce>(READ_IN_FORCE, [version]);
  const idsOf = (target: SuspensionTarget): ReadonlySet<string> =>
    new Set(rows.filter((row) => row.target === target).map((row) => row.id));
  return { version, agreements: idsOf('agreement'), agencies: idsOf('agency') };
}

export function createSuspensionHint(db: Database): SuspensionHint {
  let known: Suspensions | undefined;
  const readAs = async (on: Queryable, version: number): Promise<Suspensions> => {
    if (known?.version === version) return known;
    const found = await readSuspendedAt(on, version);
    // Two readers at once may end in any order; the newer one stays.
    if (known === undefined || known.version < version) known = found;
    return found;
  };
  const readVersion = async (on: Queryable, statement: Statement): Promise<number> => {
    const { rows } = await on.query<{ version: number }>(statement);
    const [fence] = rows;
    // Made by a migration: without it nothing may be decided.
    if (fence === undefined) throw new TypeError('the fence of suspensions has no row');
    return fence.version;
  };
  return {
    read: async (tx) => readAs(tx, await readVersion(tx, LOCK_SHARED)),
    show: async () => readAs(db, await readVersion(db, READ_VERSION)),
  };
}
