import { describeEventLogContract } from '../contract/index.ts';
import { createMemoryLog, type MemoryLog } from './memory-log.ts';

const LEASE_MS = 600;

describeEventLogContract('memory', async () => {
  const first = createMemoryLog({ leaseMs: LEASE_MS, commitIntervalMs: 20 });
  const clients = new Set<MemoryLog>();
  return {
    leaseMs: LEASE_MS,
    open(options) {
      const client = first.connect({ leaseMs: LEASE_MS, commitIntervalMs: 20, ...options });
      clients.add(client);
      return client;
    },
    crash: (log) => (log as MemoryLog).abandon(),
    setReachable: (log, reachable) => (log as MemoryLog).setReachable(reachable),
    loseAnswers: (log, count) => (log as MemoryLog).loseAnswers(count),
    async hesitate(to, records, outcome) {
      if (outcome === 'abort') first.skipOffsets(to, 1n);
      else await first.append(to, records);
    },
    storeRaw: async (to, record) => first.storeRaw(to, record),
    truncate: async (at, end) => first.truncate(at, end),
    trim: async (at, low) => first.trim(at, low),
    async close() {
      for (const client of clients) await client.close();
    },
  };
});
