import type { Codec, Release } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import { rewriteParked, type SequencedArrival, type Transaction } from '@told/service';
import type { ReleasedChange } from './define-agency.ts';
import { type Arrival, readReceived } from './received-releases.ts';
import { noChange, type Result, rejected } from './results.ts';
import {
  gatherTakings,
  isTakingBack,
  reasonsOf,
  reduceByAll,
  reduceRelease,
  type Takings,
  takingBackOf,
  toTakenBack,
} from './taking-back.ts';

export type SequencedRelease = Arrival & SequencedArrival;

/** One release to be answered now. */
export interface Notice {
  readonly arrival: Arrival;
  /** What the agency's handlers are told; null: nothing, and `answer` stands. */
  readonly change: ReleasedChange | null;
  readonly answer: Result | null;
  /** The release that this one takes back, and whether nothing of it is left. */
  readonly takesBack: string | null;
  readonly takesAll: boolean;
}

export interface SortOutPorts {
  readonly codec: Codec;
  readonly stream: string;
  readonly encode: (release: Release) => Buffer;
}

const BEFORE_USE = noChange('taken-back-before-use');
const UNCHANGED = noChange('nothing-to-take-back');
const NEVER_RECEIVED = noChange('never-received');
const NAMES_NOTHING = rejected('takes-back-missing');

/**
 * What is to be answered of releases that are next in their cases, and of releases that wait. One that takes back acts on arrival, also
 * when it waits: what it takes is removed from what waits with it, in the table of parked records and in this batch, and will be removed
 * from what comes after it. It is answered once: what was answered when it arrived is left out when its turn comes.
 */
export async function sortOut(
  tx: Transaction,
  ports: SortOutPorts,
  {
    next,
    waiting,
  }: { readonly next: readonly SequencedRelease[]; readonly waiting: readonly SequencedRelease[] },
): Promise<{ readonly inTurn: readonly Notice[]; readonly atOnce: readonly Notice[] }> {
  const takers = [...next, ...waiting].filter(({ release }) => isTakingBack(release));
  const waitingValues = waiting.filter(({ release }) => release.kind === 'value');
  if (takers.length === 0 && waitingValues.length === 0) {
    return { inTurn: next.map(toPlainNotice), atOnce: [] };
  }
  const known = await readKnown(tx, ports.codec, takers, waitingValues);
  const fresh = new Map(
    takers.flatMap((one) => (known.received.has(one.id) ? [] : [[one.id, one] as const])),
  );
  const fromHere = [...fresh.values()].map(({ release }) => release);
  const takings = gatherTakings([...known.takings, ...fromHere]);
  await reduceWaiting(tx, ports, takings, waiting);
  const queued = next.map((one) => reduceArrival(one, takings, ports.encode));
  const standing = new Standing(known.received, queued);
  const answerOf = (one: SequencedRelease, unseen: Result): readonly Notice[] => {
    if (!isTakingBack(one.release)) return [toPlainNotice(one)];
    return fresh.delete(one.id) ? [toTakingNotice(one, standing, unseen)] : [];
  };
  return {
    inTurn: queued.flatMap((one) => answerOf(one, NEVER_RECEIVED)),
    atOnce: waiting
      .filter(({ release }) => isTakingBack(release))
      .flatMap((one) => answerOf(one, BEFORE_USE)),
  };
}

function toPlainNotice(arrival: Arrival): Notice {
  const isVoid = arrival.release.kind === 'void';
  return {
    arrival,
    change: isVoid ? null : arrival.release,
    answer: isVoid ? noChange('void') : null,
    ...{ takesBack: null, takesAll: false },
  };
}

function toTakingNotice(arrival: Arrival, standing: Standing, unseen: Result): Notice {
  const { release } = arrival;
  const taking = takingBackOf(release);
  const answered = (answer: Result): Notice => ({
    ...{ arrival, change: null, answer, takesBack: release.takesBack, takesAll: false },
  });
  if (taking === null) return answered(NAMES_NOTHING);
  if (standing.isQueued(taking.takesBack, release)) return answered(BEFORE_USE);
  const given = standing.of(taking.takesBack, release);
  if (given === null) return answered(unseen);
  const left = reduceRelease(given, { ...taking, reasons: reasonsOf(release) });
  if (isSame(given, left)) return answered(UNCHANGED);
  standing.keep(left);
  const change = toTakenBack(release, given, left);
  return {
    arrival,
    change,
    answer: null,
    takesBack: taking.takesBack,
    takesAll: left.kind === 'void',
  };
}

const isSame = (given: Release, left: Release): boolean =>
  given.kind === left.kind && given.withheld.length === left.withheld.length;

/** What was given, as it stands by now. */
class Standing {
  readonly #received: Map<string, Release>;
  readonly #queued: ReadonlyMap<string, Release>;

  constructor(received: ReadonlyMap<string, Release>, queued: readonly SequencedRelease[]) {
    this.#received = new Map(received);
    this.#queued = new Map(queued.map(({ release }) => [release.releaseId, release]));
  }

  isQueued(releaseId: string, { caseReference }: Release): boolean {
    return this.#queued.get(releaseId)?.caseReference === caseReference;
  }

  /** Null for what was never received, or belongs to another case. */
  of(releaseId: string, { caseReference }: Release): Release | null {
    const given = this.#received.get(releaseId);
    return given?.caseReference === caseReference ? given : null;
  }

  keep(left: Release): void {
    this.#received.set(left.releaseId, left);
  }
}

interface Known {
  /** Releases received before, as they stand after what took them back. */
  readonly received: ReadonlyMap<string, Release>;
  /** What took back before. */
  readonly takings: readonly Release[];
}

async function readKnown(
  tx: Transaction,
  codec: Codec,
  takers: readonly SequencedRelease[],
  waitingValues: readonly SequencedRelease[],
): Promise<Known> {
  const given = takers.flatMap(({ release }) => release.takesBack ?? []);
  const releases = await readReceived(
    { tx, codec },
    {
      releaseIds: [...takers.map(({ id }) => id), ...given],
      takenBack: [...given, ...waitingValues.map(({ id }) => id)],
    },
  );
  const takings = gatherTakings(releases);
  return {
    takings: releases.filter(isTakingBack),
    received: new Map(releases.map((one) => [one.releaseId, reduceByAll(one, takings)])),
  };
}

function reduceArrival(
  arrival: SequencedRelease,
  takings: Takings,
  encode: SortOutPorts['encode'],
): SequencedRelease {
  const release = reduceByAll(arrival.release, takings);
  if (isSame(arrival.release, release)) return arrival;
  return { ...arrival, release, record: { ...arrival.record, value: encode(release) } };
}

/** Only cases that wait have parked records, and only those in which something is taken back need be gone through. */
async function reduceWaiting(
  tx: Transaction,
  { codec, stream, encode }: SortOutPorts,
  takings: Takings,
  waiting: readonly SequencedRelease[],
): Promise<void> {
  const keys = new Set(
    waiting
      .filter(({ id, release }) => isTakingBack(release) || takings.has(id))
      .map(({ key }) => key),
  );
  const rewrite = async (records: readonly StoredRecord[]): Promise<readonly (Buffer | null)[]> => {
    const decoded = await codec.decode(
      'Release',
      records.map(({ value }) => value),
    );
    return decoded.map((one) => {
      if (!one.ok) return null;
      const left = reduceByAll(one.value, takings);
      return isSame(one.value, left) ? null : encode(left);
    });
  };
  for (const key of [...keys].sort()) await rewriteParked(tx, stream, key, rewrite);
}
