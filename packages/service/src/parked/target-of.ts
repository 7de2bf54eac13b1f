import type { ActionTarget } from '../actions/record-action.ts';

/** What an action's target may hold (schemas/records/action.avsc); keys that foreign agencies make need not fit. */
const PLAIN_KEY = /^[A-Za-z0-9][A-Za-z0-9./_-]{0,59}$/;
const SUBJECT_KEY = /^[0-9a-f]{32,64}$/;
const OF_CASES = /^told\.(?:releases|outcomes)\.(.+)$/;

/** To what an operator does something who acts on a parked key: a person, a case, or else the partition. Pure. */
export function targetOf(topic: string, partition: number, key: string): ActionTarget {
  const agency = OF_CASES.exec(topic)?.[1];
  if (topic === 'told.changes' && SUBJECT_KEY.test(key))
    return { kind: 'subject', subjectKey: key };
  if (agency !== undefined && PLAIN_KEY.test(key)) {
    return { kind: 'case', agency, caseReference: key };
  }
  return { kind: 'partition', topic, partition };
}
