import type { Statement } from '@told/service';
import { type Area, listOffices } from '../load/area.ts';
import { withDatabase } from './read-history.ts';

/** How an office's awards moved since an instant: counts and sums, of no single case. */
export interface AwardsMoved {
  readonly agency: string;
  /** Entries that changed an award, and the cases that had one. */
  readonly entries: number;
  readonly cases: number;
  /** By the weekly amount after all that is known, before and after each entry. */
  readonly raised: number;
  readonly lowered: number;
  readonly ended: number;
  readonly weeksAffected: number;
  /** Up to the business date, as the entries reckoned it. */
  readonly overpaymentPence: number;
  readonly underpaymentPence: number;
}

const MOVED: Statement = {
  name: 'awards_moved',
  text: `WITH entry AS (
      SELECT case_reference, weeks_affected, difference, coalesce((before_ranges -> -1 ->> 'weeklyPence')::bigint, 0) AS before,
        coalesce((after_ranges -> -1 ->> 'weeklyPence')::bigint, 0) AS after
      FROM award_history WHERE after_ranges IS NOT NULL AND recorded_at >= $1::timestamptz)
    SELECT count(*) AS entries, count(DISTINCT case_reference) AS cases, count(*) FILTER (WHERE after > before) AS raised,
      count(*) FILTER (WHERE after < before AND after > 0) AS lowered, count(*) FILTER (WHERE after = 0 AND before > 0) AS ended,
      coalesce(sum(weeks_affected), 0)::bigint AS "weeksAffected",
      coalesce(sum((SELECT sum((year ->> 'overpaymentPence')::bigint) FROM jsonb_array_elements(difference) AS year)), 0)::bigint AS "overpaymentPence",
      coalesce(sum((SELECT sum((year ->> 'underpaymentPence')::bigint) FROM jsonb_array_elements(difference) AS year)), 0)::bigint AS "underpaymentPence"
    FROM entry`,
};

/** By office, in the order of their names. */
export function readAwardsMoved(area: Area, sinceMs: number): Promise<readonly AwardsMoved[]> {
  const since = new Date(sinceMs).toISOString();
  const offices = listOffices(area.profile).toSorted((one, other) =>
    one.agency < other.agency ? -1 : 1,
  );
  return Promise.all(
    offices.map(({ agency, service }) =>
      withDatabase(area, service, async (db) => {
        const { rows } = await db.query<Omit<AwardsMoved, 'agency'>>(MOVED, [since]);
        if (rows[0] === undefined) throw new TypeError('an aggregate answers with a row');
        return { agency, ...rows[0] };
      }),
    ),
  );
}
