import { createHistogram } from 'node:perf_hooks';
import type { EventLog } from '@told/event-log';
import { openDatabase, startRelay } from '@told/service';
import { contend } from '../measure/contend.ts';
import { figuresOf, recordTime, timeAtRate } from '../measure/time-at-rate.ts';
import { sequenceOf } from '../p3/work.ts';
import { SILENT } from '../p4/gateway-parts.ts';
import { relayAll } from '../p4/relay-all.ts';
import { createTopicPublisher, publishSome } from './fill-outbox.ts';
import { makeOutgoing, openLog, type Work } from './work.ts';

/** Records in a transaction while times are taken: what a moment brings at this rate. */
const COMMIT_RECORDS = 25;
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
      const commits = Math.floor(work.timedRecords / COMMIT_RECORDS);
      // One after another: nothing here locks the keys, which would keep their order.
      let last = Promise.resolve();
      await timeAtRate(commits, (ratePerSecond * HALF) / COMMIT_RECORDS, async (index) => {
        const first = warmUpRecords + records + index * COMMIT_RECORDS;
        const some = makeOutgoing(first, first + COMMIT_RECORDS);
        last = last.then(() => publishSome(db, publisher, topic, some));
        await last;
        const nowMs = performance.now();
        for (let one = first; one < first + COMMIT_RECORDS; one += 1) committedMs.set(one, nowMs);
      });
      while (histogram.count < commits * COMMIT_RECORDS) await relay.depth();
      await relay.stop();
      return figuresOf(histogram);
    },
    async close() {
      await db.close();
      await log.close();
    },
  };
});
