import { outboxDepth } from '../database/outbox-depth.ts';
import type { Database } from '../database/ports.ts';
import { readBacklog } from '../database/take-parked.ts';
import type { Metrics } from '../http/metrics.ts';

type Sent = { readonly records: number };
type Delivered = { readonly topic: string; readonly records: number };

/** Counts what relay and consumers move, wherever they run. */
export interface RecordCounts {
  readonly sent: (sent: Sent) => void;
  /** Call it once a group. */
  readonly delivered: (group: string) => (delivered: Delivered) => void;
}

const DEPTH_LIMIT = 1_000_000;

export function createRecordCounts(metrics: Metrics, db: Database): RecordCounts {
  const sent = metrics.counter({
    name: 'told_relay_records_total',
    help: 'Records that the log has acknowledged.',
  });
  metrics.gauge({
    name: 'told_outbox_records',
    help: 'Records that wait for the log.',
    collect: () => outboxDepth(db, DEPTH_LIMIT),
  });
  metrics.gauge({
    name: 'told_parked_keys',
    help: 'Keys that wait for an operator.',
    collect: async () => (await readBacklog(db)).parkedKeys,
  });
  metrics.gauge({
    name: 'told_parked_records',
    help: 'Records that wait with them.',
    collect: async () => (await readBacklog(db)).parkedRecords,
  });
  return {
    sent: ({ records }) => sent({}, records),
    delivered(group) {
      const count = metrics.counter({
        name: `told_${group.replaceAll(/[^a-z0-9]/g, '_')}_records_total`,
        help: 'Records applied, each batch in one transaction.',
        labels: ['topic'],
      });
      return ({ topic, records }) => count({ topic }, records);
    },
  };
}
