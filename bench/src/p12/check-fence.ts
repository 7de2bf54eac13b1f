import { openCodec, type Release, readOrThrow } from '@told/codec';
import { createPostgresLog } from '@told/event-log';
import type { Stack } from '@told/stack';
import { codecUsesFor, releasesTopicOf } from '../../../services/gateway/src/topics.ts';
import { InvariantError } from '../benchmark.ts';
import { within } from './load-people.ts';
import { FORM, PURPOSE, RECIPIENT, RESTS_ON_CONSENT } from './people.ts';

const RULE =
  'every withdrawal is in force, every change of these people decided, and nothing that rests on the consent was decided with its version or a later one';

/** What the tables say of the withdrawn consents. */
type Counts = {
  readonly withdrawn: number;
  /** Releases that rest on one of them and were decided with its withdrawal's version or a later one. */
  readonly late: number;
  /** Those decided before, which were not taken back. */
  readonly kept: number;
  readonly before: number;
  /** Changes decided since, for which nothing was given. */
  readonly refused: number;
};

const COUNT = `
  WITH withdrawn AS MATERIALIZED (
    SELECT consent_id, subject_key, subject_version FROM consent WHERE purpose = '${PURPOSE}' AND action = 'withdrawn' AND version = 2
  ), decided AS MATERIALIZED (
    SELECT w.consent_id, d.subject_version >= w.subject_version AS is_late, r.release_id, r.verdict
    FROM withdrawn w
         JOIN decision d ON d.subject_key = w.subject_key
         JOIN decision_recipient r ON r.change_id = d.change_id AND r.run = d.run AND r.capacity = '${FORM.capacity}'
  )
  SELECT (SELECT count(*)::int FROM withdrawn) AS withdrawn,
         count(*) FILTER (WHERE is_late AND release_id IS NOT NULL)::int AS late,
         count(*) FILTER (WHERE NOT is_late AND release_id IS NOT NULL)::int AS before,
         count(*) FILTER (WHERE is_late AND verdict = 'refused')::int AS refused,
         count(*) FILTER (WHERE NOT is_late AND release_id IS NOT NULL AND NOT EXISTS (
           SELECT FROM taking_back t WHERE t.release_id = decided.release_id))::int AS kept
  FROM decided`;

const READ_LATE_CHANGES = `
  SELECT d.change_id AS "changeId" FROM consent c JOIN decision d ON d.subject_key = c.subject_key
  WHERE c.purpose = '${PURPOSE}' AND c.action = 'withdrawn' AND d.subject_version >= c.subject_version`;

export type Fence = Pick<Counts, 'before' | 'refused'> & {
  /** Where the log was read up to, by partition. */
  readonly read: readonly bigint[];
};

/**
 * Looks at the tables and at what was said on the log since `from`; so many people have withdrawn, and so many changes were told of them.
 * @throws InvariantError when anything that rests on a withdrawn consent was given after its withdrawal, or stayed
 */
export async function checkFence(
  stack: Stack,
  { withdrawn, changes }: { readonly withdrawn: number; readonly changes: number },
  from: readonly bigint[],
): Promise<Fence> {
  const [counts, lateChanges] = await within(stack.adminUrl('gateway'), async (client) => [
    (await client.query<Counts>(COUNT)).rows[0],
    new Set((await client.query<{ changeId: string }>(READ_LATE_CHANGES)).rows.map(idOf)),
  ]);
  if (counts === undefined) throw new TypeError('counting gives a row');
  const said = await countSaid(stack, lateChanges, from);
  const { late, kept } = counts;
  const found = { withdrawn: counts.withdrawn, late, kept, lateOnLog: said.late };
  const decided = counts.before + counts.refused;
  if (found.withdrawn !== withdrawn || decided !== changes || late + kept + said.late > 0)
    throw new InvariantError({ ...found, decided, answered: withdrawn, told: changes }, RULE);
  return { before: counts.before, refused: counts.refused, read: said.read };
}

const idOf = ({ changeId }: { readonly changeId: string }): string => changeId;

/** Releases with a value that rests on consent, of changes that were decided after the withdrawal. */
async function countSaid(
  stack: Stack,
  lateChanges: ReadonlySet<string>,
  from: readonly bigint[],
): Promise<{ readonly late: number; readonly read: readonly bigint[] }> {
  if (stack.log.kind !== 'embedded') throw new TypeError('the log is embedded');
  const log = createPostgresLog({ connectionString: stack.log.url, clientId: 'check' });
  const codec = await openCodec({
    registryUrl: stack.registry.url,
    uses: codecUsesFor([RECIPIENT]),
  });
  const topic = releasesTopicOf(RECIPIENT);
  const bounds = await log.bounds(topic);
  let late = 0;
  for (const { partition } of bounds) {
    for await (const some of log.read({ topic, partition, from: from[partition] ?? 0n })) {
      const forms = some.filter(({ key }) => key.toString().startsWith(FORM.prefix));
      const values = forms.map(({ value }) => value);
      for (const release of (await codec.decode('Release', values)).map(readOrThrow)) {
        if (rests(release) && lateChanges.has(release.changeId)) late += 1;
      }
    }
  }
  await log.close();
  return { late, read: bounds.map(({ end }) => end) };
}

const rests = ({ income }: Release): boolean => (income?.[RESTS_ON_CONSENT] ?? null) !== null;
