import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openCases } from '@told/agency-sdk';
import { sampleIncome } from '../../../packages/agency-sdk/test/sample-release.ts';
import { expectRebuild } from '../test/expect-rebuild.ts';
import { moveTo, office, startCouncil, type TestCouncil } from '../test/start-council.ts';
import { waitForLocks } from '../test/wait-for-locks.ts';

let council: TestCouncil;
let reference: string;

beforeAll(async () => {
  council = await startCouncil();
});
afterAll(() => council.stop());
beforeEach(() => {
  reference = council.begin();
});

describe('the derived tables', () => {
  test('can be made anew from what was received and commanded, row by row', async () => {
    const [second, late] = [`${reference}-b`, `${reference}-c`];
    await council.open(
      council.ownCase(),
      council.ownCase({ passport: null, caseReference: second }),
    );
    await council.deliver(council.startsWork(), council.startsWork({ caseReference: late }));
    await council.open(council.ownCase({ caseReference: late }));
    council.bus.clock.set(Date.UTC(2010, 4, 20, 9));
    const home = '999900000333';
    const move = { fact: 'address' as const, occurredOn: '2010-04-21' };
    await council.deliver(council.toCase({ releaseSequence: 2, ...move, address: moveTo(home) }));
    const property = JSON.stringify({ uprn: home, annualPence: 120_000 });
    await council.call('POST', '/v1/properties/bulk', property);
    const told = { changeType: 'created', notifiedOn: '2010-05-01', receivedOn: '2010-05-01' };
    await council.call(
      ...(['POST', `/v1/cases/${second}/changes`] as const),
      { ...move, ...told, address: { role: 'moved-in', toUprn: home, movedInOn: '2010-04-21' } },
      { 'idempotency-key': `${reference}-key` },
    );
    await council.deliver(council.passportEnds('2010-04-18', { releaseSequence: 3 }));
    await expectRebuild(council);
    expect(await council.rowsOf('award_history')).toHaveLength(3);
  });

  test('follow the one order in which officers and bus met at a case', async () => {
    await council.open(council.ownCase({ passport: null }));
    const work = (n: number) => ({ startOn: `2010-05-${10 + n}`, netPence: 9000 + n });
    const releases = Array.from({ length: 12 }, (_, n) =>
      council.startsWork({ releaseSequence: n + 1, occurredOn: `2010-05-${10 + n}` }, work(n)),
    );
    const answers = releases.map((_, n) =>
      council.call(
        ...(['POST', `/v1/cases/${reference}/changes`] as const),
        {
          ...{ fact: 'income', changeType: 'created', occurredOn: `2010-05-${10 + n}` },
          ...{ notifiedOn: '2010-04-05', receivedOn: '2010-04-05', income: sampleIncome(work(n)) },
        },
        { 'idempotency-key': `${reference}-${n}` },
      ),
    );
    await Promise.all([council.deliver(...releases), ...answers]);
    const revisions = Array.from({ length: 24 }, (_, n) => ({ revision: n + 1 }));
    expect(await council.rowsOf('award_history', 'revision')).toEqual(
      expect.arrayContaining(revisions),
    );
    await expectRebuild(council);
  });

  test('know a case that is being opened while its first release arrives', async () => {
    const { caseReference, person, ...opening } = council.ownCase();
    const claim = { caseReference, person, opening, revision: 0 };
    const by = { givenBy: 'test', moment: council.moment() };
    const arrived = await council.database.db.transaction(async (tx) => {
      await openCases(tx, office, [claim], by);
      const answer = council.deliver(council.startsWork());
      await waitForLocks(council, 1, answer);
      return { answer };
    });
    expect(await arrived.answer).toMatchObject([{ kind: 'no-change', reason: 'passported' }]);
  });
});
