import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Outcome, Release } from '@told/codec';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson } from '../../test/people.ts';

let gateway: TestGateway;
let number = 0;
let release: Release;

beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());
beforeEach(async () => {
  number += 1;
  await gateway.emptyOutbox();
  const asha = makePerson(number);
  await gateway.register({ person: asha, caseReference: `O-${number}` });
  await gateway.decide(makeChange(asha, 1));
  release = (await gateway.said()).releases[0] as Release;
});

const outcome = (more: Partial<Outcome> = {}): Outcome => ({
  releaseId: release.releaseId,
  outcomeNo: 1,
  caseReference: release.caseReference,
  releaseSequence: release.releaseSequence,
  kind: 'applied',
  reason: 'SI2007/2911-r2(2)',
  effectiveOn: '2010-05-17',
  businessDate: '2010-05-13',
  decidedAt: 1_273_744_900_000_000,
  ...more,
});
const keptOf = () =>
  gateway.rows('SELECT outcome_no AS no, kind FROM outcome WHERE release_id = $1 ORDER BY 1', [
    release.releaseId,
  ]);
const deadOf = () =>
  gateway.rows<{ cause: string }>(
    `SELECT topic, cause FROM dead_letter ORDER BY "offset" DESC LIMIT 1`,
  );

describe('outcomes', () => {
  test('are kept, one after the other', async () => {
    await gateway.answer('central-bedfordshire', outcome({ kind: 'to-verify' }));
    await gateway.answer('central-bedfordshire', outcome({ outcomeNo: 2 }));
    expect(await keptOf()).toEqual([
      { no: 1, kind: 'to-verify' },
      { no: 2, kind: 'applied' },
    ]);
  });

  test('told again change nothing', async () => {
    await gateway.answer('central-bedfordshire', outcome(), outcome());
    await gateway.answer('central-bedfordshire', outcome());
    expect(await keptOf()).toEqual([{ no: 1, kind: 'applied' }]);
  });

  test('on another agency’s release are dead letters: the topic says who answers, never the payload', async () => {
    await gateway.answer('luton', outcome());
    expect(await keptOf()).toEqual([]);
    expect(await deadOf()).toEqual([{ topic: 'told.outcomes.luton', cause: 'release-unknown' }]);
  });

  test('that name a schema of nobody’s, or are empty, are dead letters and hold up no other', async () => {
    const topic = 'told.outcomes.central-bedfordshire';
    const unknown = Buffer.from([0, 0, 0x0f, 0x42, 0x3f, 2]);
    const sound = gateway.codec.encoder('Outcome', topic)(outcome());
    const records = [unknown, Buffer.alloc(0), sound].map((value, index) => ({
      ...{ topic, partition: 3, offset: BigInt(index), timestampMs: 0, value, headers: {} },
      key: Buffer.from(index < 2 ? 'odd' : release.caseReference),
    }));
    await gateway.db.transaction((tx) => gateway.handle(tx, records));
    expect(await keptOf()).toEqual([{ no: 1, kind: 'applied' }]);
    const dead =
      'SELECT cause FROM dead_letter WHERE topic = $1 AND partition = 3 ORDER BY "offset"';
    expect(await gateway.rows(dead, [topic])).toEqual([
      ...[{ cause: 'unknown-schema' }, { cause: 'undecodable' }],
    ]);
  });

  test.each([
    [
      'a release that never was',
      { releaseId: '00000000-0000-4000-8000-000000000009' },
      'release-unknown',
    ],
    ['another case of the agency', { caseReference: 'O-other' }, 'key-mismatch'],
    ['another sequence', { releaseSequence: 9 }, 'key-mismatch'],
  ])('on %s are dead letters', async (_, more, cause) => {
    await gateway.answer('central-bedfordshire', outcome(more));
    expect(await keptOf()).toEqual([]);
    expect(await deadOf()).toMatchObject([{ cause }]);
  });
});
