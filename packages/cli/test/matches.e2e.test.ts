import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Stack, startStack } from '@told/stack';
import { describeNewJob } from '../src/demo/story-people.ts';
import type { WhyAnswer } from '../src/why-answer.ts';
import { runTold, type Told } from './run-told.ts';

const PATIENCE_MS = 120_000;

const TODAY = '2010-04-05';
const COUNCIL = 'central-bedfordshire';
const CASES = `capacity,caseReference,nino,surname,forename,birthDate,postcode,from,until,backFill
ctb-claimant,CTB-700001,QQ700001A,Stone,Cora,1981-03-04,MK40 1AA,2010-01-04,,
ctb-claimant,CTB-700002,,Field,Dora,1975-06-07,MK40 1AB,2010-01-04,,true
ctb-claimant,CTB-700003,,Brook,Edna,1960-01-02,MK40 1AC,2010-01-04,2009-01-01,
`;
const DORA = {
  ...{ nino: 'QQ700002A', surname: 'Field', forename: 'Dora' },
  ...{ birthDate: '1975-06-07', postcode: 'MK40 1AB' },
};
let dir: string;
let stack: Stack;

const told = (args: string, input = ''): Promise<Told> =>
  runTold(args.split(' '), { profile: stack.stackFile, cwd: dir, input });
const ask = async <T>(args: string, input?: string): Promise<T> =>
  (await told(`${args} --json`, input)).document<T>();

const tryToAsk = async <T>(args: string): Promise<T | undefined> => {
  const { code, document } = await told(`${args} --json`);
  return code === 0 ? document<T>() : undefined;
};

interface Review {
  readonly reviewId: string;
  readonly verdicts: Record<string, string>;
  readonly heldChanges: number;
}

async function waitFor<T>(look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error('it has not come');
    await sleep(100);
  }
}

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-matches-'));
  fs.chmodSync(dir, 0o755);
  fs.writeFileSync(path.join(dir, 'cases.csv'), CASES);
  stack = await startStack({ dir, fsync: false, logLevel: 'warn' });
});
afterAll(async () => {
  await stack?.stop();
  fs.rmSync(dir, { recursive: true });
});

test('a council’s list is registered from a file; a bad line is named and stops no other', async () => {
  const register = `interests register --as ${COUNCIL} --file cases.csv`;
  expect(await ask(register)).toMatchObject({
    ...{ lines: 3, registered: 2, uncertain: 1 },
    refused: [{ line: 4, code: 'date-order' }],
  });
  expect(await ask(register)).toMatchObject({ registered: 0, unchanged: 2 });
});

test('what another office tells of a person without a number here is held until an officer confirms', async () => {
  const change = { ...describeNewJob('2010-05-12', TODAY), person: DORA, caseReference: 'JSA-7' };
  const send = 'changes send --as jobcentre --file - --key dora-1';
  const { changeId } = await ask<{ changeId: string }>(
    send,
    JSON.stringify({ ...change, usedOn: TODAY, usedFor: 'jsa-ib' }),
  );
  const list = `matches list --as ${COUNCIL}`;
  const review = await waitFor(async () =>
    (await ask<{ items: Review[] }>(list)).items.find((one) => one.heldChanges > 0),
  );
  expect(review.verdicts).toMatchObject({ surname: 'equal', birthDate: 'equal' });
  expect((await told(list)).out).not.toMatch(/Dora|Field|1975-\d\d-/);
  const why = `why ${changeId} ${COUNCIL}`;
  expect((await told(why)).out).toMatch(/decision +hold \(match-unconfirmed\)/);
  const decide = `--as ${COUNCIL} --officer officer-17 --reason seen`;
  expect((await told(`matches confirm ${review.reviewId} ${decide} --dry-run`)).code).toBe(0);
  expect((await told(`matches show ${review.reviewId} --as luton`)).code).toBe(1);
  const confirmed = await told(`matches confirm ${review.reviewId} ${decide}`);
  expect(confirmed).toMatchObject({
    code: 0,
    out: 'CTB-700002: confirmed; the interest is final\n',
  });
  const answer = await waitFor(async () => {
    const { out } = await told(why);
    return /decision +(release|trimmed)/.test(out) ? out : undefined;
  });
  expect(answer).toMatch(/income/);
});

test('what the council tells by that case alone is told of the person the officer confirmed', async () => {
  const told = { ...describeNewJob('2010-05-13', TODAY), usedOn: TODAY, usedFor: 'ctb' };
  const { changeId } = await ask<{ changeId: string }>(
    `changes send --as ${COUNCIL} --file - --key dora-own`,
    JSON.stringify({ ...told, caseReference: 'CTB-700002' }),
  );
  const { recipients } = await waitFor(async () => {
    const answer = await tryToAsk<WhyAnswer>(`why ${changeId} ${COUNCIL}`);
    return answer?.recipients.length ? answer : undefined;
  });
  expect(recipients).toMatchObject([{ verdict: 'own', interest: { caseReference: 'CTB-700002' } }]);
});

test('a wrong link is recalled and never made again; the drift check says where the two lists differ', async () => {
  const [own] = (
    await ask<{ items: { interestId: string }[] }>(
      `interests list --as ${COUNCIL} --case CTB-700002`,
    )
  ).items;
  const recall = `interests recall ${own?.interestId} --as ${COUNCIL} --officer officer-17 --reason wrong`;
  expect(await ask(recall)).toMatchObject({ state: 'refused', takenBack: 1 });
  const again = await told(
    `interests register --as ${COUNCIL} --capacity ctb-claimant --case CTB-700002 --nino ${DORA.nino} --from 2010-01-04`,
  );
  expect([again.code, again.err]).toEqual([1, expect.stringContaining('match-rejected')]);
  const open = `capacity,caseReference,from\nctb-claimant,CTB-700002,2010-01-04\nctb-claimant,CTB-700009,2010-01-04\n`;
  const drift = await told(`interests drift --as ${COUNCIL} --file - --format csv --json`, open);
  expect(drift.code).toBe(4);
  expect(drift.document()).toMatchObject({
    differences: [
      { difference: 'missing-here', caseReference: 'CTB-700002', state: 'refused', line: 2 },
      { difference: 'missing-here', caseReference: 'CTB-700009', line: 3 },
      { difference: 'missing-there', caseReference: 'CTB-700001', line: null },
    ],
  });
});
