import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { readComponents } from './databases.ts';
import { readAgencies, readMembers, readTopicRules, readTopics } from './infra.ts';

test('reads the agencies and makes a topic for each of them', async () => {
  const agencies = await readAgencies();
  expect(agencies.map(({ id }) => id)).toEqual(['central-bedfordshire', 'jobcentre', 'luton']);
  const topics = new Map(readTopics(agencies).map((topic) => [topic.name, topic]));
  expect(topics.get('told.changes')).toMatchObject({ partitions: 4, retentionMs: null });
  for (const { id: agency } of agencies) {
    expect(topics.get(`told.releases.${agency}`)?.retentionMs).toBe(90 * 86_400_000);
    expect(topics.get(`told.submissions.${agency}`)?.retentionMs).toBe(7 * 86_400_000);
  }
  for (const origin of ['audit', 'gateway', 'intake', ...agencies.map(({ id }) => id)]) {
    expect(topics.get(`told.actions.${origin}`)?.retentionMs).toBeNull();
    expect(topics.get(`told.dead-letters.${origin}`)?.retentionMs).toBeNull();
  }
  expect([...topics.keys()].join()).not.toContain('<');
});

test.each([
  ['a service, whose actions would pass for the service’s', 'intake'],
  ['a service’s user, whose rights it would have', 'told-gateway'],
  ['the administrator, who may do everything', 'told-admin'],
  ['the brokers among themselves', 'broker'],
])('takes no agency with the name of %s', async (_what, id) => {
  const infra = fs.mkdtempSync(path.join(os.tmpdir(), 'told-infra-'));
  fs.cpSync(path.join(import.meta.dirname, '../../../../infra'), infra, { recursive: true });
  const luton = fs.readFileSync(path.join(infra, 'agencies/luton.yaml'), 'utf8');
  fs.writeFileSync(
    path.join(infra, `agencies/${id}.yaml`),
    luton.replace('id: luton', `id: ${id}`),
  );
  await expect(readAgencies(infra)).rejects.toMatchObject({
    code: 'agencies-invalid',
    message: expect.stringContaining(`${id}.yaml id: a service or user of the bus has this name`),
  });
  fs.rmSync(infra, { recursive: true });
});

test('knows every agency and service, and who writes and reads what', async () => {
  const members = await readMembers();
  expect(members.agencies).toEqual(['central-bedfordshire', 'jobcentre', 'luton']);
  expect(members.services).toEqual(['audit', 'gateway', 'intake']);
  expect(readTopicRules()).toContainEqual(
    expect.objectContaining({
      ...{ name: 'told.outcomes.<agency>', writers: ['<agency>'], readers: ['gateway', 'audit'] },
    }),
  );
});

test('gives topics to whoever is joining or suspended too', () => {
  const names = readTopics([{ id: 'stevenage' }]).map(({ name }) => name);
  expect(names).toContain('told.releases.stevenage');
});

test('names every broken rule of every file, and what to do', async () => {
  const infra = fs.mkdtempSync(path.join(os.tmpdir(), 'told-infra-'));
  fs.cpSync(path.join(import.meta.dirname, '../../../../infra'), infra, { recursive: true });
  for (const [file, from, to] of [
    ['luton', 'state: live', 'state: paused'],
    ['jobcentre', 'gssCode: null', 'gssCode: E1'],
  ] as const) {
    const place = path.join(infra, 'agencies', `${file}.yaml`);
    fs.writeFileSync(place, fs.readFileSync(place, 'utf8').replace(from, to));
  }
  await expect(readAgencies(infra)).rejects.toMatchObject({
    code: 'agencies-invalid',
    message: expect.stringMatching(/jobcentre.yaml gssCode: .*; luton.yaml state: .*\nFix: /),
  });
  fs.rmSync(infra, { recursive: true });
});

test("finds the migrations of a service: its components' first, its own last", () => {
  const components = readComponents('intake');
  expect(components.map(({ name }) => name)).toEqual(['service', 'intake']);
  expect(components[0]?.dir).toMatch(/packages\/service\/sql$/);
  expect(components[1]?.dir).toMatch(/services\/intake\/sql$/);
});
