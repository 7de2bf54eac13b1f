import { createFlags, createIndexes } from '../compact/columns.ts';
import { createIdTable, type IdTable } from '../compact/id-table.ts';
import { createSequenceCheck } from '../compact/sequence-check.ts';
import { createWordTable } from '../compact/word-table.ts';
import type { Allowed, LoggedDecision, LoggedOutcome, LoggedRelease } from '../history.ts';
import { createAnswers } from './answers.ts';
import { describePlace } from './change-records.ts';
import type { Report } from './finding.ts';
import { createReleaseBases, isTakingBack } from './release-bases.ts';

/** What is known of each release: that a decision allows it, that it was released in its place, and answered once under each number. */
export interface ReleaseRecords {
  readonly releases: IdTable;
  /** Agency and case reference. */
  readonly cases: IdTable;
  decide(change: number, decision: LoggedDecision): void;
  release(change: number, release: LoggedRelease): void;
  /** True for an answer that was not met before. */
  answer(release: number, outcome: LoggedOutcome): boolean;
  isAnswered(release: number): boolean;
  /** Of a release that was released to this agency; undefined for any other. */
  changeOf(release: number, agency?: string): number | undefined;
  /** When its first answer was decided; 0: never. */
  answeredAtMicros(release: number): number;
  reportLost(): void;
}

const DECIDED = 1;
const RELEASED = 2;
const ANSWERED = 4;

export const nameCase = (agency: string | null, caseReference: string | null): string =>
  `${agency}/${caseReference}`;

export function createReleaseRecords(allowed: Allowed, report: Report): ReleaseRecords {
  const releases = createIdTable();
  const cases = createIdTable();
  const agencies = createIdTable();
  const flags = createFlags();
  const order = createSequenceCheck();
  const bases = createReleaseBases(allowed);
  const releasedChange = createIndexes();
  const releasedTo = createIndexes();
  const pairs = createWordTable();
  const releaseOfPair = createIndexes();
  const answers = createAnswers(releases, report);

  /** It is the first of its change to its case, or names that one. */
  const isFirst = (
    caseNumber: number,
    change: number,
    release: number,
    repeated: string | null,
  ): boolean => {
    const pair = pairs.add(caseNumber, change, 0, 0);
    if (releaseOfPair.get(pair) === 0) releaseOfPair.set(pair, release + 1);
    const first = repeated === null ? release : releases.add(repeated);
    return releaseOfPair.get(pair) === first + 1;
  };
  return {
    releases,
    cases,
    decide(change, { recipients }) {
      for (const recipient of recipients) {
        const { releaseId, agency, caseReference } = recipient;
        if (releaseId === null) continue;
        const release = releases.add(releaseId);
        flags.add(release, DECIDED);
        const caseNumber = cases.add(nameCase(agency, caseReference));
        bases.remember({ release, caseNumber, change }, recipient);
      }
    },
    release(change, logged) {
      const { releaseId, agency, caseReference, releaseSequence } = logged;
      const release = releases.add(releaseId);
      const caseNumber = cases.add(nameCase(agency, caseReference));
      if (!flags.has(release, RELEASED)) {
        flags.add(release, RELEASED);
        releasedChange.set(release, change);
        releasedTo.set(release, agencies.add(agency));
      }
      const { redeliveryOf = null } = logged;
      if (!isTakingBack(logged) && !isFirst(caseNumber, change, release, redeliveryOf)) {
        const name = `${nameCase(agency, caseReference)}/${logged.changeId}`;
        report('doubled', 'a change released twice to one case', name);
      }
      const next = order.take(caseNumber, releaseSequence, release);
      if (next !== undefined) {
        const what = describePlace('releases of a case', releaseSequence, next);
        report('out-of-order', what, releaseId);
      }
      const wrong = bases.findWrong({ release, caseNumber, change }, logged);
      if (wrong !== undefined) report('without-basis', wrong, releaseId);
    },
    answer(release, outcome) {
      flags.add(release, ANSWERED);
      return answers.take(release, outcome);
    },
    isAnswered: (release) => flags.has(release, ANSWERED),
    changeOf(release, agency) {
      if (!flags.has(release, RELEASED)) return undefined;
      const isTo = agency === undefined || releasedTo.get(release) === agencies.find(agency);
      return isTo ? releasedChange.get(release) : undefined;
    },
    answeredAtMicros: answers.firstAtMicros,
    reportLost() {
      for (let release = 0; release < releases.size; release += 1) {
        if (!flags.has(release, DECIDED) || flags.has(release, RELEASED)) continue;
        report('lost', 'decided as a release, and not released', releases.idOf(release));
      }
    },
  };
}
