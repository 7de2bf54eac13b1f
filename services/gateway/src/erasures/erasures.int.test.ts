import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sealBody } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import type { KeyReader } from '@told/service';
import { openTestKeys, type TestKeys } from '../../../../packages/service/src/test/open-keys.ts';
import { type HttpGateway, openHttpGateway } from '../../test/http-gateway.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import {
  EARNINGS,
  makeChange,
  makePerson,
  subjectKeyOf,
  type TestChange,
  type TestPerson,
} from '../../test/people.ts';

const COUNCIL = 'central-bedfordshire';
let testKeys: TestKeys;
let gateway: TestGateway;
let http: HttpGateway;
let number = 0;
let asha: TestPerson;
let ctb: string;
/** Done once the bodies of a batch are open, and before it is committed. */
let afterOpening: () => Promise<unknown> = async () => undefined;

beforeAll(async () => {
  testKeys = await openTestKeys();
  const reader = testKeys.open(false);
  const keys: Pick<KeyReader, 'open' | 'epoch'> = {
    epoch: () => reader.epoch(),
    async open(names) {
      const opened = await reader.open(names);
      await afterOpening();
      return opened;
    },
  };
  gateway = await openTestGateway(undefined, undefined, keys);
  http = await openHttpGateway(gateway);
});
afterAll(async () => {
  await http.close();
  await gateway.close();
  testKeys.close();
});
beforeEach(async () => {
  number += 1;
  asha = makePerson(number);
  ctb = `ER-${number}`;
  afterOpening = async () => undefined;
  await gateway.emptyOutbox();
});

/** The record as intake writes it: sealed for its person, or for another place. */
async function sealed(
  told: TestChange,
  place: { readonly subjectKey: string; readonly changeId: string } = told.change,
): Promise<StoredRecord> {
  const { codec, recordOf } = gateway;
  const key = (await testKeys.keys.keysFor([told.change.subjectKey])).get(told.change.subjectKey);
  if (key === undefined) throw new TypeError('a person asked for has a key');
  const { subjectKey, changeId } = place;
  const framed = codec.encoder('ChangeBody', 'told.changes-body')(told.body);
  const body = sealBody(framed, key, { subjectKey, changeId });
  const value = codec.encoder('ClaimantChange', 'told.changes')({ ...told.change, body });
  return { ...recordOf(told), value };
}
async function decide(...told: readonly TestChange[]): Promise<void> {
  const records = await Promise.all(told.map((one) => sealed(one)));
  await gateway.db.transaction((tx) => gateway.handle(tx, records));
}
const destroy = async (): Promise<unknown> =>
  testKeys.keys.destroy(await testKeys.keys.standing([subjectKeyOf(asha)]));
const register = () => gateway.register({ person: asha, caseReference: ctb });
const correct = (sequence: number, of: number): TestChange =>
  makeChange(asha, sequence, {
    ...{ changeType: 'corrected', previousChangeId: makeChange(asha, of).change.changeId },
  });
const answers = async () =>
  (await gateway.said()).decisions.flatMap(({ recipients }) =>
    recipients.map(({ verdict, reason }) => [verdict, reason]),
  );

type Route = '/v1/erasures' | '/v1/erasures/answers';
const ask = (route: Route, sequences: readonly number[], agency = 'told') =>
  http.call(
    agency,
    `POST ${route}`,
    {
      subjectKeys: [subjectKeyOf(asha)],
      changeIds: sequences.map((one) => makeChange(asha, one).change.changeId),
    },
    ['erasures:tell'],
  );

describe('a sealed change', () => {
  test('is decided as it would be in clear', async () => {
    await register();
    await decide(makeChange(asha, 1));
    await gateway.decide(makeChange(asha, 2));
    const { releases } = await gateway.said();
    expect(releases.map(({ kind, income }) => [kind, income?.netPence])).toEqual([
      ['value', EARNINGS.netPence],
      ['value', EARNINGS.netPence],
    ]);
  });

  test('waits while the keys are away: no decision, no dead letter, no parked key', async () => {
    await register();
    const record = await sealed(makeChange(asha, 1));
    const handle = () => gateway.db.transaction((tx) => gateway.handle(tx, [record]));
    await testKeys.whileAway(() =>
      expect(handle()).rejects.toMatchObject({ code: 'keys-unavailable', retryable: true }),
    );
    expect(await gateway.rows('SELECT FROM dead_letter')).toEqual([]);
    expect(await gateway.rows('SELECT FROM parked_key')).toEqual([]);
    expect((await gateway.said()).decisions).toEqual([]);
    await handle();
    expect(await answers()).toHaveLength(1);
  });

  test('under another person’s or change’s name is a dead letter', async () => {
    const told = makeChange(asha, 1);
    const other = makeChange(makePerson(number + 500), 1).change;
    for (const place of [
      { ...told.change, subjectKey: other.subjectKey },
      { ...told.change, changeId: other.changeId },
    ]) {
      const record = await sealed(told, place);
      await gateway.db.transaction((tx) => gateway.handle(tx, [record]));
    }
    expect(await gateway.rows('SELECT cause FROM dead_letter')).toEqual([
      { cause: 'seal-broken' },
      { cause: 'seal-broken' },
    ]);
  });

  test('opened before its key was destroyed does not leave after', async () => {
    await register();
    const record = await sealed(makeChange(asha, 1));
    afterOpening = async () => {
      afterOpening = async () => undefined;
      await destroy();
    };
    await gateway.db.transaction((tx) => gateway.handle(tx, [record]));
    expect(await answers()).toEqual([['refused', 'erased']]);
    expect((await gateway.said()).releases).toEqual([]);
  });
});

