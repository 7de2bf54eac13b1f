import type { Statement } from '@told/service';
import { type AgencyDefinition, applied, defineAgency, toVerify, unmatched } from '../src/index.ts';

/** A landlord's tenancies: the smallest agency that keeps a record. */
export const TENANCY_TABLE = `CREATE TABLE tenancy (case_reference text PRIMARY KEY, uprn text NOT NULL, moves int NOT NULL DEFAULT 0)`;

const LOCK: Statement = {
  name: 'tenancy_lock',
  text: 'SELECT uprn FROM tenancy WHERE case_reference = $1 FOR UPDATE',
};
const MOVE: Statement = {
  name: 'tenancy_move',
  text: 'UPDATE tenancy SET uprn = $2, moves = moves + 1 WHERE case_reference = $1',
};

export const housing: AgencyDefinition = defineAgency({
  agency: 'luton-housing',
  capacities: ['tenant'],
  purpose: 'rent-account',
  on: {
    address: async ({ address }, { tx, caseReference }) => {
      const { rows } = await tx.query(LOCK, [caseReference]);
      if (rows.length === 0) return unmatched();
      if (address?.toUprn == null) return toVerify('missing-field:address.toUprn');
      // A fault of the adapter's own, for one address alone.
      if (address.toUprn === '666') throw new TypeError('the adapter breaks');
      await tx.query(MOVE, [caseReference, address.toUprn]);
      return applied({ effectiveOn: address.movedInOn });
    },
  },
});
