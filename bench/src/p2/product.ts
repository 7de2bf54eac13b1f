import { createHistogram } from 'node:perf_hooks';
import type { EventLog } from '@told/event-log';
import { createBatcher, openDatabase, startRelay } from '@told/service';
import { contend } from '../measure/contend.ts';
import { figuresOf, recordTime, timeAtRate } from '../measure/time-at-rate.ts';
import { sequenceOf } from '../p3/work.ts';
import { SILENT } from '../p4/gateway-parts.ts';
import { relayAll } from '../p4/relay-all.ts';
import { createTopicPublisher, publishSome } from './fill-outbox.ts';
import { makeOutgoing, type Outgoing, openLog, type Work } from './work.ts';

/** Records that come at once while times are taken. */
const TOLD_RECORDS = 25;
/** Of those that come while a commit is under way so many share the next, as at intake. */
const COMMIT_RECORDS_MAX = 500;
const HALF = 0.5;
const US_PER_MS = 1_000;

contend<Work>(async (work) => {
  const { topic, outboxUrl, warmUpUrl, warmUpRecords, records } = work;
  const log = openLog(work.log, 'relay');
  const db = openDatabase({ url: outboxUrl, name: 'relay' });
  return {
    async warmUp() {
      const warm = openDatabase({ url: warmUpUrl, name: 'relay' });
      await relayAll({ db: warm, log }, warmUpRecords);
      await warm.close();
    },
    async run() {
      await relayAll({ db, log }, records);
      return records;
    },
    /** From commit to acknowledgement, at half of what the relay has just done. */
    async measureMore(ratePerSecond) {
      const committedMs = new Map<number, number>();
      const histogram = createHistogram();
      const timed: EventLog = {
        ...log,
        async append(at, some) {
          const answer = await log.append(at, some);
          const nowMs = performance.now();
          for (const { value } of some) {
            // What is acknowledged before its commit was answered took no time.
            const fromMs = committedMs.get(sequenceOf(value)) ?? nowMs;
            recordTime(histogram, (nowMs - fromMs) * US_PER_MS);
          }
          return answer;
        },
      };
      const publisher = await createTopicPublisher(topic);
      const relay = startRelay({ db, log: timed, logger: SILENT });
      const tellings = Math.floor(work.timedRecords / TOLD_RECORDS);
      // One commit after another: nothing here locks the keys, which would keep their order.
      const publish = createBatcher<readonly Outgoing[], void>({
        async run(told) {
          await publishSome(db, publisher, topic, told.flat());
          return told.map(() => undefined);
        },
        maxItems: COMMIT_RECORDS_MAX / TOLD_RECORDS,
        maxQueued: tellings,
        lingerMs: 0,
      });
      await timeAtRate(tellings, (ratePerSecond * HALF) / TOLD_RECORDS, async (index) => {
        const first = warmUpRecords + records + index * TOLD_RECORDS;
        await publish(makeOutgoing(first, first + TOLD_RECORDS));
        const nowMs = performance.now();
        for (let one = first; one < first + TOLD_RECORDS; one += 1) committedMs.set(one, nowMs);
      });
      while (histogram.count < tellings * TOLD_RECORDS) await relay.depth();
      await relay.stop();
      return figuresOf(histogram);
    },
    async close() {
      await db.close();
      await log.close();
    },
  };
});
