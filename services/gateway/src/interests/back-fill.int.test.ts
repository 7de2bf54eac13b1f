import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeDistinctPerson, withoutNumber } from '../../test/distinct-person.ts';
import { type HttpGateway, openHttpGateway } from '../../test/http-gateway.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, type TestPerson } from '../../test/people.ts';

const COUNCIL = 'central-bedfordshire';
const AGREEMENT = 'dwp-to-council-ctb';
let gateway: TestGateway;
let http: HttpGateway;
let number = 8000;
let asha: TestPerson;

beforeAll(async () => {
  gateway = await openTestGateway();
  http = await openHttpGateway(gateway);
});
afterAll(async () => {
  await http.close();
  await gateway.close();
});
beforeEach(async () => {
  number += 10;
  asha = makeDistinctPerson(number);
  await gateway.emptyOutbox();
});

const wanted = (more: object = {}) => ({
  ...{ capacity: 'ctb-claimant', caseReference: `F-${number}`, from: '2010-04-01' },
  person: { ...withoutNumber(asha), nino: `${asha.nino8}A` },
  ...more,
});
const register = (more: object = {}) => http.call(COUNCIL, 'POST /v1/interests', wanted(more));
const operate = (what: string) =>
  http.call('operator', `POST /v1/${what}`, { reason: 'under investigation' }, [
    'operations:write',
  ]);
const given = async () =>
  (await gateway.said()).releases.map((one) => [one.changeId, one.releaseSequence, one.backFill]);
const idOf = (sequence: number) => makeChange(asha, sequence).change.changeId;

describe('registering again with a back-fill', () => {
  test.each([`agreements/${AGREEMENT}`, `agencies/${COUNCIL}`])(
    'gives what was refused while %s was suspended, once, and no other version',
    async (what) => {
      await register();
      await gateway.decide(makeChange(asha, 1));
      await operate(`${what}/suspend`);
      await gateway.decide(makeChange(asha, 2));
      await register({ backFill: true });
      await operate(`${what}/resume`);
      await register();
      const first = [idOf(1), 1, false];
      expect(await given()).toEqual([first]);
      const again = await register({ backFill: true });
      expect([again.status, again.body.version]).toEqual([200, 1]);
      await register({ backFill: true });
      expect(await given()).toEqual([first, [idOf(2), 2, true]]);
      expect((await gateway.said()).interests).toHaveLength(1);
    },
  );

  test('comes with another period too, and to a case that waits once its person is certain', async () => {
    await gateway.decide(makeChange(asha, 1));
    await register({ person: withoutNumber(asha) });
    const asked = await register({ person: withoutNumber(asha), backFill: true });
    expect(asked.body).toMatchObject({ state: 'provisional', version: 2 });
    expect(await given()).toEqual([]);
    await register();
    expect(await given()).toEqual([[idOf(1), 1, true]]);
    await gateway.decide(makeChange(asha, 2, { occurredOn: '2009-12-31' }));
    await register({ from: '2009-12-01', backFill: true });
    expect((await given()).at(-1)).toEqual([idOf(2), 2, true]);
  });

  test('puts what was told before in front of what waited for the person, in both of its capacities', async () => {
    const both = ['ctb-claimant', 'partner-of-claimant'].map((capacity) => ({ capacity }));
    const registerBoth = (person: object) => {
      const lines = both.map((one) => JSON.stringify(wanted({ ...one, ...person })));
      return http.call(COUNCIL, 'POST /v1/interests/bulk?backFill=true', lines.join('\n'));
    };
    await gateway.decide(makeChange(asha, 1), makeChange(asha, 2));
    await registerBoth({ person: withoutNumber(asha) });
    await gateway.decide(makeChange(asha, 3));
    expect((await registerBoth({})).body).toMatchObject([{ state: 'final' }, { state: 'final' }]);
    const byCapacity = Map.groupBy((await gateway.said()).releases, (one) => one.capacity);
    expect([...byCapacity.keys()].sort()).toEqual(both.map((one) => one.capacity).sort());
    for (const releases of byCapacity.values()) {
      const inOrder = [...releases].sort((a, b) => a.releaseSequence - b.releaseSequence);
      expect(inOrder.map((one) => one.changeId)).toEqual([idOf(1), idOf(2), idOf(3)]);
    }
  });

  test('is asked of a whole file at once, except of lines that say no', async () => {
    const line = (more: object) => JSON.stringify(wanted(more));
    await gateway.decide(makeChange(asha, 1));
    const lines = [
      line({ caseReference: `F-${number}-a` }),
      line({ caseReference: `F-${number}-b`, backFill: false }),
    ];
    const url = 'POST /v1/interests/bulk?backFill=true';
    for (const status of ['registered', 'unchanged']) {
      const { body } = await http.call(COUNCIL, url, lines.join('\n'));
      expect(body).toMatchObject([{ status }, { status }]);
    }
    expect((await gateway.said()).releases.map((one) => one.caseReference)).toEqual([
      `F-${number}-a`,
    ]);
  });
});
