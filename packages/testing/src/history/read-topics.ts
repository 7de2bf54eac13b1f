import { fieldsOf } from '@told/agreements';
import { type Codec, openCodec, type RecordName, type RecordTypes, readOrThrow } from '@told/codec';
import type { EventLog } from '@told/event-log';
import type {
  HistoryStream,
  LoggedChange,
  LoggedDecision,
  LoggedOutcome,
  LoggedRelease,
} from './history.ts';

export interface ReadTopicsOptions {
  /** Opens the log for one pass over a topic; closed after it. */
  readonly openLog: () => EventLog;
  readonly registryUrl: string;
}

type Topics = Pick<HistoryStream, 'changes' | 'decisions' | 'releases' | 'outcomes'>;

/** The topics that a history is made of, read partition by partition each time they are gone through. Going through rejects when a record cannot be decoded. */
export async function readTopics({ openLog, registryUrl }: ReadTopicsOptions): Promise<Topics> {
  const codec = await openCodec({ registryUrl, uses: [] });
  const stream = <N extends RecordName, T>(
    reading: Reading<N, T>,
  ): AsyncIterable<readonly T[]> => ({
    [Symbol.asyncIterator]: () => readAll(openLog(), codec, reading),
  });
  return {
    changes: stream({ topics: /^told\.changes$/, schema: 'ClaimantChange', pick: pickChange }),
    decisions: stream({ topics: /^told\.decisions$/, schema: 'Decision', pick: pickDecision }),
    releases: stream({ topics: /^told\.releases\.(.+)$/, schema: 'Release', pick: pickRelease }),
    outcomes: stream({ topics: /^told\.outcomes\.(.+)$/, schema: 'Outcome', pick: pickOutcome }),
  };
}

interface Reading<N extends RecordName, T> {
  /** What it matches; its group is the agency, if it has one. */
  readonly topics: RegExp;
  readonly schema: N;
  readonly pick: (record: RecordTypes[N], agency: string) => T;
}

async function* readAll<N extends RecordName, T>(
  log: EventLog,
  codec: Codec,
  { topics, schema, pick }: Reading<N, T>,
): AsyncGenerator<readonly T[]> {
  try {
    for (const { name } of await log.topics()) {
      const found = topics.exec(name);
      if (found === null) continue;
      const agency = found[1] ?? '';
      for await (const records of readRecords(codec, log, name, schema)) {
        yield records.map((record) => pick(record, agency));
      }
    }
  } finally {
    await log.close();
  }
}

async function* readRecords<N extends RecordName>(
  codec: Codec,
  log: EventLog,
  topic: string,
  schema: N,
): AsyncGenerator<readonly RecordTypes[N][]> {
  for (const { partition, low, end } of await log.bounds(topic)) {
    if (low === end) continue;
    for await (const batch of log.read({ topic, partition, from: low, to: end })) {
      const values = batch.map(({ value }) => value);
      const decoded = await codec.decode(schema, values);
      yield decoded.map(readOrThrow);
    }
  }
}

const pickChange = (record: RecordTypes['ClaimantChange']): LoggedChange => ({
  changeId: record.changeId,
  subjectKey: record.subjectKey,
  changeSequence: record.changeSequence,
  acceptedAtMicros: record.acceptedAt,
});

const pickDecision = (record: RecordTypes['Decision']): LoggedDecision => ({
  decisionId: record.decisionId,
  changeId: record.changeId,
  run: record.run,
  decidedAtMicros: record.decidedAt,
  recipients: record.recipients.map(({ verdict, agency, caseReference, releaseId, fields }) => ({
    ...{ verdict, agency, caseReference, releaseId },
    fields: fields.map(({ field }) => field),
  })),
});

function pickRelease(record: RecordTypes['Release'], agency: string): LoggedRelease {
  const { releaseId, caseReference, releaseSequence, changeId, kind, basis, fact } = record;
  const duty = record.dutyDischarged === null ? [] : [`${fact}.dutyDischarged`];
  const fields = [...fieldsOf(fact, record), ...duty];
  const { redeliveryOf } = record;
  const place = { agency, releaseId, caseReference, releaseSequence, changeId };
  return { ...place, kind, basis, fields, redeliveryOf };
}

const pickOutcome = (record: RecordTypes['Outcome'], agency: string): LoggedOutcome => ({
  agency,
  releaseId: record.releaseId,
  outcomeNo: record.outcomeNo,
  kind: record.kind,
  decidedAtMicros: record.decidedAt,
});
