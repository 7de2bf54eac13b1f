import type { AgreementSet } from '@told/agreements';
import type { Codec } from '@told/codec';
import {
  type Clock,
  type Database,
  type KeyReader,
  MICROS_PER_MS,
  type Publisher,
  WITHOUT_KEYS,
} from '@told/service';
import { createAgencyHint } from './agencies/read-standings.ts';
import { backFill } from './decisions/back-fill.ts';
import type { Moment } from './decisions/decide-changes.ts';
import { type Conflict, type Decisions, openDecisions } from './decisions/open-decisions.ts';
import { dropHeld, releaseHold } from './decisions/release-hold.ts';
import type { InterestPorts } from './interests/ports.ts';
import { createLinkPending } from './matches/link-pending.ts';
import { openReviews, type WantedReview } from './matches/review-queries.ts';
import { takeBack } from './releases/take-back.ts';
import { createSuspensionHint, type SuspensionHint } from './suspensions/read-suspensions.ts';

export interface GatewayPorts {
  readonly db: Database;
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly clock: Clock;
  /** Undefined: nothing is sealed here. */
  readonly keys?: Pick<KeyReader, 'open' | 'epoch'> | undefined;
  readonly agreements: AgreementSet;
  /** Agencies whose topics this process has opened. */
  readonly agencies: readonly string[];
  readonly moment: () => Moment;
}

export interface ConnectedDecisions {
  readonly decisions: Decisions;
  readonly suspensions: SuspensionHint;
  /** What changing an interest asks of deciding and releasing. */
  readonly interests: InterestPorts;
}

/** Connects the gateway's features around its decisions: once a process, since what they remember is shared. */
export function connectDecisions(ports: GatewayPorts): ConnectedDecisions {
  const { db, codec, publisher, clock, moment, keys = WITHOUT_KEYS } = ports;
  const suspensions = createSuspensionHint(db);
  const writer = { codec, publisher, clock };
  const decisions = openDecisions({
    ...{ codec, publisher, keys, agreements: ports.agreements, suspensions, moment },
    agencies: createAgencyHint(new Set(ports.agencies)),
    matching: {
      linkPending: createLinkPending(writer),
      openReviews: (tx, conflicts) =>
        openReviews(tx, conflicts.map(describeReview), moment().nowMs * MICROS_PER_MS),
    },
  });
  return {
    decisions,
    suspensions,
    interests: {
      ...writer,
      lockFence: (tx) => suspensions.read(tx),
      releaseHold: (tx, held) => releaseHold(tx, decisions, held),
      dropHeld: (tx, dropped) => dropHeld(tx, decisions, dropped),
      backFill: (tx, owed) => backFill(tx, decisions, owed),
      takeBack: (tx, wanted) => takeBack(tx, writer, wanted),
    },
  };
}

function describeReview({ interest, change }: Conflict): WantedReview {
  const { identityDigests: held, interestId, agency, subjectKey } = interest;
  const told = [change.identityDigests, change.identityDigestsBefore].find(
    (one) => one?.secretVersion === held.secretVersion,
  );
  // Under other secrets nothing can be compared; a person can still say that it is right.
  return {
    ...{ interestId, agency, subjectKey, held },
    told: told ?? change.identityDigests,
    // Of a case that waits, whether it is this person's at all.
    cause: interest.state === 'pending' ? 'candidate' : 'conflict',
  };
}
