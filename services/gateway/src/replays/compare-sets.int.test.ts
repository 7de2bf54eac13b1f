import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson } from '../../test/people.ts';
import { openReplaying, type Replaying } from '../../test/replaying.ts';
import { listGroups } from './replay.ts';

const FOLDER = path.join(import.meta.dirname, '../../../../infra/agreements/2010');
const people = [makePerson(1), makePerson(2), makePerson(3)];
let gateway: TestGateway;
let replaying: Replaying;

beforeAll(async () => {
  gateway = await openTestGateway();
  replaying = openReplaying(gateway);
  await gateway.register(
    ...people.map((person, at) => ({ person, caseReference: `CTB-${at}` })),
    ...people.slice(0, 1).map((person) => ({ person, caseReference: 'L-1', agency: 'luton' })),
  );
  await replaying.tell(...people.map((person) => makeChange(person, 1)));
});
afterAll(() => gateway.close());

const files = () =>
  fs
    .readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ name, text: fs.readFileSync(path.join(FOLDER, name), 'utf8') }));
const compare = async (after: ReturnType<typeof files>, agency?: string) => {
  const filter = agency === undefined ? {} : { agency };
  const sets = [{ hash: gateway.agreements.hash }, { set: '2010', files: after }] as const;
  const asked = await replaying.ask({ kind: 'compare-agreements', filter, sets });
  return replaying.run(asked);
};

test('finds nothing between the set decided by and the same files', async () => {
  const { counts } = await compare(files());
  expect([counts['equal'], listGroups(counts)]).toEqual([3, []]);
});

test('says which fields of which recipients would fare otherwise, how often, and why', async () => {
  const name = 'dwp-to-council-ctb.yaml';
  expect(files().map((one) => one.name)).toContain(name);
  const without = files().filter((one) => one.name !== name);
  const { counts } = await compare(without);
  expect(counts['different']).toBe(3);
  const groups = listGroups(counts);
  expect(groups).toContainEqual(
    expect.objectContaining({
      ...{ agency: 'central-bedfordshire', capacity: 'ctb-claimant', field: 'income.netPence' },
      ...{ before: 'given', after: 'no-basis', count: 3 },
      examples: people.map((person) => makeChange(person, 1).change.changeId),
    }),
  );
  expect(new Set(groups.map((one) => one.agency))).toEqual(new Set(['central-bedfordshire']));
  expect(listGroups((await compare(without, 'luton')).counts)).toEqual([]);
});

test('takes nothing for signed that was edited since', async () => {
  const edited = files().map((one) =>
    one.name === 'dwp-to-council-ctb.yaml'
      ? { ...one, text: one.text.replace(/^title: .*$/m, 'title: Another title') }
      : one,
  );
  expect((await compare(edited)).counts['different']).toBe(3);
});
