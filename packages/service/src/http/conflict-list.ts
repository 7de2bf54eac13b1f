/** Problems of status 409: the request does not fit what has happened before. A part of `PROBLEMS`, at its place there. */
export const CONFLICTS = {
  'predecessor-unknown': {
    status: 409,
    title: 'Earlier change unknown',
    meaning: 'the change that this one corrects, annuls or ends has not been accepted (yet)',
    retryable: true,
  },
  'already-annulled': {
    status: 409,
    title: 'Already annulled',
    meaning: 'the change that this one corrects, annuls or ends has been annulled',
    retryable: false,
  },
  'predecessor-is-annulment': {
    status: 409,
    title: 'Earlier change is an annulment',
    meaning:
      'an annulment is not corrected, annulled or ended: what was true after all is told anew',
    retryable: false,
  },
  'already-ended': {
    status: 409,
    title: 'Already ended',
    meaning: 'the change that this one ends is an end itself: a wrong end is corrected or annulled',
    retryable: false,
  },
  'replay-not-waiting': {
    status: 409,
    title: 'No approval awaited',
    meaning: 'the replay writes nothing, has been approved already, or has ended',
    retryable: false,
  },
  'replay-id-used': {
    status: 409,
    title: 'Id of another replay',
    meaning:
      'somebody else, or for something else, a replay was asked for under this id: choose a new one',
    retryable: false,
  },
  'incident-not-stopped': {
    status: 409,
    title: 'Incident not stopped',
    meaning: 'as long as more can be disclosed, or some of it may yet be voided, nobody is told',
    retryable: false,
  },
  'incident-not-told': {
    status: 409,
    title: 'Incident not told',
    meaning: 'an incident that was stopped is closed once every recipient was told',
    retryable: false,
  },
  'incident-closed': {
    status: 409,
    title: 'Incident closed',
    meaning: 'the incident was closed without being stopped: open another one',
    retryable: false,
  },
  'not-to-decide': {
    status: 409,
    title: 'Nothing to decide',
    meaning:
      'no such change of this case waits for this decision, or it has been decided so already',
    retryable: false,
  },
  'not-at-fault': {
    status: 409,
    title: 'Not at fault',
    meaning:
      'the record only waits, for its turn or for one that is missing, or it has been dealt with; detail says which',
    retryable: false,
  },
  'redrive-refused': {
    status: 409,
    title: 'Refused again',
    meaning:
      'the dead letter was given to its service again and cannot take effect; nothing changed',
    retryable: false,
  },
  'record-gone': {
    status: 409,
    title: 'Record gone',
    meaning: 'the topic no longer holds the record of which this is the dead letter',
    retryable: false,
  },
  'no-next-key': {
    status: 409,
    title: 'No further key',
    meaning:
      'the ledger’s key is followed only by the next one that the service was given, and it was given none; nothing changed',
    retryable: false,
  },
  'match-rejected': {
    status: 409,
    title: 'Link found wrong before',
    meaning:
      'an officer has found that this case is not about this person; it is never linked again',
    retryable: false,
  },
  'match-decided': {
    status: 409,
    title: 'Match decided otherwise',
    meaning: 'the match review has been decided with another verdict, or its interest has moved on',
    retryable: false,
  },
  'interest-not-linked': {
    status: 409,
    title: 'Interest not linked',
    meaning: 'the interest waits for its person, so there is no link to recall',
    retryable: false,
  },
  'rotation-under-way': {
    status: 409,
    title: 'Rotation under way',
    meaning: 'the secret before is still accepted, and a second overlap would cut that short',
    retryable: false,
  },
  'republish-under-way': {
    status: 409,
    title: 'Republishing under way',
    meaning: 'what the log lost is being appended again; finish that first',
    retryable: false,
  },
  'nothing-sealed': {
    status: 409,
    title: 'Nothing is sealed here',
    meaning: 'bodies of changes are kept in clear here, so that there is no key to destroy',
    retryable: false,
  },
  'consent-not-withdrawn': {
    status: 409,
    title: 'Consent not withdrawn',
    meaning: 'the consent was never withdrawn, so that there is nothing to prove',
    retryable: false,
  },
  'withdrawn-since': {
    status: 409,
    title: 'Withdrawn since',
    meaning: 'the person withdrew this consent on the day on which it was given, or later',
    retryable: false,
  },
} as const;
