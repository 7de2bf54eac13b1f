import { afterEach, expect, test } from '@jest/globals';
import { readValues, writeRecords } from '../../test/kept-records.ts';
import type { Kafka } from './kafka.ts';
import { startContainerKafka } from './start-container.ts';

let kafka: Kafka | undefined;
afterEach(() => kafka?.stop());

test('a container runs one broker, with the settings asked for', async () => {
  kafka = await startContainerKafka({ settings: { 'message.max.bytes': '1000' } });
  await writeRecords(kafka.brokers, ['first', 'second']);
  expect(await readValues(kafka.brokers)).toEqual(['first', 'second']);
  const tooLarge = writeRecords(kafka.brokers, ['x'.repeat(2_000)]);
  await expect(tooLarge).rejects.toMatchObject({ code: 'too-large' });
});
