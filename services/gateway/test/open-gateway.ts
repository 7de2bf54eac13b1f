import path from 'node:path';
import {
  type Agreement,
  type AgreementSet,
  loadAgreementTexts,
  readAgencyFiles,
} from '@told/agreements';
import {
  type Action,
  type Codec,
  createLocalSource,
  type Decision,
  factFields,
  type Interest,
  type Outcome,
  openCodecFrom,
  type RecordName,
  type RecordTypes,
  type Release,
  readOrThrow,
} from '@told/codec';
import { createMemoryLog, type MemoryLog, type StoredRecord } from '@told/event-log';
import { actionsUseFor, createPublisher, type KeyReader, type Publisher } from '@told/service';
import { keepAgencies } from '../src/agencies/keep-agencies.ts';
import { keepAgreements } from '../src/agreements/keep-agreements.ts';
import { type ConnectedDecisions, connectDecisions } from '../src/connect-decisions.ts';
import { createRecordHandler } from '../src/consume-records.ts';
import { createDecider } from '../src/decisions/create-decider.ts';
import { registerInterests } from '../src/interests/register-interests.ts';
import type { Judged } from '../src/replays/re-decide-changes.ts';
import { CHANGES_TOPIC, codecUsesFor, outcomesTopicOf } from '../src/topics.ts';
import { type GatewayDatabase, type Older, openGatewayDatabase } from './gateway-database.ts';
import { digestsOf, subjectKeyOf, type TestChange, type TestPerson } from './people.ts';
import { redecideAll } from './redecide-all.ts';

export const AGENCIES = ['central-bedfordshire', 'jobcentre', 'luton'];
const INFRA = path.join(import.meta.dirname, '../../../infra');
const AGREEMENTS = path.join(INFRA, 'agreements');
export const PARTITIONS = 4;

export interface WantedInterest {
  readonly agency?: string;
  readonly capacity?: string;
  readonly caseReference?: string;
  readonly person: TestPerson;
  readonly from?: string;
  readonly until?: string | null;
  readonly state?: 'final' | 'pending';
  readonly backFill?: boolean;
}

export interface TestGateway extends GatewayDatabase, ConnectedDecisions {
  readonly codec: Codec;
  readonly log: MemoryLog;
  readonly publisher: Publisher;
  readonly agreements: AgreementSet;
  readonly handle: ReturnType<typeof createRecordHandler>;
  register(...wanted: readonly WantedInterest[]): Promise<void>;
  recordOf(told: TestChange): StoredRecord;
  /** One batch of told.changes, in one transaction. */
  decide(...told: readonly TestChange[]): Promise<void>;
  /** One batch of an agency's outcomes. */
  answer(agency: string, ...outcomes: readonly Outcome[]): Promise<void>;
  /** What waits for the log, decoded, oldest first. */
  said(): Promise<{
    releases: readonly (Release & { to: string })[];
    decisions: readonly Decision[];
    interests: readonly Interest[];
    actions: readonly Action[];
  }>;
  /** The relay has sent everything. */
  emptyOutbox(): Promise<void>;
  /** Every decision on what was told here, made again by its own inputs. */
  decideAgain(): Promise<readonly Judged[]>;
}

