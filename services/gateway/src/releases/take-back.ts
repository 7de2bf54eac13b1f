import { type Codec, NO_FACTS, type Release, readOrThrow } from '@told/codec';
import {
  type Clock,
  eventHeaders,
  lockWaiting,
  nowMicrosOf,
  type Publisher,
  replaceWaiting,
  type Transaction,
  together,
} from '@told/service';
import { type CaseRow, caseKeyOf, lockCases, moveCases } from '../decisions/queries.ts';
import { takingBackIdOf } from '../ids.ts';
import { releasesTopicOf } from '../topics.ts';
import {
  findTaken,
  type KeptRelease,
  keepTaken,
  keepTakingReleases,
  markVoid,
  readReleases,
  type Taken,
  type TakingRelease,
} from './queries.ts';
import { NO_EVIDENCE, nameWithheld, voidRelease, withholdFields } from './withhold-fields.ts';

export interface TakeBackPorts {
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly clock: Clock;
}

/** What to take back of one release. */
export interface WantedBack {
  readonly releaseId: string;
  readonly agency: string;
  readonly caseReference: string;
  /** withdrawn: the fields named; do-not-rely and erased: everything. */
  readonly kind: 'withdrawn' | 'do-not-rely' | 'erased';
  readonly fields: readonly string[];
  /** One of the reasons for withholding a field. */
  readonly reason: string;
}

/** How many releases were changed before they left, and how many are followed by another one. */
export interface TakenBack {
  readonly inPlace: number;
  readonly followed: number;
}

/** One release, what is wanted of it, and the name of that. */
interface Taking {
  readonly id: string;
  readonly kept: KeptRelease;
  readonly wanted: WantedBack;
}

/**
 * Takes releases back in the open transaction, of which the caller holds the subjects: what the relay has not claimed is trimmed, or
 * void, in its place; what may have left is followed by a release that names it. Cases are locked in sorted order, then the relay's
 * claim. Nothing is taken back twice. The number of statements depends on neither releases nor cases.
 */
export async function takeBack(
  tx: Transaction,
  ports: TakeBackPorts,
  wanted: readonly WantedBack[],
): Promise<TakenBack> {
  const asked = new Map(
    wanted
      .filter((one) => one.kind !== 'withdrawn' || one.fields.length > 0)
      .map((one) => [
        takingBackIdOf(one.releaseId, one.kind, one.kind === 'withdrawn' ? one.fields : []),
        one,
      ]),
  );
  if (asked.size === 0) return { inPlace: 0, followed: 0 };
  const [cases, done, kept] = await together([
    lockCases(tx, [...asked.values()]),
    findTaken(tx, [...asked.keys()]),
    readReleases(tx, [...new Set(wanted.map((one) => one.releaseId))]),
  ]);
  const open = [...asked].filter(([id]) => !done.has(id));
  const openBy = Map.groupBy(open, ([, { releaseId }]) => releaseId);
  const takings = kept.flatMap((release) =>
    (openBy.get(release.releaseId) ?? []).map(
      ([id, one]): Taking => ({ id, kept: release, wanted: one }),
    ),
  );
  const nowMicros = nowMicrosOf(ports.clock);
  const inPlace = await replaceInPlace(tx, ports.codec, takings);
  const gone = takings.filter(({ kept: { releaseId } }) => !inPlace.waiting.has(releaseId));
  const following = follow(gone, cases, nowMicros);
  await together([
    keepTakingReleases(tx, following.releases),
    moveCases(tx, following.moved),
    keepTaken(tx, [...inPlace.taken, ...following.taken], nowMicros),
    publishTaking(tx, ports, following.releases),
  ]);
  return { inPlace: inPlace.taken.length, followed: following.releases.length };
}

