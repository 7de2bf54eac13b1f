import {
  type Codec,
  createLocalSource,
  NO_FACTS,
  openCodecFrom,
  type Release,
  readOrThrow,
} from '@told/codec';
import { createMemoryLog, type MemoryLog } from '@told/event-log';
import { createPublisher, eventHeaders, type Publisher } from '@told/service';
import { codecUsesFor } from '../src/topics.ts';
import { type GatewayDatabase, openGatewayDatabase } from './gateway-database.ts';
import { EARNINGS } from './people.ts';

/** Whose releases they are. */
export const AGENCY = 'luton';
export const RELEASES = `told.releases.${AGENCY}`;
const STATUTE = { agreement: 'dwp-to-council', version: 2, hash: 'a'.repeat(64) };
const CONSENT = { agreement: 'prefill', version: 1, hash: 'b'.repeat(64) };
const SUBJECT = '0'.repeat(32);
const CLOCK = { nowMs: () => Date.parse('2010-05-20T10:00:00Z') };

export interface MadeReleases extends GatewayDatabase {
  readonly codec: Codec;
  readonly log: MemoryLog;
  readonly publisher: Publisher;
  readonly clock: { nowMs(): number };
  /** A release as deciding leaves it, waiting for the relay: the employer rests on consent, the rest on statute. */
  release(
    over: Pick<Release, 'releaseId' | 'changeId' | 'caseReference' | 'releaseSequence'> &
      Partial<Release>,
  ): Promise<Release>;
  /** What waits for the log, by schema, oldest first. */
  waiting(): Promise<readonly Release[]>;
  /** The relay claims all that waits, and sends nothing. */
  claim(): Promise<void>;
}

/** The gateway's database with releases made by hand, so that taking them back is tried apart from deciding. */
export async function openMadeReleases(): Promise<MadeReleases> {
  const database = await openGatewayDatabase();
  const log = createMemoryLog();
  const uses = codecUsesFor([AGENCY]);
  await log.createTopics(
    uses.flatMap((use) =>
      'topic' in use ? [{ name: use.topic, partitions: 1, retentionMs: null }] : [],
    ),
  );
  const codec = await openCodecFrom(createLocalSource(), uses);
  const publisher = await createPublisher({ log });
  await database.rows('INSERT INTO subject VALUES ($1)', [SUBJECT]);
  for (const { agreement, version, hash } of [STATUTE, CONSENT]) {
    await database.rows(
      `INSERT INTO agreement (hash, agreement_id, version, set_id, title, basis_type, citation, link, note, sender_sees)
       VALUES ($1, $2, $3, '2010', '', '', '', '', '', 'nothing')`,
      [hash, agreement, version],
    );
  }
  return {
    ...database,
    ...{ codec, log, publisher, clock: CLOCK },
    async release(over) {
      const made: Release = { ...TEMPLATE, ...over };
      await keepMade(database, made);
      await database.db.transaction((tx) =>
        publisher.publish(tx, [
          {
            topic: RELEASES,
            key: made.caseReference,
            value: codec.encoder('Release', RELEASES)(made),
            headers: eventHeaders({ id: made.releaseId, source: 'x', type: 'Release', timeMs: 0 }),
          },
        ]),
      );
      return made;
    },
    async waiting() {
      const rows = await database.rows<{ value: Buffer }>(
        'SELECT value FROM outbox WHERE topic = $1 ORDER BY id',
        [RELEASES],
      );
      const values = rows.map((row) => row.value);
      return (await codec.decode('Release', values)).map(readOrThrow);
    },
    async claim() {
      await database.rows('UPDATE outbox_relay SET claimed_through = (SELECT max(id) FROM outbox)');
    },
    async close() {
      await log.close();
      await database.close();
    },
  };
}

const TEMPLATE: Omit<Release, 'releaseId' | 'changeId' | 'caseReference' | 'releaseSequence'> = {
  capacity: 'ctb-claimant',
  kind: 'value',
  sourceAgency: 'jobcentre',
  fact: 'income',
  changeType: 'created',
  previousChangeId: null,
  occurredOn: '2010-05-12',
  notifiedOn: '2010-05-13',
  receivedOn: '2010-05-13',
  usedOn: '2010-05-13',
  usedFor: 'jsa-ib',
  evidence: { level: 'seen', documents: [] },
  basis: [STATUTE, CONSENT].map(({ agreement, version }) => ({ agreement, version })),
  withheld: [{ field: 'income.pensionContributionPence', reason: 'not-in-agreement' }],
  backFill: false,
  redeliveryOf: null,
  takesBack: null,
  releasedAt: 0,
  ...NO_FACTS,
  income: { ...EARNINGS, pensionContributionPence: null },
  dutyDischarged: null,
};

const GIVEN = JSON.stringify([
  { hash: STATUTE.hash, fields: ['income.netPence', 'income.payPeriod'] },
  { hash: CONSENT.hash, fields: ['income.employer'] },
]);

/** The rows that deciding writes for it. */
async function keepMade({ rows }: GatewayDatabase, made: Release): Promise<void> {
  const { changeId, releaseId, caseReference, releaseSequence } = made;
  await rows(
    `INSERT INTO release_case VALUES ($1, $2, $3)
     ON CONFLICT (agency, case_reference) DO UPDATE SET last_release_sequence = excluded.last_release_sequence`,
    [AGENCY, caseReference, releaseSequence],
  );
  await rows(
    `INSERT INTO decision (change_id, run, decision_id, subject_key, subject_version, change_sequence, source_agency, fact, change_type,
       occurred_on, notified_on, received_on, accepted_at_micros, business_date, decided_at_micros, engine_version, agreement_set, root_change_id)
     VALUES ($1, 1, $1, $2, 1, 1, 'jobcentre', 'income', 'created', '2010-05-12', '2010-05-13', '2010-05-13', 0, '2010-05-13', 0, '', '', $1)`,
    [changeId, SUBJECT],
  );
  await rows(
    `INSERT INTO decision_recipient (change_id, run, recipient_no, agency, capacity, case_reference, interest_id, interest_version, verdict,
       matched, given, withheld, release_id)
     VALUES ($1, 1, 1, $2, 'ctb-claimant', $3, $1, 1, 'trimmed', 'nino', $4, '[]', $5)`,
    [changeId, AGENCY, caseReference, GIVEN, releaseId],
  );
  await rows(
    `INSERT INTO release (release_id, agency, case_reference, release_sequence, change_id, run, kind) VALUES ($1, $2, $3, $4, $5, 1, 'value')`,
    [releaseId, AGENCY, caseReference, releaseSequence, changeId],
  );
}
