import { encodeByteaArray } from '@told/event-log';
import {
  eventHeaders,
  instantOf,
  MICROS_PER_MS,
  type Publisher,
  type Statement,
  type Transaction,
} from '@told/service';
import { type Cases, moveCases, nameOf, rememberCases } from './cases.ts';
import type { History } from './history.ts';
import { forgetSubjects } from './lock-subjects.ts';
import type { PlacedChange, PlacePorts } from './place-change.ts';
import { INSERT_ACCEPTED, RAISE_SEQUENCES } from './queries.ts';
import { type WrittenChange, writeChanges } from './write-changes.ts';

const INSERT_ALIASES: Statement = {
  name: 'intake_insert_aliases',
  text: `INSERT INTO subject_alias (alias_key, subject_key, change_id)
    SELECT alias_key, subject_key, change_id FROM unnest($1::text[], $2::text[], $3::uuid[]) AS told (alias_key, subject_key, change_id)`,
};

const INSERT_MERGES: Statement = {
  name: 'intake_insert_merges',
  text: `INSERT INTO subject_merge (ended_key, into_key, change_id, cause_change_id)
    SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[])`,
};

export interface StorePorts extends Pick<PlacePorts, 'encodeChange' | 'sealBodies'> {
  readonly publisher: Publisher;
  /** Those known to be remembered, which nothing takes away. */
  readonly cases?: Cases;
}

/**
 * Stores what a batch added, and takes back what locking made for persons of whom nothing was accepted; all of it travels with COMMIT. The keys
 * that bodies are sealed with are durable before.
 */
export async function storeHistory(
  tx: Transaction,
  history: History,
  ports: StorePorts,
): Promise<void> {
  const { publisher, cases = new Map() } = ports;
  const { aliases, merges } = history;
  const placed = await writeChanges(history.placed, ports);
  if (placed.length > 0) {
    storeChanges(tx, placed);
    const named = placed.flatMap(namedCase).filter((one) => !cases.has(nameOf(one)));
    rememberCases(tx, named);
    await publishChanges(tx, placed, publisher);
  }
  if (aliases.length > 0) {
    void tx.query(INSERT_ALIASES, [
      aliases.map(({ aliasKey }) => aliasKey),
      aliases.map(({ subjectKey }) => subjectKey),
      aliases.map(({ changeId }) => changeId),
    ]);
  }
  if (merges.length > 0) {
    void tx.query(INSERT_MERGES, [
      merges.map(({ endedKey }) => endedKey),
      merges.map(({ intoKey }) => intoKey),
      merges.map(({ changeId }) => changeId),
      merges.map(({ causeChangeId }) => causeChangeId),
    ]);
    moveCases(tx, merges);
  }
  forgetSubjects(tx, history.people.heads);
}

function storeChanges(tx: Transaction, placed: readonly WrittenChange[]): void {
  const column = <T>(pick: (placed: WrittenChange) => T): T[] => placed.map(pick);
  void tx.query(INSERT_ACCEPTED, [
    column(({ change }) => change.changeId),
    column(({ change }) => change.source.agency),
    encodeByteaArray(column(({ contentMac }) => contentMac)),
    column(({ change }) => change.subjectKey),
    column(({ change }) => change.changeSequence),
    column(({ change }) => change.fact),
    column(({ change }) => change.changeType),
    column(({ change }) => change.previousChangeId),
    column(({ change }) => change.occurredOn),
    column(({ change }) => change.notifiedOn),
    column(({ change }) => change.receivedOn),
    column(({ change }) => instantOf(change.acceptedAt)),
    encodeByteaArray(column(({ value }) => value)),
  ]);
  const heads = new Map(placed.map(({ change }) => [change.subjectKey, change.changeSequence]));
  void tx.query(RAISE_SEQUENCES, [[...heads.keys()], [...heads.values()]]);
}

async function publishChanges(
  tx: Transaction,
  placed: readonly WrittenChange[],
  publisher: Publisher,
): Promise<void> {
  await publisher.publish(
    tx,
    placed.map(({ change, value, traceparent }) => ({
      topic: 'told.changes',
      key: change.subjectKey,
      value,
      headers: eventHeaders({
        id: change.changeId,
        source: change.source.agency,
        type: 'ClaimantChange',
        timeMs: change.acceptedAt / MICROS_PER_MS,
        traceparent,
      }),
    })),
  );
}

/** The case that the source names as its own. Remembering one that is known already would change nothing. */
function namedCase({ change: { source, subjectKey } }: PlacedChange) {
  const { agency, caseReference } = source;
  return caseReference === null ? [] : [{ agency, caseReference, subjectKey }];
}
