import { describeCluster, pickAccess } from '@told/event-log-kafka';
import type { Profile } from '../profile.ts';
import { examine, type Finding } from './finding.ts';

/** The brokers of a log on Kafka: how many there are, and whether each partition has a leader and all its copies. */
export async function examineBrokers({ log }: Profile): Promise<readonly Finding[]> {
  if (log.kind !== 'kafka') return [];
  const { brokers } = log;
  const fix = `start the brokers (${brokers.join(', ')}); those of the local stack write to kafka/ in its folder`;
  const finding = await examine('log: brokers', fix, async () => {
    const state = await describeCluster(pickAccess(log));
    const { offlinePartitions, underReplicatedPartitions } = state;
    // A deployment may name only some of its brokers, and never more than there are.
    const isWhole = state.brokers.length >= brokers.length;
    const ok = isWhole && offlinePartitions + underReplicatedPartitions === 0;
    return {
      ok,
      state: `${state.brokers.length} of ${Math.max(brokers.length, state.brokers.length)}; partitions: ${offlinePartitions} offline, ${underReplicatedPartitions} short of copies`,
      ...(ok ? {} : { fix: isWhole ? 'wait while it falls; else read the brokers’ logs' : fix }),
    };
  });
  return [finding];
}
