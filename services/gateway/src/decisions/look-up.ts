/**
 * A lookup by key for each row before it, whatever the planner makes of it: OFFSET 0 keeps it from joining the table as a whole, which a
 * plan made while the table was small, or for a page of any length, would go on doing as it grows.
 */
export const lookUp = (select: string): string => `LATERAL (${select} OFFSET 0)`;

/** The same for what is asked of each row. */
export const isThere = (select: string): string => `EXISTS (${select} OFFSET 0)`;
