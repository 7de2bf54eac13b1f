import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Agency, parseAgency } from '@told/agreements';
import { factFields } from '@told/codec';
import { type HttpGateway, openHttpGateway } from '../../test/http-gateway.ts';
import { AGENCIES, openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson } from '../../test/people.ts';
import { keepSuspension } from '../suspensions/keep-suspension.ts';
import { createSuspensionHint } from '../suspensions/read-suspensions.ts';
import { applyAgency, keepAgencies } from './keep-agencies.ts';
import { readCapacities } from './queries.ts';
import { createAgencyHint } from './read-standings.ts';

let gateway: TestGateway;
let http: HttpGateway;
beforeAll(async () => {
  gateway = await openTestGateway();
  http = await openHttpGateway(gateway);
});
afterAll(async () => {
  await http.close();
  await gateway.close();
});

const clock = { nowMs: () => 1_273_744_800_000 };
const SHIPPED = path.join(import.meta.dirname, '../../../../infra/agencies');
const textOf = (agency: string): string =>
  fs.readFileSync(path.join(SHIPPED, `${agency}.yaml`), 'utf8');
const inState = (agency: string, state: string): string =>
  textOf(agency).replace('state: live', `state: ${state}`);
const fileOf = (agency: string, text = textOf(agency)): Agency =>
  parseAgency(text, { file: `${agency}.yaml`, facts: factFields });
const apply = (agency: string, text: string) =>
  gateway.db.transaction((tx) => applyAgency(tx, fileOf(agency, text), clock));
const idle = (ms: number) => new Promise<false>((resolve) => setTimeout(() => resolve(false), ms));

/** As deciding does it: the fence first, then the states that its version names. */
function createReader(running: readonly string[] = AGENCIES) {
  const fence = createSuspensionHint(gateway.db);
  const agencies = createAgencyHint(new Set(running));
  return (agency: string) =>
    gateway.db.transaction(async (tx) =>
      (await agencies.read(tx, (await fence.read(tx)).version))(agency),
    );
}
const fenceVersion = async (): Promise<number> =>
  (await gateway.rows<{ version: number }>('SELECT version FROM suspension_fence'))[0]?.version ??
  -1;

describe('an agency’s state counts for the next decision', () => {
  test('and for those after it, until its file says otherwise', async () => {
    const standing = createReader();
    expect(await standing('luton')).toBe('live');
    for (const state of ['suspended', 'onboarding', 'live'] as const) {
      const before = await fenceVersion();
      expect(await apply('luton', inState('luton', state))).toMatchObject({ kind: 'kept' });
      expect(await standing('luton')).toBe(state);
      expect(await fenceVersion()).toBe(before + 1);
    }
  });

  test('a change that waits for a decision under way is known to no decision before it', async () => {
    const fence = createSuspensionHint(gateway.db);
    const agencies = createAgencyHint(new Set(AGENCIES));
    let applied: Promise<unknown> = Promise.resolve();
    await gateway.db.transaction(async (tx) => {
      const { version } = await fence.read(tx);
      applied = apply('jobcentre', inState('jobcentre', 'suspended'));
      expect(await Promise.race([applied, idle(300)])).toBe(false);
      expect((await agencies.read(tx, version))('jobcentre')).toBe('live');
    });
    await applied;
    expect(await createReader()('jobcentre')).toBe('suspended');
    await apply('jobcentre', textOf('jobcentre'));
  });

  test('two operators at once: each change has a version of the fence of its own', async () => {
    const before = await fenceVersion();
    const states = ['suspended', 'live', 'suspended', 'live'] as const;
    for (const state of states) {
      await Promise.all(
        ['luton', 'jobcentre', 'luton'].map((agency) => apply(agency, inState(agency, state))),
      );
    }
    expect(await fenceVersion()).toBe(before + 2 * states.length);
    expect(await createReader()('luton')).toBe('live');
  });

  test('an agency without a file, or without topics in this process, is unknown', async () => {
    expect(await createReader()('stevenage')).toBe('unknown');
    expect(await createReader(['luton'])('jobcentre')).toBe('unknown');
  });

  test('a file that leaves the state alone raises no fence, and the same file changes nothing', async () => {
    const before = await fenceVersion();
    const text = textOf('luton').replace('privacy@', 'data-protection@');
    expect(await apply('luton', text)).toMatchObject({ kind: 'kept' });
    expect(await apply('luton', text)).toMatchObject({ kind: 'unchanged' });
    expect(await fenceVersion()).toBe(before);
    await apply('luton', textOf('luton'));
  });
});

test.each([
  ['onboarding', 'agency-not-live'],
  ['suspended', 'agency-suspended'],
] as const)(
  'an agency whose file says %s is given nothing: %s, with the version of the fence',
  async (state, reason) => {
    const person = makePerson(state.length);
    const caseReference = `CTB-${state}`;
    await gateway.register({ person, caseReference });
    await gateway.emptyOutbox();
    const [told, later] = [makeChange(person, 1), makeChange(person, 2)];
    const { agency } = await apply('central-bedfordshire', inState('central-bedfordshire', state));
    await gateway.decide(told);
    const { decisions, releases } = await gateway.said();
    expect(releases).toEqual([]);
    expect(decisions).toMatchObject([
      {
        suspensionVersion: agency.fenceVersion,
        recipients: [{ caseReference, verdict: 'refused', reason }],
      },
    ]);
    await apply('central-bedfordshire', textOf('central-bedfordshire'));
    await gateway.decide(later);
    expect((await gateway.said()).releases).toMatchObject([{ caseReference, releaseSequence: 1 }]);
  },
);

