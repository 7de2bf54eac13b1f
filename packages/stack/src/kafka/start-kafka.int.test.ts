import { expect, test } from '@jest/globals';
import { takePort } from '../ports.ts';
import { findJava, requireJava } from './java.ts';
import { startContainerKafka } from './start-container.ts';
import { startKafka, useBrokers } from './start-kafka.ts';

test('brokers that were not given are unavailable', async () => {
  await expect(useBrokers([], 1)).rejects.toMatchObject({ code: 'kafka-unavailable' });
});

test('given brokers that do not answer are named', async () => {
  const nobody = `127.0.0.1:${await takePort()}`;
  await expect(useBrokers([nobody], 1)).rejects.toMatchObject({
    code: 'kafka-unreachable',
    details: { brokers: nobody },
  });
});

test.each(['given', 'container'] as const)(
  'brokers that are %s are not secured',
  async (source) => {
    const options = { dir: '/nonexistent', security: 'secured', source } as const;
    await expect(startKafka(options)).rejects.toMatchObject({ code: 'kafka-not-securable' });
  },
);

test('a container engine is not asked for three brokers', async () => {
  await expect(startContainerKafka({ nodes: 3 })).rejects.toMatchObject({
    code: 'kafka-unavailable',
    message: expect.stringContaining('install Java 17'),
  });
});

test('a Java that is not there is named, with what to do', async () => {
  expect(await findJava('/nonexistent')).toEqual({
    reason: '/nonexistent/bin/java: not found',
  });
  await expect(requireJava('/nonexistent')).rejects.toMatchObject({
    code: 'java-unusable',
    message: expect.stringMatching(/Fix: install Java 17 or newer, or set JAVA_HOME/),
  });
});
