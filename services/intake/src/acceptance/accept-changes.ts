import type { ChangeBody, ClaimantChange } from '@told/codec';
import { type Clock, eventHeaders, type Publisher, type Transaction } from '@told/service';
import { findAliases, findLinked, type NewAlias, storeAliases } from './aliases.ts';
import { type Acceptance, judgeChange, type Known, refuse } from './judge-change.ts';
import { forgetSubjects, lockSubjects } from './lock-subjects.ts';
import {
  type AcceptedRow,
  FIND_ACCEPTED,
  FIND_KNOWN_CASES,
  INSERT_ACCEPTED,
  RAISE_SEQUENCES,
  REMEMBER_CASES,
} from './queries.ts';
import type { ReadChange } from './read-change.ts';

export interface AcceptPorts {
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly encodeChange: (change: ClaimantChange) => Buffer;
  readonly encodeBody: (body: ChangeBody) => Buffer;
}

/** What is about to be stored: a change with its place in its person's history. */
interface Placed {
  readonly told: ReadChange;
  readonly subjectKey: string;
  readonly changeSequence: number;
  readonly acceptedAt: number;
  readonly value: Buffer;
}

/**
 * Accepts a batch in the caller's transaction: persons locked in key order, then sequences in arrival order for each person, then the
 * changes and their outbox rows. Answers every item, in order; a refused item stores nothing. Set-based: the number of statements does
 * not depend on the number of items.
 */
export async function acceptChanges(
  tx: Transaction,
  batch: readonly ReadChange[],
  ports: AcceptPorts,
): Promise<readonly Acceptance[]> {
  const subjectKeys = await findSubjects(tx, batch);
  // A new number's key is locked too: nobody may begin a history under it while it becomes another name of this person.
  const newKeys = batch.flatMap(({ newSubjectKey }) => newSubjectKey ?? []);
  const heads = await lockSubjects(tx, [...subjectKeys, ...newKeys]);
  const aliases = await findAliases(tx, [...heads.keys()]);
  // Out of key order, but these are few: should two batches ever wait for each other, one of them runs again.
  for (const [key, head] of await lockSubjects(tx, [...aliases.values()])) heads.set(key, head);
  const linked = await findLinked(tx, newKeys);
  const made: NewAlias[] = [];
  const known = await findKnown(tx, batch);
  const placed: Placed[] = [];
  const answers = batch.map((told, index): Acceptance => {
    const toldKey = subjectKeys[index];
    if (toldKey === undefined) return refuse('person-unknown', '/caseReference');
    const subjectKey = aliases.get(toldKey) ?? toldKey;
    const refusal = judgeChange(told, subjectKey, known);
    if (refusal !== undefined) return refusal;
    const changeSequence = (heads.get(subjectKey) ?? 0) + 1;
    heads.set(subjectKey, changeSequence);
    const change = place(told, subjectKey, changeSequence, ports);
    placed.push(change);
    remember(known, change);
    const aliasKey = told.newSubjectKey;
    if (aliasKey !== null && isFree(aliasKey, subjectKey, { heads, aliases, linked })) {
      aliases.set(aliasKey, subjectKey);
      made.push({ aliasKey, subjectKey, changeId: told.changeId });
    }
    return { kind: 'accepted', changeId: told.changeId };
  });
  if (placed.length > 0) await store(tx, placed, ports);
  await storeAliases(tx, made);
  await forgetSubjects(tx, heads);
  return answers;
}

/** A key that has a history or a case of its own, the person's own included, or stands for somebody else, is not taken over. */
function isFree(
  aliasKey: string,
  subjectKey: string,
  of: {
    readonly heads: ReadonlyMap<string, number>;
    readonly aliases: ReadonlyMap<string, string>;
    readonly linked: ReadonlySet<string>;
  },
): boolean {
  const isNew = (of.heads.get(aliasKey) ?? 0) === 0 && !of.linked.has(aliasKey);
  return isNew && (of.aliases.get(aliasKey) ?? subjectKey) === subjectKey;
}

const caseOf = (agency: string, caseReference: string): string => `${agency}/${caseReference}`;