/** Trims or voids what no relay has claimed, and says which releases still wait. */
async function replaceInPlace(
  tx: Transaction,
  codec: Codec,
  takings: readonly Taking[],
): Promise<{ readonly waiting: ReadonlySet<string>; readonly taken: readonly Taken[] }> {
  const records = await lockWaiting(
    tx,
    [...new Map(takings.map(({ kept }) => [kept.releaseId, kept])).values()].map(
      ({ agency, caseReference, releaseId }) => ({
        topic: releasesTopicOf(agency),
        key: caseReference,
        id: releaseId,
      }),
    ),
  );
  const decoded = await codec.decode(
    'Release',
    records.map((one) => one.value),
  );
  const takingsBy = Map.groupBy(takings, ({ kept }) => kept.releaseId);
  const taken: Taken[] = [];
  const voided: string[] = [];
  const replaced = records.map((record, index) => {
    const { release, lines } = withhold(
      readOrThrow(decoded[index]),
      takingsBy.get(record.id) ?? [],
    );
    taken.push(...lines);
    if (release.kind === 'void') voided.push(record.id);
    return { ...record, value: codec.encoder('Release', record.topic)(release) };
  });
  await replaceWaiting(tx, replaced);
  await markVoid(tx, voided);
  return { waiting: new Set(records.map((one) => one.id)), taken };
}

/** What is left of a release after all that is wanted of it, and a line for each that took something. Pure. */
function withhold(
  release: Release,
  takings: readonly Taking[],
): { readonly release: Release; readonly lines: readonly Taken[] } {
  let left = release;
  const lines: Taken[] = [];
  for (const { id, kept, wanted } of takings) {
    if (left.kind === 'void') break;
    const before = left.withheld.length;
    const next =
      wanted.kind === 'withdrawn'
        ? withholdFields(left, wanted, kept.given)
        : voidRelease(left, wanted.reason);
    if (next === undefined) continue;
    left = next;
    const fields = next.withheld.slice(before).map((one) => one.field);
    const kind = next.kind === 'void' ? 'void' : 'trimmed';
    lines.push({ id, releaseId: kept.releaseId, kind, fields, reason: wanted.reason });
  }
  return { release: left, lines };
}

/** The releases that follow those gone, each at the next place of its case, and where the cases stand then. Pure. */
function follow(
  gone: readonly Taking[],
  cases: ReadonlyMap<string, CaseRow>,
  nowMicros: number,
): {
  readonly releases: readonly TakingRelease[];
  readonly moved: readonly CaseRow[];
  readonly taken: readonly Taken[];
} {
  const moved = new Map<string, CaseRow>();
  const releases = gone.map(({ id, kept, wanted }): TakingRelease => {
    const key = caseKeyOf(kept.agency, kept.caseReference);
    const row = moved.get(key) ?? cases.get(key);
    // It had a release, and so it has a row; the caller named another agency's case otherwise.
    if (row === undefined) throw new TypeError('a release is taken back in its own case only');
    const releaseSequence = row.lastReleaseSequence + 1;
    moved.set(key, { ...row, lastReleaseSequence: releaseSequence });
    const { agency, run } = kept;
    return { agency, run, release: writeTaking({ id, kept, wanted }, releaseSequence, nowMicros) };
  });
  const taken = gone.map(
    ({ id, kept, wanted }): Taken => ({
      id,
      releaseId: kept.releaseId,
      kind: wanted.kind,
      fields: wanted.fields,
      reason: wanted.reason,
    }),
  );
  return { releases, moved: [...moved.values()], taken };
}

/** It names what it takes back, and carries no value. */
function writeTaking({ id, kept, wanted }: Taking, sequence: number, nowMicros: number): Release {
  const { agency: _agency, run: _run, given: _given, ...pointer } = kept;
  return {
    ...pointer,
    ...NO_FACTS,
    releaseId: id,
    releaseSequence: sequence,
    kind: wanted.kind,
    usedOn: null,
    usedFor: null,
    evidence: NO_EVIDENCE,
    basis: [],
    withheld: wanted.kind === 'withdrawn' ? nameWithheld(wanted.fields, wanted.reason) : [],
    backFill: false,
    redeliveryOf: null,
    takesBack: kept.releaseId,
    releasedAt: nowMicros,
    dutyDischarged: null,
  };
}

async function publishTaking(
  tx: Transaction,
  { codec, publisher, clock }: TakeBackPorts,
  taking: readonly TakingRelease[],
): Promise<void> {
  const timeMs = clock.nowMs();
  await publisher.publish(
    tx,
    taking.map(({ agency, release }) => {
      const topic = releasesTopicOf(agency);
      const event = { id: release.releaseId, source: 'told/gateway', type: 'Release', timeMs };
      return {
        topic,
        key: release.caseReference,
        value: codec.encoder('Release', topic)(release),
        headers: eventHeaders(event),
      };
    }),
  );
}
