import { partitionFor, type StoredRecord } from '@told/event-log';
import { createBusinessCalendar, type Database } from '@told/service';
import { type AskPorts, approve as approveReplay, askReplay } from '../src/replays/ask-replay.ts';
import { connectReplays } from '../src/replays/open-replays.ts';
import { listDifferences, readReplay } from '../src/replays/queries.ts';
import type { Replay, ReplayRequest } from '../src/replays/replay.ts';
import { type ReplayPorts, runReplay } from '../src/replays/run-replay.ts';
import { CHANGES_TOPIC } from '../src/topics.ts';
import { AGENCIES, PARTITIONS, type TestGateway } from './open-gateway.ts';
import type { TestChange } from './people.ts';

/** A test gateway whose changes are on the log, and what runs replays over it. */
export interface Replaying {
  readonly ports: ReplayPorts & AskPorts;
  /** Appends the changes and decides them, in one batch. */
  tell(...told: readonly TestChange[]): Promise<void>;
  ask(request: ReplayRequest, actor?: string): Promise<Replay>;
  approve(replay: Pick<Replay, 'replayId'>, actor?: string): Promise<Replay>;
  /** Runs it to its end, and answers it as it is kept. */
  run(replay: Replay, ports?: ReplayPorts): Promise<Replay>;
  read(replay: Pick<Replay, 'replayId'>): Promise<Replay>;
  /** Its differences, without their numbers. */
  differences(replay: Pick<Replay, 'replayId'>): Promise<readonly object[]>;
}

let replays = 0;
const nextId = (): string => `00000000-0000-4000-8000-${String(++replays).padStart(12, '0')}`;

export function openReplaying(gateway: TestGateway): Replaying {
  const { db, log, codec, publisher, agreements, decisions } = gateway;
  const clock = { nowMs: () => Date.parse('2010-05-13T10:00:00Z') };
  const spec = { kind: 'started', date: '2010-05-13', atMs: clock.nowMs() } as const;
  const calendar = createBusinessCalendar(spec, clock);
  const own = { db, log, codec, publisher, clock, decisions, agreements, origin: 'gateway' };
  const agencies = new Set(AGENCIES);
  const connected = connectReplays({ ...own, calendar, agencies });
  const ports = { ...own, ...connected, agencies };
  const read: Replaying['read'] = async ({ replayId }) => {
    const replay = await readReplay(db, replayId);
    if (replay === undefined) throw new Error('the replay is not kept');
    return replay;
  };
  return {
    ports,
    read,
    async tell(...told) {
      const records: StoredRecord[] = [];
      for (const one of told) records.push(await append(gateway, one));
      await db.transaction((tx) => gateway.handle(tx, records));
    },
    ask: (request, actor = 'auditor') =>
      askReplay(ports, { replayId: nextId(), request, reason: 'a test', actor }),
    approve: ({ replayId }, actor = 'operator') => approveReplay(ports, { replayId, actor }),
    async run(replay, over = ports) {
      await runReplay(over, replay, new AbortController().signal);
      return read(replay);
    },
    async differences({ replayId }) {
      const found = await listDifferences(db, { replayId, after: 0, limit: 1_000 });
      return found.map(({ number: _, ...one }) => one);
    },
  };
}

async function append(gateway: TestGateway, told: TestChange): Promise<StoredRecord> {
  const { key, value } = gateway.recordOf(told);
  const partition = partitionFor(key, PARTITIONS);
  const [appended] = await gateway.log.append({ topic: CHANGES_TOPIC, partition }, [
    { key, value },
  ]);
  if (appended === undefined) throw new Error('a change was not appended');
  return { topic: CHANGES_TOPIC, key, value, headers: {}, ...appended };
}

/** The database that fails at the nth transaction: before it does anything, or once it is committed and nobody hears of it. */
export function failAt(db: Database, nth: number, when: 'before' | 'after'): Database {
  let transactions = 0;
  return {
    ...db,
    async transaction(run) {
      transactions += 1;
      const isNow = transactions === nth;
      if (isNow && when === 'before') throw new Error('killed');
      const value = await db.transaction(run);
      if (isNow && when === 'after') throw new Error('killed');
      return value;
    },
  };
}