/** The gateway without HTTP and relay, over a database of its own and the agreements shipped, `adjust`ed; its business date is 13 May 2010. */
export async function openTestGateway(
  adjust: (agreement: Agreement) => Agreement = (agreement) => agreement,
  older?: Older,
  keys?: Pick<KeyReader, 'open' | 'epoch'>,
): Promise<TestGateway> {
  const database = await openGatewayDatabase(older);
  const log = createMemoryLog();
  const uses = [...codecUsesFor(AGENCIES), actionsUseFor('gateway')];
  await log.createTopics(
    uses.flatMap((use) =>
      'topic' in use ? [{ name: use.topic, partitions: PARTITIONS, retentionMs: null }] : [],
    ),
  );
  const codec = await openCodecFrom(createLocalSource(), uses);
  const publisher = await createPublisher({ log });
  const loaded = await loadAgreementTexts(AGREEMENTS, { set: '2010', facts: factFields });
  const agreements = {
    ...loaded.agreements,
    agreements: loaded.agreements.agreements.map(adjust),
  };
  await keepAgreements(database.db, agreements, loaded.texts);
  const clock = { nowMs: () => Date.parse('2010-05-13T10:00:00Z') };
  const files = await readAgencyFiles(path.join(INFRA, 'agencies'), factFields);
  await database.db.transaction((tx) => keepAgencies(tx, files, clock));
  const { decisions, suspensions, interests } = connectDecisions({
    ...{ db: database.db, codec, publisher, keys, clock, agreements, agencies: AGENCIES },
    moment: () => ({ businessDate: '2010-05-13', nowMs: clock.nowMs() }),
  });
  const decide = createDecider(decisions);
  const handle = createRecordHandler({ codec, decide });
  const encodeBody = codec.encoder('ChangeBody', 'told.changes-body');
  const encodeChange = codec.encoder('ClaimantChange', CHANGES_TOPIC);
  let offset = 0n;
  const store = (topic: string, key: string, value: Buffer): StoredRecord => {
    offset += 1n;
    return {
      topic,
      partition: 0,
      offset,
      timestampMs: 0,
      key: Buffer.from(key),
      value,
      headers: {},
    };
  };
  const recordOf = ({ change, body }: TestChange): StoredRecord =>
    store(CHANGES_TOPIC, change.subjectKey, encodeChange({ ...change, body: encodeBody(body) }));
  const told: StoredRecord[] = [];
  const run = (records: readonly StoredRecord[]) =>
    database.db.transaction((tx) => handle(tx, records));
  const decideAgain = (): Promise<readonly Judged[]> =>
    redecideAll(database.db, decisions, { told, agreements });

  return {
    ...database,
    ...{ codec, log, publisher, agreements, handle, recordOf, decisions, suspensions, interests },
    async register(...wanted) {
      const registrations = wanted.map(({ person, ...one }) => ({
        agency: 'central-bedfordshire',
        capacity: 'ctb-claimant',
        caseReference: 'CTB-1',
        state: 'final' as const,
        backFill: false,
        from: '2010-04-01',
        until: null,
        ...one,
        subjectKey: subjectKeyOf(person),
        identityDigests: digestsOf(person),
      }));
      await database.db.transaction((tx) => registerInterests(tx, registrations, interests));
    },
    async decide(...changes) {
      const records = changes.map(recordOf);
      told.push(...records);
      await run(records);
    },
    async answer(agency, ...outcomes) {
      const topic = outcomesTopicOf(agency);
      const encode = codec.encoder('Outcome', topic);
      await run(outcomes.map((one) => store(topic, one.caseReference, encode(one))));
    },
    async said() {
      const rows = await database.rows<{ topic: string; value: Buffer }>(
        'SELECT topic, value FROM outbox ORDER BY id',
      );
      const read = async <N extends RecordName>(schema: N, prefix: string) => {
        const of = rows.filter(({ topic }) => topic.startsWith(prefix));
        const decoded = await codec.decode(
          schema,
          of.map(({ value }) => value),
        );
        return decoded.map((one, at) => ({
          ...(readOrThrow(one) as RecordTypes[N]),
          to: of[at]?.topic.slice(prefix.length) ?? '',
        }));
      };
      return {
        releases: await read('Release', 'told.releases.'),
        decisions: await read('Decision', 'told.decisions'),
        interests: await read('Interest', 'told.interests'),
        actions: await read('Action', 'told.actions.'),
      };
    },
    async emptyOutbox() {
      await database.rows('DELETE FROM outbox');
    },
    decideAgain,
    async close() {
      // Whatever a suite has decided must come out again as it was.
      const odd = (await decideAgain()).filter(({ kind }) => kind === 'different');
      await log.close();
      await database.close();
      if (odd.length > 0) throw new Error(`decided otherwise again: ${JSON.stringify(odd)}`);
    },
  };
}
