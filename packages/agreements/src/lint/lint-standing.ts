import { type Agreement, findUnsigned, type IsoDate } from '../agreement.ts';
import { type Finding, find } from './finding.ts';
import { nameOf } from './linting.ts';
import { RETENTION_DAYS } from './retention.ts';

/** Whether a file is what it says it is on the day: signed, not run out, reviewed, and kept no longer than its class. */
export function lintStanding(agreement: Agreement, on: IsoDate): Finding[] {
  return [
    ...lintSignatures(agreement, on),
    ...lintDates(agreement, on),
    ...lintRetention(agreement),
  ];
}

function lintSignatures(agreement: Agreement, on: IsoDate): Finding[] {
  if (agreement.state === 'draft') return [];
  // Whoever has not signed yet may do so until the agreement begins; a file that says otherwise is still wrong today.
  const by = on < agreement.validFrom ? agreement.validFrom : on;
  return findUnsigned(agreement, by).map((party) =>
    find(
      'unsigned',
      nameOf(agreement),
      `approvals of ${party}`,
      `have ${party} sign the terms ${agreement.termsHash}`,
    ),
  );
}

function lintDates(agreement: Agreement, on: IsoDate): Finding[] {
  if (agreement.state === 'draft' || agreement.state === 'approved') return [];
  const { validUntil, reviewBy } = agreement;
  const name = nameOf(agreement);
  if (validUntil !== null && validUntil < on) {
    const fix = `its last day was ${validUntil}: set its state to ended, or sign another version`;
    return [find('expired', name, 'validUntil', fix)];
  }
  if (reviewBy >= on || on < agreement.validFrom) return [];
  const fix = `its review was due by ${reviewBy}: review it, and sign another version`;
  return [find('past-review', name, 'reviewBy', fix)];
}

function lintRetention(agreement: Agreement): Finding[] {
  const { retentionClass, lookBackDays } = agreement;
  const name = nameOf(agreement);
  const keptDays = RETENTION_DAYS.get(retentionClass);
  if (keptDays === undefined) {
    const known = [...RETENTION_DAYS.keys()].join(', ');
    return [find('unknown-retention', name, 'retentionClass', `name one of ${known}`)];
  }
  if (lookBackDays <= keptDays) return [];
  return [find('long-look-back', name, 'lookBackDays', `reach back ${keptDays} days at most`)];
}
