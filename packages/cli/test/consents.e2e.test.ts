import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Stack, startStack } from '@told/stack';
import { describeNewJob, listStoryCases } from '../src/demo/story-people.ts';
import { runTold } from './run-told.ts';

const PATIENCE_MS = 120_000;
const TODAY = '2010-04-05';
const COUNCIL = 'central-bedfordshire';
const WHAT = `--recipient ${COUNCIL} --purpose pre-filling-forms --on ${TODAY}`;

const { asha } = listStoryCases(1);
let dir: string;
let stack: Stack;

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-consents-test-'));
  fs.chmodSync(dir, 0o755);
  stack = await startStack({
    ...{ dir, services: ['intake', 'gateway'], fsync: false, logLevel: 'warn' },
  });
});
afterAll(async () => {
  await stack?.stop();
  fs.rmSync(dir, { recursive: true });
});

async function ask<T>(args: string, input = ''): Promise<T> {
  const around = { profile: stack.stackFile, input };
  const { code, out, err, document } = await runTold([...args.split(' '), '--json'], around);
  expect([code, err, code === 0 ? '' : out]).toEqual([0, '', '']);
  return document<T>();
}

/** Tells that the person starts a job, and gives what the council is told of it once it is decided. */
async function tellJob(startOn: string): Promise<string> {
  const job = { ...describeNewJob(startOn, TODAY), person: asha.person };
  const body = { ...job, caseReference: asha.jobcentre, usedOn: TODAY, usedFor: 'jsa-ib' };
  const { changeId } = await ask<{ changeId: string }>(
    `changes send --as jobcentre --file - --key job-${startOn}`,
    JSON.stringify(body),
  );
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const around = { profile: stack.stackFile };
    const { code, out } = await runTold(['why', changeId, COUNCIL], around);
    if (code === 0 || Date.now() > deadline) return out;
    await sleep(50);
  }
}

test('what rests on consent is given while it stands, by whatever office the person told', async () => {
  for (const [agency, capacity, caseReference] of [
    ['jobcentre', 'jsa-claimant', asha.jobcentre],
    [COUNCIL, 'form-prefill', 'FORM-1'],
  ]) {
    await ask(
      `interests register --as ${agency} --capacity ${capacity} --case ${caseReference} --nino ${asha.person.nino} --from ${TODAY}`,
    );
  }
  expect(await tellJob('2010-05-10')).toContain('no-consent');

  const given = await ask<{ consentId: string }>(
    `consents give --as jobcentre --case ${asha.jobcentre} ${WHAT}`,
  );
  const told = await tellJob('2010-05-11');
  expect(told).toContain('dwp-to-council-prefill');
  expect(told).not.toContain('no-consent');

  const withdrawn = await ask<{ consentId: string }>(
    `consents withdraw --as ${COUNCIL} --case FORM-1 ${WHAT}`,
  );
  expect(withdrawn.consentId).toBe(given.consentId);
  expect(await tellJob('2010-05-12')).toContain('consent-withdrawn');

  const { items } = await ask<{ items: readonly { action: string; recordedBy: string }[] }>(
    `consents history ${given.consentId} --as auditor`,
  );
  expect(items.map((one) => [one.action, one.recordedBy])).toEqual([
    ['withdrawn', COUNCIL],
    ['given', 'jobcentre'],
  ]);
});

test('a person whom nobody knows, and a case of somebody else, are no person', async () => {
  const give = (who: string) =>
    runTold(
      ['consents', 'give', '--as', 'luton', ...who.split(' '), ...WHAT.split(' '), '--json'],
      {
        profile: stack.stackFile,
      },
    );
  const answer = await give(`--case ${asha.jobcentre}`);
  expect([answer.code === 0, answer.out + answer.err]).toEqual([
    false,
    expect.stringContaining('person-unknown'),
  ]);
});
