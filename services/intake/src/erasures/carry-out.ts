import {
  type ActionPorts,
  type Database,
  type KeyService,
  problem,
  recordAction,
  type ServiceCaller,
  type Transaction,
} from '@told/service';
import { lockSubjects } from '../acceptance/lock-subjects.ts';
import {
  type Erasure,
  findErasure,
  findKeysOf,
  lockErasure,
  readChangesThrough,
  updateErasure,
  type ValueRow,
} from './erasure-queries.ts';
import { lockKeys } from './lock-keys.ts';
import { surveyChanges } from './survey-changes.ts';

export interface CarryOutPorts extends ActionPorts {
  readonly db: Database;
  readonly keys: KeyService;
  readonly callGateway: ServiceCaller;
  /** For the gateway, with the scope `erasures:tell`. */
  readonly token: () => Promise<string>;
}

/**
 * Does what is left of an erasure: destroys the keys, and then has the gateway tell whoever was given something. Each step is done once, or again
 * to the same effect. Rejects with `keys-unavailable` or `dependency-unavailable`, retryable, where it stands.
 */
export async function carryOut(ports: CarryOutPorts, erasureId: string): Promise<Erasure> {
  await destroyKeys(ports, erasureId);
  return tellRecipients(ports, erasureId);
}

/** Under the locks of the person: what is told from here on is sealed with another key. */
function destroyKeys(ports: CarryOutPorts, erasureId: string): Promise<void> {
  const { db, codec, keys } = ports;
  return db.transaction(async (tx) => {
    const erasure = await lockErasure(tx, erasureId);
    if (erasure.state !== 'destroying') return;
    const subjectKeys = await findKeysOf(tx, erasure.subjectKey);
    const heads = await lockSubjects(tx, subjectKeys);
    await lockKeys(tx);
    await keys.destroy(erasure.dataKeys);
    const survey = await surveyChanges(tx, codec, heads, await keys.standing(subjectKeys));
    await updateErasure(tx, { ...erasure, ...survey, state: 'telling' });
    await recordDestroyed(tx, { erasure, subjectKeys }, ports);
  });
}

/** For each key of the person, under their locks: whoever keeps something about it may forget all up to this moment. */
async function recordDestroyed(
  tx: Transaction,
  of: { readonly erasure: Erasure; readonly subjectKeys: readonly string[] },
  ports: ActionPorts,
): Promise<void> {
  const { erasureId, reason, actor } = of.erasure;
  const records = of.subjectKeys.length;
  const destroyed = {
    action: 'keys-destroyed',
    recordId: erasureId,
    records,
    reason,
    actor,
  } as const;
  for (const subjectKey of of.subjectKeys) {
    await recordAction(tx, { ...destroyed, target: { kind: 'subject', subjectKey } }, ports);
  }
}

/** From the beginning each time, also of one that is done: nobody is told twice, and a gateway put back from a backup may have forgotten. */
async function tellRecipients(ports: CarryOutPorts, erasureId: string): Promise<Erasure> {
  const { db } = ports;
  const erasure = await findErasure(db, erasureId);
  if (erasure === undefined) throw new TypeError('an erasure that is carried out was ordered');
  for await (const rows of readChangesThrough(db, erasure.through)) {
    await askGateway(ports, '/v1/erasures', erasure, rows);
  }
  return db.transaction(async (tx) => {
    const now = { ...(await lockErasure(tx, erasureId)), state: 'done' as const };
    await updateErasure(tx, now);
    return now;
  });
}

/** Asks the gateway about the releases of these changes. */
export async function askGateway<T>(
  { callGateway, token }: Pick<CarryOutPorts, 'callGateway' | 'token'>,
  path: string,
  { through }: Pick<Erasure, 'through'>,
  rows: readonly Pick<ValueRow, 'changeId'>[],
): Promise<T> {
  const subjectKeys = through.map(({ subjectKey }) => subjectKey);
  const body = { subjectKeys, changeIds: rows.map(({ changeId }) => changeId) };
  const answer = await callGateway<T>(path, { body, token });
  if (answer.ok) return answer.body;
  throw problem('dependency-unavailable', {
    cause: new TypeError(`the gateway refused an erasure with ${answer.problem.code}`),
  });
}
