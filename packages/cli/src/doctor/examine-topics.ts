import type { EventLog } from '@told/event-log';
import { readAgencies, readTopics } from '@told/stack';
import { describePlan } from '../topics/describe-plan.ts';
import { listApplicable, planTopics } from '../topics/plan-topics.ts';
import { examine, type Finding } from './finding.ts';

/** The log's topics against those that infra names. */
export function examineTopics(log: EventLog): Promise<Finding> {
  return examine('log: topics', 'look at the line "log" here', async () => {
    const wanted = readTopics(await readAgencies());
    const plan = planTopics(wanted, await log.topics());
    const differences = describePlan(plan);
    const [first] = differences;
    if (first === undefined) return { ok: true, state: `${wanted.length}, as infra names them` };
    const more = differences.length === 1 ? '' : ` and ${differences.length - 1} more`;
    const isApplicable = listApplicable(plan).length > 0;
    return {
      ok: false,
      state: `${first.slice(0, 3).join(' ')}${more}`,
      fix: isApplicable
        ? 'run "npm run -s told -- topics apply"'
        : 'decide what "npm run -s told -- topics plan" shows',
    };
  });
}
