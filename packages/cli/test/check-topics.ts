import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TopicSpec } from '@told/event-log';
import { openEventLog } from '@told/service';
import {
  readAgencies,
  readTopics,
  type Stack,
  type StackFile,
  type StackOptions,
  startStack,
} from '@told/stack';
import { runTold, type Told } from './run-told.ts';

const START_TIMEOUT_MS = 180_000;
const STRANGE: TopicSpec = { name: 'told.releases.bedford', partitions: 4, retentionMs: null };
const FOREIGN: TopicSpec = { name: 'payments', partitions: 1, retentionMs: null };

type Choice = Pick<StackOptions, 'logKind' | 'kafkaSource' | 'kafkaSecurity'>;

/** What is there to check further on the stack once it is up. */
export interface TopicsStack {
  stack(): Stack;
  /** As the profile of the stack, or as one of the log's users. */
  told(args: string, user?: string): Promise<Told>;
}

/** What `told topics` must do on every log: the same suite for each driver. The cases build on each other; `describeMore` adds some. */
export function checkTopics(
  choice: Choice,
  rights: { readonly enforced: boolean; readonly said: string },
  describeMore: (running: TopicsStack) => void = () => undefined,
): void {
  let dir: string;
  let stack: Stack;

  beforeAll(async () => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-topics-test-'));
    fs.chmodSync(dir, 0o755);
    stack = await startStack({ dir, services: [], fsync: false, ...choice });
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    await stack.stop();
    fs.rmSync(dir, { recursive: true });
  }, START_TIMEOUT_MS);

  const told = (args: string, user?: string): Promise<Told> =>
    runTold(args.split(' '), { profile: user === undefined ? stack.stackFile : profileOf(user) });

  function profileOf(username: string): string {
    const file = path.join(dir, `${username}.json`);
    const { log, ...others } = JSON.parse(fs.readFileSync(stack.stackFile, 'utf8')) as StackFile;
    const password = log.kind === 'kafka' ? log.users?.[username] : undefined;
    const theirs = { ...others, log: { ...log, login: { username, password } } };
    fs.writeFileSync(file, JSON.stringify(theirs), { mode: 0o600 });
    return file;
  }

  async function createTopics(topics: readonly TopicSpec[]): Promise<void> {
    const log = openEventLog(stack.log, 'told-test');
    await log.createTopics(topics);
    await log.close();
  }

  describe(`told topics on the log of kind ${choice.logKind}`, () => {
    test('lists what the start of the stack created, and finds nothing to do', async () => {
      const listed = await told('topics list --json');
      const { topics } = listed.document<{ topics: readonly TopicSpec[] }>();
      const wanted = readTopics(await readAgencies());
      expect(topics).toEqual(expect.arrayContaining(wanted));
      expect((await told('topics list')).out).toMatch(/told\.releases\.luton +4 +90 days\n/);
      expect(await told('topics plan')).toMatchObject({
        code: 0,
        out: `the log has the topics${rights.said}\n`,
      });
      expect(await told('topics apply')).toMatchObject({ code: 0, err: '' });
    });

    test('puts back how long a topic is kept, and a dry run does not', async () => {
      const [changes] = readTopics(await readAgencies()).filter(
        ({ name }) => name === 'told.changes',
      );
      await createTopics([{ ...(changes as TopicSpec), retentionMs: 7 * 86_400_000 }]);
      for (const asking of ['topics plan', 'topics apply --dry-run']) {
        const asked = await told(asking);
        expect(asked.code).toBe(0);
        expect(asked.out).toMatch(/retention +told\.changes +kept 7 days → for ever/);
        expect(asked.out).toContain('npm run -s told -- topics apply');
      }
      const applied = await told('topics apply --json');
      expect(applied.code).toBe(0);
      expect(applied.document()).toMatchObject({
        applied: true,
        create: [],
        retention: [{ topic: { name: 'told.changes', retentionMs: null } }],
        drift: [],
      });
      const again = await told('topics apply --json');
      expect(again.document()).toEqual({
        ...{ applied: true, create: [], retention: [], drift: [] },
        rights: rights.enforced
          ? { enforced: true, grant: [], revoke: [], drift: [] }
          : { enforced: false },
      });
    });

    test('names a topic of ours that infra does not, with code 4, and no foreign one', async () => {
      await createTopics([STRANGE, FOREIGN]);
      for (const asking of ['topics plan', 'topics apply']) {
        const { code, out, err } = await told(asking);
        expect([code, err]).toEqual([
          4,
          '1 topics and rules have drifted; a person must decide.\n',
        ]);
        expect(out).toMatch(/drift +told\.releases\.bedford .*infra\/agencies; or delete it/);
        expect(out).not.toContain('payments');
      }
      const log = openEventLog(stack.log, 'told-test');
      expect((await log.topics()).map(({ name }) => name)).toContain(STRANGE.name);
      await log.close();
    });
  });

  describeMore({ stack: () => stack, told });
}
