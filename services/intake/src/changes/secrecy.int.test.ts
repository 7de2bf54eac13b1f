import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ChangeBody, completeChange, type SubmittedJson } from '@told/codec';
import { createKeys } from '@told/identity';
import { type HttpIntake, openHttpIntake } from '../../test/http-intake.ts';
import { AREA_SECRET, makeChange } from '../../test/open-intake.ts';
import { createSubmissionHandler } from '../submissions/answer-submissions.ts';

let intake: HttpIntake;
beforeAll(async () => {
  intake = await openHttpIntake();
});
afterAll(() => intake.close());

const OLD = 'QQ123456A';
const NEW = 'QQ 65 43 21 b';

/** Every form in which the number could be kept or looked up without the area secret. */
const FORMS = ['QQ654321B', 'QQ654321', '654321', NEW, 'qq654321'];
const GUESSABLE = FORMS.flatMap((form) =>
  ['sha256', 'sha1', 'md5'].flatMap((algorithm) => {
    const digest = createHash(algorithm).update(form).digest();
    return [digest.toString('hex').slice(0, 32), digest.toString('base64').slice(0, 20)];
  }),
);

const told = (newNino: string) => ({
  ...makeChange(OLD, { fact: 'identity', income: null }),
  identity: { newNino, formerNames: ['Asha Example'], reason: 'nino-changed' },
});

/** Every byte of every table, whatever its type; what is binary also as text. */
async function allStoredBytes(): Promise<string> {
  const ask = async <R extends object>(text: string): Promise<readonly R[]> =>
    (
      await intake.db.query<R>({
        name: `test_${createHash('md5').update(text).digest('hex')}`,
        text,
      })
    ).rows;
  const tables = await ask<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
  );
  const stored: string[] = [];
  for (const { name } of tables) {
    for (const row of await ask<object>(`SELECT * FROM ${name}`)) {
      for (const value of Object.values(row)) {
        if (!Buffer.isBuffer(value)) stored.push(JSON.stringify(value) ?? '');
        else stored.push(value.toString('latin1'), value.toString('hex'), value.toString('base64'));
      }
    }
  }
  return stored.join('\n');
}

async function publishedBodies(): Promise<readonly ChangeBody[]> {
  const waiting = await intake.waitingFor('told.changes');
  const changes = await intake.codec.decode('ClaimantChange', waiting);
  const bodies = changes.map((one) => (one.ok ? one.value.body : Buffer.alloc(0)));
  return (await intake.codec.decode('ChangeBody', bodies)).flatMap((one) =>
    one.ok ? [one.value] : [],
  );
}

describe('a new National Insurance number', () => {
  test('is neither stored nor published in clear, at either door; a keyed digest is', async () => {
    expect((await intake.tell('http', told(NEW))).status).toBe(202);
    const topic = 'told.submissions.jobcentre';
    const submission = {
      idempotencyKey: 'bus',
      change: completeChange(told('QQ654321') as object as SubmittedJson),
    };
    const value = intake.codec.encoder('Submission', topic)(submission);
    const record = {
      ...{
        topic,
        partition: 0,
        offset: 1n,
        timestampMs: 0,
        key: Buffer.from('k'),
        value,
        headers: {},
      },
    };
    await intake.db.transaction((tx) => createSubmissionHandler(intake)(tx, [record]));

    const keys = createKeys({ secret: AREA_SECRET, version: 1 });
    const identity = {
      newNinoDigest: keys.ninoDigest('QQ654321'),
      formerNames: ['Asha Example'],
      birthDate: null,
      reason: 'nino-changed',
    };
    expect((await publishedBodies()).map((body) => body.identity)).toEqual([identity, identity]);
    expect(identity.newNinoDigest).not.toBe(keys.subjectKey('QQ654321'));

    const stored = await allStoredBytes();
    expect(stored).toContain('Asha Example'); // the search does look into what is stored
    expect(stored).toContain(identity.newNinoDigest);
    for (const form of [...FORMS, ...GUESSABLE, 'QQ123456']) expect(stored).not.toContain(form);
  });

  test.each([
    ['QQ1', 'nino-malformed'],
    ['12 b3 45 67', 'nino-temporary'],
    ['AB123456C', 'nino-foreign-mode'],
  ])('that is none is refused by rule and field: %s', async (newNino, code) => {
    const { status, body } = await intake.tell(`bad-${code}`, told(newNino));
    expect([status, body.errors]).toEqual([
      422,
      [expect.objectContaining({ pointer: '/identity/newNino', code })],
    ]);
    expect(JSON.stringify(body)).not.toContain(newNino);
  });
});
