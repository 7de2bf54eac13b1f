import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '@told/service';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { digestsOf, makeChange, makePerson, subjectKeyOf } from '../../test/people.ts';
import { confirmReviews, settle } from '../../test/settle.ts';
import { decisionIdOf, interestIdOf, releaseIdOf } from '../ids.ts';
import { releaseHold } from './release-hold.ts';

/** Its migrations up to outcomes. */
const OLDER_MIGRATIONS = 8;
const COUNCIL = 'central-bedfordshire';
const asha = makePerson(1);
const ben = makePerson(2);
const interestOf = (caseReference: string) => interestIdOf(COUNCIL, 'ctb-claimant', caseReference);
const first = makeChange(asha, 1).change;
const second = makeChange(asha, 2, {
  ...{ changeType: 'corrected', previousChangeId: first.changeId },
}).change;
const releaseId = releaseIdOf(decisionIdOf(first.changeId, 1), interestOf('CTB-1'));

let statements = 0;
/** What a gateway before this one did: a release, its correction, a protected address withheld, and a hold. */
async function act(db: Database): Promise<void> {
  const run = (text: string, values: readonly unknown[]) =>
    db.query({ name: `older_${++statements}`, text }, values);
  for (const person of [asha, ben]) {
    const caseReference = person === asha ? 'CTB-1' : 'CTB-2';
    const told = digestsOf(person === asha ? person : { ...person, birthDate: '1981-04-03' });
    await run('INSERT INTO subject (subject_key, version) VALUES ($1, 1)', [subjectKeyOf(person)]);
    await run(
      `INSERT INTO interest (interest_id, version, agency, capacity, case_reference, subject_key, state, secret_version, birth_date_digest,
         surname_prefix_digest, initial_digest, postcode_digest, from_on, until_on, changed_at_micros)
       VALUES ($1, 1, $2, 'ctb-claimant', $3, $4, 'final', 1, $5, $6, $7, $8, '2010-04-01', '2010-05-20', 0)`,
      [
        ...[interestOf(caseReference), COUNCIL, caseReference, subjectKeyOf(person)],
        ...[told.birthDate, told.surnamePrefix, told.initial, told.postcode],
      ],
    );
  }
  await run(
    `INSERT INTO release_case (agency, case_reference, last_release_sequence, held_since_micros)
     VALUES ($1, 'CTB-1', 1, NULL), ($1, 'CTB-2', 0, 5)`,
    [COUNCIL],
  );
  for (const change of [first, second, makeChange(ben, 1).change]) {
    await run(
      `INSERT INTO decision (change_id, run, decision_id, subject_key, subject_version, change_sequence, source_agency, fact, change_type,
         previous_change_id, occurred_on, notified_on, received_on, accepted_at_micros, business_date, decided_at_micros, engine_version,
         agreement_set)
       VALUES ($1, 1, $2, $3, 1, $4, 'jobcentre', 'income', $5, $6, '2010-05-12', '2010-05-13', '2010-05-13', $4, '2010-05-13', 5, '2', 's')`,
      [
        ...[change.changeId, decisionIdOf(change.changeId, 1), change.subjectKey],
        ...[change.changeSequence, change.changeType, change.previousChangeId],
      ],
    );
    await run(
      `INSERT INTO sequence_head (stream, key, last_sequence) VALUES ('told.changes', $1, $2)
       ON CONFLICT (stream, key) DO UPDATE SET last_sequence = excluded.last_sequence`,
      [change.subjectKey, change.changeSequence],
    );
  }
  const recipient = `INSERT INTO decision_recipient (change_id, run, recipient_no, agency, capacity, case_reference, interest_id,
      interest_version, verdict, reason, matched, given, withheld, release_id)
    VALUES ($1, 1, 1, $2, 'ctb-claimant', $3, $4, 1, $5, $6, 'nino', $7, $8, $9)`;
  const given = '[{"hash":"h","fields":["income.who"]}]';
  const withheld = '[{"reason":"protected","fields":["address.toPostcode"]}]';
  for (const [changeId, ref, verdict, reason, gave, kept, release] of [
    [first.changeId, 'CTB-1', 'release', null, given, '[]', releaseId],
    [second.changeId, 'CTB-1', 'refused', 'no-field', '[]', withheld, null],
    [makeChange(ben, 1).change.changeId, 'CTB-2', 'hold', 'match-unconfirmed', '[]', '[]', null],
  ] as const) {
    const who = [changeId, COUNCIL, ref, interestOf(ref)];
    await run(recipient, [...who, verdict, reason, gave, kept, release]);
  }
  await run(
    `INSERT INTO release (release_id, agency, case_reference, release_sequence, change_id, run, kind)
     VALUES ($1, $2, 'CTB-1', 1, $3, 1, 'value')`,
    [releaseId, COUNCIL, first.changeId],
  );
}

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openTestGateway(undefined, { migrations: OLDER_MIGRATIONS, write: act });
});
afterAll(() => gateway.close());

describe('what an older gateway decided', () => {
  test('is the beginning of the chains that go on', async () => {
    const change = { changeType: 'annulled', previousChangeId: second.changeId } as const;
    await gateway.decide(makeChange(asha, 3, { ...change, occurredOn: '2010-06-01' }, {}));
    const { releases, decisions } = await gateway.said();
    expect(decisions).toMatchObject([
      {
        rootChangeId: first.changeId,
        recipients: [{ verdict: 'refused', reason: 'outside-period' }],
      },
    ]);
    expect(releases).toMatchObject([
      { kind: 'do-not-rely', takesBack: releaseId, releaseSequence: 2, occurredOn: '2010-05-12' },
    ]);
  });

  test('as withheld for protection goes on being protected', async () => {
    expect(
      await gateway.rows(
        'SELECT protected_since AS since, protected_by AS by FROM subject WHERE subject_key = $1',
        [subjectKeyOf(asha)],
      ),
    ).toEqual([{ since: 2, by: 'jobcentre' }]);
  });

  test('to hold without keeping it is not overtaken by what is told now', async () => {
    await gateway.decide(makeChange(ben, 2));
    const interestId = interestOf('CTB-2');
    const released = settle(gateway, [ben], async (tx) => {
      await confirmReviews(tx, interestId);
      return releaseHold(tx, gateway.decisions, { agency: COUNCIL, caseReference: 'CTB-2' });
    });
    expect(await released).toEqual({ released: 0, stillHeld: true });
    expect((await gateway.said()).decisions.at(-1)).toMatchObject({
      recipients: [{ verdict: 'hold' }],
    });
  });
});
