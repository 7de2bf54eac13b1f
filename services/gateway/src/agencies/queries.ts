import type { Agency, AgencyState } from '@told/agreements';
import type { Statement, Transaction } from '@told/service';

/** An agency's file as the gateway keeps it: all of it but the hash, which has a column of its own. */
type AgencyDocument = Omit<Agency, 'hash'>;

export interface KeptAgency {
  readonly agency: string;
  readonly version: number;
  readonly state: AgencyState;
  readonly hash: string;
  readonly document: AgencyDocument;
  readonly fenceVersion: number;
  readonly recordedAt: number;
}

export type Queryable = Pick<Transaction, 'query'>;

const COLUMNS = `agency, version, state, hash, document, fence_version AS "fenceVersion", recorded_at_micros AS "recordedAt"`;

const READ_NEWEST: Statement = {
  name: 'gateway_read_newest_agencies',
  text: `SELECT DISTINCT ON (agency) ${COLUMNS} FROM agency
         WHERE $1::text IS NULL OR agency = $1 ORDER BY agency, version DESC`,
};

const READ_STATES: Statement = {
  name: 'gateway_read_agency_states',
  text: 'SELECT DISTINCT ON (agency) agency, state FROM agency ORDER BY agency, version DESC',
};

const READ_STATES_AT: Statement = {
  name: 'gateway_read_agency_states_at',
  text: `SELECT DISTINCT ON (agency) agency, state FROM agency WHERE fence_version <= $1 ORDER BY agency, version DESC`,
};

const READ_CAPACITIES: Statement = {
  name: 'gateway_read_agency_capacities',
  text: `SELECT document -> 'capacities' AS capacities FROM agency WHERE agency = $1 ORDER BY version DESC LIMIT 1`,
};

const WAS_KEPT: Statement = {
  name: 'gateway_was_agency_file_kept',
  text: `SELECT agency, hash FROM agency JOIN unnest($1::text[], $2::text[]) AS f (agency, hash) USING (agency, hash)`,
};

const INSERT: Statement = {
  name: 'gateway_insert_agencies',
  text: `INSERT INTO agency (agency, version, state, hash, document, fence_version, recorded_at_micros)
         SELECT * FROM unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::json[], $6::bigint[], $7::bigint[])`,
};

/** The file in force of each agency, or of the one named, in the order of the ids. */
export async function readNewest(
  on: Queryable,
  agency: string | null = null,
): Promise<readonly KeptAgency[]> {
  return (await on.query<KeptAgency>(READ_NEWEST, [agency])).rows;
}

export async function readStates(on: Queryable): Promise<ReadonlyMap<string, AgencyState>> {
  const { rows } = await on.query<{ agency: string; state: AgencyState }>(READ_STATES);
  return new Map(rows.map(({ agency, state }) => [agency, state]));
}

/** How the agencies' files had them as of a version of the fence; no later one changes it. */
export async function readStatesAt(
  on: Queryable,
  fenceVersion: number,
): Promise<ReadonlyMap<string, AgencyState>> {
  type Row = { readonly agency: string; readonly state: AgencyState };
  const { rows } = await on.query<Row>(READ_STATES_AT, [fenceVersion]);
  return new Map(rows.map(({ agency, state }) => [agency, state]));
}

/** In which roles the agency may register cases, as its file in force says; undefined: it has no file here. */
export async function readCapacities(
  on: Queryable,
  agency: string,
): Promise<ReadonlySet<string> | undefined> {
  const { rows } = await on.query<{ capacities: readonly string[] }>(READ_CAPACITIES, [agency]);
  return rows[0] && new Set(rows[0].capacities);
}

/** Which of these very files have been in force at any time, by agency. */
export async function readKeptBefore(
  tx: Transaction,
  files: readonly Agency[],
): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ agency: string }>(WAS_KEPT, [
    files.map(({ id }) => id),
    files.map(({ hash }) => hash),
  ]);
  return new Set(rows.map(({ agency }) => agency));
}

export async function insertAgencies(
  tx: Transaction,
  agencies: readonly KeptAgency[],
): Promise<void> {
  await tx.query(INSERT, [
    agencies.map((one) => one.agency),
    agencies.map((one) => one.version),
    agencies.map((one) => one.state),
    agencies.map((one) => one.hash),
    agencies.map((one) => JSON.stringify(one.document)),
    agencies.map((one) => one.fenceVersion),
    agencies.map((one) => one.recordedAt),
  ]);
}
