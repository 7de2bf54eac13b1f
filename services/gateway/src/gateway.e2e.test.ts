import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { changeIdOf } from '@told/identity';
import { type Database, openDatabase } from '@told/service';
import { type Stack, startStack } from '@told/stack';

const PEOPLE = 60;
const CHANGES_EACH = 5;
const CALLERS = 16;
const COUNCIL = 'central-bedfordshire';

let dir: string;
let stack: Stack;
let db: Database;
const tokens = new Map<string, string>();

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-gateway-test-'));
  fs.chmodSync(dir, 0o755);
  stack = await startStack({ dir, services: ['intake', 'gateway'], fsync: false });
  db = openDatabase({ url: stack.databases['gateway'] ?? '', max: 2, name: 'gateway-test' });
});

afterAll(async () => {
  await db?.close();
  await stack?.stop();
  fs.rmSync(dir, { recursive: true, force: true });
});

const ask = async <R extends object>(text: string, values: readonly unknown[] = []) =>
  (await db.query<R>({ name: `test_${text.length}`, text }, values)).rows;

/** Calls a service as an agency, with a token of the development issuer. */
async function call(clientId: string, method: string, url: string, body?: string, headers = {}) {
  const token = tokens.get(clientId) ?? (await fetchToken(clientId));
  tokens.set(clientId, token);
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      connection: 'close',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, text: await response.text() };
}

async function fetchToken(clientId: string): Promise<string> {
  const client = stack.clients.find((one) => one.clientId === clientId);
  const response = await fetch(stack.auth.tokenUrl, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${clientId}:${client?.clientSecret}`)}`,
      connection: 'close',
    },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: client?.scopes.join(' ') ?? '',
    }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

const urlOf = (name: string, route: string): string => `${stack.services[name]?.url}${route}`;
const ninoOf = (person: number): string => `QQ${String(person).padStart(6, '0')}A`;
const personOf = (person: number) => ({
  nino: ninoOf(person),
  surname: 'Sample',
  forename: 'Asha',
  birthDate: '1981-03-04',
});
const keyOf = (person: number, turn: number): string => `notice-${person}-${turn}`;

async function tell(person: number, turn: number): Promise<void> {
  const change = {
    person: personOf(person),
    caseReference: `JSA-${person}`,
    fact: 'income',
    changeType: 'created',
    occurredOn: '2010-04-05',
    notifiedOn: '2010-04-05',
    receivedOn: '2010-04-05',
    usedOn: '2010-04-05',
    usedFor: 'jsa-ib',
    evidence: { level: 'seen', documents: [] },
    income: {
      ...{ who: 'claimant', kind: 'employed', employer: 'Sample Stores' },
      ...{ netPence: turn, payPeriod: 'weekly' },
    },
  };
  const { status, text } = await call(
    'jobcentre',
    'POST',
    urlOf('intake', '/v1/changes'),
    JSON.stringify(change),
    { 'idempotency-key': keyOf(person, turn) },
  );
  if (status !== 202) throw new Error(`intake answered ${status}: ${text}`);
}

async function untilDecided(count: number): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const rows = await ask<{ decided: number; waiting: number }>(
      'SELECT (SELECT count(*) FROM decision) AS decided, (SELECT count(*) FROM outbox) AS waiting',
    );
    if (rows[0]?.decided === count && rows[0].waiting === 0) return;
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(rows[0])} of ${count}`);
    await sleep(100);
  }
}

describe('a gateway that is killed in mid-load and started again', () => {
  test('has decided every change once, and released each in order', async () => {
    const lines = Array.from({ length: PEOPLE }, (_, person) =>
      JSON.stringify({
        capacity: 'ctb-claimant',
        caseReference: `CTB-${person}`,
        person: personOf(person),
        from: '2010-04-01',
      }),
    );
    const bulk = await call(
      COUNCIL,
      'POST',
      urlOf('gateway', '/v1/interests/bulk'),
      lines.join('\n'),
      {
        'content-type': 'application/x-ndjson',
      },
    );
    expect([bulk.status, bulk.text.split('\n').filter(Boolean).length]).toEqual([200, PEOPLE]);

    const turns = Array.from({ length: CHANGES_EACH }, (_, turn) => turn + 1);
    const queue = turns.flatMap((turn) =>
      Array.from({ length: PEOPLE }, (_, person) => ({ person, turn })),
    );
    let told = 0;
    const callers = Array.from({ length: CALLERS }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        await tell(next.person, next.turn);
        told += 1;
      }
    });
    for (const share of [0.3, 0.6]) {
      while (told < PEOPLE * CHANGES_EACH * share) await sleep(5);
      stack.service('gateway').kill('SIGKILL');
      await stack.service('gateway').restart();
    }
    await Promise.all(callers);
    await untilDecided(PEOPLE * CHANGES_EACH);

    const releases = await ask<{ sequences: number[] }>(
      `SELECT array_agg(release_sequence ORDER BY d.change_sequence) AS sequences
       FROM release r JOIN decision d USING (change_id, run) GROUP BY r.agency, r.case_reference`,
    );
    expect(releases).toHaveLength(PEOPLE);
    for (const { sequences } of releases) expect(sequences).toEqual([1, 2, 3, 4, 5]);
    expect(
      await ask('SELECT verdict, count(*) AS count FROM decision_recipient GROUP BY 1'),
    ).toEqual([{ verdict: 'trimmed', count: PEOPLE * CHANGES_EACH }]);
    expect(await ask('SELECT stream FROM parked_key')).toEqual([]);
  });

  test('can still say why, and tells the source no more than it may see', async () => {
    const changeId = changeIdOf('jobcentre', keyOf(1, 1));
    const why = await call('auditor', 'GET', urlOf('gateway', `/v1/why/${changeId}/${COUNCIL}`));
    expect(JSON.parse(why.text)).toMatchObject({
      recipients: [
        {
          verdict: 'trimmed',
          basis: [{ agreement: 'dwp-to-council-ctb' }],
          fields: { withheld: [{ field: 'income.employer' }] },
          release: { status: 'delivered' },
        },
      ],
    });
    const shown = await call('jobcentre', 'GET', urlOf('intake', `/v1/changes/${changeId}`));
    expect(JSON.parse(shown.text).progress).toMatchObject({ state: 'decided', recipients: [] });
  });
});
