import { describe, expect, test } from '@jest/globals';
import { type Acl, openClusterAdmin } from '@told/event-log-kafka';
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
  },
);
