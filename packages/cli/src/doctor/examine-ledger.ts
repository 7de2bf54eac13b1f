import { connectAs } from '../connect.ts';
import { readLedgerHead } from '../ledger-head.ts';
import type { Profile } from '../profile.ts';
import { examine, type Finding } from './finding.ts';

interface Alarms {
  readonly counts: { readonly gap: number; readonly unreadable: number };
}

/** The ledger's newest head, verified with the profile's key; nothing where none is kept. */
export async function examineLedger(profile: Profile): Promise<readonly Finding[]> {
  if (profile.services['audit'] === undefined) return [];
  const fix = 'see why in logs/audit.log in the stack’s folder';
  const finding = await examine('ledger', fix, async () => {
    const auditor = connectAs('auditor', profile);
    const { ledgerId, size, head } = await readLedgerHead(auditor);
    if (head === undefined) {
      return {
        ok: false,
        state: `its head over ${size} entries is not signed with the key of this profile`,
        fix: 'compare TOLD_LEDGER_KEY of audit with the profile; if they belong together, somebody else answers in its place',
      };
    }
    const { counts } = await auditor.call<Alarms>('audit', '/v1/ledger/alarms?limit=1');
    const state = `${ledgerId}: head over ${size} entries verified; gaps: ${counts.gap}, unreadable: ${counts.unreadable}`;
    if (counts.gap === 0) return { ok: true, state };
    const lost =
      'the log lost records: GET /v1/ledger/alarms of audit says where; docs/how-to/give-the-log-back.md';
    return { ok: false, state, fix: lost };
  });
  return [finding];
}
