import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf, type TestPerson } from '../../test/people.ts';
import { failAt, openReplaying, type Replaying } from '../../test/replaying.ts';
import { keepConsent } from '../consents/keep-consent.ts';
import { interestIdOf } from '../ids.ts';
import { endInterest } from '../interests/end-interest.ts';
import { redeliverPage } from './redeliver.ts';
import { readReleasePage } from './releases-to-repeat.ts';
import type { ReplayPorts } from './run-replay.ts';

const COUNCIL = 'central-bedfordshire';
let gateway: TestGateway;
let replaying: Replaying;
let number = 0;
let asha: TestPerson;
let ctb: string;

beforeAll(async () => {
  gateway = await openTestGateway();
  replaying = openReplaying(gateway);
});
afterAll(() => gateway.close());
beforeEach(async () => {
  number += 1;
  asha = makePerson(number);
  ctb = `CTB-${number}`;
  await gateway.emptyOutbox();
});

const follow = (sequence: number, changeType: 'corrected' | 'annulled') =>
  makeChange(
    asha,
    sequence,
    { changeType, previousChangeId: makeChange(asha, 1).change.changeId },
    changeType === 'annulled' ? {} : undefined,
  );
const consent = (action: 'given' | 'withdrawn') =>
  gateway.db.transaction((tx) =>
    keepConsent(
      tx,
      {
        ...{ subjectKey: subjectKeyOf(asha), recipient: COUNCIL, purpose: 'pre-filling-forms' },
        ...{ action, on: '2010-05-12', until: null, recordedBy: 'jobcentre' },
      },
      gateway.interests,
    ),
  );

/** Whatever was decided so far is from before it is asked. */
const askAgain = async (caseReference = ctb) => {
  await gateway.emptyOutbox();
  const request = { kind: 'redeliver', filter: { agency: COUNCIL, caseReference } } as const;
  const asked = await replaying.ask(request);
  return { asked, approved: await replaying.approve(asked) };
};
const redeliver = async (caseReference = ctb) => {
  const { approved } = await askAgain(caseReference);
  const done = await replaying.run(approved);
  return { done, releases: (await gateway.said()).releases };
};

describe('a redelivery', () => {
  test('gives what was given again, at the next places of its case, each naming the first', async () => {
    await gateway.register({ person: asha, caseReference: ctb });
    await replaying.tell(makeChange(asha, 1), makeChange(asha, 2));
    const first = (await gateway.said()).releases;
    const { done, releases } = await redeliver();
    expect([done.state, done.done, done.counts]).toEqual(['done', 2, { trimmed: 2 }]);
    expect(releases).toEqual(
      first.map((one, index) => ({
        ...one,
        releaseId: releases[index]?.releaseId,
        releaseSequence: one.releaseSequence + 2,
        redeliveryOf: one.releaseId,
      })),
    );
    const { decisions } = await gateway.said();
    expect(decisions.map((one) => [one.run, one.cause])).toEqual([
      [2, 'redelivered'],
      [2, 'redelivered'],
    ]);
  });

  test('given a second time names the first still', async () => {
    await gateway.register({ person: asha, caseReference: ctb });
    await replaying.tell(makeChange(asha, 1));
    const [first] = (await gateway.said()).releases;
    await redeliver();
    const { done, releases } = await redeliver();
    expect(done.counts).toEqual({ trimmed: 1 });
    expect(releases).toMatchObject([{ releaseSequence: 3, redeliveryOf: first?.releaseId }]);
  });

  test('is decided by the law of today: what may not be given any more is not', async () => {
    await gateway.register({ person: asha, caseReference: ctb });
    await replaying.tell(makeChange(asha, 1));
    await gateway.db.transaction((tx) =>
      endInterest(
        tx,
        {
          interestId: interestIdOf(COUNCIL, 'ctb-claimant', ctb),
          agency: COUNCIL,
          until: '2010-05-01',
        },
        gateway.interests,
      ),
    );
    const { done, releases } = await redeliver();
    expect([done.counts, releases]).toEqual([{ refused: 1 }, []]);
  });

  test('holds nothing that was withdrawn after it was asked', async () => {
    const caseReference = `F-${number}`;
    await gateway.register({ person: asha, caseReference, capacity: 'form-prefill' });
    await consent('given');
    await replaying.tell(makeChange(asha, 1));
    const { approved } = await askAgain(caseReference);
    await consent('withdrawn');
    await gateway.emptyOutbox();
    const done = await replaying.run(approved);
    expect(done.counts).toEqual({ refused: 1 });
    expect((await gateway.said()).releases).toEqual([]);
  });

  test('leaves out what was corrected since, and gives the correction', async () => {
    await gateway.register({ person: asha, caseReference: ctb });
    await replaying.tell(makeChange(asha, 1), follow(2, 'corrected'));
    const { done, releases } = await redeliver();
    expect(done.counts).toEqual({ superseded: 1, trimmed: 1 });
    expect(releases).toMatchObject([{ changeType: 'corrected', releaseSequence: 3 }]);
  });

  test('gives an annulment again, from the log', async () => {
    await gateway.register({ person: asha, caseReference: ctb });
    await replaying.tell(makeChange(asha, 1), follow(2, 'annulled'));
    const { done, releases } = await redeliver();
    expect(done.counts).toEqual({ superseded: 1, release: 1 });
    expect(releases).toMatchObject([
      { changeType: 'annulled', releaseSequence: 3, redeliveryOf: expect.any(String) },
    ]);
  });

  test('gives nothing that was told of somebody whom the case is not about any more', async () => {
    const other = makePerson(900_000 + number);
    await gateway.register(
      { person: asha, caseReference: ctb },
      { person: other, caseReference: `${ctb}-other` },
    );
    await replaying.tell(makeChange(asha, 1));
    await gateway.rows(
      'UPDATE interest SET subject_key = $2, version = version + 1 WHERE interest_id = $1',
      [interestIdOf(COUNCIL, 'ctb-claimant', ctb), subjectKeyOf(other)],
    );
    const { done, releases } = await redeliver();
    expect([done.counts, releases]).toEqual([{ 'not-current': 1 }, []]);
  });

  test('waits for nobody at a case that is held: it is left out, and counted', async () => {
    await gateway.register({ person: asha, caseReference: ctb });
    await replaying.tell(makeChange(asha, 1));
    await gateway.rows(
      `UPDATE release_case SET held_since_micros = 1 WHERE agency = $1 AND case_reference = $2`,
      [COUNCIL, ctb],
    );
    const { done, releases } = await redeliver();
    expect([done.counts, releases]).toEqual([{ held: 1 }, []]);
  });
});

