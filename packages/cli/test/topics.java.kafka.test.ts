import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Acl, openClusterAdmin } from '@told/event-log-kafka';
import { openEventLog } from '@told/service';
import type { StackFile } from '@told/stack';
import { findMissingUsers, givePasswords } from '../src/agencies/log-users.ts';
import { checkTopics } from './check-topics.ts';

const ROW: Acl = {
  ...{ principal: 'User:luton', resource: 'topic', name: 'told.releases.luton' },
  ...{ pattern: 'literal', operation: 'Read', permission: 'allow', host: '*' },
};
const INTRUDING: Acl = { ...ROW, principal: 'User:stevenage' };
const FOREIGN: Acl = { ...INTRUDING, name: 'payments' };
const DENIED: Acl = { ...ROW, name: 'told.outcomes.luton', operation: 'Write', permission: 'deny' };

checkTopics(
  { logKind: 'kafka', kafkaSource: 'java', kafkaSecurity: 'secured' },
  { enforced: true, said: ' and rights that infra names' },
  ({ stack, told }) => {
    async function change(create: readonly Acl[], unwanted: readonly Acl[]): Promise<void> {
      const admin = openClusterAdmin(stack().kafka?.access ?? { brokers: [] });
      await admin.changeAcls({ create, delete: unwanted });
      await admin.close();
    }

    describe('told topics on rights', () => {
      test('shows what is missing and what nobody named, mends both, and leaves others’ alone', async () => {
        await change([INTRUDING, FOREIGN], [ROW]);
        expect((await told('doctor')).out).toMatch(
          /✗ +log: rights +grant told\.releases\.luton User:luton may Read .*topics apply"/,
        );
        for (const asking of ['topics plan', 'topics apply --dry-run', 'topics apply']) {
          const { out } = await told(asking);
          expect(out).toMatch(/grant +told\.releases\.luton +User:luton may Read\s/);
          expect(out).toMatch(/revoke +told\.releases\.luton +User:stevenage may Read\s/);
          expect(out).not.toContain('payments');
        }
        const { rights } = (await told('topics plan --json')).document<{ rights: object }>();
        expect(rights).toEqual({ enforced: true, grant: [], revoke: [], drift: [] });
        expect((await told('doctor')).out).toMatch(/✓ +log: rights +as infra names them/);
      });

      test('leaves a denial to a person, with code 4', async () => {
        await change([DENIED], []);
        const { code, out } = await told('topics apply');
        expect(code).toBe(4);
        expect(out).toMatch(/drift +told\.outcomes\.luton +User:luton is denied Write +somebody/);
      });

      test('is refused to a login that may not see rights, with the right that it lacks', async () => {
        const { code, err } = await told('topics plan', 'luton');
        expect(err).toContain('cluster=kafka-cluster right=Describe');
        expect(err).toContain('Fix: give a profile whose log is that of a login');
        expect(code).not.toBe(0);
      });
    });

    describe('told agencies on users of the log', () => {
      const readLog = () => {
        const { log } = JSON.parse(fs.readFileSync(stack().stackFile, 'utf8')) as StackFile;
        if (log.kind !== 'kafka') throw new TypeError('the log is Kafka');
        return { ...log, file: stack().stackFile };
      };
      const tryAs = async (username: string, password = ''): Promise<number> => {
        const log = openEventLog({ ...readLog(), login: { username, password } }, 'test');
        return (await log.topics().finally(() => log.close())).length;
      };

      test('gives another password at once, and keeps it for the next start', async () => {
        const former = readLog().users?.['luton'];
        expect((await told('agencies rotate luton --log --dry-run')).out).toContain(
          'another password',
        );
        expect(readLog().users?.['luton']).toBe(former);
        const { code, out } = await told('agencies rotate luton --log');
        const [, password] = /^luton {2}(\S{43})$/m.exec(out) ?? [];
        expect([code, readLog().users?.['luton']]).toEqual([0, password]);
        const kept = path.join(path.dirname(stack().stackFile), 'log-users.json');
        expect(JSON.parse(fs.readFileSync(kept, 'utf8'))).toMatchObject({ luton: password });
        expect(await tryAs('luton', password)).toBeGreaterThan(0);
        await expect(tryAs('luton', former)).rejects.toMatchObject({ code: 'unauthorized' });
      });

      test.each(['told-intake', 'stevenage'])(
        'gives none to %s, which is no agency',
        async (name) => {
          const { code, err } = await told(`agencies rotate ${name} --log`);
          expect([code, err]).toEqual([2, expect.stringContaining('infra/agencies has no')]);
        },
      );

      test('makes a user for an agency that has none, which may do nothing before its rights', async () => {
        const wanted = ['luton', 'bedford'];
        expect(await findMissingUsers(readLog(), wanted)).toEqual(['bedford']);
        const [made] = await givePasswords({ file: readLog().file, log: readLog() }, ['bedford']);
        expect(await findMissingUsers(readLog(), wanted)).toEqual([]);
        expect(await tryAs('bedford', made?.password)).toBe(0);
        expect(readLog().users?.['bedford']).toBe(made?.password);
        const theirs = {
          ...readLog(),
          login: { username: 'bedford', password: made?.password ?? '' },
        };
        expect(await findMissingUsers(theirs, wanted)).toBe('hidden');
      });
    });
  },
);
