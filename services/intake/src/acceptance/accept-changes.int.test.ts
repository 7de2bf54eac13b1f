import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type ClaimantChange,
  type Codec,
  completeChange,
  createLocalSource,
  openCodecFrom,
  type SubmittedChange,
} from '@told/codec';
import { createMemoryLog } from '@told/event-log';
import { createPublisher, type Database, systemClock } from '@told/service';
import { openIntakeDatabase } from '../../test/intake-database.ts';
import { type AcceptPorts, acceptChanges } from './accept-changes.ts';
import type { Acceptance } from './judge-change.ts';
import { createChangeReader, type ReadChange } from './read-change.ts';

let opened: Awaited<ReturnType<typeof openIntakeDatabase>>;
let db: Database;
let codec: Codec;
let ports: AcceptPorts;
const log = createMemoryLog();

beforeAll(async () => {
  opened = await openIntakeDatabase();
  db = opened.db;
  await log.createTopics([{ name: 'told.changes', partitions: 4, retentionMs: null }]);
  codec = await openCodecFrom(createLocalSource(), [
    { topic: 'told.changes', schema: 'ClaimantChange' },
    { subject: 'told.changes-body', schema: 'ChangeBody' },
  ]);
  ports = {
    publisher: await createPublisher({ log }),
    clock: systemClock,
    encodeChange: codec.encoder('ClaimantChange', 'told.changes'),
    encodeBody: codec.encoder('ChangeBody', 'told.changes-body'),
  };
});

afterAll(async () => {
  await log.close();
  await opened.close();
});

/** Each test has people of its own. */
let block = 0;
beforeEach(() => {
  block += 1;
});

const readChange = createChangeReader({
  mode: 'synthetic',
  areaSecrets: [{ version: 1, secret: 'an area secret for tests, 32 characters or more' }],
  today: () => '2010-04-05',
});

function told(
  idempotencyKey: string,
  person: number | null,
  more: Partial<SubmittedChange> = {},
  agency = 'jobcentre',
): ReadChange {
  const nino = `QQ${String(block).padStart(3, '0')}${String(person ?? 0).padStart(3, '0')}A`;
  const outcome = readChange({
    agency,
    idempotencyKey: `${block}-${idempotencyKey}`,
    change: completeChange({
      person: person === null ? null : ({ nino } as SubmittedChange['person']),
      fact: 'income',
      changeType: 'created',
      occurredOn: '2010-04-05',
      notifiedOn: '2010-04-05',
      receivedOn: '2010-04-05',
      ...(more.changeType === 'annulled'
        ? {}
        : { income: { who: 'claimant', kind: 'employed' } as SubmittedChange['income'] }),
      ...more,
    }),
  });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors));
  return outcome.value;
}

const accept = (...changes: ReadChange[]): Promise<readonly Acceptance[]> =>
  db.transaction((tx) => acceptChanges(tx, changes, ports));

const answersOf = (acceptances: readonly Acceptance[]): string[] =>
  acceptances.map((acceptance) =>
    acceptance.kind === 'refused' ? acceptance.code : acceptance.kind,
  );

/** What is to be published for these persons, in the order of the outbox. */
async function published(changes: readonly ReadChange[]): Promise<ClaimantChange[]> {
  const { rows } = await db.query<{ value: Buffer }>(
    { name: 'test_outbox', text: 'SELECT value FROM outbox ORDER BY id' },
    [],
  );
  const decoded = await codec.decode(
    'ClaimantChange',
    rows.map((row) => row.value),
  );
  const keys = new Set(changes.map((change) => change.subjectKeys?.[0]));
  return decoded.flatMap((one) => (one.ok && keys.has(one.value.subjectKey) ? [one.value] : []));
}

