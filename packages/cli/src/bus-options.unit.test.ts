import { describe, expect, test } from '@jest/globals';
import { type BusOptions, readBusOptions } from './bus-options.ts';

describe('the options of the bus', () => {
  test.each<[BusOptions, ReturnType<typeof readBusOptions>]>([
    [{}, { dir: '/here/.told' }],
    [{ bus: 'embedded' }, { dir: '/here/.told', logKind: 'embedded' }],
    [{ bus: 'kafka' }, { dir: '/here/.told/kafka-1', logKind: 'kafka' }],
    [
      { bus: 'kafka', brokers: 1 },
      { dir: '/here/.told/kafka-1', logKind: 'kafka', kafkaNodes: 1 },
    ],
    [
      { bus: 'kafka', brokers: 3 },
      { dir: '/here/.told/kafka-3', logKind: 'kafka', kafkaNodes: 3 },
    ],
    [
      { bus: 'kafka', secure: true },
      { dir: '/here/.told/kafka-1-secured', logKind: 'kafka', kafkaSecurity: 'secured' },
    ],
    [{ registry: 'embedded' }, { dir: '/here/.told', registry: 'embedded' }],
    [{ registry: 'apicurio' }, { dir: '/here/.told/apicurio', registry: 'apicurio' }],
    [
      { bus: 'kafka', registry: 'apicurio' },
      { dir: '/here/.told/kafka-1-apicurio', logKind: 'kafka', registry: 'apicurio' },
    ],
    [{ dir: 'own' }, { dir: '/here/own' }],
    [
      { dir: '/own', bus: 'kafka', brokers: 3 },
      { dir: '/own', logKind: 'kafka', kafkaNodes: 3 },
    ],
  ])('%j start %j', (options, start) => {
    expect(readBusOptions(options, '/here')).toEqual(start);
  });

  test.each<BusOptions>([{ brokers: 3 }, { brokers: 1, bus: 'embedded' }, { secure: true }])(
    '%j ask something of brokers that nothing would use',
    (options) => {
      expect(() => readBusOptions(options, '/here')).toThrow(
        expect.objectContaining({ exit: 'usage' }),
      );
    },
  );
});
