import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { keepKafkaSource, keepSettings, readKeptRegistry } from './settings.ts';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-settings-test-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

type Options = Parameters<typeof keepSettings>[0];

describe('keepSettings', () => {
  const keep = (more: Partial<Options> = {}) =>
    keepSettings({
      dir,
      logKind: undefined,
      kafkaNodes: undefined,
      kafkaSecurity: undefined,
      kafkaSource: undefined,
      registry: undefined,
      sealing: undefined,
      logins: ['intake'],
      businessDate: undefined,
      now: new Date('2026-01-02T03:04:05Z'),
      ...more,
    });

  test('begins on Monday 5 April 2010 and keeps that, the secrets and the passwords', () => {
    const first = keep();
    expect(first.businessDate).toBe('2010-04-05@2026-01-02T03:04:05.000Z');
    const second = keep({ now: new Date('2027-01-01T00:00:00Z'), logins: ['intake', 'gateway'] });
    expect(second).toMatchObject({
      areaSecret: first.areaSecret,
      businessDate: first.businessDate,
      passwords: { intake: first.passwords['intake'], gateway: expect.any(String) },
    });
    expect(fs.statSync(path.join(dir, 'settings.json')).mode & 0o077).toBe(0);
  });

  test('keeps the later area secrets that somebody put there', () => {
    const laterAreaSecrets = ['the second secret of the area, for tests'];
    const file = path.join(dir, 'settings.json');
    fs.writeFileSync(file, JSON.stringify({ ...keep(), laterAreaSecrets }));
    expect(keep()).toMatchObject({ laterAreaSecrets });
    expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toMatchObject({ laterAreaSecrets });
  });

  test('chooses the embedded log where nothing is asked and nothing kept', () => {
    expect(keep()).toMatchObject({ logKind: 'embedded' });
    expect(keep()).not.toHaveProperty('kafkaNodes');
  });

  test('keeps the choice of Kafka and of its brokers for a start that asks for nothing', () => {
    keep({ logKind: 'kafka', kafkaNodes: 3 });
    expect(keep()).toMatchObject({ logKind: 'kafka', kafkaNodes: 3 });
    expect(keep({ logKind: 'kafka' })).toMatchObject({ kafkaNodes: 3 });
  });

  test('keeps that Kafka asks who comes, and was open before anybody asked for that', () => {
    keep({ logKind: 'kafka', kafkaSecurity: 'secured' });
    expect(keep()).toMatchObject({ kafkaSecurity: 'secured' });
    expect(() => keep({ kafkaSecurity: 'open' })).toThrow(
      expect.objectContaining({
        details: expect.objectContaining({ what: 'kafkaSecurity', kept: 'secured', asked: 'open' }),
      }),
    );
  });

  const KAFKA = { logKind: 'kafka', kafkaNodes: 1 } as const;
  test.each<[string, Partial<Options>, Partial<Options>, string]>([
    ['Kafka where the records are in the database', {}, KAFKA, 'logKind'],
    ['the database where the records are in Kafka', KAFKA, { logKind: 'embedded' }, 'logKind'],
    ['another number of brokers', KAFKA, { logKind: 'kafka', kafkaNodes: 3 }, 'kafkaNodes'],
    ['to ask who comes where nobody was', KAFKA, { kafkaSecurity: 'secured' }, 'kafkaSecurity'],
    ['clear text where bodies are sealed', {}, { sealing: 'off' }, 'sealing'],
    ['to seal where bodies were in clear', { sealing: 'off' }, { sealing: 'on' }, 'sealing'],
  ])('refuses %s', (_, first, second, what) => {
    const kept = keep(first);
    expect(kept.logKind).toBe(first.logKind ?? 'embedded');
    expect(() => keep(second)).toThrow(
      expect.objectContaining({
        code: 'choice-changed',
        details: expect.objectContaining({ what }),
        message: expect.stringMatching(/made with another log.*Fix: /s),
      }),
    );
  });

  test('seals in a new folder, and goes on in one that was made without as it was', () => {
    expect(keep()).toMatchObject({ sealing: 'on' });
    expect(keep()).toMatchObject({ sealing: 'on' });
    const { sealing: _, ...older } = keep();
    fs.writeFileSync(path.join(dir, 'settings.json'), JSON.stringify(older));
    expect(keep()).not.toHaveProperty('sealing');
  });

  test('keeps where the brokers come from once it is known', () => {
    const asked = keep({ ...KAFKA, kafkaSource: 'given' });
    expect(asked).not.toHaveProperty('kafkaSource');
    const found = keepKafkaSource(dir, asked, 'java');
    expect(keep()).toEqual(found);
    expect(found).toMatchObject({ ...KAFKA, kafkaSource: 'java' });
    expect(keep({ kafkaSource: 'java' })).toEqual(found);
    expect(() => keep({ kafkaSource: 'given' })).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ what: 'kafkaSource' }) }),
    );
  });

  test('keeps the choice of the registry, and refuses another than the records were made with', () => {
    expect(readKeptRegistry(dir)).toBeUndefined();
    expect(keep({ registry: 'apicurio' })).toMatchObject({ registry: 'apicurio' });
    expect(keep()).toMatchObject({ registry: 'apicurio' });
    expect(readKeptRegistry(dir)).toBe('apicurio');
    expect(() => keep({ registry: 'embedded' })).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/made with another log or registry.*Fix: /s),
        details: { dir, what: 'registry', kept: 'apicurio', asked: 'embedded' },
      }),
    );
  });
});
