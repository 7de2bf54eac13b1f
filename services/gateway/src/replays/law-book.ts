import {
  type AgencyState,
  type AgreementSet,
  type AgreementSetId,
  composeSet,
  parseAgreement,
} from '@told/agreements';
import { factFields } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import { readStatesAt } from '../agencies/queries.ts';
import { readSuspendedAt, type Suspensions } from '../suspensions/read-suspensions.ts';

type Queryable = Pick<Transaction, 'query'>;

/** The law as of any time, by the hashes and versions that decisions name; what was read once is remembered, since none of it changes. */
export interface LawBook {
  /** The set with this hash; undefined when its files are not kept. */
  setOf(on: Queryable, hash: string): Promise<AgreementSet | undefined>;
  suspendedAt(on: Queryable, version: number): Promise<Suspensions>;
  statesAt(on: Queryable, version: number): Promise<ReadonlyMap<string, AgencyState>>;
}

const READ_SET: Statement = {
  name: 'gateway_read_agreement_set',
  text: `SELECT s.set_id AS "setId", s.hash, t.content FROM agreement_set s LEFT JOIN agreement_text t USING (hash)
         WHERE s.set_hash = $1 ORDER BY s.hash`,
};

type TextRow = {
  readonly setId: AgreementSetId;
  readonly hash: string;
  readonly content: Buffer | null;
};

/** Sets and versions that a range is likely to go back and forth between; each is some kilobytes. */
const REMEMBERED_MAX = 16;

export function createLawBook(): LawBook {
  return {
    setOf: remember((on, hash: string) => readSet(on, hash)),
    suspendedAt: remember(readSuspendedAt),
    statesAt: remember(readStatesAt),
  };
}

function remember<K, V>(
  read: (on: Queryable, key: K) => Promise<V>,
): (on: Queryable, key: K) => Promise<V> {
  const known = new Map<K, V>();
  return async (on, key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = await read(on, key);
    const [oldest] = known.keys();
    if (known.size >= REMEMBERED_MAX && oldest !== undefined) known.delete(oldest);
    known.set(key, value);
    return value;
  };
}

async function readSet(on: Queryable, hash: string): Promise<AgreementSet | undefined> {
  const { rows } = await on.query<TextRow>(READ_SET, [hash]);
  const [first] = rows;
  if (first === undefined) return undefined;
  const files = rows.flatMap(({ hash: file, content }) =>
    content === null
      ? []
      : [{ file, agreement: parseAgreement(content, { file, facts: factFields }) }],
  );
  const set = composeSet(first.setId, files);
  // A file is missing, or the list of them is not what it was.
  return set.hash === hash ? set : undefined;
}
