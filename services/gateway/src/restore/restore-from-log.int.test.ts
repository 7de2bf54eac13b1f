import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Agreement } from '@told/agreements';
import { partitionFor } from '@told/event-log';
import { createLogger } from '@told/service';
import { AGENCIES, openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { EARNINGS, makeChange, makePerson, subjectKeyOf } from '../../test/people.ts';
import { confirmReviews, settle } from '../../test/settle.ts';
import { connectDecisions } from '../connect-decisions.ts';
import { keepConsent } from '../consents/keep-consent.ts';
import { createRecordHandler } from '../consume-records.ts';
import { createDecider } from '../decisions/create-decider.ts';
import { releaseHold } from '../decisions/release-hold.ts';
import { interestIdOf } from '../ids.ts';
import { endInterest } from '../interests/end-interest.ts';
import { recallInterest } from '../interests/recall-interest.ts';
import { keepSuspension } from '../suspensions/keep-suspension.ts';
import { noteOwnPositions, ownTopics } from './own-positions.ts';
import { restoreFromLog } from './restore-from-log.ts';

const COUNCIL = 'central-bedfordshire';
const PARTITIONS = 4;
const asha = makePerson(1);
const bela = makePerson(2, { forename: 'Bela', birthDate: '1975-01-02' });
const chris = makePerson(3, { forename: 'Chris', birthDate: '1969-07-08' });
const dora = makePerson(4, { forename: 'Dora', birthDate: '1990-02-01' });
/** One person under two numbers: the older one ends. */
const older = makePerson(5, { forename: 'Elsa', birthDate: '1988-09-10' });
const newer = makePerson(6, { forename: 'Elsa', birthDate: '1988-09-10' });
const idOf = (person: typeof asha, sequence: number) =>
  makeChange(person, sequence).change.changeId;
const correctionOf = (
  person: typeof asha,
  sequence: number,
  of: number,
  occurredOn = '2010-05-12',
) =>
  makeChange(
    person,
    sequence,
    { changeType: 'corrected', previousChangeId: idOf(person, of), occurredOn },
    { income: { ...EARNINGS, netPence: 9000 } },
  );
const annulmentOf = (person: typeof asha, sequence: number, of: number) =>
  makeChange(person, sequence, { changeType: 'annulled', previousChangeId: idOf(person, of) }, {});
const merge = makeChange(older, 2, { fact: 'identity', mergedInto: subjectKeyOf(newer) }, {});
const consentOf = (
  action: 'given' | 'withdrawn',
  person = asha,
  purpose = 'pre-filling-forms',
) => ({
  ...{ subjectKey: subjectKeyOf(person), recipient: COUNCIL, purpose, action },
  ...{ on: '2010-05-12', until: null, recordedBy: 'jobcentre' },
});
/** The forms rest on a second consent too, for another purpose. */
const ADVICE = 'giving-advice';
const adjust = (agreement: Agreement): Agreement =>
  agreement.id === 'dwp-to-council-partner'
    ? {
        ...{ ...agreement, purpose: ADVICE, capacities: ['form-prefill'] },
        basis: { ...agreement.basis, type: 'consent' },
      }
    : agreement;
const consent = (gateway: TestGateway, action: 'given' | 'withdrawn', purpose: string) =>
  gateway.db.transaction((tx) =>
    keepConsent(tx, consentOf(action, older, purpose), gateway.interests),
  );
const atCouncil = { agency: COUNCIL, from: '2010-04-01' };

/** What happens, one step after the other; `sent` is when the relay has sent everything so far. */
type Step = readonly [string, (gateway: TestGateway) => Promise<unknown>];
const STORY: readonly Step[] = [
  ['a case', (g) => g.register({ ...atCouncil, person: asha, caseReference: 'CTB-1' })],
  [
    'a form',
    (g) =>
      g.register({ ...atCouncil, person: asha, caseReference: 'FORM-1', capacity: 'form-prefill' }),
  ],
  [
    'a doubtful case',
    (g) =>
      g.register({
        ...atCouncil,
        person: { ...bela, birthDate: '1975-02-01' },
        caseReference: 'CTB-2',
      }),
  ],
  ['a wrong case', (g) => g.register({ ...atCouncil, person: chris, caseReference: 'CTB-3' })],
  ['a consent', (g) => g.db.transaction((tx) => keepConsent(tx, consentOf('given'), g.interests))],
  [
    'changes',
    (g) =>
      g.decide(makeChange(asha, 1), makeChange(bela, 1), makeChange(chris, 1), makeChange(asha, 2)),
  ],
  ['sent', relay],
  ['a second held', (g) => g.decide(makeChange(bela, 2), correctionOf(asha, 3, 1))],
  [
    'a suspension',
    (g) =>
      g.db.transaction((tx) =>
        keepSuspension(
          tx,
          { target: 'agency', id: 'luton', action: 'suspended', reason: 'a drill' },
          g.interests,
        ),
      ),
  ],
  [
    'confirmed',
    (g) =>
      settle(g, [bela], async (tx) => {
        await confirmReviews(tx, interestIdOf(COUNCIL, 'ctb-claimant', 'CTB-2'));
        return releaseHold(tx, g.decisions, { agency: COUNCIL, caseReference: 'CTB-2' });
      }),
  ],
  ['sent', relay],
  ['more', (g) => g.decide(makeChange(asha, 4), makeChange(chris, 2))],
  [
    'a withdrawal, half of it in place',
    (g) => g.db.transaction((tx) => keepConsent(tx, consentOf('withdrawn'), g.interests)),
  ],
  [
    'recalled',
    (g) =>
      g.db.transaction((tx) =>
        recallInterest(
          tx,
          {
            interestId: interestIdOf(COUNCIL, 'ctb-claimant', 'CTB-3'),
            agency: COUNCIL,
            officer: 'OFF-1',
            reason: 'another person',
          },
          g.interests,
        ),
      ),
  ],
  [
    'ended',
    (g) =>
      g.db.transaction((tx) =>
        endInterest(
          tx,
          {
            interestId: interestIdOf(COUNCIL, 'form-prefill', 'FORM-1'),
            agency: COUNCIL,
            until: '2010-06-01',
          },
          g.interests,
        ),
      ),
  ],
  ['sent', relay],
  ['annulled', (g) => g.decide(annulmentOf(asha, 5, 3), annulmentOf(bela, 3, 1))],
  ['sent', relay],
  [
    'a case that has closed',
    (g) => g.register({ ...atCouncil, person: dora, caseReference: 'CTB-4', until: '2010-05-20' }),
  ],
  ['a chain', (g) => g.decide(makeChange(dora, 1), correctionOf(dora, 2, 1))],
  ['a correction beyond the case', (g) => g.decide(correctionOf(dora, 3, 2, '2010-05-21'))],
  ['sent', relay],
  [
    'two keys',
    async (g) => {
      const form = { caseReference: 'FORM-5', capacity: 'form-prefill' };
      await g.register({ ...atCouncil, person: older, caseReference: 'CTB-5' });
      await g.register({ ...atCouncil, person: older, ...form });
      await g.register({ ...atCouncil, person: newer, caseReference: 'CTB-6' });
      await consent(g, 'given', 'pre-filling-forms');
      await consent(g, 'given', ADVICE);
      await g.decide(makeChange(older, 1), makeChange(newer, 1));
    },
  ],
  ['merged', (g) => g.decide(merge)],
  ['sent', relay],
  [
    'a back-fill',
    (g) => g.register({ ...atCouncil, person: newer, caseReference: 'CTB-7', backFill: true }),
  ],
  ['one of two consents withdrawn', (g) => consent(g, 'withdrawn', 'pre-filling-forms')],
  ['last', (g) => g.decide(makeChange(newer, 2))],
  ['the other one withdrawn', (g) => consent(g, 'withdrawn', ADVICE)],
  ['sent', relay],
];
/** All changes of the story, as the log has them. */
const CHANGES = [
  ...[makeChange(asha, 1), makeChange(bela, 1), makeChange(chris, 1), makeChange(asha, 2)],
  ...[makeChange(bela, 2), correctionOf(asha, 3, 1), makeChange(asha, 4), makeChange(chris, 2)],
  ...[annulmentOf(asha, 5, 3), annulmentOf(bela, 3, 1)],
  ...[makeChange(dora, 1), correctionOf(dora, 2, 1), correctionOf(dora, 3, 2, '2010-05-21')],
  ...[makeChange(older, 1), makeChange(newer, 1), merge, makeChange(newer, 2)],
];

/** Sends what waits, as the relay does. */
async function relay(gateway: TestGateway): Promise<void> {
  const rows = await gateway.rows<{ topic: string; key: Buffer; value: Buffer; headers: string }>(
    'SELECT topic, key, value, headers FROM outbox ORDER BY id',
  );
  for (const { topic, key, value, headers } of rows) {
    const named = Object.entries(JSON.parse(headers) as Record<string, string>);
    await gateway.log.append({ topic, partition: partitionFor(key, PARTITIONS) }, [
      {
        key,
        value,
        headers: Object.fromEntries(
          named.map(([name, text]) => [name, Buffer.from(text, 'latin1')]),
        ),
      },
    ]);
  }
  await gateway.rows(
    `WITH sent AS (DELETE FROM outbox RETURNING id)
     UPDATE outbox_relay SET claimed_through = greatest(claimed_through, (SELECT max(id) FROM sent))`,
  );
}

async function play(gateway: TestGateway, from: number, to: number): Promise<void> {
  for (const [, run] of STORY.slice(from, to)) await run(gateway);
}

/** What is derived from the gateway's own topics and told.changes; places, and what an officer alone has written, aside. */
const TABLES = {
  interest: '*',
  consent: '*',
  consent_history: '*',
  suspension: '*',
  suspension_fence: '*',
  decision: '*',
  decision_recipient: '*',
  release: '*',
  release_case: '*',
  release_consent: '*',
  held_change: 'agency, case_reference, interest_id, change_id',
  kept_change: 'change_id, subject_key, fact, root_change_id, is_latest',
  subject: 'subject_key, protected_since',
  restored_decision: '*',
  outbox: 'topic',
};

async function contents(gateway: TestGateway): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const [table, columns] of Object.entries(TABLES)) {
    const rows = await gateway.rows<object>(
      `SELECT to_jsonb(t)::text AS row FROM (SELECT ${columns} FROM ${table}) AS t ORDER BY 1`,
    );
    found[table] = rows;
  }
  found['refused links'] = await gateway.rows(
    `SELECT interest_id, subject_key, digest_key FROM match_review WHERE state = 'rejected' AND cause = 'candidate' ORDER BY 1`,
  );
  // What was trimmed or voided in its place is in the release that left, and nowhere else.
  found['taking_back'] = await gateway.rows(
    `SELECT release_id, kind, fields FROM taking_back WHERE kind IN ('withdrawn', 'do-not-rely') ORDER BY 1`,
  );
  return found;
}

