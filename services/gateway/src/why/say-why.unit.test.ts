import { describe, expect, test } from '@jest/globals';
import type { ChangeRecord, RecipientRow, TakingRow } from './queries.ts';
import { sayAnswers } from './say-why.ts';

const ROW = {
  ...{ run: 1, recipientNo: 1, agency: 'luton', capacity: 'ctb-claimant', caseReference: 'C-1' },
  ...{ interestId: 'i', verdict: 'release', reason: null, matched: 'nino' },
  ...{ given: [{ hash: 'h', fields: ['income.who', 'income.kind'] }], withheld: [] },
  ...{ releaseId: 'r', releaseKind: 'value' },
} as unknown as RecipientRow;
const TAKING = {
  ...{ id: 't', releaseId: 'r', kind: 'trimmed', fields: ['income.who'] },
  ...{ reason: 'consent-withdrawn', takenAtMicros: 0, byChangeId: null, waiting: false },
} as const satisfies TakingRow;

interface Wanted {
  readonly row?: Partial<RecipientRow>;
  readonly taking?: Partial<TakingRow>;
  readonly decision?: object;
}

function say({ row = {}, taking, decision = {} }: Wanted): string {
  const takings = taking === undefined ? [] : [['r', [{ ...TAKING, ...taking }]] as const];
  const record = {
    decisions: [{ run: 1, cause: 'told', changeType: 'created', ...decision }],
    ...{ recipients: [], agreements: new Map([['h', { citation: 'An Act s.1' }]]) },
    ...{ earlier: new Map(), outcomes: new Map(), takings: new Map(takings) },
  } as unknown as ChangeRecord;
  return sayAnswers(record, [{ ...ROW, ...row }], 'luton');
}

describe('the sentence of why', () => {
  test('says of an agency without an answer that it held no case then: it may by now', () => {
    const record = {} as ChangeRecord;
    expect(sayAnswers(record, [], 'luton')).toBe(
      'luton held no case on this person on the bus when this was decided.',
    );
  });

  test('counts one field as one', () => {
    expect(say({})).toBe('luton (case C-1) was given 2 fields, under An Act s.1. No answer yet.');
    const given = [{ hash: 'h', fields: ['income.who'] }];
    expect(say({ row: { given } })).toContain('was given 1 field, under');
  });

  test('says of an annulment that it was told of, and counts no fields', () => {
    const said = say({
      row: { given: [{ hash: 'h', fields: [] }] },
      decision: { changeType: 'annulled' },
    });
    expect(said).toBe(
      'luton (case C-1) was told of the annulment, which has no fields, under An Act s.1. No answer yet.',
    );
  });

  test('does not say that what was void, or taken out before it left, was given', () => {
    const trimmed = say({ taking: {} });
    expect(trimmed).toContain('was to be given 2 fields, under An Act s.1.');
    expect(trimmed).toContain('Before it left, income.who was taken out.');
    const voided = say({ row: { releaseKind: 'void' }, taking: { kind: 'void' } });
    expect(voided).toContain('was to be given 2 fields');
    expect(voided).toContain('Before it left, it was made void, and it held nothing.');
  });

  test('names several fields in one sentence', () => {
    const fields = ['income.who', 'income.kind'];
    const said = say({ taking: { kind: 'withdrawn', fields } });
    expect(said).toContain('was given 2 fields');
    expect(said).toContain('Afterwards income.who and income.kind were withdrawn.');
  });

  test('says of merged keys what was decided, and not that all was given', () => {
    const row = { verdict: 'refused', reason: 'agency-not-live', releaseKind: null } as const;
    const said = say({ row, decision: { cause: 'merged' } });
    expect(said).toContain('what was told under each was decided for cases of the other.');
    expect(said).not.toContain('was given');
  });

  test.each([
    ['particulars', 'The person was found by particulars'],
    ['nino', 'What the two offices know of the person disagrees'],
  ])('says why a case matched by %s is held', (matched, text) => {
    const row = { verdict: 'hold', reason: 'match-unconfirmed', matched } as const;
    expect(say({ row })).toContain(text);
  });
});
