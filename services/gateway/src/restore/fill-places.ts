import type { Release } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import { releaseIdOf } from '../ids.ts';
import { voidRelease } from '../releases/withhold-fields.ts';
import { addReleases } from './restore-releases.ts';

/** A release that has yet to leave, and whose it is. */
export interface Unsent {
  readonly agency: string;
  readonly run: number;
  readonly traceparent: string | undefined;
  readonly release: Release;
}

// A decision is sent after another subject's at the same case, or not at all: of what it gave neither half is on the log.
const READ_EMPTY: Statement = {
  name: 'gateway_restore_read_empty_places',
  text: `SELECT u.release_id AS "releaseId", s.place
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[]) AS u (release_id, agency, case_reference, release_sequence)
              CROSS JOIN LATERAL generate_series(
                coalesce((SELECT max(l.release_sequence) FROM release l
                          WHERE l.agency = u.agency AND l.case_reference = u.case_reference
                                AND l.release_sequence < u.release_sequence), 0) + 1,
                u.release_sequence - 1) AS s (place)
         ORDER BY u.release_id, s.place`,
};

/**
 * Fills the places below these releases that nothing is known to stand at: what stood there is decided again, at a place of its own, and the
 * recipient would wait for the empty ones for ever. Each gets a void release, which tells nothing. The releases' own rows are there.
 */
export async function fillPlaces(
  tx: Transaction,
  unsent: readonly Unsent[],
): Promise<readonly Unsent[]> {
  if (unsent.length === 0) return [];
  const { rows } = await tx.query<{ releaseId: string; place: number }>(READ_EMPTY, [
    unsent.map(({ release }) => release.releaseId),
    unsent.map(({ agency }) => agency),
    unsent.map(({ release }) => release.caseReference),
    unsent.map(({ release }) => release.releaseSequence),
  ]);
  const places = Map.groupBy(rows, (row) => row.releaseId);
  const fillings = unsent.flatMap((one) =>
    (places.get(one.release.releaseId) ?? []).map(({ place }) => ({
      ...one,
      release: fill(one.release, place),
    })),
  );
  await addReleases(
    tx,
    fillings.map(({ agency, run, release }) => ({ ...release, agency, run })),
  );
  return fillings;
}

/** Void from the beginning: not even the names of what the release behind it holds. */
const fill = (release: Release, place: number): Release => ({
  ...voidRelease({ ...release, withheld: [] }, 'no-basis'),
  releaseId: releaseIdOf(release.releaseId, String(place)),
  releaseSequence: place,
  takesBack: null,
  withheld: [],
});
