import fs from 'node:fs';
import path from 'node:path';
import type { Codec, RecordName } from '@told/codec';
import { recordDigest, type StoredRecord } from '@told/event-log';
import { type Arrival, readRecords } from '../src/entries/read-records.ts';
import { SUBJECT } from './open-audit.ts';

type Example = Readonly<Record<string, unknown>>;
const readExample = (name: string): Example =>
  JSON.parse(
    fs.readFileSync(
      path.join(import.meta.dirname, '../../../schemas/examples', `${name}.json`),
      'utf8',
    ),
  );
const EXAMPLES = {
  change: readExample('claimant-change'),
  decision: readExample('decision'),
  outcome: readExample('outcome'),
  interest: readExample('interest'),
};

export const idOf = (kind: string, of: number | string): string =>
  `${Buffer.from(kind.padEnd(4)).toString('hex').slice(0, 8)}-0000-5000-8000-${String(of).padStart(12, '0')}`;

/** A Wednesday in summer, at noon in London. */
export const NOON = Date.parse('2010-05-12T11:00:00Z') * 1_000;
const MICROS = 1_000;

export interface TestRecipient {
  readonly agency: string | null;
  readonly verdict: string;
  readonly releaseId?: string;
  readonly sequence?: number;
  readonly fields?: readonly string[];
  readonly consents?: number;
}

/** Somebody was given something, in a case that all tests share. */
export const given = (agency: string, release: number, more: object = {}): TestRecipient => ({
  ...{ agency, verdict: 'release', releaseId: idOf('rel', release), sequence: release },
  ...more,
});

let offset = 0n;

/** Makes records as others write them on the bus, and what audit reads of them. */
export function createHistory(codec: Codec) {
  const make = (schema: RecordName, topic: string, key: string, value: object): StoredRecord => {
    const bytes = codec.encoder(schema, topic)(value as never);
    const digest = Buffer.from(recordDigest(Buffer.from(key), bytes));
    offset += 1n;
    return {
      ...{ topic, partition: 0, offset, timestampMs: 0, key: Buffer.from(key), value: bytes },
      headers: { digest },
    };
  };
  return {
    told: (change: number, more: object = {}): StoredRecord =>
      make('ClaimantChange', 'told.changes', SUBJECT, {
        ...EXAMPLES.change,
        ...{ changeId: idOf('chg', change), subjectKey: SUBJECT, acceptedAt: NOON },
        body: Buffer.from(String(EXAMPLES.change['body'])),
        ...more,
      }),
    decided: (
      change: number,
      run: number,
      recipients: readonly TestRecipient[],
      more: object = {},
    ): StoredRecord =>
      make('Decision', 'told.decisions', SUBJECT, {
        ...EXAMPLES.decision,
        ...{ decisionId: idOf('dec', change * 1_000 + run), changeId: idOf('chg', change), run },
        ...{ subjectKey: SUBJECT, decidedAt: NOON + MICROS },
        recipients: recipients.map(describeRecipient),
        ...more,
      }),
    answered: (
      agency: string,
      release: number | string,
      outcomeNo = 1,
      more: object = {},
    ): StoredRecord =>
      make('Outcome', `told.outcomes.${agency}`, 'C-1', {
        ...EXAMPLES.outcome,
        ...{ releaseId: typeof release === 'number' ? idOf('rel', release) : release, outcomeNo },
        ...{ releaseSequence: typeof release === 'number' ? release : 1, caseReference: 'C-1' },
        decidedAt: NOON + 2 * MICROS,
        ...more,
      }),
    interested: (agency: string): StoredRecord =>
      make('Interest', 'told.interests', 'C-1', {
        ...EXAMPLES.interest,
        ...{ interestId: idOf('int', agency.length), agency, caseReference: 'C-1' },
        subjectKey: SUBJECT,
      }),
    unreadable: (topic: string): StoredRecord => {
      const value = Buffer.from('nonsense');
      offset += 1n;
      return { topic, partition: 0, offset, timestampMs: 0, key: value, value, headers: {} };
    },
    /** In their order, as the consumer hands them over: topic by topic. */
    async read(records: readonly StoredRecord[]): Promise<readonly Arrival[]> {
      const arrivals: Arrival[] = [];
      for (const record of records) arrivals.push(...(await readRecords(codec, [record])));
      return arrivals;
    },
  };
}

export type History = ReturnType<typeof createHistory>;

function describeRecipient(one: TestRecipient): object {
  const hash = '3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea';
  const basis = { agreement: 'dwp-to-council-ctb', version: 3, hash };
  return {
    ...{ agency: one.agency, capacity: 'ctb-claimant', caseReference: 'C-1' },
    ...{ interestId: null, interestVersion: null, matched: 'nino', reason: null },
    verdict: one.verdict,
    consents: Array.from({ length: one.consents ?? 0 }, (_, of) => ({
      consentId: idOf('con', of),
      version: 1,
    })),
    fields: (one.fields ?? []).map((field) => ({ field, ...basis })),
    basis: one.fields === undefined ? [] : [basis],
    withheld: [],
    releaseId: one.releaseId ?? null,
    releaseSequence: one.releaseId === undefined ? null : (one.sequence ?? 1),
  };
}
