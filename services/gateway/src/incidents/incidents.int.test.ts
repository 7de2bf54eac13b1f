import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Release } from '@told/codec';
import { type IncidentRig, openIncidentRig } from '../../test/incident-rig.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, type TestChange } from '../../test/people.ts';
import { interestIdOf } from '../ids.ts';
import { keepSuspension } from '../suspensions/keep-suspension.ts';

const COUNCIL = 'central-bedfordshire';
const AGREEMENT = 'dwp-to-council-ctb';
const asha = makePerson(1);
const ben = makePerson(2);
let gateway: TestGateway;
let rig: IncidentRig;

// Each has suspended, recalled or told something: nobody goes on from there.
beforeEach(async () => {
  gateway = await openTestGateway();
  rig = openIncidentRig(gateway);
  await gateway.register(
    { person: asha, caseReference: 'CTB-1' },
    { person: ben, caseReference: 'CTB-2' },
  );
});
afterEach(() => gateway.close());

const INTEREST = interestIdOf(COUNCIL, 'ctb-claimant', 'CTB-1');
const kindsOf = (releases: readonly Release[]) =>
  releases.map((one) => [one.caseReference, one.releaseSequence, one.kind]);
/** Decided and sent: the outbox is empty. */
const disclose = async (...told: readonly TestChange[]): Promise<readonly Release[]> => {
  await gateway.decide(...told);
  const { releases } = await gateway.said();
  await gateway.emptyOutbox();
  return releases;
};
const answer = (release: Release) =>
  gateway.answer(COUNCIL, {
    ...{ releaseId: release.releaseId, outcomeNo: 1, caseReference: release.caseReference },
    ...{ releaseSequence: release.releaseSequence, kind: 'applied', reason: null },
    ...{ effectiveOn: null, businessDate: '2010-05-14', decidedAt: 1_273_830_000_000_000 },
  });

