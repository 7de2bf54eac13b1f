import { type AgencyDefinition, applied, defineAgency, noChange } from '@told/agency-sdk';
import type { Statement } from '@told/service';
import { AGENCY } from './releases.ts';

/** Where the adapter keeps what it is told; nothing is worked out from it. */
export const TOLD_TABLE = `CREATE TABLE told (
  case_reference text PRIMARY KEY,
  change_id uuid NOT NULL,
  fact text NOT NULL,
  occurred_on date NOT NULL,
  net_pence integer
) WITH (fillfactor = 80)`;

const KEEP: Statement = {
  name: 'told_keep',
  text: `INSERT INTO told (case_reference, change_id, fact, occurred_on, net_pence)
    SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::date[], $5::integer[])
    ON CONFLICT (case_reference) DO UPDATE SET change_id = excluded.change_id, fact = excluded.fact, occurred_on = excluded.occurred_on,
      net_pence = coalesce(excluded.net_pence, told.net_pence)`,
};

/** The smallest set-based adapter: the last of each case in the batch, in one statement, cases in order. */
export const adapter: AgencyDefinition = defineAgency({
  agency: AGENCY,
  capacities: ['ctb-claimant'],
  purpose: 'council-tax-benefit',
  async onBatch(changes, { tx }) {
    const lastOf = new Map(changes.map((change) => [change.caseReference, change]));
    // Earnings told before a child was are still the last earnings.
    const penceOf = new Map(
      changes.flatMap(({ caseReference, income }) =>
        income?.netPence == null ? [] : [[caseReference, income.netPence] as const],
      ),
    );
    const last = [...lastOf.values()].sort((a, b) => (a.caseReference < b.caseReference ? -1 : 1));
    await tx.query(KEEP, [
      last.map(({ caseReference }) => caseReference),
      last.map(({ changeId }) => changeId),
      last.map(({ fact }) => fact),
      last.map(({ occurredOn }) => occurredOn),
      last.map(({ caseReference }) => penceOf.get(caseReference) ?? null),
    ]);
    return changes.map(({ fact, occurredOn }) =>
      fact === 'income' ? applied({ effectiveOn: occurredOn }) : noChange('not-kept'),
    );
  },
});
