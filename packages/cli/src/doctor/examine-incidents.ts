import { connectAs } from '../connect.ts';
import type { IncidentAnswer, IncidentReportAnswer } from '../incidents/incident-answers.ts';
import type { Profile } from '../profile.ts';
import { examine, type Finding } from './finding.ts';

const TOLD = 'npm run -s told --';

/** Incidents whose 72 hours are over with somebody untold or silent; only for a profile with the auditor's client. */
export async function examineIncidents(profile: Profile): Promise<readonly Finding[]> {
  const canAsk = profile.clients.some(({ agency }) => agency === 'auditor');
  if (!canAsk || !('gateway' in profile.services)) return [];
  const finding = await examine('incidents', 'look at the line "gateway" here', async () => {
    const auditor = connectAs('auditor', profile);
    type Answer = { readonly items: readonly IncidentAnswer[] };
    const { items } = await auditor.call<Answer>('gateway', '/v1/incidents?open=true');
    const late = items.filter(({ deadline }) => Date.parse(deadline) < Date.now());
    for (const { incidentId, state } of late) {
      const path = `/v1/incidents/${incidentId}/report`;
      const report = await auditor.call<IncidentReportAnswer>('gateway', path);
      if (!report.isOverdue) continue;
      const { untold, silent, deadline } = report;
      const silentOnes = report.agencies.flatMap((one) => (one.silent > 0 ? [one.agency] : []));
      return {
        ok: false,
        state: `${incidentId}, ${state}: ${untold} untold, ${silent} unanswered since ${deadline}`,
        fix:
          untold > 0
            ? `"${TOLD} incidents show ${incidentId}" says what comes next`
            : `ask ${silentOnes.join(', ')} (incident contact in infra/agencies), then "${TOLD} incidents close ${incidentId} --reason …"`,
      };
    }
    const state = items.length === 0 ? 'none open' : `${items.length} open, none overdue`;
    return { ok: true, state };
  });
  return [finding];
}
