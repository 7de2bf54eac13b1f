import { AUDITOR } from '@told/service';
import type { ChangeRecord, RecipientRow } from './queries.ts';

/** How much a caller may see of one agency's answer. */
export type View =
  /** Everything kept. */
  | 'auditor'
  /** The source about its own cases: what it told, and what became of it there; of others not even that there are none. */
  | 'teller'
  /** The recipient about its own cases: what came, on which basis, and what it answered; nothing of the source's case. */
  | 'recipient'
  /** The source about another agency, as the agreement allows: that it was decided, delivered and answered. */
  | 'source'
  /** As if there were no such change. */
  | 'none';

/**
 * Who may ask about what an agency was given: the auditor, the recipient about its own cases, the source about its own case, and the
 * source about others as `senderSees` allows, by default not at all: a status page must not tell who is on which benefit. Pure.
 */
export function viewOf(record: ChangeRecord, agency: string, caller: string): View {
  if (caller === AUDITOR) return 'auditor';
  const isSource = record.decisions[0]?.sourceAgency === caller;
  const ofAgency = record.recipients.filter((one) => one.agency === agency);
  if (caller === agency) {
    if (isSource) return 'teller';
    // An agency that was never considered learns nothing, not even that there was a change.
    return ofAgency.length > 0 ? 'recipient' : 'none';
  }
  const isVisible = ofAgency.some((one) => senderSees(record, one) === 'recipients');
  return isSource && isVisible ? 'source' : 'none';
}

/** What the source may know of one recipient: the least that the agreements it rests on allow; of a refusal, nothing. */
export function senderSees(
  record: ChangeRecord,
  recipient: RecipientRow,
): 'recipients' | 'count' | 'nothing' {
  const levels = recipient.given.map(({ hash }) => record.agreements.get(hash)?.senderSees);
  if (levels.length === 0 || levels.some((one) => one === undefined || one === 'nothing')) {
    return 'nothing';
  }
  return levels.includes('count') ? 'count' : 'recipients';
}