const versionsOf = (gateway: TestGateway) =>
  gateway.rows<{ subjectKey: string; version: number }>(
    'SELECT subject_key AS "subjectKey", version FROM subject ORDER BY 1',
  );

let lost: TestGateway;
beforeAll(async () => {
  lost = await openTestGateway(adjust);
  await play(lost, 0, STORY.length);
});
afterAll(() => lost.close());

const opened: TestGateway[] = [];
const open = async (): Promise<TestGateway> => {
  const gateway = await openTestGateway(adjust);
  opened.push(gateway);
  return gateway;
};
afterEach(async () => {
  for (const gateway of opened.splice(0)) await gateway.close();
});

const restore = (backup: TestGateway, log: TestGateway['log']) =>
  restoreFromLog({
    ...{ db: backup.db, codec: backup.codec, log, agencies: AGENCIES },
    logger: createLogger({ service: 'gateway', logLevel: 'silent' }),
  });

/** A process of its own on the restored database reads all changes again. */
async function startAgain(gateway: TestGateway, changes: typeof CHANGES): Promise<void> {
  const { db, codec, publisher, agreements } = gateway;
  const { clock } = gateway.interests;
  const { decisions } = connectDecisions({
    ...{ db, codec, publisher, clock, agreements, agencies: AGENCIES },
    moment: gateway.decisions.moment,
  });
  const handle = createRecordHandler({ codec, decide: createDecider(decisions) });
  await db.transaction((tx) => handle(tx, changes.map(gateway.recordOf)));
}

