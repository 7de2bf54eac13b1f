import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Stack, startStack } from '@told/stack';
import { describeNewJob, listStoryCases } from '../src/demo/story-people.ts';
import { runTold, type Told } from './run-told.ts';

const PATIENCE_MS = 120_000;
const TODAY = '2010-04-05';
const COUNCIL = 'central-bedfordshire';
const { asha } = listStoryCases(1);

let dir: string;
let stack: Stack;

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-timeline-test-'));
  fs.chmodSync(dir, 0o755);
  const services = ['intake', 'gateway', `council-tax-${COUNCIL}`, 'audit'];
  stack = await startStack({ dir, services, fsync: false, logLevel: 'warn' });
});
afterAll(async () => {
  await stack?.stop();
  fs.rmSync(dir, { recursive: true });
});

const told = (args: readonly string[], input = ''): Promise<Told> =>
  runTold(args, { profile: stack.stackFile, input });

interface Page {
  readonly items: readonly { readonly kind: string; readonly sentence: string }[];
}

/** The timeline, as soon as an answer of the council is in it. */
async function waitForOutcome(...named: readonly string[]): Promise<Page> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const { code, document } = await told(['timeline', ...named, '--json']);
    const page = code === 0 ? document<Page>() : { items: [] };
    if (page.items.some(({ kind }) => kind === 'outcome')) return page;
    if (Date.now() > deadline) throw new Error(`no outcome came: ${JSON.stringify(page)}`);
    await sleep(100);
  }
}

const REASON = ['--reason', 'complaint 4711'];

test('what happened to a change and to a person is shown, and that somebody looked as well', async () => {
  const interest = ['--capacity', 'ctb-claimant', '--case', 'CTB-1', '--from', TODAY];
  const nino = asha.person.nino;
  await told(['interests', 'register', '--as', COUNCIL, ...interest, '--nino', nino]);
  const change = { ...describeNewJob('2010-05-10', TODAY), person: asha.person };
  const body = { ...change, caseReference: asha.jobcentre, usedOn: TODAY, usedFor: 'jsa-ib' };
  const send = ['changes', 'send', '--as', 'jobcentre', '--file', '-', '--key', 'k1', '--json'];
  const { changeId } = (await told(send, JSON.stringify(body))).document<{ changeId: string }>();

  const { items } = await waitForOutcome('--change', changeId, ...REASON);
  expect(items.map(({ sentence }) => sentence)).toEqual([
    expect.stringMatching(/^central-bedfordshire answered unmatched/),
    expect.stringContaining('central-bedfordshire: trimmed'),
    'jobcentre told a change: income, created.',
  ]);

  for (const named of [
    ['--case', `${COUNCIL}/CTB-1`],
    ['--nino', nino],
  ]) {
    const { items: ofPerson } = await waitForOutcome(...named, ...REASON);
    expect(ofPerson.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['interest', 'change', 'decision', 'outcome']),
    );
    expect(JSON.stringify(ofPerson)).not.toMatch(new RegExp(`${nino}|Asha|Sample`));
  }

  const looks = ['timeline', '--nino', nino, ...REASON, '--kind', 'action'];
  const deadline = Date.now() + PATIENCE_MS;
  let shown = await told(looks);
  while (!shown.out.includes('person-looked-up') && Date.now() < deadline) {
    await sleep(100);
    shown = await told(looks);
  }
  expect(shown.out).toMatch(/auditor at audit: (person-looked-up|timeline-viewed)\./);
});

test('the person is given what the bus has of them; once erased, what is left, and nobody finds them any more', async () => {
  const { nino } = asha.person;
  const ask = async (out: string): Promise<string> => {
    const dirOfBundle = path.join(dir, out);
    const asked = ['subject-access', '--nino', nino, ...REASON, '--out', dirOfBundle];
    expect(await told(asked)).toMatchObject({ code: 0 });
    return fs.readFileSync(path.join(dirOfBundle, 'bundle.txt'), 'utf8');
  };
  const given = await ask('before');
  expect(given).toContain('jobcentre told income (created)');
  expect(given).toMatch(/employer: \S/);
  expect(given).toMatch(/central-bedfordshire as ctb-claimant: trimmed\n\s+under \S+ version \d+/);
  expect(given).toContain('central-bedfordshire answered unmatched');

  const erase = ['erasures', 'run', '--nino', nino, ...REASON, '--json'];
  const hold = ['retention', 'hold', '--nino', nino, ...REASON, '--json'];
  const { holdId } = (await told(hold)).document<{ holdId: string }>();
  expect((await told(erase)).out).toContain('"held"');
  expect(await told(['retention', 'release', holdId, ...REASON])).toMatchObject({ code: 0 });
  expect(await told(['retention', 'run', ...REASON])).toMatchObject({ code: 0 });

  const { erasureId } = (await told(erase)).document<{ erasureId: string }>();
  const deadline = Date.now() + PATIENCE_MS;
  const show = async () =>
    (await told(['erasures', 'show', erasureId, '--json'])).document<{ openings: string }>();
  let report = await show();
  while (report.openings !== 'done' && Date.now() < deadline) {
    await sleep(100);
    report = await show();
  }
  expect(report).toMatchObject({ state: 'done', openings: 'done' });
  const found = await told(['timeline', '--nino', nino, ...REASON]);
  expect(found).toMatchObject({ code: 1, err: expect.stringContaining('person-erased') });
  const left = await ask('after');
  expect(left).toContain('values: erased');
  expect(left).not.toMatch(/employer: |Case of|answered/);
  // That it was given is found by the change, which intake knows to be the person's.
  expect(left).toContain('central-bedfordshire as ctb-claimant: trimmed');
});

test.each([
  ['nobody', [...REASON], 2, 'one person or change is shown'],
  ['two', ['0'.repeat(32), '--nino', 'QQ123456C', ...REASON], 2, 'one person or change is shown'],
  ['no reason', ['0'.repeat(32)], 2, '--reason'],
  ['no case', ['--case', 'CTB-1', ...REASON], 2, 'luton/CTB-000123'],
  ['an unknown person', ['--nino', 'QQ999999A', ...REASON], 1, 'person-unknown'],
  ['an unknown key', ['0'.repeat(32), ...REASON], 1, 'not-found'],
])('asking for %s is answered with what is wrong', async (_, args, code, said) => {
  const answer = await told(['timeline', ...args]);
  expect(answer).toMatchObject({ code, err: expect.stringContaining(said) });
  expect(answer.err).not.toMatch(/QQ\d/);
});
