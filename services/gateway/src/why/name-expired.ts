import { type AgreementSet, findExpired } from '@told/agreements';
import type { ChangeRecord, RecipientRow } from './queries.ts';
import type { View } from './views.ts';

/**
 * The record with the agreement that had run out named at each answer without a basis. Only for who sees everything: its name and day would tell
 * a refused recipient who told what. Only when the files loaded are those it was decided by: others may say something else of that day. Pure.
 */
export function nameExpired(record: ChangeRecord, set: AgreementSet, view: View): ChangeRecord {
  if (view !== 'auditor') return record;
  return { ...record, recipients: record.recipients.map((row) => nameOne(record, row, set)) };
}

function nameOne(record: ChangeRecord, row: RecipientRow, set: AgreementSet): RecipientRow {
  const decision = record.decisions.find((one) => one.run === row.run);
  const { agency: recipient, capacity, reason } = row;
  if (decision === undefined || decision.agreementSet !== set.hash) return row;
  if (reason !== 'no-basis' || recipient === null || capacity === null) return row;
  const { sourceAgency: source, fact, businessDate } = decision;
  const found = findExpired(set, businessDate, { source, recipient, capacity, fact });
  if (found === undefined) return row;
  const { id: agreement, version } = found.agreement;
  return { ...row, expired: { agreement, version, lastDay: found.lastDay } };
}