describe('an agreement that was found unlawful', () => {
  test('opened, it says what it is about, and does nothing', async () => {
    await disclose(makeChange(asha, 1), makeChange(asha, 2), makeChange(ben, 1));
    const incident = await rig.open({ agreement: AGREEMENT });
    expect(incident).toMatchObject({
      ...{ state: 'opened', openedBy: 'auditor', stoppedBy: null },
      preview: {
        ...{ disclosures: 3, cases: 2, persons: 2, hasMorePersons: false, toldBefore: 0 },
        agencies: [{ agency: COUNCIL, disclosures: 3 }],
        ...{
          firstReleasedAt: '2010-05-13T10:00:00.000Z',
          lastReleasedAt: '2010-05-13T10:00:00.000Z',
        },
      },
    });
    expect(incident.preview.fields).toContain('income.netPence');
    expect(incident.preview.fields).not.toContain('income.employer');
    const { releases, actions } = await gateway.said();
    expect(releases).toEqual([]);
    expect(actions).toMatchObject([
      {
        action: 'incident-opened',
        targetKind: 'incident',
        recordId: incident.incidentId,
        records: 3,
      },
    ]);
    await disclose(makeChange(ben, 2));
    expect((await rig.report(incident)).disclosures).toBe(4);
  });

  test('is suspended at once, and what waits is void before it leaves', async () => {
    await disclose(makeChange(asha, 1));
    await gateway.decide(makeChange(ben, 1));
    const stopped = await rig.stop(await rig.open({ agreement: AGREEMENT }));
    expect(stopped).toMatchObject({
      state: 'stopped',
      stoppedBy: 'auditor',
      voided: 1,
      followed: 0,
    });
    await gateway.decide(makeChange(asha, 2));
    const { releases, decisions, actions } = await gateway.said();
    expect(kindsOf(releases)).toEqual([['CTB-2', 1, 'void']]);
    expect(releases[0]).toMatchObject({ income: null, basis: [] });
    expect(decisions.at(-1)?.recipients).toMatchObject([
      { verdict: 'refused', reason: 'agreement-suspended' },
    ]);
    expect(actions.map((one) => [one.action, one.target])).toEqual([
      ['incident-opened', stopped.incidentId],
      ['agreement-suspended', AGREEMENT],
      ['incident-stopped', stopped.incidentId],
    ]);
    expect(await rig.report(stopped)).toMatchObject({ disclosures: 1, voided: 1, untold: 1 });
  });

  test('is told about once to each, in the order of its case, and its clock is watched', async () => {
    const given = await disclose(makeChange(asha, 1), makeChange(ben, 1), makeChange(asha, 2));
    const stopped = await rig.stop(await rig.open({ agreement: AGREEMENT }));
    await gateway.emptyOutbox();
    const told = await rig.tell(stopped);
    expect(told).toMatchObject({ state: 'told', followed: 3, tellBy: 'auditor', done: 3 });
    const { releases, actions } = await gateway.said();
    expect(kindsOf(releases)).toEqual([
      ['CTB-1', 3, 'do-not-rely'],
      ['CTB-1', 4, 'do-not-rely'],
      ['CTB-2', 2, 'do-not-rely'],
    ]);
    expect(releases.every((one) => one.income === null && one.withheld.length === 0)).toBe(true);
    expect(releases.map((one) => one.takesBack).sort()).toEqual(
      given.map((one) => one.releaseId).sort(),
    );
    expect(actions.map(({ action, records }) => [action, records])).toEqual([
      ['incident-tell-asked', null],
      ['incident-told', 3],
    ]);
    await answer(releases[0] as Release);
    expect(await rig.report(told)).toMatchObject({
      ...{ told: 3, untold: 0, answered: 1, silent: 2, isOverdue: false },
      silentSince: '2010-05-13T10:00:00.000Z',
      agencies: [{ agency: COUNCIL, told: 3, answered: 1, silent: 2, isReachable: true }],
    });
    const after72Hours = openIncidentRig(gateway, {
      nowMs: () => Date.parse('2010-05-16T10:00:01Z'),
    });
    expect(await after72Hours.report(told)).toMatchObject({ isOverdue: true });
    const at72Hours = openIncidentRig(gateway, { nowMs: () => Date.parse('2010-05-16T10:00:00Z') });
    expect(await at72Hours.report(told)).toMatchObject({ isOverdue: false });
    await answer(releases[1] as Release);
    await answer(releases[2] as Release);
    expect(await after72Hours.report(told)).toMatchObject({
      answered: 3,
      isOverdue: false,
      silentSince: null,
    });
  });

  test('asked twice, opened twice, or told by another before: nobody is told twice', async () => {
    const [first] = await disclose(makeChange(asha, 1), makeChange(ben, 1));
    const one = await rig.open({ agreement: AGREEMENT });
    const other = await rig.open({ agreement: AGREEMENT });
    await gateway.db.transaction((tx) =>
      gateway.interests.takeBack(tx, [
        {
          ...{ releaseId: first?.releaseId ?? '', agency: COUNCIL, caseReference: 'CTB-1' },
          ...{ kind: 'do-not-rely', fields: [], reason: 'match-rejected' },
        },
      ]),
    );
    await rig.stop(one);
    expect((await rig.stop(one)).state).toBe('stopped');
    await rig.stop(other);
    const results = [await rig.tell(one), await rig.tell(one), await rig.tell(other)];
    expect(results.map(({ state, followed }) => [state, followed])).toEqual([
      ['told', 1],
      ['told', 1],
      ['told', 0],
    ]);
    const { releases, actions } = await gateway.said();
    expect(kindsOf(releases)).toEqual([
      ['CTB-1', 2, 'do-not-rely'],
      ['CTB-2', 2, 'do-not-rely'],
    ]);
    expect(actions.filter(({ action }) => action === 'agreement-suspended')).toHaveLength(1);
    expect(await rig.report(other)).toMatchObject({ disclosures: 2, told: 2 });
  });

  test('what a correction has told them not to rely on is not told again', async () => {
    const [given] = await disclose(makeChange(asha, 1));
    await gateway.db.transaction((tx) =>
      keepSuspension(
        tx,
        { target: 'agreement', id: AGREEMENT, action: 'suspended', reason: 'a test' },
        { ...gateway.interests },
      ),
    );
    const first = makeChange(asha, 1).change.changeId;
    const [correcting] = await disclose(
      makeChange(asha, 2, { changeType: 'corrected', previousChangeId: first }),
    );
    expect(correcting).toMatchObject({ kind: 'do-not-rely', takesBack: given?.releaseId });
    const told = await rig.tell(await rig.stop(await rig.open({ agreement: AGREEMENT })));
    expect(told).toMatchObject({ followed: 0, preview: { disclosures: 1, toldBefore: 1 } });
    expect((await gateway.said()).releases).toEqual([]);
    await answer(correcting as Release);
    expect(await rig.report(told)).toMatchObject({ told: 1, answered: 1 });
  });

  test('a version that is over is told about, and what is in force goes on', async () => {
    await disclose(makeChange(asha, 1));
    const stopped = await rig.stop(await rig.open({ agreement: AGREEMENT, agreementVersion: 1 }));
    expect(stopped).toMatchObject({ state: 'stopped', preview: { disclosures: 0 } });
    await gateway.decide(makeChange(asha, 2));
    const { actions, releases } = await gateway.said();
    expect(actions.map(({ action }) => action)).toEqual(['incident-opened', 'incident-stopped']);
    expect(kindsOf(releases)).toEqual([['CTB-1', 2, 'value']]);
  });
});

