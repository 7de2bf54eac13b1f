import type { Statement, Transaction } from '@told/service';
import type { IncidentReport } from './count-disclosures.ts';
import type { Incident, IncidentRemaining, IncidentState } from './incident.ts';

type Queryable = Pick<Transaction, 'query'>;

const COLUMNS = `incident_id AS "incidentId", target, reason, aware_at_micros AS "awareAt", state, preview,
  opened_by AS "openedBy", opened_at_micros AS "openedAt", stopped_by AS "stoppedBy", stopped_at_micros AS "stoppedAt",
  tell_by AS "tellBy", told_at_micros AS "toldAt", closed_by AS "closedBy", closed_at_micros AS "closedAt",
  closing_reason AS "closingReason", step, remaining, done, voided, followed`;

const INSERT: Statement = {
  name: 'gateway_insert_incident',
  text: `INSERT INTO incident (incident_id, target, reason, aware_at_micros, state, preview, opened_by, opened_at_micros)
         VALUES ($1, $2, $3, $4, 'opened', $5, $6, $7)`,
};

const READ: Statement = {
  name: 'gateway_read_incident',
  text: `SELECT ${COLUMNS} FROM incident WHERE incident_id = $1`,
};

const LOCK: Statement = {
  name: 'gateway_lock_incident',
  text: `SELECT ${COLUMNS} FROM incident WHERE incident_id = $1 FOR UPDATE`,
};

const LIST: Statement = {
  name: 'gateway_list_incidents',
  text: `SELECT ${COLUMNS} FROM incident WHERE NOT $1 OR state <> 'closed' ORDER BY opened_at_micros DESC, incident_id LIMIT $2`,
};

const READ_RUNNING: Statement = {
  name: 'gateway_read_running_incident',
  text: `SELECT ${COLUMNS} FROM incident WHERE state IN ('stopping', 'telling') ORDER BY opened_at_micros, incident_id LIMIT 1`,
};

const READ_REPORT: Statement = {
  name: 'gateway_read_incident_report',
  text: 'SELECT report FROM incident WHERE incident_id = $1',
};

const STOP: Statement = {
  name: 'gateway_stop_incident',
  text: `UPDATE incident SET state = 'stopping', stopped_by = $2, stopped_at_micros = $3, remaining = $4, step = step + 1
         WHERE incident_id = $1`,
};

const START_TELLING: Statement = {
  name: 'gateway_start_telling_incident',
  text: `UPDATE incident SET state = 'telling', tell_by = $2, remaining = '{}', step = step + 1 WHERE incident_id = $1`,
};

const ADVANCE: Statement = {
  name: 'gateway_advance_incident',
  text: `UPDATE incident SET step = step + 1, state = $2, remaining = $3, done = done + $4, voided = voided + $5,
           followed = followed + $6, told_at_micros = $7
         WHERE incident_id = $1`,
};

const CLOSE: Statement = {
  name: 'gateway_close_incident',
  text: `UPDATE incident SET state = 'closed', closed_by = $2, closed_at_micros = $3, closing_reason = $4, report = $5, step = step + 1
         WHERE incident_id = $1`,
};

const READ_OUTBOX_END: Statement = {
  name: 'gateway_read_outbox_end',
  text: 'SELECT coalesce(max(id), 0) AS "outboxTo" FROM outbox',
};

// Beyond the claim alone: what is claimed may have left, and is told about with the rest.
const READ_WAITING: Statement = {
  name: 'gateway_read_waiting_disclosures',
  text: `SELECT id AS row, headers::json ->> 'ce_id' AS "releaseId" FROM outbox
         WHERE id > greatest($1, (SELECT claimed_through FROM outbox_relay)) AND id <= $2 AND topic = ANY ($3::text[])
         ORDER BY id LIMIT $4`,
};

// Whichever way it was told: an interest that was recalled for it, a correction, or another incident.
const FIND_TOLD: Statement = {
  name: 'gateway_find_disclosures_told',
  text: `SELECT takes_back AS "releaseId" FROM release WHERE takes_back = ANY ($1::uuid[]) AND kind IN ('do-not-rely', 'erased')`,
};

