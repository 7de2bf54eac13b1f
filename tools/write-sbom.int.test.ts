import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { describeShipped, pruneSbom, type Sbom } from './write-sbom.ts';

const { allowScripts } = JSON.parse(
  fs.readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8'),
);

describe('the bill of materials of a service', () => {
  test('has what it ships, each with its digest and licence, and nothing that only develops', async () => {
    const { metadata, components, dependencies } = await describeShipped('services/gateway');
    expect(metadata.component['bom-ref']).toMatch(/^@told\/gateway@/);
    const names = components.map((one) => one['bom-ref'].replace(/@[^@]+$/, ''));
    expect(names).toEqual(
      expect.arrayContaining(['@told/service', 'fastify', 'kafkajs', 'avsc', 'pg', 'jose', 'ajv']),
    );
    for (const left of ['jest', 'typescript', 'testcontainers', 'fast-check', '@told/stack']) {
      expect(names).not.toContain(left);
    }
    // Its script looks at how its own version is written. Images are made without any script.
    const withScripts = Object.keys(allowScripts).filter((name) => names.includes(name));
    expect(withScripts).toEqual(['protobufjs']);
    const ours = components.filter((one) => one['bom-ref'].startsWith('@told/'));
    const foreign = components.filter((one) => !ours.includes(one));
    expect(foreign.filter(({ hashes = [] }) => hashes.length === 0)).toEqual([]);
    const unlicensed = foreign.filter(({ licenses = [] }) => licenses.length === 0);
    // It is MIT, as its LICENSE says and its package.json does not.
    expect(unlicensed.map(({ name }) => name)).toEqual(['@kafkajs/confluent-schema-registry']);
    const refs = new Set([metadata.component, ...components].map((one) => one['bom-ref']));
    expect(
      dependencies.flatMap(({ dependsOn = [] }) => dependsOn).filter((ref) => !refs.has(ref)),
    ).toEqual([]);
  });

  const component = (ref: string) => ({ 'bom-ref': ref, name: ref, version: '1' });
  const whole: Sbom = {
    metadata: { component: component('root@1') },
    components: ['own@1', 'a@1', 'b@1', 'tool@1'].map(component),
    dependencies: [
      { ref: 'own@1', dependsOn: ['a@1', 'tool@1'] },
      { ref: 'a@1', dependsOn: ['b@1'] },
      { ref: 'tool@1' },
    ],
  };

  test('is cut down to what is shipped', () => {
    expect(pruneSbom(whole, 'own@1', new Set(['own@1', 'a@1', 'b@1']))).toEqual({
      metadata: { component: component('own@1') },
      components: ['a@1', 'b@1'].map(component),
      dependencies: [
        { ref: 'own@1', dependsOn: ['a@1'] },
        { ref: 'a@1', dependsOn: ['b@1'] },
      ],
    });
  });

  test('is refused when it lacks something', () => {
    expect(() => pruneSbom(whole, 'own@1', new Set(['own@1', 'c@1']))).toThrow('c@1');
  });
});