describe('the approval', () => {
  test('is somebody else’s, and given once', async () => {
    await gateway.register({ person: asha, caseReference: ctb });
    await replaying.tell(makeChange(asha, 1));
    const request = { kind: 'redeliver', filter: { agency: COUNCIL } } as const;
    const asked = await replaying.ask(request, 'auditor');
    await expect(replaying.approve(asked, 'auditor')).rejects.toMatchObject({ code: 'replay-own' });
    expect((await replaying.read(asked)).state).toBe('asked');
    await replaying.approve(asked, 'operator');
    await expect(replaying.approve(asked, 'operator')).rejects.toMatchObject({
      code: 'replay-not-waiting',
    });
    const { actions } = await gateway.said();
    expect(actions.map((one) => [one.action, one.actor, one.target])).toEqual([
      ['replay-asked', 'auditor', asked.replayId],
      ['replay-approved', 'operator', asked.replayId],
    ]);
    await replaying.run(await replaying.read(asked));
  });

  test('is not to be had by writing around the routes', async () => {
    const asked = await replaying.ask({ kind: 'redeliver', filter: { agency: COUNCIL } });
    const write = (set: string) =>
      gateway.rows(`UPDATE replay SET ${set} WHERE replay_id = $1`, [asked.replayId]);
    await expect(write(`state = 'running'`)).rejects.toMatchObject({ code: 'statement-failed' });
    await expect(write(`approved_by = asked_by`)).rejects.toMatchObject({
      code: 'statement-failed',
    });
  });

  test('without it nothing is delivered', async () => {
    await gateway.register({ person: asha, caseReference: ctb });
    await replaying.tell(makeChange(asha, 1));
    await gateway.emptyOutbox();
    const asked = await replaying.ask({
      kind: 'redeliver',
      filter: { agency: COUNCIL, caseReference: ctb },
    });
    expect((await replaying.run(asked)).counts).toEqual({});
    expect((await gateway.said()).releases).toEqual([]);
  });
});

describe.each(['before', 'after'] as const)('killed %s a transaction of it', (when) => {
  test('it goes on, and every release leaves once', async () => {
    const people = Array.from({ length: 3 }, (_, at) => makePerson(number * 1_000 + at));
    const request = { kind: 'redeliver', filter: { agency: COUNCIL } } as const;
    await gateway.register(
      ...people.map((person, at) => ({ person, caseReference: `K-${when}-${at}` })),
    );
    await replaying.tell(...people.map((person) => makeChange(person, 1)));
    const asked = await replaying.ask(request);
    await replaying.approve(asked);
    await gateway.emptyOutbox();
    let tries = 0;
    for (let state = 'running'; state === 'running'; tries += 1) {
      const db = failAt(gateway.db, 1 + (tries % 2), when);
      const ports: ReplayPorts = { ...replaying.ports, db };
      const at = await replaying.read(asked);
      await replaying.run(at, ports).catch(() => undefined);
      state = (await replaying.read(asked)).state;
    }
    expect(tries).toBeGreaterThan(1);
    const repeats = (await gateway.said()).releases.filter((one) =>
      one.caseReference.startsWith(`K-${when}`),
    );
    expect(repeats.map((one) => [one.caseReference, one.releaseSequence])).toEqual(
      people.map((_, at) => [`K-${when}-${at}`, 2]),
    );
  });
});

test('a step that two do at once is done by one of them', async () => {
  await gateway.register({ person: asha, caseReference: ctb });
  await replaying.tell(makeChange(asha, 1), makeChange(asha, 2));
  const { approved } = await askAgain();
  const page = await readReleasePage(gateway.db, approved);
  const answers = await Promise.all(
    [1, 2].map(() => redeliverPage(replaying.ports, approved, page)),
  );
  expect(answers.filter((one) => one !== undefined)).toEqual([{ trimmed: 2 }]);
  // Whoever comes late with what it has read goes no further.
  expect((await replaying.run(approved)).state).toBe('running');
  const done = await replaying.run(await replaying.read(approved));
  expect([done.state, done.counts]).toEqual(['done', { trimmed: 2 }]);
  const { releases } = await gateway.said();
  expect(releases.map((one) => one.releaseSequence)).toEqual([3, 4]);
});
