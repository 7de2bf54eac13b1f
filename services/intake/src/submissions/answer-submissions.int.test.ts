import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  completeChange,
  type SubmissionResult,
  type SubmittedChange,
  type SubmittedJson,
} from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import { changeIdOf } from '@told/identity';
import { makeChange, openTestIntake, type TestIntake } from '../../test/open-intake.ts';
import { createSubmissionHandler } from './answer-submissions.ts';

let intake: TestIntake;
let handle: ReturnType<typeof createSubmissionHandler>;
let next = 0;

beforeAll(async () => {
  intake = await openTestIntake();
  handle = createSubmissionHandler(intake);
});
afterAll(() => intake.close());
beforeEach(() => intake.emptyOutbox());

const TOPIC = 'told.submissions.jobcentre';
const TRACEPARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const RESULTS = 'told.submission-results.jobcentre';
const ninoOf = (number: number): string => `QQ${String(number).padStart(6, '0')}A`;

function record(value: Buffer, topic = TOPIC): StoredRecord {
  next += 1;
  const at = { topic, partition: 0, offset: BigInt(next), timestampMs: 0 };
  return { ...at, key: Buffer.from(`own-reference-${next}`), value, headers: {} };
}

function submit(idempotencyKey: string, change: object, topic = TOPIC): StoredRecord {
  const encode = intake.codec.encoder('Submission', topic);
  return record(encode({ idempotencyKey, change: completeChange(change as SubmittedJson) }), topic);
}

/** Handles one batch and reads what is answered. */
async function answersTo(...records: StoredRecord[]): Promise<readonly SubmissionResult[]> {
  await intake.db.transaction((tx) => handle(tx, records));
  const decoded = await intake.codec.decode('SubmissionResult', await intake.waitingFor(RESULTS));
  return decoded.flatMap((one) => (one.ok ? [one.value] : []));
}

