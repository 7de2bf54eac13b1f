import { instantOf } from '@told/service';
import type { ChangeRecord } from './queries.ts';
import { senderSees } from './views.ts';

export interface Progress {
  readonly state: 'decided';
  readonly decidedAt: string;
  /** Recipients whose agreements let the source see them. */
  readonly recipients: readonly {
    readonly agency: string;
    readonly verdict: string;
    readonly outcome: string | null;
  }[];
  /** How many recipients there are whose agreements let them be counted or seen; null when none lets itself be counted. */
  readonly count: number | null;
}

/** What a source may see of how its change fared. Refusals, holds and whoever is not to be seen leave no trace. Pure. */
export function describeProgress(record: ChangeRecord): Progress {
  const seen = record.recipients.map((row) => ({ row, level: senderSees(record, row) }));
  const counted = seen.filter(({ level }) => level !== 'nothing').length;
  const decidedAtMicros = record.decisions[0]?.decidedAtMicros ?? 0;
  return {
    state: 'decided',
    decidedAt: instantOf(decidedAtMicros),
    recipients: seen.flatMap(({ row, level }) => {
      if (level !== 'recipients' || row.agency === null) return [];
      const outcome = record.outcomes.get(row.releaseId ?? '')?.at(-1)?.kind ?? null;
      return [{ agency: row.agency, verdict: row.verdict, outcome }];
    }),
    count: counted === 0 ? null : counted,
  };
}
