import { createFlags } from '../compact/columns.ts';
import { createSequenceCheck } from '../compact/sequence-check.ts';
import { createWordTable } from '../compact/word-table.ts';
import type { OfficeEffect, ReceivedRelease } from '../history.ts';
import type { ChangeRecords } from './change-records.ts';
import { describePlace } from './change-records.ts';
import type { Report } from './finding.ts';
import { nameCase, type ReleaseRecords } from './release-records.ts';

/** What an office's own tables say it received, did and put aside. */
export interface OfficeRecords {
  receive(received: ReceivedRelease): void;
  /** The change it is about. */
  effect(effect: OfficeEffect): number;
  park(releaseId: string): void;
  reportLost(): void;
}

const RECEIVED = 1;
const PARKED = 2;

export function createOfficeRecords(
  agency: string,
  { changes }: ChangeRecords,
  released: ReleaseRecords,
  report: Report,
): OfficeRecords {
  const { releases, cases } = released;
  const flags = createFlags();
  const order = createSequenceCheck();
  const effects = createWordTable();
  /** What is taken back of a change has an effect of its own, under the change's id. */
  const takenBack = createWordTable();
  return {
    receive({ releaseId, caseReference, releaseSequence, takenBack: change = null }) {
      const release = releases.add(releaseId);
      if (flags.has(release, RECEIVED)) {
        report('doubled', `a release received twice by ${agency}`, releaseId);
      }
      flags.add(release, RECEIVED);
      const caseNumber = cases.add(nameCase(agency, caseReference));
      if (change !== null) takenBack.add(caseNumber, changes.add(change), 0, 0);
      const next = order.take(caseNumber, releaseSequence, release);
      if (next === undefined) return;
      const what = describePlace(`releases applied by ${agency}`, releaseSequence, next);
      report('out-of-order', what, releaseId);
    },
    effect({ caseReference, changeId }) {
      const change = changes.add(changeId);
      const before = effects.size;
      const caseNumber = cases.add(nameCase(agency, caseReference));
      const known = effects.add(caseNumber, change, 0, 0);
      if (known !== before && takenBack.find(caseNumber, change, 0, 0) === undefined) {
        const what = `a change with two effects at ${agency}`;
        report('doubled', what, `${caseReference}/${changeId}`);
      }
      return change;
    },
    park: (releaseId) => flags.add(releases.add(releaseId), PARKED),
    reportLost() {
      for (let release = 0; release < releases.size; release += 1) {
        if (released.changeOf(release, agency) === undefined) continue;
        if (flags.has(release, PARKED)) continue;
        if (!flags.has(release, RECEIVED)) {
          report('lost', 'released, and not received', releases.idOf(release));
        } else if (!released.isAnswered(release)) {
          report('lost', 'received, and not answered', releases.idOf(release));
        }
      }
    },
  };
}
