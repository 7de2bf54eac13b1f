import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../test/open-gateway.ts';
import { play, STORY } from '../test/restore-story.ts';
import { addSecondConsent } from '../test/second-consent.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openTestGateway(addSecondConsent);
  await play(gateway, 0, STORY.length);
});
afterAll(() => gateway.close());

/** What everything said on the topics that begin so is called: source and id, as CloudEvents name an event. */
async function namesOf(prefix: string): Promise<readonly string[]> {
  const names: string[] = [];
  for (const { name: topic } of await gateway.log.topics()) {
    if (!topic.startsWith(prefix)) continue;
    for (const { partition, low, end } of await gateway.log.bounds(topic)) {
      for await (const records of gateway.log.read({ topic, partition, from: low, to: end })) {
        names.push(...records.map(({ headers: h }) => `${h['ce_source']} ${h['ce_id']}`));
      }
    }
  }
  return names;
}

describe('events', () => {
  test.each([
    'told.interests',
    'told.consents',
    'told.suspensions',
    'told.decisions',
    'told.releases.',
  ])('bear ids of their own on %s', async (prefix) => {
    const names = await namesOf(prefix);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((one, at) => names.indexOf(one) !== at)).toEqual([]);
  });

  test('bear ids of their own across topics', async () => {
    const names = await namesOf('told.');
    expect(new Set(names).size).toBe(names.length);
  });
});
