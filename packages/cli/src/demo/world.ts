/** The two offices of the story, and a neighbour that has a case but no agreement. */
export const COUNCIL = 'central-bedfordshire';
export const JOBCENTRE = 'jobcentre';
export const NEIGHBOUR = 'luton';
