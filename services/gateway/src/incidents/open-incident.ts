import {
  type ActionPorts,
  checkReason,
  type Database,
  type FieldErrorCode,
  MICROS_PER_MS,
  nowMicrosOf,
  type Problem,
  problem,
  problemOfFields,
  recordAction,
  type Statement,
} from '@told/service';
import { countPreview } from './count-disclosures.ts';
import type { Incident, IncidentPreview, IncidentTarget } from './incident.ts';
import { insertIncident, readIncident } from './queries.ts';
import { findScope, readHashes, walkDisclosures } from './read-disclosures.ts';

export interface OpenPorts extends ActionPorts {
  readonly db: Database;
  /** The agencies of the bus. */
  readonly agencies: ReadonlySet<string>;
}

/** What is asked for; exactly one of `interestId`, `agreement` and `releases`. */
export interface WantedIncident {
  readonly interestId?: string;
  readonly agreement?: string;
  readonly agreementVersion?: number;
  readonly releases?: {
    readonly agency: string;
    readonly caseReference?: string;
    readonly fromSequence?: number;
    readonly toSequence?: number;
    readonly since?: string;
    readonly until?: string;
  };
  readonly awareAt?: string;
  readonly reason: string;
}

const FIND_INTEREST: Statement = {
  name: 'gateway_find_interest_of_incident',
  text: `SELECT agency, case_reference AS "caseReference" FROM interest WHERE interest_id = $1`,
};

/** What an incident would be about. Writes nothing. Throws what opening it would. */
export async function previewIncident(
  ports: OpenPorts,
  wanted: WantedIncident,
): Promise<{
  readonly target: IncidentTarget;
  readonly preview: IncidentPreview;
  readonly awareAt: number;
}> {
  checkReason(wanted.reason);
  const nowMs = ports.clock.nowMs();
  const awareAtMs = wanted.awareAt === undefined ? nowMs : Date.parse(wanted.awareAt);
  if (awareAtMs > nowMs)
    throw refuse('/awareAt', 'nobody can have become aware of it later than now');
  const target = await readTarget(ports, wanted, nowMs);
  const scope = await findScope(ports.db, target);
  const preview = await countPreview(walkDisclosures(ports.db, scope));
  return { target, preview, awareAt: awareAtMs * MICROS_PER_MS };
}

/** Keeps an incident, and records that it was opened. Nothing is stopped and nobody told by it. */
export async function openIncident(
  ports: OpenPorts,
  {
    incidentId,
    wanted,
    actor,
  }: { readonly incidentId: string; readonly wanted: WantedIncident; readonly actor: string },
): Promise<Incident> {
  const previewed = await previewIncident(ports, wanted);
  const { reason } = wanted;
  const openedAt = nowMicrosOf(ports.clock);
  const opened = { incidentId, reason, openedBy: actor, openedAt, ...previewed };
  return ports.db.transaction(async (tx) => {
    await insertIncident(tx, opened);
    await recordAction(
      tx,
      {
        ...{ action: 'incident-opened', reason, actor, recordId: incidentId },
        target: { kind: 'incident', id: incidentId },
        records: previewed.preview.disclosures,
      },
      ports,
    );
    const kept = await readIncident(tx, incidentId);
    if (kept === undefined) throw new TypeError('an incident that was kept is there');
    return kept;
  });
}

async function readTarget(
  ports: OpenPorts,
  wanted: WantedIncident,
  nowMs: number,
): Promise<IncidentTarget> {
  const { interestId, agreement, agreementVersion, releases } = wanted;
  const named = [interestId, agreement, releases].filter((one) => one !== undefined);
  if (named.length !== 1)
    throw refuse('', 'names one of interestId, agreement and releases', 'shape');
  if (agreementVersion !== undefined && agreement === undefined)
    throw refuse('/agreementVersion', 'a version is one of an agreement');
  if (releases !== undefined) return readRange(ports, releases, nowMs);
  if (interestId !== undefined) {
    type Row = { readonly agency: string; readonly caseReference: string };
    const [found] = (await ports.db.query<Row>(FIND_INTEREST, [interestId])).rows;
    if (found === undefined) throw problem('interest-unknown');
    return { kind: 'interest', interestId, ...found };
  }
  const version = agreementVersion ?? null;
  if ((await readHashes(ports.db, agreement ?? '', version)).length === 0)
    throw problem('agreement-unknown');
  return { kind: 'agreement', agreement: agreement ?? '', agreementVersion: version };
}

function readRange(
  { agencies }: OpenPorts,
  range: NonNullable<WantedIncident['releases']>,
  nowMs: number,
): IncidentTarget {
  const { agency, caseReference = null, fromSequence = null, toSequence = null } = range;
  const at = '/releases';
  if (!agencies.has(agency)) throw problem('unknown-agency');
  const sequences = fromSequence !== null || toSequence !== null;
  if (sequences && caseReference === null)
    throw refuse(`${at}/caseReference`, 'a release sequence is one of a case');
  if (!sequences && range.since === undefined && range.until === undefined)
    throw refuse(at, 'a range has a beginning or an end, by sequence or by time');
  if (fromSequence !== null && toSequence !== null && fromSequence > toSequence)
    throw refuse(`${at}/toSequence`, 'must not be before fromSequence');
  const sinceMs = range.since === undefined ? 0 : Date.parse(range.since);
  // The millisecond that it is asked in is part of it.
  const untilMs = range.until === undefined ? nowMs + 1 : Date.parse(range.until);
  // What is yet to be released is stopped as such, by suspending what it rests on.
  if (range.until !== undefined && untilMs > nowMs)
    throw refuse(`${at}/until`, 'must not be later than now');
  if (sinceMs >= untilMs) throw refuse(`${at}/since`, 'must be before until, or before now');
  return {
    ...{ kind: 'releases', agency, caseReference, fromSequence, toSequence },
    sinceMicros: sinceMs * MICROS_PER_MS,
    untilMicros: untilMs * MICROS_PER_MS,
  };
}

const refuse = (
  pointer: string,
  detail: string,
  code: FieldErrorCode = 'invalid-request',
): Problem => problemOfFields([{ pointer, code, detail }]);
