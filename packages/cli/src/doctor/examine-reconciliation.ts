import { connectAs } from '../connect.ts';
import type { Profile } from '../profile.ts';
import { toQuery } from '../reconciliation/fetch-report.ts';
import type { DifferencesAnswer, ReportAnswer } from '../reconciliation/report-answers.ts';
import { examine, type Finding } from './finding.ts';

/** An answer may be entered before the decision that it answers: what belongs together is entered within that time. */
const SETTLED_MS = 120_000;

/** Whether what was decided, released and answered fit: red when something was lost or invented, and not for what is under way. */
export async function examineReconciliation(
  profile: Profile,
  nowMs: number = Date.now(),
): Promise<readonly Finding[]> {
  if (profile.services['audit'] === undefined) return [];
  const fix = 'see why in logs/audit.log in the stack’s folder';
  const finding = await examine('reconciliation', fix, async () => {
    const auditor = connectAs('auditor', profile);
    const { totals, kinds, behind } = await auditor.call<ReportAnswer>(
      'audit',
      `/v1/reconciliation?${toQuery({ limit: 1 })}`,
    );
    const { items } = await auditor.call<DifferencesAnswer>(
      'audit',
      `/v1/reconciliation/differences?${toQuery({ standing: 'wrong', limit: 100 })}`,
    );
    const wrong = items.filter(({ since }) => nowMs - Date.parse(since) > SETTLED_MS);
    const given = totals.released + totals.trimmed;
    const open = Object.entries(kinds).map(([kind, count]) => `; ${kind}: ${count}`);
    const late = behind === 0 ? '' : `; ${behind} entries are not counted yet`;
    const state = `${given} released, ${totals.answered} answered${open.join('')}${late}`;
    if (wrong.length === 0) return { ok: true, state };
    return {
      ok: false,
      state,
      fix: '"told reconciliation --differences" names each; docs/how-to/reconcile.md',
    };
  });
  return [finding];
}
