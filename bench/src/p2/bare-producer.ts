import { contend } from '../measure/contend.ts';
import { makeOutgoing, openLog, ROUND_RECORDS, sortIntoPartitions, type Work } from './work.ts';

contend<Work>(async ({ log: place, topic, warmUpRecords, records }) => {
  const log = openLog(place, 'producer');
  /** In memory, sorted and ready, before anything is timed. */
  const makeRounds = (from: number, to: number) =>
    Array.from({ length: Math.ceil((to - from) / ROUND_RECORDS) }, (_, index) => {
      const first = from + index * ROUND_RECORDS;
      return sortIntoPartitions(makeOutgoing(first, Math.min(first + ROUND_RECORDS, to)));
    });
  const sendAll = async (rounds: ReturnType<typeof makeRounds>): Promise<void> => {
    for (const round of rounds) {
      const sends = [...round].map(([partition, some]) => log.append({ topic, partition }, some));
      await Promise.all(sends);
    }
  };
  const warmUp = makeRounds(0, warmUpRecords);
  const measured = makeRounds(warmUpRecords, warmUpRecords + records);
  return {
    warmUp: () => sendAll(warmUp),
    async run() {
      await sendAll(measured);
      return records;
    },
    close: () => log.close(),
  };
});
