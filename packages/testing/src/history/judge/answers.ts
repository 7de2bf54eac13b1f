import { createIndexes, createNumbers } from '../compact/columns.ts';
import { createIdTable, type IdTable } from '../compact/id-table.ts';
import type { LoggedOutcome } from '../history.ts';
import type { Report } from './finding.ts';

/** The answers to releases, each once under its number. */
export interface Answers {
  /** True for an answer that was not met before. */
  take(release: number, outcome: LoggedOutcome): boolean;
  /** When the first one was decided; 0: there is none. */
  firstAtMicros(release: number): number;
}

/** Nearly every release has one answer; the later ones, of officers, are kept as texts. */
export function createAnswers(releases: IdTable, report: Report): Answers {
  const meanings = createIdTable();
  const firstMeaning = createIndexes();
  const firstAt = createNumbers();
  const later = new Map<string, string>();

  const takeFirst = (release: number, meaning: number, atMicros: number): boolean | undefined => {
    const known = firstMeaning.get(release);
    if (known === 0) {
      firstMeaning.set(release, meaning + 1);
      firstAt.set(release, atMicros);
      return true;
    }
    return known === meaning + 1 && firstAt.get(release) === atMicros ? false : undefined;
  };
  const takeLater = (name: string, meaning: string): boolean | undefined => {
    const known = later.get(name);
    if (known === undefined) {
      later.set(name, meaning);
      return true;
    }
    return known === meaning ? false : undefined;
  };
  return {
    take(release, { agency, outcomeNo, kind, decidedAtMicros }) {
      const isNew =
        outcomeNo === 1
          ? takeFirst(release, meanings.add(`${agency}/${kind}`), decidedAtMicros)
          : takeLater(`${agency}/${release}/${outcomeNo}`, `${kind}/${decidedAtMicros}`);
      if (isNew === undefined) {
        const what = 'a release answered twice under one number';
        report('doubled', what, `${agency}/${releases.idOf(release)}/${outcomeNo}`);
      }
      return isNew === true;
    },
    firstAtMicros: firstAt.get,
  };
}
