import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type IncidentRig, openIncidentRig } from '../../test/incident-rig.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson } from '../../test/people.ts';
import { failAt } from '../../test/replaying.ts';

const AGREEMENT = 'dwp-to-council-ctb';
/** More than one page. */
const PEOPLE = 230;
const people = Array.from({ length: PEOPLE }, (_, number) => makePerson(number));
let gateway: TestGateway;
let rig: IncidentRig;

beforeEach(async () => {
  gateway = await openTestGateway();
  rig = openIncidentRig(gateway);
  await gateway.register(
    ...people.map((person, at) => ({ person, caseReference: `R-${String(at).padStart(3, '0')}` })),
  );
  await gateway.decide(...people.map((person) => makeChange(person, 1)));
});
afterEach(() => gateway.close());

/** Every value that left is followed by one do-not-rely and no more, and no case has a hole. */
async function expectToldOnce(values: number): Promise<void> {
  const rows = await gateway.rows<{ given: number; told: number; twice: number; holes: number }>(
    `SELECT count(*) FILTER (WHERE kind = 'value') AS given,
            count(DISTINCT takes_back) FILTER (WHERE kind = 'do-not-rely') AS told,
            count(*) FILTER (WHERE kind = 'do-not-rely') - count(DISTINCT takes_back) FILTER (WHERE kind = 'do-not-rely') AS twice,
            (SELECT count(*) FROM release_case c WHERE c.last_release_sequence <>
               (SELECT count(*) FROM release r WHERE r.agency = c.agency AND r.case_reference = c.case_reference)) AS holes
     FROM release`,
  );
  expect(rows).toEqual([{ given: values, told: values, twice: 0, holes: 0 }]);
}

test.each([
  ['before a page is done', 'before'],
  ['once a page is committed and nobody hears of it', 'after'],
] as const)('killed %s, telling goes on where it was', async (_, when) => {
  await gateway.emptyOutbox();
  const asked = await rig.askToTell(await rig.stop(await rig.open({ agreement: AGREEMENT })));
  await expect(rig.run(asked, failAt(gateway.db, 2, when))).rejects.toThrow('killed');
  const between = await rig.read(asked);
  expect([between.state, between.followed]).toEqual(['telling', when === 'before' ? 200 : PEOPLE]);
  const told = await rig.run(between);
  expect(told).toMatchObject({ state: 'told', followed: PEOPLE });
  await expectToldOnce(PEOPLE);
});

test('killed while it voids what waits, stopping goes on where it was', async () => {
  const asked = await rig.askToStop(await rig.open({ agreement: AGREEMENT }));
  await expect(rig.run(asked, failAt(gateway.db, 2, 'before'))).rejects.toThrow('killed');
  expect(await rig.read(asked)).toMatchObject({ state: 'stopping', voided: 200 });
  // What the relay takes meanwhile has left.
  await gateway.rows(
    `UPDATE outbox_relay SET claimed_through = (SELECT max(id) FROM outbox WHERE topic LIKE 'told.releases.%')`,
  );
  const stopped = await rig.run(await rig.read(asked));
  expect(stopped).toMatchObject({ state: 'stopped', voided: 200, followed: 0 });
  expect(await rig.tell(stopped)).toMatchObject({ state: 'told', followed: PEOPLE - 200 });
  await expectToldOnce(PEOPLE - 200);
});

test('while the log does not take what waits, no more is told', async () => {
  await gateway.emptyOutbox();
  const asked = await rig.askToTell(await rig.stop(await rig.open({ agreement: AGREEMENT })));
  await gateway.rows(
    `INSERT INTO outbox (topic, partition, key, value, headers)
     SELECT 'told.heads', 0, 'x', 'x', '{}' FROM generate_series(1, 5000)`,
  );
  expect(await rig.run(asked)).toMatchObject({ state: 'telling', followed: 0 });
  await gateway.emptyOutbox();
  let told = asked;
  while (told.state === 'telling') told = await rig.run(told);
  expect(told).toMatchObject({ state: 'told', followed: PEOPLE });
});

test('two that run it at once tell nobody twice', async () => {
  await gateway.emptyOutbox();
  const asked = await rig.askToTell(await rig.stop(await rig.open({ agreement: AGREEMENT })));
  await Promise.all([rig.run(asked), rig.run(asked), rig.run(asked)]);
  expect(await rig.read(asked)).toMatchObject({ state: 'told', followed: PEOPLE });
  const { actions } = await gateway.said();
  expect(actions.filter(({ action }) => action === 'incident-told')).toMatchObject([
    { records: PEOPLE },
  ]);
  await expectToldOnce(PEOPLE);
});

test('while decisions are under way: whatever was released under the agreement is told, and nothing is after it was stopped', async () => {
  await gateway.emptyOutbox();
  const incident = await rig.open({ agreement: AGREEMENT });
  let isOver = false;
  let sequence = 1;
  const deciding = (async () => {
    while (!isOver) {
      sequence += 1;
      const told = people.slice(0, 40).map((person) => makeChange(person, sequence));
      await gateway.decide(...told);
    }
  })();
  while (sequence < 3) await new Promise(setImmediate);
  const told = await rig.tell(await rig.stop(incident));
  // Some more are decided behind the fence.
  const stoppedAt = sequence;
  while (sequence < stoppedAt + 2) await new Promise(setImmediate);
  isOver = true;
  await deciding;
  expect(told.state).toBe('told');
  const report = await rig.report(told);
  expect(report.untold).toBe(0);
  expect(report.disclosures + report.voided).toBeGreaterThan(PEOPLE);
  await expectToldOnce(report.disclosures);
});

test('beside corrections that tell the same: one of the two does', async () => {
  await gateway.emptyOutbox();
  const stopped = await rig.stop(await rig.open({ agreement: AGREEMENT }));
  const correcting = (async () => {
    for (let from = 0; from < PEOPLE; from += 23) {
      await gateway.decide(
        ...people.slice(from, from + 23).map((person) =>
          makeChange(person, 2, {
            changeType: 'corrected',
            previousChangeId: makeChange(person, 1).change.changeId,
          }),
        ),
      );
    }
  })();
  const [told] = await Promise.all([rig.tell(stopped), correcting]);
  expect(told.state).toBe('told');
  await expectToldOnce(PEOPLE);
});
