import type { Codec } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import {
  arrangeBySequence,
  eventHeaders,
  type OutgoingRecord,
  type Publisher,
  type Transaction,
} from '@told/service';
import { CHANGES_TOPIC, DECISIONS_TOPIC, releasesTopicOf } from '../topics.ts';
import { type DecidedChange, decideChanges, type Moment, type Rules } from './decide-changes.ts';
import { lockCases, lockSubjects, moveCases, readInterests } from './queries.ts';
import { readChanges } from './read-changes.ts';
import { keepDecisions } from './write-decisions.ts';

export interface DeciderPorts {
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly rules: Omit<Rules, 'isLive'>;
  /** The live agencies of the bus: nobody else is given anything. */
  readonly agencies: readonly string[];
  /** Asked once a batch. */
  readonly moment: () => Moment;
}

/** Decides one batch of changes in the open transaction and tells how many. */
export type Decider = (tx: Transaction, records: readonly StoredRecord[]) => Promise<number>;

/**
 * One batch of told.changes, all in the open transaction: reads, sorts out duplicates, gaps and forks, locks subjects and then cases,
 * each in sorted order, decides, keeps the decisions, and publishes them with the releases. The number of statements does not depend
 * on the number of records, undecodable ones apart.
 */
export function createDecider(ports: DeciderPorts): Decider {
  const { codec, publisher, agencies } = ports;
  const live = new Set(agencies);
  const rules: Rules = { ...ports.rules, isLive: (agency) => live.has(agency) };
  const encode = createEncoder(codec, agencies);

  return async (tx, records) => {
    const arrivals = await readChanges(tx, codec, records);
    const { next } = await arrangeBySequence(tx, CHANGES_TOPIC, arrivals);
    if (next.length === 0) return 0;
    const subjectKeys = [...new Set(next.map((one) => one.key))].sort();
    const subjectVersions = await lockSubjects(tx, subjectKeys);
    const interests = await readInterests(tx, subjectKeys);
    const cases = await lockCases(tx, [...interests.values()].flat());
    const moment = ports.moment();
    const situation = { subjectVersions, interests, cases };
    const { decided, movedCases } = decideChanges(next, situation, rules, moment);
    await moveCases(tx, movedCases);
    await keepDecisions(tx, decided);
    await publisher.publish(tx, decided.flatMap(encode(moment.nowMs)));
    return decided.length;
  };
}

/** The records that tell a decision: what each recipient gets, and the decision itself. */
function createEncoder(codec: Codec, agencies: readonly string[]) {
  const encodeDecision = codec.encoder('Decision', DECISIONS_TOPIC);
  const encoders = new Map(
    agencies.map((agency) => {
      const topic = releasesTopicOf(agency);
      return [agency, { topic, encodeRelease: codec.encoder('Release', topic) }] as const;
    }),
  );
  return (timeMs: number) =>
    ({ arrival, decision, recipients }: DecidedChange): OutgoingRecord[] => {
      const traceparent = arrival.record.headers['traceparent']?.toString('latin1');
      const event = { source: 'told/gateway', timeMs, traceparent };
      const releases = recipients.flatMap(({ agency, release }): OutgoingRecord[] => {
        // Whoever is not live was refused, so a release always has an encoder.
        const to = encoders.get(agency ?? '');
        if (release === null || to === undefined) return [];
        return [
          {
            topic: to.topic,
            key: release.caseReference,
            value: to.encodeRelease(release),
            headers: eventHeaders({ ...event, id: release.releaseId, type: 'Release' }),
          },
        ];
      });
      return [
        ...releases,
        {
          topic: DECISIONS_TOPIC,
          key: decision.subjectKey,
          value: encodeDecision(decision),
          headers: eventHeaders({ ...event, id: decision.decisionId, type: 'Decision' }),
        },
      ];
    };
}
