import type { Office } from '../office.ts';

/** Every table that is made of the entries alone. */
export const listDerivedTables = ({
  ownTables = [],
}: Pick<Office, 'ownTables'>): readonly string[] => [
  'award_history',
  'award',
  'case_fact',
  'claim',
  ...ownTables,
];
