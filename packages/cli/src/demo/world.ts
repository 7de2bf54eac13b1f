/** The two offices of the story, and a neighbour that has a case but no agreement. */
export const COUNCIL = 'central-bedfordshire';
export const JOBCENTRE = 'jobcentre';
export const NEIGHBOUR = 'luton';

/** The service that runs the council's office. */
export const COUNCIL_OFFICE = `council-tax-${COUNCIL}`;
