import { type Codec, createLocalSource, openCodecFrom, type SubmittedChange } from '@told/codec';
import { createMemoryLog, type MemoryLog } from '@told/event-log';
import type { AreaSecret } from '@told/identity';
import { actionsUseFor, createPublisher, type Database, systemClock } from '@told/service';
import type { AcceptPorts } from '../src/acceptance/accept-changes.ts';
import { createChangeReader } from '../src/acceptance/read-change.ts';
import { openIntakeDatabase } from './intake-database.ts';

export const TODAY = '2010-04-05';
export const AREA_SECRET = 'an area secret for tests, 32 characters or more';
export const AREA_SECRETS: readonly AreaSecret[] = [{ version: 1, secret: AREA_SECRET }];
export const AGENCIES = ['central-bedfordshire', 'jobcentre'] as const;

const TOPICS = [
  'told.changes',
  'told.actions.intake',
  ...AGENCIES.flatMap((agency) => [
    `told.submissions.${agency}`,
    `told.submission-results.${agency}`,
  ]),
];

export type TestIntake = AcceptPorts & {
  readonly db: Database;
  /** Runs statements as the database's owner. */
  asOwner(statements: string): Promise<void>;
  readonly codec: Codec;
  readonly log: MemoryLog;
  readonly readChange: ReturnType<typeof createChangeReader>;
  /** Values waiting in the outbox for a topic, in order. */
  waitingFor(topic: string): Promise<readonly Buffer[]>;
  count(table: string): Promise<number>;
  emptyOutbox(): Promise<void>;
  close(): Promise<void>;
};

/** Intake's parts over a database of their own; nothing moves what it says to the log. */
export async function openTestIntake(
  areaSecrets: readonly AreaSecret[] = AREA_SECRETS,
): Promise<TestIntake> {
  const { db, asOwner, close } = await openIntakeDatabase();
  const log = createMemoryLog();
  await log.createTopics(TOPICS.map((name) => ({ name, partitions: 4, retentionMs: null })));
  const codec = await openCodecFrom(createLocalSource(), [
    { topic: 'told.changes', schema: 'ClaimantChange' },
    { subject: 'told.changes-body', schema: 'ChangeBody' },
    actionsUseFor('intake'),
    ...AGENCIES.flatMap((agency) => [
      { topic: `told.submissions.${agency}`, schema: 'Submission' as const },
      { topic: `told.submission-results.${agency}`, schema: 'SubmissionResult' as const },
    ]),
  ]);
  return {
    db,
    asOwner,
    codec,
    log,
    publisher: await createPublisher({ log }),
    clock: systemClock,
    encodeChange: codec.encoder('ClaimantChange', 'told.changes'),
    encodeBody: codec.encoder('ChangeBody', 'told.changes-body'),
    readChange: createChangeReader({
      mode: 'synthetic',
      areaSecrets,
      today: () => TODAY,
    }),
    async waitingFor(topic) {
      const text = 'SELECT value FROM outbox WHERE topic = $1 ORDER BY id';
      const { rows } = await db.query<{ value: Buffer }>({ name: 'test_waiting', text }, [topic]);
      return rows.map(({ value }) => value);
    },
    async count(table) {
      const text = `SELECT count(*) AS count FROM ${table}`;
      const { rows } = await db.query<{ count: number }>({ name: `test_count_${table}`, text });
      return rows[0]?.count ?? 0;
    },
    async emptyOutbox() {
      await db.query({ name: 'test_empty', text: 'DELETE FROM outbox' });
    },
    async close() {
      await log.close();
      await close();
    },
  };
}

/** A change that breaks no rule, with whatever a test wants changed. */
export const makeChange = (nino: string, more: Partial<SubmittedChange> = {}) => ({
  person: { nino, surname: 'Sample', forename: 'Asha', birthDate: '1980-02-29' },
  caseReference: null,
  fact: 'income' as const,
  changeType: 'created' as const,
  occurredOn: TODAY,
  notifiedOn: TODAY,
  receivedOn: TODAY,
  income: { who: 'claimant', kind: 'employed', netPence: 9280, payPeriod: 'weekly' },
  ...more,
});
