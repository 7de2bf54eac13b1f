import type { DescribedRecord, RecordSource } from '../entries/entry.ts';
import { ACTIONS_PREFIX } from '../topics.ts';
import { isOfErased } from './release-ids.ts';

/** What of a record says that openings are to be forgotten, or may be. */
export interface ErasureTraces {
  /** That somebody's keys were destroyed. */
  readonly order: ErasureOrder | undefined;
  /** The release that an answer is about. */
  readonly answered: string | undefined;
  /** Of a decision that was made once nobody could read the change any more. */
  readonly isOfErased: boolean;
}

interface ErasureOrder {
  readonly erasureId: string;
  /** How many keys. */
  readonly keys: number;
}

/** Whose word it is that keys were destroyed: nobody else's can take evidence away. */
const INTAKE_ACTIONS = `${ACTIONS_PREFIX}intake`;
const KEYS_DESTROYED = 'keys-destroyed';

export function traceErasure({
  source,
  described,
}: {
  readonly source: RecordSource | null;
  readonly described: DescribedRecord;
}): ErasureTraces {
  const { kind, facts } = described;
  return {
    order: source?.topic === INTAKE_ACTIONS ? orderOf(described) : undefined,
    answered: kind === 'outcome' ? String(facts['releaseId']) : undefined,
    isOfErased: kind === 'decision' && isOfErased(facts),
  };
}

function orderOf({ subjectKey, facts }: DescribedRecord): ErasureOrder | undefined {
  const { action, recordId, records } = facts;
  if (action !== KEYS_DESTROYED || subjectKey === null || typeof recordId !== 'string')
    return undefined;
  return { erasureId: recordId, keys: typeof records === 'number' ? records : 1 };
}
