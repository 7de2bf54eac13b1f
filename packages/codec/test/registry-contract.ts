import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { AvroSchema } from '../src/avro/compile-types.ts';
import { openCodec } from '../src/codec/open-codec.ts';
import { deploySchema } from '../src/deploy/deploy-schema.ts';
import { listSubjects, registerSchemas } from '../src/deploy/register-schemas.ts';
import type { CodecError } from '../src/errors.ts';
import { EVOLUTION_CASES, type EvolutionCase } from '../src/evolution/evolution-cases.ts';
import { schemas } from '../src/generated/schemas.ts';
import type { Outcome } from '../src/generated/types.ts';

const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';
const LEVEL = 'FULL_TRANSITIVE';
const AT_ONCE = 4;
const agencies = ['central-bedfordshire', 'luton'];

const outcome: Outcome = {
  releaseId: '0191c2f0-6f5a-7c3e-9a41-000000000004',
  outcomeNo: 1,
  caseReference: 'CTB-000123',
  releaseSequence: 1,
  kind: 'applied',
  reason: null,
  effectiveOn: '2010-05-17',
  businessDate: '2010-05-13',
  decidedAt: 1_273_740_300_000_000,
};

interface Judged {
  readonly deployTool: string;
  readonly registry: string;
}

/** What the deploy tool and the codec rely on, as tests. Every registry is held to them all, and to its column of the evolutions. */
export function describeRegistryContract(name: 'embedded' | 'apicurio', urlOf: () => string): void {
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${urlOf()}${path}`, {
      method,
      headers: { 'content-type': CONTENT_TYPE, accept: CONTENT_TYPE },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const register = (subject: string, schema: object) =>
    call('POST', `/subjects/${subject}/versions`, { schema: JSON.stringify(schema) });
  /** At its level before its first version, as the deploy tool does it. */
  const makeSubject = async (...versions: readonly object[]): Promise<string> => {
    const subject = `${randomUUID()}-value`;
    await call('PUT', `/config/${subject}`, { compatibility: LEVEL });
    for (const version of versions) {
      expect((await register(subject, version)).status).toBe(200);
    }
    return subject;
  };
  const deploy = (subject: string, schema: object): Promise<number> =>
    deploySchema(urlOf(), { subject, schema: schema as AvroSchema });

  describe(`registry contract: ${name}`, () => {
    const judged = new Map<string, Judged>();
    beforeAll(async () => {
      const waiting = [...EVOLUTION_CASES];
      const judgeInTurn = async (): Promise<void> => {
        for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
          judged.set(one.change, await judge(one));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, judgeInTurn));
    });

    /** The deploy tool is asked first; what it refuses it has not registered, so that the registry can be asked by itself. */
    async function judge({ versions }: EvolutionCase): Promise<Judged> {
      const subject = await makeSubject(...versions.slice(0, -1));
      const next = versions.at(-1) ?? {};
      try {
        await deploy(subject, next);
        return { deployTool: 'taken', registry: 'taken' };
      } catch (error) {
        const { status } = await register(subject, next);
        const registry = status === 200 ? 'taken' : status === 409 ? 'refused' : String(status);
        return { deployTool: (error as CodecError).code, registry };
      }
    }

    test.each(EVOLUTION_CASES.map((one) => [one.change, one] as const))('%s', (change, one) => {
      // The deploy tool gives one answer, whichever the registry.
      const isTaken = one.check.every((rule) => rule === 'bus-rule');
      expect(judged.get(change)).toEqual({
        deployTool: isTaken ? 'taken' : 'schema-incompatible',
        registry: one[name],
      });
    });

    test('a level set before the first version holds', async () => {
      const subject = await makeSubject();
      expect((await call('GET', `/config/${subject}`)).body).toEqual({ compatibilityLevel: LEVEL });
      await deploy(subject, schemas.Outcome);
      expect((await call('GET', `/config/${subject}`)).body).toEqual({ compatibilityLevel: LEVEL });
    });

    test('a subject that somebody made without a level, or with none, gets it', async () => {
      const subject = `${randomUUID()}-value`;
      await register(subject, schemas.Outcome);
      await call('PUT', `/config/${subject}`, { compatibility: 'NONE' });
      await deploy(subject, schemas.Outcome);
      expect((await call('GET', `/config/${subject}`)).body).toEqual({ compatibilityLevel: LEVEL });
    });

    test('what somebody else put under a subject is refused, not followed', async () => {
      const subject = `${randomUUID()}-value`;
      await register(subject, { type: 'array', items: 'string' });
      await expect(deploy(subject, schemas.Outcome)).rejects.toMatchObject({
        code: 'schema-incompatible',
        details: { subject, rule: 'it is no record in version 1' },
      });
    });

    test('a version that it has is found again, also behind a later one', async () => {
      const subject = await makeSubject();
      const id = await deploy(subject, schemas.Outcome);
      const more = { name: 'later', type: ['null', 'string'], default: null };
      await deploy(subject, {
        ...schemas.Outcome,
        fields: [...(schemas.Outcome['fields'] as object[]), more],
      });
      expect(await deploy(subject, schemas.Outcome)).toBe(id);
      expect((await call('GET', `/subjects/${subject}/versions`)).body).toEqual([1, 2]);
    });

    test('a schema whose records have other bytes has another id, from the first question on', async () => {
      const field = (name: string) => ({ name, type: 'string', default: '' });
      const thing = { type: 'record', namespace: 'told', name: 'Thing' };
      const first = { ...thing, fields: [field('a'), field('b')] };
      const turned = { ...thing, fields: [field('b'), field('a')] };
      const subject = await makeSubject(first);
      const lookUp = (schema: object) =>
        call('POST', `/subjects/${subject}`, { schema: JSON.stringify(schema) });
      expect((await lookUp(turned)).status).toBe(404);
      const id = await deploy(subject, turned);
      expect((await lookUp(turned)).body['id']).toBe(id);
      expect((await lookUp(first)).body['id']).not.toBe(id);
    });

    test('every subject of a deployment is registered, and again without a change', async () => {
      const registered = await registerSchemas({ registryUrl: urlOf(), agencies });
      expect(registered.map(({ subject }) => subject)).toEqual(
        listSubjects(agencies).map(({ subject }) => subject),
      );
      expect(await registerSchemas({ registryUrl: `${urlOf()}/`, agencies })).toEqual(registered);
      for (const { subject } of registered) {
        expect((await call('GET', `/subjects/${subject}/versions`)).body).toEqual([1]);
      }
    });

    test('records are read by the id of the version that they were written with', async () => {
      await registerSchemas({ registryUrl: urlOf(), agencies });
      const uses = [{ topic: 'told.outcomes.luton', schema: 'Outcome' as const }];
      const codec = await openCodec({ registryUrl: urlOf(), uses });
      const value = codec.encoder('Outcome', 'told.outcomes.luton')(outcome);
      expect(await codec.decode('Outcome', [value])).toMatchObject([{ ok: true, value: outcome }]);
      const other = await makeSubject({ ...schemas.Outcome, doc: 'As somebody else has it.' });
      const { body } = await call('GET', `/subjects/${other}/versions/1`);
      value.writeInt32BE(body['id'] as number, 1);
      expect(await codec.decode('Outcome', [value])).toMatchObject([
        { ok: true, value: outcome, schemaId: body['id'] },
      ]);
    });

    test('another kind of record, by an id that is known, is undecodable', async () => {
      const [first] = await registerSchemas({ registryUrl: urlOf(), agencies });
      const codec = await openCodec({ registryUrl: urlOf(), uses: [] });
      const value = Buffer.alloc(40);
      value.writeInt32BE(first?.id ?? 0, 1);
      expect(first?.schema).not.toBe('Outcome');
      expect(await codec.decode('Outcome', [value])).toMatchObject([
        { ok: false, error: { code: 'undecodable' } },
      ]);
    });

    test('an id that nobody knows, and a subject without the schema, are waited for', async () => {
      const codec = await openCodec({ registryUrl: urlOf(), uses: [] });
      const value = Buffer.alloc(40);
      value.writeInt32BE(2_000_000_000, 1);
      await expect(codec.decode('Outcome', [value])).rejects.toMatchObject({
        code: 'unknown-schema',
        retryable: true,
      });
      const subject = await makeSubject();
      for (const without of [subject, `${randomUUID()}-value`]) {
        const uses = [{ subject: without, schema: 'Outcome' as const }];
        await expect(openCodec({ registryUrl: urlOf(), uses })).rejects.toMatchObject({
          code: 'schema-not-registered',
          retryable: true,
        });
      }
    });
  });
}
