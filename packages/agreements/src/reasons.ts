/** Why a recipient was given nothing, in the order in which the rules are tried. */
export const REASONS = {
  'no-interest':
    'Nobody registered an interest in this person, or the case is about somebody else by now.',
  'own-case': 'The change came from this very case.',
  'match-rejected': 'A person found that this case is about somebody else.',
  erased: 'What was told is erased: it can be given to nobody any more.',
  'agency-not-live': 'The recipient is not a live agency of the bus.',
  'agency-suspended': 'The recipient is suspended: it is given nothing.',
  'no-basis': 'No agreement in force allows this fact to go from the source to this recipient.',
  'agreement-suspended': 'The only agreement that would allow this is suspended.',
  'outside-period': 'The change occurred outside the period of the interest.',
  protected:
    'The address of the person is protected: nothing reaches a case about somebody else through it.',
  'no-consent': 'The only basis is consent, and none is on record.',
  'consent-withdrawn': 'The only basis is consent, and the person has withdrawn it.',
  'no-field': 'None of the fields told may be given.',
  'match-unconfirmed': 'What the two offices know of the person disagrees: a person must look.',
  'behind-hold': 'An earlier change for this case is held; this one waits in order.',
} as const;
export type Reason = keyof typeof REASONS;

export const WITHHELD_REASONS = {
  'no-basis': 'No agreement allows this disclosure.',
  'agreement-suspended': 'The agreement that would allow this field is suspended.',
  'not-in-agreement': 'The agreement does not name this field.',
  'no-consent': 'Only a consent that is not on record would allow this field.',
  'consent-withdrawn': 'Only a consent that the person has withdrawn would allow this field.',
  protected: 'The address is protected.',
} as const;
export type WithheldReason = keyof typeof WITHHELD_REASONS;