test('a restart on an older folder does not undo what was applied since', async () => {
  const start = (files: readonly Agency[]) =>
    gateway.db.transaction((tx) => keepAgencies(tx, files, clock));
  await apply('luton', inState('luton', 'suspended'));
  expect(await start([fileOf('luton'), fileOf('jobcentre')])).toMatchObject([
    { kind: 'superseded', agency: { state: 'suspended' } },
    { kind: 'unchanged' },
  ]);
  expect(await createReader()('luton')).toBe('suspended');
  const reviewed = `${textOf('luton')}# reviewed again\n`;
  expect(await start([fileOf('luton', reviewed)])).toMatchObject([{ kind: 'kept' }]);
  expect(await createReader()('luton')).toBe('live');
});

test('says in which roles an agency may register cases', async () => {
  expect((await readCapacities(gateway.db, 'jobcentre'))?.has('jsa-claimant')).toBe(true);
  expect(await readCapacities(gateway.db, 'stevenage')).toBeUndefined();
});

test('the gateway cannot change or remove what was in force', async () => {
  await expect(gateway.rows("UPDATE agency SET state = 'live'")).rejects.toThrow();
  await expect(gateway.rows('DELETE FROM agency')).rejects.toThrow();
});

describe('over HTTP', () => {
  const SCOPES = ['operations:read', 'operations:write'];
  const call = (request: Parameters<HttpGateway['call']>[1], body?: unknown, scopes = SCOPES) =>
    http.call('operator', request, body, scopes);

  test('a file is put in force, and says so', async () => {
    const file = inState('luton', 'suspended');
    const path = 'PUT /v1/agencies/luton';
    expect(await call(path, { file })).toMatchObject({
      status: 200,
      body: { agency: 'luton', state: 'suspended', standing: 'suspended', changed: true },
    });
    expect(await call(path, { file })).toMatchObject({ body: { changed: false } });
    const again = { file: textOf('luton'), reason: 'their audit is done' };
    expect(await call(path, again)).toMatchObject({
      body: { standing: 'live', changed: true, document: { legalName: 'Luton Borough Council' } },
    });
    const by = { action: 'agency-applied', target: 'luton', actor: 'operator' };
    expect((await gateway.said()).actions).toMatchObject([
      { ...by, reason: 'the reviewed file was applied' },
      { ...by, reason: again.reason },
    ]);
    const named = { file, reason: 'call 01582 496 000' };
    expect((await call(path, named)).body.code).toBe('names-a-person');
  });

  test('a bad file changes nothing, and every broken rule is named', async () => {
    const before = (await call('GET /v1/agencies/luton')).body.version;
    const file = textOf('luton').replace('E06000032', 'E1').replace('state: live', 'state: on');
    const { status, body } = await call('PUT /v1/agencies/luton', { file });
    expect([status, body.code]).toEqual([422, 'invalid-request']);
    expect(body.errors.map((one: { detail: string }) => one.detail.split(':')[0])).toEqual([
      'gssCode',
      'state',
    ]);
    expect((await call('GET /v1/agencies/luton')).body.version).toBe(before);
  });

  test('one agency’s file is not put in force as another', async () => {
    const { status } = await call('PUT /v1/agencies/luton', { file: textOf('jobcentre') });
    expect(status).toBe(422);
  });

  test('a new agency is unknown to decisions until the services have been started with it', async () => {
    const file = textOf('luton').replace('id: luton', 'id: stevenage');
    expect(await call('PUT /v1/agencies/stevenage', { file })).toMatchObject({
      body: { state: 'live', running: false, standing: 'unknown' },
    });
  });

  test('a suspension comes before what the file says', async () => {
    const keep = (action: 'suspended' | 'resumed') =>
      gateway.db.transaction((tx) =>
        keepSuspension(
          tx,
          { target: 'agency', id: 'jobcentre', action, reason: 'breach' },
          { ...gateway, clock },
        ),
      );
    await keep('suspended');
    const { body } = await call('GET /v1/agencies');
    expect(body.agencies.map((one: Record<string, unknown>) => one['agency'])).toEqual([
      ...AGENCIES,
      'stevenage',
    ]);
    expect(body.agencies[1]).toMatchObject({ state: 'live', standing: 'suspended' });
    await keep('resumed');
    expect(await call('GET /v1/agencies/jobcentre')).toMatchObject({
      body: { standing: 'live', suspended: false },
    });
  });

  test.each([
    ['GET /v1/agencies', ['operations:write', 'interests:read']],
    ['GET /v1/agencies/luton', ['why:read']],
    ['PUT /v1/agencies/luton', ['operations:read', 'interests:write']],
  ] as const)('%s is the operator’s', async (request, scopes) => {
    const file = request.startsWith('PUT') ? { file: textOf('luton') } : undefined;
    const { status, body } = await call(request, file, [...scopes]);
    expect([status, body.code]).toEqual([403, 'forbidden']);
  });

  test('an agency that nobody applied is not found', async () => {
    expect(await call('GET /v1/agencies/nowhere')).toMatchObject({ status: 404 });
  });
});
