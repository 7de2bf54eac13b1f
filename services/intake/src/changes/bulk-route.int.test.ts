import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { changeIdOf } from '@told/identity';
import { type HttpIntake, openHttpIntake } from '../../test/http-intake.ts';
import { makeChange } from '../../test/open-intake.ts';

let intake: HttpIntake;
beforeAll(async () => {
  intake = await openHttpIntake();
});
afterAll(() => intake.close());
beforeEach(() => intake.emptyOutbox());

const ninoOf = (number: number): string => `QQ${String(number).padStart(6, '0')}A`;
const lineOf = (idempotencyKey: string, change: object): string =>
  JSON.stringify({ idempotencyKey, change });
const tellLines = (...lines: readonly string[]) => intake.tellLines(`${lines.join('\n')}\n`);

describe('POST /v1/changes/bulk', () => {
  test('answers each line by its number: accepted, duplicate, or refused with field and rule', async () => {
    await intake.tell('b-1', makeChange(ninoOf(1)));
    const { status, headers, body } = await tellLines(
      lineOf('b-1', makeChange(ninoOf(1))),
      lineOf('b-2', makeChange(ninoOf(2))),
      '',
      lineOf('b-3', { ...makeChange(ninoOf(3)), shoeSize: 43 }),
      lineOf('b-1', makeChange(ninoOf(1), { occurredOn: '2010-04-01' })),
      lineOf('b-4', makeChange('AB123456C')),
      '{"idempotencyKey":"b-5","change":{"fact"',
      lineOf('b 6', makeChange(ninoOf(6))),
      lineOf('b-7', makeChange('', { person: null, caseReference: 'X-1' })),
    );
    expect([status, headers['content-type']]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    const idOf = (key: string) => changeIdOf('jobcentre', key);
    const at = (pointer: string, code: string) => [expect.objectContaining({ pointer, code })];
    const refused = (line: number, code: string, errors: unknown) =>
      expect.objectContaining({ line, status: 'refused', code, errors });
    expect(body).toEqual([
      { line: 1, status: 'duplicate', changeId: idOf('b-1') },
      { line: 2, status: 'accepted', changeId: idOf('b-2') },
      refused(4, 'unknown-field', at('/change/shoeSize', 'unknown-field')),
      refused(5, 'idempotency-key-reused', at('/change', 'idempotency-key-reused')),
      refused(6, 'nino-foreign-mode', at('/change/person/nino', 'nino-foreign-mode')),
      refused(7, 'malformed-json', []),
      refused(8, 'invalid-request', at('/idempotencyKey', 'pattern')),
      refused(9, 'person-unknown', at('/change/caseReference', 'person-unknown')),
    ]);
    expect(JSON.stringify(body)).not.toMatch(/AB123456C|QQ\d/);
    expect(await intake.waitingFor('told.changes')).toHaveLength(2);
  });

  test('a change is the same one whichever way it is told', async () => {
    await tellLines(lineOf('b-10', makeChange(ninoOf(10))));
    const { status, body } = await intake.tell('b-10', makeChange(ninoOf(10)));
    expect([status, body.status]).toEqual([202, 'duplicate']);
  });

  test('of a thousand lines sent again after a cut, those that were accepted are duplicates', async () => {
    const lines = Array.from({ length: 1_000 }, (_, at) =>
      lineOf(`cut-${at}`, makeChange(ninoOf(100 + (at % 50)))),
    );
    const first = await tellLines(...lines.slice(0, 400));
    const again = await tellLines(...lines);
    const countBy = (body: readonly { readonly status: string }[], wanted: string): number =>
      body.filter(({ status }) => status === wanted).length;
    expect(countBy(first.body, 'accepted')).toBe(400);
    expect([countBy(again.body, 'duplicate'), countBy(again.body, 'accepted')]).toEqual([400, 600]);
    expect(await intake.waitingFor('told.changes')).toHaveLength(1_000);
  });

  test('the changes of one person count in the order of their lines', async () => {
    await tellLines(...[1, 2, 3].map((at) => lineOf(`turn-${at}`, makeChange(ninoOf(900)))));
    const { rows } = await intake.db.query<{ id: string }>(
      {
        name: 'read_turns',
        text: `SELECT change_id AS id FROM accepted_change WHERE change_id = ANY ($1::uuid[]) ORDER BY change_sequence`,
      },
      [[1, 2, 3].map((at) => changeIdOf('jobcentre', `turn-${at}`))],
    );
    expect(rows.map(({ id }) => id)).toEqual(
      [1, 2, 3].map((at) => changeIdOf('jobcentre', `turn-${at}`)),
    );
  });

  test.each<[string, () => Promise<{ status: number; body: { code: string } }>, number, string]>([
    [
      'an agency that is none of ours',
      () => intake.tellLines('{}', 'stevenage'),
      403,
      'unknown-agency',
    ],
    [
      'more lines than it takes',
      () => tellLines(...Array.from({ length: 1_001 }, () => '{}')),
      413,
      'too-many-lines',
    ],
  ])('%s is a problem of the whole', async (_name, ask, status, code) => {
    const answer = await ask();
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('a full outbox closes the door before anything is taken', async () => {
    await intake.tell('b-20', makeChange(ninoOf(20)));
    intake.limits.outboxRecordsMax = 1;
    const closed = await tellLines(lineOf('b-21', makeChange(ninoOf(21))));
    intake.limits.outboxRecordsMax = 1_000;
    expect([closed.status, closed.body.code]).toEqual([503, 'outbox-full']);
    expect(await intake.waitingFor('told.changes')).toHaveLength(1);
  });

  test('a line longer than it takes is refused alone', async () => {
    const long = lineOf('b-30', {
      ...makeChange(ninoOf(30)),
      caseReference: 'x'.repeat(17 * 1024),
    });
    const { body } = await tellLines(long, lineOf('b-31', makeChange(ninoOf(31))));
    expect(body).toMatchObject([
      { line: 1, status: 'refused', code: 'body-too-large' },
      { line: 2, status: 'accepted' },
    ]);
  });
});
