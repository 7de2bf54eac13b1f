import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import {
  createEventLog,
  createSettings,
  type EngineOptions,
  type EngineSettings,
  type RunningLog,
  systemClock,
} from '@told/event-log/engine';
import { createSender } from './appends.ts';
import { type BrokerAccess, pickAccess } from './broker-access.ts';
import { createKafkaStore } from './kafka-store.ts';
import { openCluster } from './wire/cluster.ts';
import type { Address } from './wire/open-socket.ts';
import { quietIdleQueues } from './wire/quiet-queue.ts';

export interface KafkaLogOptions extends EngineOptions, BrokerAccess {
  /** Copies of a record on a topic that is created here: 3, or as many as there are brokers. With 3, two must have it before
   *  an append is acknowledged. */
  readonly copies?: number;
  /** How long appends wait for company. 0, the default: for what the same turn of the program appends. */
  readonly lingerMs?: number;
  /** How long an append is sent again before it rejects with `unknown-outcome`. */
  readonly settleMs?: number;
  /** Where to connect instead of an address that a broker gives: for port forwards and fault proxies. */
  readonly connectVia?: (to: Address) => Address;
}

/** Brokers refuse a shorter session unless told otherwise (`group.min.session.timeout.ms`). */
const LEASE_MS = 6_000;
/** Each is a record that the coordinator writes; they serve monitoring alone. */
const COMMIT_INTERVAL_MS = 1_000;
const SETTLE_MS = 30_000;
const APPEND_CALLS_MAX = 64;
/** After handlers have had `drainMs`, commits and the leave have so long; a broker that does not answer is not waited for. */
const LAST_WORDS_MS = 5_000;

/** A log on Apache Kafka, 3.9 or newer. Topics are created explicitly, by whoever may. */
export function createKafkaLog(options: KafkaLogOptions): RunningLog {
  quietIdleQueues();
  const { copies, lingerMs = 0, settleMs = SETTLE_MS, connectVia } = options;
  const settings: EngineSettings = {
    ...createSettings(
      { leaseMs: LEASE_MS, commitIntervalMs: COMMIT_INTERVAL_MS, ...options },
      systemClock,
    ),
    // A partition's answer comes in its own time: one that has lost its leader must not hold up the others.
    appendCallsMax: APPEND_CALLS_MAX,
    partitionsPerCallMax: 1,
    turn: nextTurn,
    linger: lingerMs > 0 ? () => sleep(lingerMs) : nextTurn,
  };
  const { clientId, clock, random } = settings;
  const cluster = openCluster({
    ...pickAccess(options),
    clientId,
    clock,
    random,
    ...(connectVia && { connectVia }),
  });
  const sender = createSender(cluster, { clock, random, settleMs });
  const log = createEventLog(createKafkaStore({ cluster, sender, settings, copies }), settings);
  return {
    ...log,
    close() {
      sender.close(); // what cannot be settled now is the caller's to append again
      const closed = new AbortController();
      void clock.sleep(settings.drainMs + LAST_WORDS_MS, closed.signal).then(() => cluster.close());
      return log.close().finally(() => closed.abort('closed'));
    },
  };
}

const nextTurn = (): Promise<void> => setImmediate();