export type NewIncident = Pick<
  Incident,
  'incidentId' | 'target' | 'reason' | 'awareAt' | 'preview' | 'openedBy' | 'openedAt'
>;

export async function insertIncident(on: Queryable, one: NewIncident): Promise<void> {
  await on.query(INSERT, [
    ...[one.incidentId, JSON.stringify(one.target), one.reason, one.awareAt],
    ...[JSON.stringify(one.preview), one.openedBy, one.openedAt],
  ]);
}

export async function readIncident(
  on: Queryable,
  incidentId: string,
): Promise<Incident | undefined> {
  return (await on.query<Incident>(READ, [incidentId])).rows[0];
}

/** Nobody else does a step of it before the transaction ends. Before any other lock. */
export async function lockIncident(
  tx: Transaction,
  incidentId: string,
): Promise<Incident | undefined> {
  return (await tx.query<Incident>(LOCK, [incidentId])).rows[0];
}

/** Newest first. */
export async function listIncidents(
  on: Queryable,
  { isOpen, limit }: { readonly isOpen: boolean; readonly limit: number },
): Promise<readonly Incident[]> {
  return (await on.query<Incident>(LIST, [isOpen, limit])).rows;
}

/** The one that was opened first. */
export async function readRunning(on: Queryable): Promise<Incident | undefined> {
  return (await on.query<Incident>(READ_RUNNING)).rows[0];
}

/** As it was kept when the incident was closed; null before. */
export async function readKeptReport(
  on: Queryable,
  incidentId: string,
): Promise<IncidentReport | null> {
  const { rows } = await on.query<{ report: IncidentReport | null }>(READ_REPORT, [incidentId]);
  return rows[0]?.report ?? null;
}

interface Done {
  readonly by: string;
  readonly at: number;
}

export async function keepStopped(
  tx: Transaction,
  incidentId: string,
  { by, at, remaining }: Done & { readonly remaining: IncidentRemaining },
): Promise<void> {
  await tx.query(STOP, [incidentId, by, at, JSON.stringify(remaining)]);
}

export async function startTelling(tx: Transaction, incidentId: string, by: string): Promise<void> {
  await tx.query(START_TELLING, [incidentId, by]);
}

/** What a step has done, and where the incident stands after it. */
export interface Advanced {
  readonly state: IncidentState;
  readonly remaining: IncidentRemaining;
  readonly done: number;
  readonly voided: number;
  readonly followed: number;
  readonly toldAt: number | null;
}

export async function advanceIncident(
  tx: Transaction,
  incidentId: string,
  { state, remaining, done, voided, followed, toldAt }: Advanced,
): Promise<void> {
  const moved = JSON.stringify(remaining);
  await tx.query(ADVANCE, [incidentId, state, moved, done, voided, followed, toldAt]);
}

export async function keepClosed(
  tx: Transaction,
  incidentId: string,
  { by, at, reason, report }: Done & { readonly reason: string; readonly report: IncidentReport },
): Promise<void> {
  await tx.query(CLOSE, [incidentId, by, at, reason, JSON.stringify(report)]);
}

/** The last row that waits for the relay, or has just left. */
export async function readOutboxEnd(tx: Transaction): Promise<number> {
  return (await tx.query<{ outboxTo: number }>(READ_OUTBOX_END)).rows[0]?.outboxTo ?? 0;
}

export interface WaitingDisclosure {
  readonly row: number;
  readonly releaseId: string;
}

export async function readWaiting(
  tx: Transaction,
  of: { readonly after: number; readonly to: number; readonly topics: readonly string[] },
  limit: number,
): Promise<readonly WaitingDisclosure[]> {
  const values = [of.after, of.to, of.topics, limit];
  return (await tx.query<WaitingDisclosure>(READ_WAITING, values)).rows;
}

export async function findTold(
  tx: Transaction,
  releaseIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ releaseId: string }>(FIND_TOLD, [releaseIds]);
  return new Set(rows.map(({ releaseId }) => releaseId));
}