describe('submissions on the bus', () => {
  test('an accepted one is told its change id, which follows from agency and key', async () => {
    const [answer] = await answersTo(submit('s-1', makeChange(ninoOf(1))));
    expect(answer).toMatchObject({
      idempotencyKey: 's-1',
      status: 'accepted',
      changeId: changeIdOf('jobcentre', 's-1'),
      errors: [],
    });
    expect(await intake.waitingFor('told.changes')).toHaveLength(1);
  });

  test('the topic says who told, whatever the payload claims', async () => {
    const topic = 'told.submissions.central-bedfordshire';
    await answersTo(submit('s-2', makeChange(ninoOf(2), { caseReference: 'JSA-1' }), topic));
    const [decoded] = await intake.codec.decode(
      'ClaimantChange',
      await intake.waitingFor('told.changes'),
    );
    expect(decoded?.ok && decoded.value.source.agency).toBe('central-bedfordshire');
  });

  test('the same one again is a duplicate, and is answered again', async () => {
    const told = () => submit('s-3', makeChange(ninoOf(3)));
    const answers = await answersTo(told(), told());
    expect(answers.map(({ status }) => status)).toEqual(['accepted', 'duplicate']);
    expect(await intake.waitingFor('told.changes')).toHaveLength(1);
  });

  test.each<[string, object, string, string]>([
    ['a malformed NINO', makeChange('QQ1'), '/change/person/nino', 'nino-malformed'],
    ['a temporary number', makeChange('11 a1 11 11'), '/change/person/nino', 'nino-temporary'],
    [
      'dates out of order',
      makeChange(ninoOf(4), { notifiedOn: '2010-04-06', receivedOn: '2010-04-05' }),
      '/change/notifiedOn',
      'date-order',
    ],
    [
      'a null byte',
      makeChange(ninoOf(4), {
        income: { who: 'claimant', kind: 'employed', employer: 'a\0b' },
      } as object),
      '/change/income/employer',
      'null-byte',
    ],
    [
      'an unknown case',
      makeChange('', { person: null, caseReference: 'NOBODY-1' }),
      '/change/caseReference',
      'person-unknown',
    ],
  ])(
    '%s is rejected by rule and field, and nothing is stored',
    async (name, change, pointer, code) => {
      const before = await intake.count('accepted_change');
      const [answer] = await answersTo(submit(`bad ${name}`.replaceAll(' ', '-'), change));
      expect(answer).toMatchObject({ status: 'rejected', changeId: null, code });
      expect(answer?.errors).toMatchObject([{ pointer, code }]);
      expect(await intake.count('accepted_change')).toBe(before);
      expect(await intake.waitingFor('told.changes')).toHaveLength(0);
    },
  );

  test('a bad one does not stop the others of its batch', async () => {
    const answers = await answersTo(
      submit('s-5', makeChange(ninoOf(5))),
      submit('s-6', makeChange('QQ1')),
      submit(
        's-7',
        makeChange(ninoOf(5), { occurredOn: '2010-04-01' } as Partial<SubmittedChange>),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(['accepted', 'rejected', 'accepted']);
  });

  const causesOf = async (...records: StoredRecord[]) => {
    await answersTo(...records);
    const text =
      'SELECT cause FROM dead_letter WHERE "offset" = ANY ($1::bigint[]) ORDER BY "offset"';
    const { rows } = await intake.db.query<{ cause: string }>({ name: 'test_causes', text }, [
      records.map(({ offset }) => offset),
    ]);
    return rows.map(({ cause }) => cause);
  };

  test('what is no submission of a registered schema is a dead letter by its cause, and holds up nobody else', async () => {
    const framed = (id: number) => Buffer.concat([Buffer.from([0, 0, 0, 0, id]), Buffer.from('x')]);
    const encodeOther = intake.codec.encoder('SubmissionResult', RESULTS);
    const other = encodeOther({
      ...{ idempotencyKey: 's-9', status: 'accepted', changeId: null, code: null },
      ...{ errors: [], answeredAt: 0 },
    });
    const causes = await causesOf(
      record(Buffer.alloc(0)),
      record(Buffer.from('{"idempotencyKey": "s-9"}')),
      record(framed(250)),
      record(other),
      submit('s-9', makeChange(ninoOf(9))),
    );
    expect(causes).toEqual(['undecodable', 'undecodable', 'unknown-schema', 'undecodable']);
    expect(await intake.waitingFor('told.changes')).toHaveLength(1);
  });

  test('one without a key is answered without one', async () => {
    const told = { ...submit('s-10', makeChange(ninoOf(10))), key: Buffer.alloc(0) };
    expect(await answersTo(told)).toMatchObject([{ idempotencyKey: 's-10', status: 'accepted' }]);
  });

  test.each([
    ['Zzyzxa QQ123456C', undefined],
    [TRACEPARENT, TRACEPARENT],
    [`01${TRACEPARENT.slice(2)}-Zzyzxa`, TRACEPARENT],
  ])('of its headers nothing is told on but a trace: %s', async (traceparent, passed) => {
    const told = submit(`trace-${traceparent.length}`, makeChange(ninoOf(11)));
    const headers = {
      traceparent: Buffer.from(traceparent),
      ce_source: Buffer.from('Zzyzxa'),
      surname: Buffer.from('Zzyzxa'),
    };
    await answersTo({ ...told, headers });
    const text = 'SELECT topic, headers FROM outbox ORDER BY topic';
    const { rows } = await intake.db.query<{ headers: string }>({ name: 'test_headers', text });
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row.headers).not.toContain('Zzyzxa');
      expect(JSON.parse(row.headers).traceparent).toBe(passed);
    }
  });

  test('one that cannot be decoded is a dead letter without its value', async () => {
    const garbage = record(Buffer.from('not a framed record, about QQ123456C'));
    const before = await intake.count('dead_letter');
    await answersTo(garbage, submit('s-8', makeChange(ninoOf(8))));
    expect(await intake.count('dead_letter')).toBe(before + 1);
    const { rows } = await intake.db.query<{ row: string }>({
      name: 'test_dead',
      text: 'SELECT dead_letter::text AS row FROM dead_letter',
    });
    expect(rows.map(({ row }) => row).join()).not.toContain('QQ123456C');
    expect(await intake.waitingFor('told.changes')).toHaveLength(1);
  });
});