describe('a case that was linked to the wrong person', () => {
  test('is recalled: what it was given is taken back at once, and telling finds nobody left', async () => {
    await disclose(makeChange(asha, 1), makeChange(ben, 1));
    const incident = await rig.open({ interestId: INTEREST });
    expect(incident.preview).toMatchObject({ disclosures: 1, persons: 1 });
    const stopped = await rig.stop(incident);
    await gateway.decide(makeChange(asha, 2));
    const told = await rig.tell(stopped);
    expect(told).toMatchObject({ state: 'told', followed: 0 });
    const { releases, interests, decisions, actions } = await gateway.said();
    expect(kindsOf(releases)).toEqual([['CTB-1', 2, 'do-not-rely']]);
    expect(interests.map(({ action, state }) => [action, state])).toEqual([
      ['recalled', 'refused'],
    ]);
    expect(decisions.at(-1)?.recipients).toMatchObject([{ reason: 'match-rejected' }]);
    expect(actions.map(({ action }) => action)).toEqual([
      ...['incident-opened', 'interest-recalled', 'incident-stopped'],
      ...['incident-tell-asked', 'incident-told'],
    ]);
    expect(await rig.report(told)).toMatchObject({ disclosures: 1, told: 1, silent: 1 });
  });
});

describe('a faulty range of releases', () => {
  const range = (more: object) => ({ releases: { agency: COUNCIL, ...more } });

  test('is told about by sequence, by time, and no further', async () => {
    await disclose(
      makeChange(asha, 1),
      makeChange(asha, 2),
      makeChange(asha, 3),
      makeChange(asha, 4),
      makeChange(ben, 1),
    );
    const part = await rig.open(range({ caseReference: 'CTB-1', fromSequence: 2, toSequence: 3 }));
    expect(part.preview).toMatchObject({ disclosures: 2, cases: 1 });
    const past = await rig.open(range({ until: '2010-05-13T10:00:00Z' }));
    expect(past.preview.disclosures).toBe(0);
    const all = await rig.open(range({ since: '2010-05-13T10:00:00Z' }));
    expect(all.preview.disclosures).toBe(5);
    await rig.tell(await rig.stop(part));
    expect(kindsOf((await gateway.said()).releases)).toEqual([
      ['CTB-1', 5, 'do-not-rely'],
      ['CTB-1', 6, 'do-not-rely'],
    ]);
    // What stays lawful goes on.
    await gateway.decide(makeChange(asha, 5));
    expect(kindsOf((await gateway.said()).releases).at(-1)).toEqual(['CTB-1', 7, 'value']);
  });

  test('one without a topic here is said to be out of reach, and does not hold up others', async () => {
    await disclose(makeChange(asha, 1));
    const elsewhere = openIncidentRig(gateway, { agencies: ['jobcentre', 'luton'] });
    const told = await elsewhere.tell(
      await elsewhere.stop(await rig.open(range({ since: '2010-01-01T00:00:00Z' }))),
    );
    expect(told.state).toBe('told');
    expect(await elsewhere.report(told)).toMatchObject({
      ...{ told: 0, untold: 1, agencies: [{ agency: COUNCIL, isReachable: false, untold: 1 }] },
    });
  });

  test('a suspended agency is given nothing, and told all the same', async () => {
    await disclose(makeChange(asha, 1));
    await gateway.db.transaction((tx) =>
      keepSuspension(
        tx,
        { target: 'agency', id: COUNCIL, action: 'suspended', reason: 'a test' },
        { ...gateway.interests },
      ),
    );
    await rig.tell(await rig.stop(await rig.open(range({ since: '2010-01-01T00:00:00Z' }))));
    expect(kindsOf((await gateway.said()).releases)).toEqual([['CTB-1', 2, 'do-not-rely']]);
  });
});

describe('its end', () => {
  test('is kept with the report as it stands, and nothing changes it later', async () => {
    await disclose(makeChange(asha, 1));
    const told = await rig.tell(await rig.stop(await rig.open({ agreement: AGREEMENT })));
    const [following] = (await gateway.said()).releases;
    const closed = await rig.close(told, 'the office does not answer');
    expect(closed).toMatchObject({
      state: 'closed',
      closedBy: 'operator',
      closingReason: 'the office does not answer',
    });
    await answer(following as Release);
    expect(await rig.report(closed)).toMatchObject({ state: 'closed', answered: 0, silent: 1 });
    await rig.close(told, 'again');
    expect((await rig.read(told)).closingReason).toBe('the office does not answer');
  });

  test('waits until everybody was told; one that nothing was done about may be dismissed', async () => {
    await disclose(makeChange(asha, 1));
    const incident = await rig.open({ agreement: AGREEMENT });
    await expect(rig.askToTell(incident)).rejects.toMatchObject({ code: 'incident-not-stopped' });
    const stopped = await rig.stop(incident);
    await expect(rig.close(stopped)).rejects.toMatchObject({ code: 'incident-not-told' });
    const asked = await rig.askToTell(stopped);
    await expect(rig.close(asked)).rejects.toMatchObject({ code: 'incident-not-told' });
    const dismissed = await rig.close(await rig.open({ agreement: AGREEMENT }));
    await expect(rig.stop(dismissed)).rejects.toMatchObject({ code: 'incident-closed' });
    await expect(rig.askToTell(dismissed)).rejects.toMatchObject({ code: 'incident-closed' });
  });
});
