import { describe, expect, test } from '@jest/globals';
import { readStackConfig } from '../config.ts';
import { chooseSource } from './find-kafka-source.ts';

const would = async (): Promise<undefined> => undefined;
const wouldNot = (reason: string) => async () => reason;
const never = async (): Promise<never> => {
  throw new Error('must not be asked');
};

describe('a broker comes', () => {
  test('from the addresses given, whatever else there is', async () => {
    const config = readStackConfig({ KAFKA_BROKERS: 'a.example:9092, b.example:9093,' });
    expect(config.kafkaBrokers).toEqual(['a.example:9092', 'b.example:9093']);
    expect(await chooseSource(config, { engine: never, java: never })).toEqual({ source: 'given' });
  });

  test('else from a container engine', async () => {
    const config = readStackConfig({ KAFKA_BROKERS: '' });
    expect(await chooseSource(config, { engine: would, java: never })).toEqual({
      source: 'container',
    });
  });

  test('else from Java', async () => {
    const obstacles = { engine: wouldNot('no engine'), java: would };
    expect(await chooseSource(readStackConfig({}), obstacles)).toEqual({ source: 'java' });
  });

  test('else from nowhere, for all the reasons', async () => {
    const obstacles = { engine: wouldNot('no engine'), java: wouldNot('java is Java 11') };
    expect(await chooseSource(readStackConfig({}), obstacles)).toEqual({
      source: undefined,
      reasons: ['KAFKA_BROKERS is not set', 'no engine', 'java is Java 11'],
    });
  });
});