/** Each change's person: by NINO, else by the case reference that this agency is known to use for one. */
async function findSubjects(
  tx: Transaction,
  batch: readonly ReadChange[],
): Promise<(string | undefined)[]> {
  const asked = batch.filter((told) => told.subjectKey === null);
  const found = new Map<string, string>();
  if (asked.length > 0) {
    const { rows } = await tx.query<{
      agency: string;
      case_reference: string;
      subject_key: string;
    }>(FIND_KNOWN_CASES, [
      asked.map((told) => told.agency),
      asked.map((told) => told.change.caseReference),
    ]);
    for (const row of rows) found.set(caseOf(row.agency, row.case_reference), row.subject_key);
  }
  return batch.map(
    (told) => told.subjectKey ?? found.get(caseOf(told.agency, told.change.caseReference ?? '')),
  );
}

async function findKnown(
  tx: Transaction,
  batch: readonly ReadChange[],
): Promise<Map<string, Known>> {
  const ids = batch.flatMap((told) => [
    told.changeId,
    ...(told.change.previousChangeId === null ? [] : [told.change.previousChangeId]),
  ]);
  const { rows } = await tx.query<AcceptedRow>(FIND_ACCEPTED, [[...new Set(ids)]]);
  return new Map(rows.map(({ change_id, ...row }) => [change_id, row]));
}

/** Later items of the same batch see this one as stored. */
function remember(known: Map<string, Known>, { told, subjectKey }: Placed): void {
  const { agency, changeId, contentMac, change } = told;
  known.set(changeId, {
    agency,
    content_mac: contentMac,
    subject_key: subjectKey,
    fact: change.fact,
    change_type: change.changeType,
    is_annulled: false,
  });
  const predecessor =
    change.previousChangeId === null ? undefined : known.get(change.previousChangeId);
  if (predecessor !== undefined && change.changeType === 'annulled') {
    known.set(change.previousChangeId as string, { ...predecessor, is_annulled: true });
  }
}

function place(
  told: ReadChange,
  subjectKey: string,
  changeSequence: number,
  ports: AcceptPorts,
): Placed {
  const { caseReference, system, ...change } = told.change;
  const acceptedAt = ports.clock.nowMs() * 1000;
  const value = ports.encodeChange({
    ...change,
    changeId: told.changeId,
    subjectKey,
    changeSequence,
    source: { agency: told.agency, system, caseReference },
    identityDigests: told.digests,
    identityDigestsBefore: null,
    mergedInto: null,
    acceptedAt,
    body: ports.encodeBody(told.body),
  });
  return { told, subjectKey, changeSequence, acceptedAt, value };
}

async function store(
  tx: Transaction,
  placed: readonly Placed[],
  ports: AcceptPorts,
): Promise<void> {
  const column = <T>(pick: (change: Placed) => T): T[] => placed.map(pick);
  await tx.query(INSERT_ACCEPTED, [
    column((change) => change.told.changeId),
    column((change) => change.told.agency),
    column((change) => change.told.contentMac),
    column((change) => change.subjectKey),
    column((change) => change.changeSequence),
    column((change) => change.told.change.fact),
    column((change) => change.told.change.changeType),
    column((change) => change.told.change.previousChangeId),
    column((change) => change.told.change.occurredOn),
    column((change) => change.told.change.notifiedOn),
    column((change) => change.told.change.receivedOn),
    column((change) => new Date(change.acceptedAt / 1000).toISOString()),
    column((change) => change.value),
  ]);
  const heads = new Map(placed.map((change) => [change.subjectKey, change.changeSequence]));
  await tx.query(RAISE_SEQUENCES, [[...heads.keys()], [...heads.values()]]);
  await rememberCases(tx, placed);
  await ports.publisher.publish(
    tx,
    placed.map((change) => ({
      topic: 'told.changes',
      key: change.subjectKey,
      value: change.value,
      headers: eventHeaders({
        id: change.told.changeId,
        source: change.told.agency,
        type: 'ClaimantChange',
        timeMs: change.acceptedAt / 1000,
        traceparent: change.told.traceparent,
      }),
    })),
  );
}

async function rememberCases(tx: Transaction, placed: readonly Placed[]): Promise<void> {
  const named = placed.filter(
    ({ told }) => told.subjectKey !== null && told.change.caseReference !== null,
  );
  if (named.length === 0) return;
  await tx.query(REMEMBER_CASES, [
    named.map(({ told }) => told.agency),
    named.map(({ told }) => told.change.caseReference),
    named.map(({ subjectKey }) => subjectKey),
  ]);
}