describe('a gateway whose database was restored from a backup', () => {
  test.each(STORY.map(([name], index) => [index, name] as const))(
    'has all back, and decides nothing twice: the backup is from before step %i (%s)',
    async (step) => {
      const backup = await open();
      // The same ids and times: the state that the lost one had then, its outbox included.
      await play(backup, 0, step);
      const restored = await restore(backup, lost.log);
      await startAgain(backup, CHANGES);
      expect(await contents(backup)).toEqual(await contents(lost));
      const versions = new Map(
        (await versionsOf(backup)).map((one) => [one.subjectKey, one.version]),
      );
      for (const { subjectKey, version } of await versionsOf(lost)) {
        expect(versions.get(subjectKey)).toBeGreaterThanOrEqual(version);
      }
      expect(restored.missing > 0).toBe(step < STORY.length - 1);
      // Again, as after being killed in the middle.
      expect((await restore(backup, lost.log)).missing).toBe(0);
    },
  );

  test('reads only what came after the last note of its positions', async () => {
    const gateway = await open();
    await play(gateway, 0, 7);
    await noteOwnPositions(gateway.db, gateway.log, ownTopics(AGENCIES));
    expect(await restore(gateway, gateway.log)).toEqual({ read: 0, missing: 0 });
    await play(gateway, 7, 11);
    const { read, missing } = await restore(gateway, gateway.log);
    expect([read > 0, missing]).toEqual([true, 0]);
  });

  test('stays closed while one of its topics cannot be read, or holds what cannot be', async () => {
    const gateway = await open();
    await play(gateway, 0, 7);
    const log = { ...gateway.log, bounds: () => Promise.reject(new TypeError('away')) };
    await expect(restore(gateway, log)).rejects.toThrow('away');
    await gateway.log.append({ topic: 'told.consents', partition: 0 }, [
      { key: Buffer.from('k'), value: Buffer.from('not a record') },
    ]);
    await expect(restore(gateway, gateway.log)).rejects.toMatchObject({ code: 'undecodable' });
  });
});
