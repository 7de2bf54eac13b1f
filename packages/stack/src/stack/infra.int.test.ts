import { expect, test } from '@jest/globals';
import { readComponents } from './databases.ts';
import { readAgencies, readTopics } from './infra.ts';

test('reads the agencies and makes a topic for each of them', () => {
  const agencies = readAgencies();
  expect(agencies).toEqual(['central-bedfordshire', 'jobcentre', 'luton']);
  const topics = new Map(readTopics(agencies).map((topic) => [topic.name, topic]));
  expect(topics.get('told.changes')).toMatchObject({ partitions: 4, retentionMs: null });
  for (const agency of agencies) {
    expect(topics.get(`told.releases.${agency}`)?.retentionMs).toBe(90 * 86_400_000);
    expect(topics.get(`told.submissions.${agency}`)?.retentionMs).toBe(7 * 86_400_000);
  }
  expect([...topics.keys()].join()).not.toContain('<');
});

test("finds the migrations of a service: its components' first, its own last", () => {
  const components = readComponents('intake');
  expect(components.map(({ name }) => name)).toEqual(['service', 'intake']);
  expect(components[0]?.dir).toMatch(/packages\/service\/sql$/);
  expect(components[1]?.dir).toMatch(/services\/intake\/sql$/);
});
