import {
  type ActionPorts,
  type Database,
  nowMicrosOf,
  problem,
  recordAction,
  type Transaction,
} from '@told/service';
import { lockSurvivors } from '../interests/lock-survivors.ts';
import { type TakenBack, takeBack } from '../releases/take-back.ts';
import { releasesTopicOf } from '../topics.ts';
import { DISCLOSED_IN_ERROR, type Incident } from './incident.ts';
import {
  type Advanced,
  advanceIncident,
  findTold,
  lockIncident,
  readIncident,
  readWaiting,
  startTelling,
} from './queries.ts';
import { type Disclosure, findScope, readByIds, readPage } from './read-disclosures.ts';

export interface TellPorts extends ActionPorts {
  readonly db: Database;
  /** Agencies whose topics this process has opened: nobody else can be told on the bus. */
  readonly agencies: ReadonlySet<string>;
  /** Before any subject is locked: what is decided in the transaction comes wholly before or after a suspension. */
  lockFence(tx: Transaction): Promise<unknown>;
}

/** Releases a step: what its transaction may lock, and what is done again after a kill. */
const PAGE_RELEASES_MAX = 200;

/**
 * Has every recipient told not to rely on what it was given; `tellPage` does it. Throws `incident-unknown`, or `incident-not-stopped`: as long as
 * more can follow, nobody could say that all were told. The same again changes nothing.
 */
export async function tellIncident(
  ports: ActionPorts & { readonly db: Database },
  { incidentId, actor }: { readonly incidentId: string; readonly actor: string },
): Promise<Incident> {
  return ports.db.transaction(async (tx) => {
    const incident = await lockIncident(tx, incidentId);
    if (incident === undefined) throw problem('incident-unknown');
    const { state, reason } = incident;
    if (state === 'opened' || state === 'stopping') throw problem('incident-not-stopped');
    if (state === 'closed' && incident.tellBy === null) throw problem('incident-closed');
    if (state !== 'stopped') return incident;
    await startTelling(tx, incidentId, actor);
    const done = { action: 'incident-tell-asked', reason, actor, recordId: incidentId } as const;
    await recordAction(tx, { ...done, target: { kind: 'incident', id: incidentId } }, ports);
    return (await readIncident(tx, incidentId)) ?? incident;
  });
}

/** One step of a running incident, in one transaction. Undefined when somebody else has done it: then nothing was done here. */
export async function doStep(ports: TellPorts, incident: Incident): Promise<Incident | undefined> {
  return ports.db.transaction(async (tx) => {
    const locked = await lockIncident(tx, incident.incidentId);
    if (locked?.step !== incident.step || locked.state !== incident.state) return undefined;
    await ports.lockFence(tx);
    const advanced =
      locked.state === 'stopping'
        ? await voidPage(tx, ports, locked)
        : await tellPage(tx, ports, locked);
    await advanceIncident(tx, locked.incidentId, advanced);
    if (advanced.state === 'told') await recordTold(tx, ports, locked, advanced);
    return readIncident(tx, locked.incidentId);
  });
}

/** Voids some of what no relay had claimed when it was stopped. What one claims meanwhile is followed by what takes it back. */
async function voidPage(
  tx: Transaction,
  ports: TellPorts,
  { target, remaining }: Incident,
): Promise<Advanced> {
  const { outboxAfter = 0, outboxTo = 0 } = remaining;
  const scope = await findScope(tx, target);
  const topics = scope.agencies.map(releasesTopicOf);
  const of = { after: outboxAfter, to: outboxTo, topics };
  const waiting = await readWaiting(tx, of, PAGE_RELEASES_MAX);
  const ids = waiting.map(({ releaseId }) => releaseId);
  const taken = await takeBackAll(tx, ports, await readByIds(tx, scope, ids));
  const last = waiting.at(-1);
  const isOver = last === undefined || waiting.length < PAGE_RELEASES_MAX;
  return {
    state: isOver ? 'stopped' : 'stopping',
    remaining: isOver ? {} : { outboxAfter: last.row, outboxTo },
    ...{ done: 0, voided: taken.inPlace, followed: taken.followed, toldAt: null },
  };
}

async function tellPage(
  tx: Transaction,
  ports: TellPorts,
  { target, remaining }: Incident,
): Promise<Advanced> {
  const scope = await findScope(tx, target);
  const page = await readPage(tx, scope, remaining.after, PAGE_RELEASES_MAX);
  const taken = await takeBackAll(tx, ports, page.disclosures);
  const { next } = page;
  return {
    state: next === undefined ? 'told' : 'telling',
    remaining: next === undefined ? {} : { after: next },
    ...{ done: page.looked, voided: taken.inPlace, followed: taken.followed },
    toldAt: next === undefined ? nowMicrosOf(ports.clock) : null,
  };
}

/** Nobody is told twice, whoever told them before: decisions that pass on a correction hold the persons too, and are over or come after. */
async function takeBackAll(
  tx: Transaction,
  ports: TellPorts,
  disclosures: readonly Disclosure[],
): Promise<TakenBack> {
  const open = disclosures.filter(
    ({ isVoid, toldBy, agency }) => !isVoid && toldBy === null && ports.agencies.has(agency),
  );
  if (open.length === 0) return { inPlace: 0, followed: 0 };
  await lockSurvivors(tx, [...new Set(open.map(({ subjectKey }) => subjectKey))].sort());
  const told = await findTold(
    tx,
    open.map(({ releaseId }) => releaseId),
  );
  return takeBack(
    tx,
    ports,
    open
      .filter(({ releaseId }) => !told.has(releaseId))
      .map(({ releaseId, agency, caseReference }) => ({
        ...{ releaseId, agency, caseReference, kind: 'do-not-rely', fields: [] },
        reason: DISCLOSED_IN_ERROR,
      })),
  );
}

async function recordTold(
  tx: Transaction,
  ports: TellPorts,
  { incidentId, reason, tellBy, openedBy, followed }: Incident,
  advanced: Advanced,
): Promise<void> {
  await recordAction(
    tx,
    {
      ...{ action: 'incident-told', reason, actor: tellBy ?? openedBy, recordId: incidentId },
      target: { kind: 'incident', id: incidentId },
      records: followed + advanced.followed,
    },
    ports,
  );
}
