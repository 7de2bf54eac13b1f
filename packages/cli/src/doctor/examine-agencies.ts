import { readAgencies } from '@told/stack';
import { describeConsumption, readConsumptions } from '../agencies/consumption.ts';
import { type AppliedAgency, planAgencies } from '../agencies/plan-agencies.ts';
import { connectAs } from '../connect.ts';
import type { Profile } from '../profile.ts';
import { examine, type Finding } from './finding.ts';

/** The agencies that the gateway goes by against those of infra; only for a profile with the operator's client. */
export async function examineAgencies(profile: Profile): Promise<readonly Finding[]> {
  const canAsk = profile.clients.some(({ agency }) => agency === 'operator');
  if (!canAsk || !('gateway' in profile.services)) return [];
  const finding = await examine('agencies', 'look at the line "gateway" here', async () => {
    const { agencies } = await connectAs('operator', profile).call<{
      agencies: readonly AppliedAgency[];
    }>('gateway', '/v1/agencies');
    const { apply, withoutFile, afterwards } = planAgencies(await readAgencies(), agencies);
    const [first] = apply;
    if (first !== undefined) {
      return {
        ok: false,
        state: `${first.agency}: ${first.differences[0] ?? ''}; ${apply.length} in all differ from infra`,
        fix: 'look with "npm run -s told -- agencies apply --dry-run", then apply it',
      };
    }
    const [next] = afterwards;
    if (next !== undefined) return { ok: false, state: 'an agency waits to join', fix: next };
    if (withoutFile.length > 0) {
      return {
        ok: false,
        state: `no file in infra: ${withoutFile.join(', ')}`,
        fix: 'put the file back, or suspend the agency and let its file say so',
      };
    }
    return { ok: true, state: describeStandings(agencies) };
  });
  return [finding, await examinePauses(profile)];
}

/** A pause is somebody's wish and no fault; it is red all the same, since what waits is kept for a time and a person has to end it. */
function examinePauses(profile: Profile): Promise<Finding> {
  return examine('agencies: paused', 'look at the lines of the offices here', async () => {
    const ids = (await readAgencies()).map(({ id }) => id);
    const paused = [...(await readConsumptions(ids, profile))].flatMap(([agency, one]) =>
      one !== 'unavailable' && one.paused ? [`${agency} ${describeConsumption(one)}`] : [],
    );
    if (paused.length === 0) return { ok: true, state: 'none' };
    const fix = 'when they may go on: "npm run -s told -- agencies resume <agency> --reason …"';
    return { ok: false, state: paused.join('; '), fix };
  });
}

/** `3 live`, or `2 live, luton suspended`. */
function describeStandings(agencies: readonly AppliedAgency[]): string {
  const live = agencies.filter(({ standing }) => standing === 'live').length;
  const others = agencies
    .filter(({ standing }) => standing !== 'live')
    .map(({ agency, standing }) => `${agency} ${standing}`);
  return [`${live} live`, ...others].join(', ');
}
