import type { EventLog } from '@told/event-log';
import type { Database } from '@told/service';
import { askGateway, type CarryOutPorts } from './carry-out.ts';
import { type Erasure, readChangesThrough } from './erasure-queries.ts';

/** Who was told to erase what it was given, and how many of its releases it has answered. */
interface ToldRecipient {
  readonly agency: string;
  /** Releases that say so. */
  readonly told: number;
  readonly answered: number;
  /** Releases that were made void before they left, so that there is nothing to erase. */
  readonly void: number;
}

/** Where what was told may still be read, and until when; null: nobody said. */
interface Remaining {
  readonly topic: string;
  readonly retentionDays: number | null;
  readonly until: string | null;
}

export interface ReportPorts extends Pick<CarryOutPorts, 'callGateway' | 'token'> {
  readonly db: Database;
  readonly log: Pick<EventLog, 'topics'>;
}

const KEPT_IN_CLEAR = /^told\.(releases|submissions)\./;
const DAY_MS = 86_400_000;

export interface ErasureReport extends Pick<Erasure, 'reason' | 'changes' | 'inClear'> {
  readonly erasureId: string | null;
  readonly state: Erasure['state'] | 'dry-run';
  readonly orderedAt: string;
  /** Keys destroyed, or to be destroyed. */
  readonly keys: number;
  readonly recipients: readonly ToldRecipient[];
  readonly remains: readonly Remaining[];
}

/** What was destroyed, what remains until when, who was told, and who answered. */
export async function describeErasure(
  ports: ReportPorts,
  erasure: Erasure,
): Promise<ErasureReport> {
  const { erasureId, state, orderedAt, reason, dataKeys, changes, inClear } = erasure;
  return {
    ...{ erasureId, state, reason, orderedAt: orderedAt.toISOString() },
    ...{ keys: dataKeys.length, changes, inClear },
    recipients: await listRecipients(ports, erasure),
    remains: await listRemaining(ports, orderedAt),
  };
}

async function listRecipients(
  ports: ReportPorts,
  erasure: Erasure,
): Promise<readonly ToldRecipient[]> {
  const byAgency = new Map<string, ToldRecipient>();
  for await (const rows of readChangesThrough(ports.db, erasure.through)) {
    const { recipients } = await askGateway<{ readonly recipients: readonly ToldRecipient[] }>(
      ports,
      '/v1/erasures/answers',
      erasure,
      rows,
    );
    for (const one of recipients) {
      const before = byAgency.get(one.agency) ?? { told: 0, answered: 0, void: 0 };
      byAgency.set(one.agency, {
        agency: one.agency,
        told: before.told + one.told,
        answered: before.answered + one.answered,
        void: before.void + one.void,
      });
    }
  }
  return [...byAgency.values()].sort((a, b) => (a.agency < b.agency ? -1 : 1));
}

export async function listRemaining(
  { log }: Pick<ReportPorts, 'log'>,
  from: Date,
): Promise<readonly Remaining[]> {
  const topics = await log.topics();
  return topics
    .filter(({ name }) => KEPT_IN_CLEAR.test(name))
    .map(({ name: topic, retentionMs }) => {
      const isKnown = retentionMs !== null && retentionMs !== undefined;
      return {
        topic,
        retentionDays: isKnown ? retentionMs / DAY_MS : null,
        until: isKnown ? new Date(from.getTime() + retentionMs).toISOString() : null,
      };
    })
    .sort((a, b) => (a.topic < b.topic ? -1 : 1));
}
