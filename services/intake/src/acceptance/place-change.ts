import { createHash } from 'node:crypto';
import { type ChangeBody, type ClaimantChange, NO_FACTS } from '@told/codec';
import { changeIdOf, type IdentityDigests } from '@told/identity';
import { type Clock, nowMicrosOf, type SealBodies } from '@told/service';
import type { ReadChange } from './read-change.ts';

export interface PlacePorts {
  readonly clock: Clock;
  readonly encodeChange: (change: ClaimantChange) => Buffer;
  readonly encodeBody: (body: ChangeBody) => Buffer;
  /** Undefined: bodies stay in clear. */
  readonly sealBodies?: SealBodies | undefined;
}

/** A change with its place in its person's history; its body is framed, and in clear. */
export interface PlacedChange {
  readonly change: ClaimantChange;
  readonly contentMac: Buffer;
  readonly traceparent: string | undefined;
}

/** Whose history, and where in it. */
export interface Place {
  readonly subjectKey: string;
  readonly changeSequence: number;
}

export function placeChange(told: ReadChange, place: Place, ports: PlacePorts): PlacedChange {
  const { caseReference, system, ...envelope } = told.change;
  const change: ClaimantChange = {
    ...envelope,
    ...place,
    changeId: told.changeId,
    source: { agency: told.agency, system, caseReference },
    identityDigests: told.digests,
    identityDigestsBefore: told.digestsBefore,
    mergedInto: null,
    acceptedAt: nowMicrosOf(ports.clock),
    body: ports.encodeBody(told.body),
  };
  const { contentMac, traceparent } = told;
  return { change, contentMac, traceparent };
}

/** What the bus itself tells: no agency has this name. */
const BUS = 'told';

/** The last change of a key. A key ends once, and its id says so: told again, it is the same change. */
export function placeEnd(
  ending: {
    readonly place: Place;
    readonly intoKey: string;
    /** Business date. */
    readonly on: string;
    /** Of nobody: the bus claims nothing about the person. */
    readonly digests: IdentityDigests;
    readonly traceparent: string | undefined;
  },
  ports: PlacePorts,
): PlacedChange {
  const { place, intoKey, on, digests, traceparent } = ending;
  const changeId = changeIdOf(BUS, `ended/${place.subjectKey}`);
  const identity = { newNinoDigest: null, formerNames: null, birthDate: null };
  const change: ClaimantChange = {
    ...place,
    changeId,
    source: { agency: BUS, system: null, caseReference: null },
    identityDigests: digests,
    identityDigestsBefore: null,
    fact: 'identity',
    changeType: 'created',
    previousChangeId: null,
    mergedInto: intoKey,
    occurredOn: on,
    notifiedOn: on,
    receivedOn: on,
    usedOn: null,
    usedFor: null,
    evidence: { level: 'self-declared', documents: [] },
    dutyDischarged: null,
    acceptedAt: nowMicrosOf(ports.clock),
    body: ports.encodeBody({ ...NO_FACTS, identity: { ...identity, reason: 'nino-changed' } }),
  };
  // Nobody outside can tell it, so that nothing needs hiding in the digest of its content.
  const contentMac = createHash('sha256').update(`${changeId}/${intoKey}`).digest();
  return { change, contentMac, traceparent };
}
