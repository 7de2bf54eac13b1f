import { fieldsOf } from '@told/agreements';
import { type Codec, openCodec, type RecordName, type RecordTypes } from '@told/codec';
import type { EventLog } from '@told/event-log';
import type { History, LoggedRelease } from './history.ts';

export interface ReadTopicsOptions {
  readonly log: EventLog;
  readonly registryUrl: string;
}

type Topics = Pick<History, 'changes' | 'decisions' | 'releases' | 'outcomes'>;

/** Reads every record of the topics that a history is made of. Rejects when one cannot be decoded. */
export async function readTopics({ log, registryUrl }: ReadTopicsOptions): Promise<Topics> {
  const codec = await openCodec({ registryUrl, uses: [] });
  const names = (await log.topics()).map(({ name }) => name);
  const agenciesOf = (prefix: string): readonly string[] =>
    names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  const changes: Topics['changes'][number][] = [];
  for await (const { changeId, subjectKey, changeSequence, acceptedAt } of readRecords(
    codec,
    log,
    'told.changes',
    'ClaimantChange',
  )) {
    changes.push({ changeId, subjectKey, changeSequence, acceptedAtMicros: acceptedAt });
  }
  const decisions: Topics['decisions'][number][] = [];
  for await (const { decisionId, changeId, run, recipients } of readRecords(
    codec,
    log,
    'told.decisions',
    'Decision',
  )) {
    decisions.push({
      decisionId,
      changeId,
      run,
      recipients: recipients.map(({ verdict, agency, caseReference, releaseId, fields }) => ({
        ...{ verdict, agency, caseReference, releaseId },
        fields: fields.map(({ field }) => field),
      })),
    });
  }
  const releases: LoggedRelease[] = [];
  for (const agency of agenciesOf('told.releases.')) {
    for await (const release of readRecords(codec, log, `told.releases.${agency}`, 'Release')) {
      const { releaseId, caseReference, releaseSequence, changeId, kind, basis } = release;
      const duty = release.dutyDischarged === null ? [] : [`${release.fact}.dutyDischarged`];
      const fields = [...fieldsOf(release.fact, release), ...duty];
      releases.push({
        agency,
        releaseId,
        caseReference,
        releaseSequence,
        changeId,
        kind,
        basis,
        fields,
      });
    }
  }
  const outcomes: Topics['outcomes'][number][] = [];
  for (const agency of agenciesOf('told.outcomes.')) {
    for await (const outcome of readRecords(codec, log, `told.outcomes.${agency}`, 'Outcome')) {
      const { releaseId, outcomeNo, kind, decidedAt } = outcome;
      outcomes.push({ agency, releaseId, outcomeNo, kind, decidedAtMicros: decidedAt });
    }
  }
  return { changes, decisions, releases, outcomes };
}

async function* readRecords<N extends RecordName>(
  codec: Codec,
  log: EventLog,
  topic: string,
  schema: N,
): AsyncGenerator<RecordTypes[N]> {
  for (const { partition, low, end } of await log.bounds(topic)) {
    if (low === end) continue;
    for await (const batch of log.read({ topic, partition, from: low, to: end })) {
      for (const decoded of await codec.decode(
        schema,
        batch.map(({ value }) => value),
      )) {
        if (!decoded.ok) throw decoded.error;
        yield decoded.value;
      }
    }
  }
}