describe('an erased change', () => {
  test('is refused as erased, and is given to nobody who comes later', async () => {
    await register();
    const [first, second] = [makeChange(asha, 1), makeChange(asha, 2)];
    await decide(first);
    const record = await sealed(second);
    await destroy();
    await gateway.db.transaction((tx) => gateway.handle(tx, [record]));
    await gateway.register({
      ...{ person: asha, caseReference: `${ctb}-L`, agency: 'luton', backFill: true },
    });
    expect(await answers()).toEqual([
      ['trimmed', null],
      ['refused', 'erased'],
      ['refused', 'erased'],
      ['refused', 'erased'],
    ]);
    expect((await gateway.said()).releases).toHaveLength(1);
  });

  test('that corrects another has its recipients told not to rely on that', async () => {
    await register();
    await decide(makeChange(asha, 1));
    const record = await sealed(correct(2, 1));
    await destroy();
    await gateway.db.transaction((tx) => gateway.handle(tx, [record]));
    const { releases } = await gateway.said();
    expect(releases.map(({ kind }) => kind)).toEqual(['value', 'do-not-rely']);
  });

  test('stays erased, and what is told of the person next is given', async () => {
    await register();
    await decide(makeChange(asha, 1));
    await destroy();
    await decide(makeChange(asha, 2));
    expect((await gateway.said()).releases.map(({ kind }) => kind)).toEqual(['value', 'value']);
  });
});

describe('whoever was given something', () => {
  test('is told to erase it, once, at the next place of its case, and is counted when it answers', async () => {
    await register();
    await decide(makeChange(asha, 1), makeChange(asha, 2));
    const [given] = (await gateway.said()).releases;
    await gateway.emptyOutbox();
    await destroy();
    expect(await ask('/v1/erasures', [1])).toEqual({
      status: 200,
      body: { followed: 1, inPlace: 0 },
    });
    const [erasing, ...others] = (await gateway.said()).releases;
    expect(others).toEqual([]);
    expect(erasing).toMatchObject({
      ...{ kind: 'erased', takesBack: given?.releaseId, caseReference: ctb, releaseSequence: 3 },
      ...{ income: null, withheld: [], basis: [] },
    });
    expect((await ask('/v1/erasures', [1])).body).toEqual({ followed: 0, inPlace: 0 });
    const counted = async () => (await ask('/v1/erasures/answers', [1, 2])).body.recipients;
    expect(await counted()).toEqual([{ agency: COUNCIL, told: 1, answered: 0, void: 0 }]);
    await gateway.answer(COUNCIL, {
      ...{ releaseId: erasing?.releaseId ?? '', outcomeNo: 1, caseReference: ctb },
      ...{ releaseSequence: 3, kind: 'applied', reason: null, effectiveOn: '2010-05-17' },
      ...{ businessDate: '2010-05-13', decidedAt: 1 },
    });
    expect(await counted()).toEqual([{ agency: COUNCIL, told: 1, answered: 1, void: 0 }]);
  });

  test('is given nothing of what had not left yet', async () => {
    await register();
    await decide(makeChange(asha, 1));
    await destroy();
    expect((await ask('/v1/erasures', [1])).body).toEqual({ followed: 0, inPlace: 1 });
    const { releases } = await gateway.said();
    expect(releases.map(({ kind, income }) => [kind, income])).toEqual([['void', null]]);
    expect((await ask('/v1/erasures/answers', [1])).body.recipients).toEqual([
      { agency: COUNCIL, told: 0, answered: 0, void: 1 },
    ]);
    expect((await ask('/v1/erasures', [1])).body).toEqual({ followed: 0, inPlace: 0 });
  });

  test('is told by the services of the bus alone', async () => {
    for (const route of ['/v1/erasures', '/v1/erasures/answers'] as const)
      expect((await ask(route, [1], COUNCIL)).status).toBe(403);
  });
});
