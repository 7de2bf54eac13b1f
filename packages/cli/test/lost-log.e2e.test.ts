import { openDatabase } from '@told/service';
import type { Stack } from '@told/stack';
import { checkLostLog } from './check-lost-log.ts';

async function loseTail(stack: Stack, share: number): Promise<void> {
  const text = `WITH cut AS (
      SELECT t.id, h.partition, min(b.base_offset) AS at FROM event_log.topic t
      JOIN event_log.partition_head h ON h.topic_id = t.id
      JOIN event_log.record_batch b ON b.topic_id = t.id AND b.partition = h.partition AND b.last_offset >= h.next * $1::float8
      WHERE t.name = 'told.changes' GROUP BY t.id, h.partition
    ), lost AS (
      DELETE FROM event_log.record_batch b USING cut
      WHERE b.topic_id = cut.id AND b.partition = cut.partition AND b.base_offset >= cut.at
    )
    UPDATE event_log.partition_head h SET next = cut.at FROM cut WHERE h.topic_id = cut.id AND h.partition = cut.partition`;
  const db = openDatabase({ url: stack.adminUrl('told_log'), name: 'test-log', max: 1 });
  await db.query({ name: 'test_lose_tail', text }, [share]);
  await db.close();
}

checkLostLog({ choose: async () => ({}), loseTail });
