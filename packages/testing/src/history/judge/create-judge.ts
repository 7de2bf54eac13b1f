import type { Allowed, History, HistoryStream } from '../history.ts';
import { type ChangeRecords, createChangeRecords } from './change-records.ts';
import type { Report } from './finding.ts';
import { createFlow, type Flow } from './flow.ts';
import { createOfficeRecords, type OfficeRecords } from './office-records.ts';
import { createReleaseRecords, type ReleaseRecords } from './release-records.ts';

/**
 * Takes a history record by record, in the order of its fields, and keeps of each only the numbers that the checks need: well under a
 * kilobyte a change with all that comes of it.
 */
export interface Judge {
  readonly changes: ChangeRecords;
  readonly releases: ReleaseRecords;
  /** Counts of what was accepted since the instant given. */
  readonly flow: Flow;
  office(agency: string): OfficeRecords;
  take: Takers;
  /** What can be said only when everything was taken. */
  conclude(): void;
}

/** A batch of each part of a history that belongs to no office. */
type Takers = {
  readonly [Part in 'stored' | 'changes' | 'decisions' | 'releases' | 'outcomes']: (
    batch: readonly Batch<HistoryStream[Part]>[],
  ) => void;
};
type Batch<S> = S extends Iterable<readonly (infer T)[]> | AsyncIterable<readonly (infer T)[]>
  ? T
  : never;

export function createJudge(allowed: Allowed, report: Report, sinceMicros = 0): Judge {
  const changes = createChangeRecords(report);
  const releases = createReleaseRecords(allowed, report);
  const flow = createFlow(changes, releases, sinceMicros);
  const offices: OfficeRecords[] = [];
  return {
    changes,
    releases,
    flow,
    office(agency) {
      const office = createOfficeRecords(agency, changes, releases, report);
      offices.push(office);
      return office;
    },
    take: {
      stored: (batch) => batch.forEach(changes.store),
      changes: (batch) => batch.forEach(changes.log),
      decisions(batch) {
        for (const decision of batch) {
          const isNew = changes.decide(decision);
          const change = changes.changes.add(decision.changeId);
          releases.decide(change, decision);
          if (isNew) flow.countDecision(change, decision);
        }
      },
      releases(batch) {
        for (const one of batch) releases.release(changes.changes.add(one.changeId), one);
      },
      outcomes(batch) {
        for (const outcome of batch) {
          const release = releases.releases.add(outcome.releaseId);
          if (releases.answer(release, outcome)) flow.countOutcome(release, outcome);
        }
      },
    },
    conclude() {
      changes.reportLost();
      releases.reportLost();
      for (const office of offices) office.reportLost();
    },
  };
}

/** Goes through a history that is held as a whole. */
export function judgeHeld(judge: Judge, history: History): void {
  for (const id of history.acknowledged) judge.changes.acknowledge(id);
  judge.take.stored([...history.stored]);
  judge.take.changes(history.changes);
  judge.take.decisions(history.decisions);
  judge.take.releases(history.releases);
  judge.take.outcomes(history.outcomes);
  for (const { agency, received, effects, parked } of history.offices) {
    const office = judge.office(agency);
    received.forEach(office.receive);
    for (const effect of effects) office.effect(effect);
    for (const id of parked) office.park(id);
  }
  judge.conclude();
}
