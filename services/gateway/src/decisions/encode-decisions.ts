import type { Codec, Release } from '@told/codec';
import { eventHeaders, type OutgoingRecord } from '@told/service';
import { DECISIONS_TOPIC, releasesTopicOf } from '../topics.ts';
import type { DecidedChange } from './decide-changes.ts';

/** The records that tell a decision: what each recipient gets, and the decision itself. */
interface EncodedDecision {
  readonly releases: readonly OutgoingRecord[];
  readonly decision: OutgoingRecord;
}

export type DecisionEncoder = (decided: DecidedChange, timeMs: number) => EncodedDecision;

/** Throws CodecError `unknown-use` for a release to an agency whose topic the codec was not opened with: it must not be lost. */
export function createDecisionEncoder(codec: Codec): DecisionEncoder {
  const encodeDecision = codec.encoder('Decision', DECISIONS_TOPIC);
  const encoders = new Map<string, (release: Release) => Buffer>();
  const encoderOf = (topic: string): ((release: Release) => Buffer) => {
    const known = encoders.get(topic) ?? codec.encoder('Release', topic);
    encoders.set(topic, known);
    return known;
  };
  return ({ ask, decision, recipients }, timeMs) => {
    const event = { source: 'told/gateway', timeMs, traceparent: ask.told.traceparent };
    const releases = recipients.flatMap(({ agency, releases: some }): OutgoingRecord[] => {
      if (agency === null) return [];
      const topic = releasesTopicOf(agency);
      return some.map((release) => ({
        topic,
        key: release.caseReference,
        value: encoderOf(topic)(release),
        headers: eventHeaders({ ...event, id: release.releaseId, type: 'Release' }),
      }));
    });
    return {
      releases,
      decision: {
        topic: DECISIONS_TOPIC,
        key: decision.subjectKey,
        value: encodeDecision(decision),
        headers: eventHeaders({ ...event, id: decision.decisionId, type: 'Decision' }),
      },
    };
  };
}