describe('accepting changes', () => {
  test('gives each person a dense sequence in order of arrival', async () => {
    const changes = [told('a', 1), told('b', 2), told('c', 1), told('d', 1)];
    await accept(...changes);
    const later = told('e', 1);
    await accept(later);
    const sequences = (await published(changes)).map(({ changeId, changeSequence }) => [
      changeId,
      changeSequence,
    ]);
    expect(sequences).toEqual([
      [changes[0]?.changeId, 1],
      [changes[1]?.changeId, 1],
      [changes[2]?.changeId, 2],
      [changes[3]?.changeId, 3],
      [later.changeId, 4],
    ]);
  });

  test('stays dense and in order when many transactions tell of the same people at once', async () => {
    const batches = Array.from({ length: 20 }, (_, batch) =>
      Array.from({ length: 15 }, (_, index) => told(`${batch}.${index}`, (batch + index * 7) % 6)),
    );
    await Promise.all(batches.map((batch) => accept(...batch)));
    const all = await published(batches.flat());
    expect(all).toHaveLength(300);
    const heads = new Map<string, number>();
    for (const { subjectKey, changeSequence } of all) {
      expect(changeSequence).toBe((heads.get(subjectKey) ?? 0) + 1);
      heads.set(subjectKey, changeSequence);
    }
  });

  test('the same key and content is one change, in a later batch and in the same one', async () => {
    const first = told('a', 1);
    expect(answersOf(await accept(first, told('a', 1)))).toEqual(['accepted', 'duplicate']);
    expect(answersOf(await accept(told('a', 1)))).toEqual(['duplicate']);
    expect(await published([first])).toHaveLength(1);
  });

  test('the same key with other content is refused, even about another person', async () => {
    await accept(told('a', 1));
    const other = { occurredOn: '2010-04-01' };
    expect(answersOf(await accept(told('a', 1, other), told('a', 2)))).toEqual([
      'idempotency-key-reused',
      'idempotency-key-reused',
    ]);
  });

  test('nothing is kept of a person of whom nothing was accepted', async () => {
    const known = told('a', 1);
    const stranger = told('b', 2, { changeType: 'corrected', previousChangeId: known.changeId });
    const answers = await accept(known, stranger);
    expect(answersOf(answers)).toEqual(['accepted', 'predecessor-of-another']);
    const { rows } = await db.query<{ key: string }>(
      {
        name: 'test_subjects',
        text: 'SELECT subject_key AS key FROM subject WHERE subject_key = ANY ($1)',
      },
      [[known.subjectKeys?.[0], stranger.subjectKeys?.[0]]],
    );
    expect(rows).toEqual([{ key: known.subjectKeys?.[0] }]);
  });

  test('the same key of another agency is another change', async () => {
    const answers = await accept(told('a', 1), told('a', 1, {}, 'luton'));
    expect(answersOf(answers)).toEqual(['accepted', 'accepted']);
  });

  test('a case reference names its person once that was told with a NINO', async () => {
    const byCase = { caseReference: `JSA-${block}` };
    expect(answersOf(await accept(told('a', null, byCase)))).toEqual(['person-unknown']);
    const known = told('b', 1, byCase);
    await accept(known);
    expect(answersOf(await accept(told('a', null, byCase)))).toEqual(['accepted']);
    expect((await published([known])).map((change) => change.changeSequence)).toEqual([1, 2]);
  });

  test('another agency’s case reference names nobody', async () => {
    const byCase = { caseReference: `JSA-${block}` };
    await accept(told('a', 1, byCase));
    expect(answersOf(await accept(told('b', null, byCase, 'luton')))).toEqual(['person-unknown']);
  });
});

describe('corrections and annulments', () => {
  const correct = (previous: ReadChange, more: Partial<SubmittedChange> = {}) => ({
    changeType: 'corrected' as const,
    previousChangeId: previous.changeId,
    ...more,
  });

  test('need a known predecessor: refused before it, accepted after it', async () => {
    const first = told('a', 1);
    const correction = told('b', 1, correct(first));
    expect(answersOf(await accept(correction))).toEqual(['predecessor-unknown']);
    expect(answersOf(await accept(first, correction))).toEqual(['accepted', 'accepted']);
  });

  test('belong to the agency that told, to the same person and fact', async () => {
    const first = told('a', 1);
    await accept(first);
    const answers = await accept(
      told('b', 1, correct(first), 'luton'),
      told('c', 2, correct(first)),
      told('d', 1, {
        ...correct(first),
        fact: 'household',
        income: null,
        household: { relation: 'partner' } as SubmittedChange['household'],
      }),
    );
    expect(answersOf(answers)).toEqual([
      'predecessor-unknown',
      'predecessor-of-another',
      'predecessor-of-another',
    ]);
  });

  test('what was annulled is neither corrected nor annulled again', async () => {
    const first = told('a', 1);
    const annul = { changeType: 'annulled' as const, previousChangeId: first.changeId };
    expect(answersOf(await accept(first, told('b', 1, annul), told('c', 1, annul)))).toEqual([
      'accepted',
      'accepted',
      'already-annulled',
    ]);
    expect(answersOf(await accept(told('d', 1, correct(first))))).toEqual(['already-annulled']);
  });
});

describe('the history of what was accepted', () => {
  test('holds on to its persons', async () => {
    await accept(told('a', 1));
    const everyone = { name: 'test_forget', text: 'DELETE FROM subject' };
    await expect(db.query(everyone, [])).rejects.toMatchObject({ code: 'statement-failed' });
  });

  test('cannot be changed or deleted with the service’s rights', async () => {
    await accept(told('a', 1));
    for (const text of [
      'UPDATE accepted_change SET occurred_on = occurred_on',
      'DELETE FROM accepted_change',
      'TRUNCATE accepted_change',
    ]) {
      await expect(db.query({ name: `test_${text.slice(0, 6)}`, text }, [])).rejects.toMatchObject({
        code: 'statement-failed',
      });
    }
  });

  test('knows nobody by anything but a key', async () => {
    const text = 'INSERT INTO subject (subject_key) VALUES ($1)';
    const add = (key: string) => db.query({ name: 'test_add_subject', text }, [key]);
    await add('0123456789abcdef'.repeat(2));
    for (const key of ['QQ123456A', 'f'.repeat(31), `${'f'.repeat(31)}G`]) {
      await expect(add(key)).rejects.toMatchObject({ code: 'statement-failed' });
    }
  });

  test('holds nothing of a batch that failed', async () => {
    const change = told('a', 1);
    const broken = db.transaction(async (tx) => {
      await acceptChanges(tx, [change], ports);
      throw new Error('the process dies before COMMIT');
    });
    await expect(broken).rejects.toThrow('dies');
    expect(await published([change])).toEqual([]);
    expect(answersOf(await accept(change))).toEqual(['accepted']);
  });
});
