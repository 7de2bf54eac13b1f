const THIRD_PARTY = '-of-claimant';

/** What an address change may still say once the address is protected: that there was a move, and when. New fields start as locating ones. */
const NOT_LOCATING: ReadonlySet<string> = new Set([
  'address.role',
  'address.movedOutOn',
  'address.movedInOn',
  'address.protected',
]);

/** True for a capacity in which a case is about somebody else of the subject's household: `partner-of-claimant` and its like. */
export const isThirdParty = (capacity: string): boolean => capacity.endsWith(THIRD_PARTY);

/** True for a dotted field that tells, or lets somebody infer, where the person lives. */
export const isLocating = (field: string): boolean =>
  field.startsWith('address.') && !NOT_LOCATING.has(field);
