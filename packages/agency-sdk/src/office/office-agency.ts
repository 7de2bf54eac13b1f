import { type AgencyDefinition, defineAgency } from '../define-agency.ts';
import type { Office } from './office.ts';
import { takeEntries } from './take-entries.ts';
import { entryOfRelease } from './told-fact.ts';

/** An office as an agency of the bus: each batch of releases is taken by its cases at once. */
export function defineOffice(office: Office): AgencyDefinition {
  const { agency, capacities, purpose } = office;
  return defineAgency({
    agency,
    capacities,
    purpose,
    async onBatch(changes, context) {
      const { entries, submissions } = await takeEntries(
        context.tx,
        office,
        changes.map((change) => entryOfRelease(change, context)),
      );
      await context.submit(submissions);
      return entries.map(({ result }) => result);
    },
  });
}
